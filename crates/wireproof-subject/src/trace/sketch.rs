//! JSON that a type is probed with.

use super::model::JsonKind;
use std::fmt;

/// A JSON value. Objects keep the order and the repetitions of their keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sketch {
    Null,
    Bool(bool),
    Integer(i128),
    Fraction(f64),
    Text(String),
    List(Vec<Sketch>),
    Object(Vec<(String, Sketch)>),
}

/// Which value or key of a sketch something is about, while the sketch is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Address(usize);

impl Address {
    pub(super) fn of<T>(part: &T) -> Address {
        Address(std::ptr::from_ref(part).addr())
    }
}

impl Sketch {
    pub(super) fn text(text: impl Into<String>) -> Sketch {
        Sketch::Text(text.into())
    }

    /// An object with one key.
    pub(super) fn with(key: impl Into<String>, value: Sketch) -> Sketch {
        Sketch::Object(vec![(key.into(), value)])
    }

    pub(super) fn kind(&self) -> JsonKind {
        match self {
            Sketch::Null => JsonKind::Null,
            Sketch::Bool(_) => JsonKind::Bool,
            Sketch::Integer(_) => JsonKind::Integer,
            Sketch::Fraction(_) => JsonKind::Fraction,
            Sketch::Text(_) => JsonKind::String,
            Sketch::List(_) => JsonKind::List,
            Sketch::Object(_) => JsonKind::Object,
        }
    }

    /// The value of the last entry of an object or list.
    pub(super) fn last(&self) -> Option<&Sketch> {
        match self {
            Sketch::List(items) => items.last(),
            Sketch::Object(entries) => entries.last().map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries of an object.
    pub(super) fn entries(&self) -> &[(String, Sketch)] {
        match self {
            Sketch::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The number of values in it.
    pub(super) fn size(&self) -> usize {
        match self {
            Sketch::List(items) => 1 + items.iter().map(Sketch::size).sum::<usize>(),
            Sketch::Object(entries) => 1 + entries.iter().map(|(_, value)| value.size()).sum::<usize>(),
            _ => 1,
        }
    }
}

/// JSON text.
impl fmt::Display for Sketch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        match self {
            Sketch::Null => out.write_str("null"),
            Sketch::Bool(value) => write!(out, "{value}"),
            Sketch::Integer(value) => write!(out, "{value}"),
            Sketch::Fraction(value) => write!(out, "{value:?}"),
            Sketch::Text(text) => out.write_str(&quoted(text)),
            Sketch::List(items) => {
                out.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(out, "{comma}{item}")?;
                }
                out.write_str("]")
            }
            Sketch::Object(entries) => {
                out.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(out, "{comma}{}:{value}", quoted(key))?;
                }
                out.write_str("}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_written_as_json() {
        let sketch = Sketch::Object(vec![
            (
                "a\"".to_owned(),
                Sketch::List(vec![Sketch::Null, Sketch::Bool(true), Sketch::Fraction(1.0)]),
            ),
            ("b".to_owned(), Sketch::Integer(i128::from(u64::MAX))),
            ("b".to_owned(), Sketch::text("x")),
        ]);
        assert_eq!(
            sketch.to_string(),
            r#"{"a\"":[null,true,1.0],"b":18446744073709551615,"b":"x"}"#
        );
        assert_eq!(sketch.size(), 7);
    }
}
