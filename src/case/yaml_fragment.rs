//! A node of a YAML text, written in JSON.

use super::capture::Piece;
use super::limits::MAX_OBJECT_BYTES;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};
use std::fmt;

/// A text in JSON, and where its parts stand in the YAML text.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
}

/// The JSON of a YAML node.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    json: String,
    /// Where the nodes in it start, in rising order of their offsets.
    marks: Vec<Mark>,
    /// Whether the node itself is written in JSON as it is in YAML, if YAML writes it as JSON does.
    is_literal: bool,
    is_string: bool,
}

/// Where a node starts.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: usize,
    line: usize,
    column: usize,
    literal: Option<Literal>,
}

/// A number, or a key that is one.
#[derive(Debug, Clone, Copy)]
struct Literal {
    /// The length of its JSON.
    length: usize,
    /// Its bytes in the YAML text.
    source: (usize, usize),
    is_key: bool,
}

impl Fragment {
    fn literal(json: String) -> Fragment {
        Fragment {
            json,
            is_literal: true,
            ..Fragment::default()
        }
    }

    fn string(text: &str) -> Fragment {
        Fragment {
            json: quoted(text),
            is_string: true,
            ..Fragment::default()
        }
    }

    pub(super) fn append(&mut self, node: Spanned<Fragment>) {
        let at = node.referenced;
        let source = source(&node.defined);
        let Fragment {
            json,
            marks,
            is_literal,
            ..
        } = node.value;
        self.push(at, &json, source.filter(|_| is_literal), false);
        let start = self.json.len() - json.len();
        self.marks.extend(marks.into_iter().map(|mark| Mark {
            offset: start + mark.offset,
            ..mark
        }));
    }

    fn append_key(&mut self, key: Spanned<Fragment>) {
        let Fragment {
            json,
            is_literal,
            is_string,
            ..
        } = key.value;
        let json = if is_string { json } else { quoted(&json) };
        self.push(key.referenced, &json, source(&key.defined).filter(|_| is_literal), true);
    }

    fn push(&mut self, at: Location, json: &str, source: Option<(usize, usize)>, is_key: bool) {
        self.marks.push(Mark {
            offset: self.json.len(),
            line: position(at.line()).max(1),
            column: position(at.column()).max(1),
            literal: source.map(|source| Literal {
                length: json.len(),
                source,
                is_key,
            }),
        });
        self.json.push_str(json);
    }

    fn check_length<E: de::Error>(&self) -> Result<(), E> {
        match self.json.len() > MAX_OBJECT_BYTES {
            true => Err(E::custom("its JSON is too long")),
            false => Ok(()),
        }
    }

    /// The text, with numbers as they are written.
    pub(super) fn finish(self, yaml: &str) -> Converted {
        let mut text = String::with_capacity(self.json.len());
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.marks.len());
        let mut copied = 0;
        for Mark {
            offset,
            line,
            column,
            literal,
        } in self.marks
        {
            text.push_str(&self.json[copied..offset]);
            copied = offset;
            // A container and what starts it stand at the same place of the text only if it is empty.
            if pieces.last().is_none_or(|last| last.offset < text.len()) {
                pieces.push(Piece {
                    offset: text.len(),
                    line,
                    column,
                });
            }
            let Some(literal) = literal else { continue };
            let json = &self.json[offset..offset + literal.length];
            match yaml.get(literal.source.0..literal.source.1) {
                Some(written) if literal.is_key => text.push_str(&quoted(written.trim())),
                Some(written) if says_the_same(written.trim(), json) => text.push_str(written.trim()),
                _ => text.push_str(json),
            }
            copied += literal.length;
        }
        text.push_str(&self.json[copied..]);
        Converted { text, pieces }
    }
}

/// Where a node stands in the text, in bytes.
fn source(at: &Location) -> Option<(usize, usize)> {
    let span = at.span();
    let start = position(span.byte_offset()?);
    Some((start, start.checked_add(position(span.byte_len()?))?))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a number of YAML is one of JSON too, and has the value that was read.
fn says_the_same(written: &str, json: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<serde_json::Number>(text).ok()?.as_f64();
    value(written).is_some_and(|number| Some(number) == value(json))
}

/// A line, column or offset.
pub(super) fn position(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl<'de> Deserialize<'de> for Fragment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fragment, D::Error> {
        deserializer.deserialize_any(FragmentVisitor)
    }
}

struct FragmentVisitor;

impl<'de> Visitor<'de> for FragmentVisitor {
    type Value = Fragment;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value that JSON can write")
    }

    fn visit_unit<E>(self) -> Result<Fragment, E> {
        Ok(Fragment {
            json: "null".to_owned(),
            ..Fragment::default()
        })
    }

    fn visit_none<E: de::Error>(self) -> Result<Fragment, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fragment, D::Error> {
        Fragment::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Fragment, E> {
        Ok(Fragment {
            json: value.to_string(),
            ..Fragment::default()
        })
    }

    fn visit_i64<E>(self, value: i64) -> Result<Fragment, E> {
        Ok(Fragment::literal(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Fragment, E> {
        Ok(Fragment::literal(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Fragment, E> {
        Ok(Fragment::literal(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Fragment, E> {
        Ok(Fragment::literal(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Fragment, E> {
        let number = serde_json::Number::from_f64(value);
        let number = number.ok_or_else(|| E::custom("JSON has neither infinity nor `.nan`"))?;
        Ok(Fragment::literal(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Fragment, E> {
        Ok(Fragment::string(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Fragment, A::Error> {
        let mut list = Fragment::default();
        list.json.push('[');
        while let Some(item) = items.next_element::<Spanned<Fragment>>()? {
            if list.json.len() > 1 {
                list.json.push(',');
            }
            list.append(item);
            list.check_length()?;
        }
        list.json.push(']');
        Ok(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Fragment, A::Error> {
        let mut object = Fragment::default();
        object.json.push('{');
        while let Some(key) = members.next_key::<Spanned<Fragment>>()? {
            if key.value.json.starts_with(['[', '{']) {
                return Err(de::Error::custom("a list or a map is no key of JSON"));
            }
            if object.json.len() > 1 {
                object.json.push(',');
            }
            object.append_key(key);
            object.json.push(':');
            object.append(members.next_value::<Spanned<Fragment>>()?);
            object.check_length()?;
        }
        object.json.push('}');
        Ok(object)
    }
}
