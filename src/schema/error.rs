//! What can go wrong with a published document.

use super::limits::{MAX_BYTES, MAX_FILES};
use thiserror::Error;

/// Why a document, a component or an overlay cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpecError {
    /// The file cannot be read.
    #[error("cannot read `{name}`: {reason}")]
    Unreadable {
        /// The file as it was named.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// The text is longer than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("`{name}` has {bytes} bytes, more than the limit of {limit}", limit = MAX_BYTES)]
    TooLarge {
        /// The document.
        name: String,
        /// Its length in bytes.
        bytes: u64,
    },
    /// The document has more files than [`MAX_FILES`](super::MAX_FILES).
    #[error("`{name}` has more than {MAX_FILES} files, which is the limit")]
    TooManyFiles {
        /// The folder or the file where reading started.
        name: String,
    },
    /// A folder holds several descriptions of an API.
    #[error("`{name}` holds several documents, name one of them: {}", entries.join(", "))]
    SeveralDocuments {
        /// The folder.
        name: String,
        /// The files, by their paths in the folder.
        entries: Vec<String>,
    },
    /// The text is neither JSON nor YAML, or breaks a limit of the reader (nesting, aliases).
    #[error("`{name}` cannot be read: {}{reason}", place((*line, *column)))]
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
    /// The names in the document are so long that the pointers of its parts would fill the memory.
    #[error("`{name}` has names that are too long: {reason}")]
    LongNames {
        /// The document.
        name: String,
        /// Which limit they break, and where.
        reason: String,
    },
    /// The text is well formed, but no document of a kind that is supported.
    #[error("`{name}` is not an OpenAPI 3, Swagger 2.0 or JSON Schema document, but {found}")]
    NotASpec {
        /// The document.
        name: String,
        /// What it is instead.
        found: String,
    },
    /// The document has no component of that name.
    #[error("the document has no component `{component}`{}", did_you_mean(closest))]
    UnknownComponent {
        /// The name that was asked for.
        component: String,
        /// The name in the document that is closest to it.
        closest: Option<String>,
    },
    /// A reference points to nothing in the document.
    #[error(
        "the reference `{reference}` at {pointer} points to nothing{}",
        did_you_mean(closest)
    )]
    DanglingRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
        /// The existing component whose name is closest.
        closest: Option<String>,
    },
    /// The pointer names something that is no schema.
    #[error("what stands at {pointer} is no schema")]
    NotASchema {
        /// The place, as a URI fragment.
        pointer: String,
    },
    /// A reference leaves the document. Such references are never followed.
    #[error("the reference `{reference}` at {pointer} leaves the document, and is not followed")]
    ExternalRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// A reference is a name that several places of the document have.
    #[error("the reference `{reference}` at {pointer} may mean more than one place")]
    AmbiguousRef {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// A reference points to a part of the document that is not in a component, and cannot be imported with one.
    #[error("the reference `{reference}` at {pointer} points to no component")]
    OutsideComponents {
        /// Where the reference stands, as a URI fragment.
        pointer: String,
        /// The reference as written.
        reference: String,
    },
    /// References lead in a circle that never reaches a part of the value.
    #[error("the references from {pointer} lead in a circle that never reaches a value")]
    EndlessRef {
        /// A schema on the circle, as a URI fragment.
        pointer: String,
    },
    /// The component, with all that it refers to, is too large to compile.
    #[error("the schema at {pointer} is too large: {reason}")]
    TooComplex {
        /// The component, as a URI fragment.
        pointer: String,
        /// Which limit it breaks.
        reason: String,
    },
    /// The validator refuses the schema.
    #[error("the schema at {pointer} cannot be compiled: {reason}")]
    Refused {
        /// The schema, as a URI fragment.
        pointer: String,
        /// Why.
        reason: String,
    },
    /// The overlay is broken.
    #[error("the overlay `{name}` is broken at {pointer}: {reason}")]
    Overlay {
        /// The overlay.
        name: String,
        /// Where in it, as a URI fragment.
        pointer: String,
        /// What is wrong there.
        reason: String,
    },
}

fn place((line, column): (usize, usize)) -> String {
    match line {
        0 => String::new(),
        line => format!("line {line}, column {column}: "),
    }
}

fn did_you_mean(closest: &Option<String>) -> String {
    match closest {
        Some(name) => format!("; the closest name is `{name}`"),
        None => String::new(),
    }
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
        let names = ["PetObject", "PetToyObject", "Metadata"];
        assert_eq!(closest("PetObjct", names.into_iter()).as_deref(), Some("PetObject"));
        assert_eq!(closest("petobject", names.into_iter()).as_deref(), Some("PetObject"));
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
