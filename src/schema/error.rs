//! What can go wrong with a published document.

use std::fmt;

/// Why a document, a component or an overlay cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpecError {
    /// The file cannot be read.
    Unreadable {
        /// The file as it was named.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// The text is longer than [`MAX_BYTES`](super::MAX_BYTES).
    TooLarge {
        /// The document.
        name: String,
        /// Its length in bytes.
        bytes: u64,
    },
    /// The text is neither JSON nor YAML, or breaks a limit of the reader (nesting, aliases).
    Syntax {
        /// The document.
        name: String,
        /// The line, counted from 1; 0 if unknown.
        line: usize,
        /// The column, counted from 1; 0 if unknown.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The text is well formed, but neither OpenAPI 3 nor JSON Schema.
    NotASpec {
        /// The document.
        name: String,
        /// What it is instead.
        found: String,
    },
    /// The document has no component of that name.
    UnknownComponent {
        /// The name that was asked for.
        component: String,
        /// The name in the document that is closest to it.
        closest: Option<String>,
    },
    /// A reference points to nothing in the document.
    DanglingRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
        /// The existing component whose name is closest.
        closest: Option<String>,
    },
    /// A reference leaves the document. Such references are never followed.
    ExternalRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// A reference is a name that several places of the document bear.
    AmbiguousRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// A reference points to a part of the document that is not in a component, and cannot be imported with one.
    OutsideComponents {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// References lead in a circle on which no value is ever looked at.
    EndlessRef {
        /// A schema on the circle, as a URI fragment.
        pointer: String,
    },
    /// The component, with all that it refers to, is too large to compile.
    TooComplex {
        /// The component, as a URI fragment.
        pointer: String,
        /// Which limit it breaks.
        reason: String,
    },
    /// The validator refuses the schema.
    Refused {
        /// The schema, as a URI fragment.
        pointer: String,
        /// Why.
        reason: String,
    },
    /// The overlay is broken.
    Overlay {
        /// The overlay.
        name: String,
        /// Where in it, as a URI fragment.
        pointer: String,
        /// What is wrong there.
        reason: String,
    },
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { name, reason } => write!(f, "cannot read `{name}`: {reason}"),
            Self::TooLarge { name, bytes } => {
                write!(
                    f,
                    "`{name}` has {bytes} bytes, more than the limit of {}",
                    super::MAX_BYTES
                )
            }
            Self::Syntax {
                name, line: 0, reason, ..
            } => write!(f, "`{name}` cannot be read: {reason}"),
            Self::Syntax {
                name,
                line,
                column,
                reason,
            } => {
                write!(f, "`{name}` cannot be read: line {line}, column {column}: {reason}")
            }
            Self::NotASpec { name, found } => {
                write!(f, "`{name}` is neither OpenAPI 3 nor JSON Schema, but {found}")
            }
            Self::UnknownComponent { component, closest } => {
                write!(f, "the document has no component `{component}`")?;
                did_you_mean(f, closest.as_deref())
            }
            Self::DanglingRef {
                pointer,
                reference,
                closest,
            } => {
                write!(f, "the reference `{reference}` at {pointer} points to nothing")?;
                did_you_mean(f, closest.as_deref())
            }
            Self::ExternalRef { pointer, reference } => {
                write!(
                    f,
                    "the reference `{reference}` at {pointer} leaves the document, and is not followed"
                )
            }
            Self::AmbiguousRef { pointer, reference } => {
                write!(
                    f,
                    "the reference `{reference}` at {pointer} may mean more than one place"
                )
            }
            Self::OutsideComponents { pointer, reference } => {
                write!(f, "the reference `{reference}` at {pointer} points to no component")
            }
            Self::EndlessRef { pointer } => {
                write!(
                    f,
                    "the references from {pointer} lead in a circle that never reaches a value"
                )
            }
            Self::TooComplex { pointer, reason } => {
                write!(f, "the schema at {pointer} is too large: {reason}")
            }
            Self::Refused { pointer, reason } => {
                write!(f, "the schema at {pointer} cannot be compiled: {reason}")
            }
            Self::Overlay { name, pointer, reason } => {
                write!(f, "the overlay `{name}` is broken at {pointer}: {reason}")
            }
        }
    }
}

impl std::error::Error for SpecError {}

fn did_you_mean(f: &mut fmt::Formatter<'_>, closest: Option<&str>) -> fmt::Result {
    closest.map_or(Ok(()), |name| write!(f, "; the closest name is `{name}`"))
}

/// The name among `names` that is closest to `wanted`, if any is close enough to be what was meant.
pub(super) fn closest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    // Names beyond this length are no typing mistakes, and would make the comparison slow.
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(100).collect();
    let limit = (wanted.len() / 3).max(2);
    names
        .map(|name| (distance(&wanted, name), name))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, name)| name.to_owned())
}

/// The edit distance of two words, letter case ignored.
fn distance(wanted: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (i, letter) in name.to_lowercase().chars().take(200).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in wanted.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[wanted.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_found() {
        let names = ["RunObject", "RunStepObject", "Metadata"];
        assert_eq!(closest("RunObjct", names.into_iter()).as_deref(), Some("RunObject"));
        assert_eq!(closest("runobject", names.into_iter()).as_deref(), Some("RunObject"));
        assert_eq!(closest("Zebra", names.into_iter()), None);
    }

    #[test]
    fn messages_are_lowercase_fragments() {
        let error = SpecError::ExternalRef {
            pointer: "#/a".into(),
            reference: "http://x/y".into(),
        };
        let text = error.to_string();
        assert!(text.starts_with("the reference `http://x/y`") && !text.ends_with('.'));
    }
}
