//! A cause in words.

use super::cause::{Cause, Fault, Side, without_folders};
use super::names::Names;
use crate::finding::{Code, Kind, SourceKind};
use std::collections::BTreeSet;

/// What is wrong, in one line.
pub(crate) fn headline(names: &Names, cause: &Cause) -> String {
    let finding = &cause.finding;
    let item = match cause.key.item {
        Some(item) => names.of_item(item),
        None => finding.subject.clone(),
    };
    // A type that is read by hand has no field to name.
    let of_key = match cause.key.detail.as_str() {
        "" => format!("`{item}`"),
        key => format!("`{key}` of `{item}`"),
    };
    let who = match finding.case_kind {
        SourceKind::Capture => "a capture has",
        _ if finding.kind == Some(Kind::UndescribedValue) => "the document, which says nothing of the value, allows",
        _ => "the document allows",
    };
    match cause.key.side {
        Side::Reads => match cause.culprit.as_ref().map(|culprit| &culprit.fault) {
            Some(Fault::Missing(_)) => format!("`{item}` is required, and {who} an object without it"),
            Some(Fault::MissingUnnamed(key)) => {
                format!("`{item}` requires the key `{key}`, which the document does not name")
            }
            Some(Fault::Taken(tag)) => {
                format!("`{item}` is required, and never there: the enum around it takes the key `{tag}` for its tag")
            }
            Some(Fault::Null) => format!("`{item}` refuses null, which {who}"),
            Some(Fault::Denied(key)) => format!("`{item}` refuses the key `{key}`, which {who}"),
            Some(Fault::DeniedInCapture(_)) => match cause.words.len() {
                1 => format!("`{item}` refuses the key {}, which {who}", listed(&cause.words)),
                _ => format!(
                    "`{item}` refuses the keys {}, which captures have",
                    listed(&cause.words)
                ),
            },
            Some(Fault::DeniedUnnamed) => format!("`{item}` refuses keys that the document allows without naming them"),
            Some(Fault::Word(_)) if cause.takes_any_text => {
                format!("`{item}` knows only its own words, and {who} other text")
            }
            Some(Fault::Word(_)) => {
                format!("`{item}` does not know {}, which {who}", listed(&cause.words))
            }
            Some(Fault::Value) if cause.codes.contains(&Code::UntaggedUnreadBranch) && !cause.words.is_empty() => {
                format!(
                    "`{item}` refuses a value that {who}: no variant reads {}",
                    listed(&cause.words)
                )
            }
            Some(Fault::Value) | None => format!("`{item}` refuses a value that {who}"),
        },
        Side::Lacks => match finding.case_kind {
            SourceKind::Capture => format!(
                "`{item}` has no field for the key `{}`, which captures have",
                cause.key.detail
            ),
            _ if cause.key.detail.is_empty() => {
                format!("`{item}` does not keep keys that the document allows without naming them")
            }
            _ => {
                let lacks = format!("`{item}` has no field for the documented key `{}`", cause.key.detail);
                match cause.words.first() {
                    Some(instead) => format!("{lacks}; it has `{instead}`, which the document does not name"),
                    None => lacks,
                }
            }
        },
        Side::Drops if cause.key.item.is_some_and(|item| item.field.is_some()) => {
            format!(
                "`{item}` drops {} where another of its keys is missing",
                listed(&cause.words)
            )
        }
        Side::Drops if cause.words.is_empty() => format!("`{item}`: {}", finding.message),
        Side::Drops if finding.code == Code::UnreadKey => {
            format!(
                "`{item}` takes {}, which other variants know, for other keys",
                listed(&cause.words)
            )
        }
        Side::Drops => {
            let drops = format!("`{item}` drops {}, which other variants keep", listed(&cause.words));
            match finding.kind {
                Some(Kind::MixedBranches) => drops + ", where keys of several branches stand together",
                _ => drops,
            }
        }
        Side::Writes if finding.kind == Some(Kind::Unwritable) => format!("`{item}`: {}", finding.message),
        Side::Writes => match finding.kind {
            // The document may allow both, and mean something else by each.
            Some(Kind::AbsentBecameNull) if !cause.codes.contains(&Code::EmitsInvalid) => {
                format!("{of_key} is written as null where it was absent")
            }
            Some(Kind::AbsentBecameNull | Kind::NullForbidden) => {
                format!("{of_key} is written as null where it was absent, which the document forbids")
            }
            Some(Kind::NullBecameAbsent) => format!("{of_key} is left out where it was null"),
            Some(Kind::RequiredDropped) => format!("{of_key} is not written although the document requires it"),
            _ if finding.missing.is_some() => format!("{of_key} is not written although the document requires it"),
            Some(Kind::UndescribedValue) => {
                let what = if finding.wrote.is_none() {
                    "left out where it was"
                } else {
                    "written otherwise than"
                };
                let read = finding.read.as_deref().unwrap_or("another value");
                format!("{of_key} is {what} `{read}`, of which the document says nothing")
            }
            Some(Kind::DroppedKey) if let Some(read) = finding.read.as_deref().filter(|read| is_nothing(read)) => {
                format!("{of_key} is left out where it was `{read}`")
            }
            Some(Kind::DroppedKey) => format!("{of_key} is read and not written back"),
            Some(Kind::DocumentedDefault) if finding.wrote.is_none() => {
                let read = finding.read.as_deref().unwrap_or("its default");
                format!("{of_key} is left out where it was `{read}`, the default that the document states")
            }
            Some(Kind::DocumentedDefault) => {
                format!("{of_key} is written with the default that the document states, although it was not read")
            }
            Some(Kind::OneDirection) => {
                format!(
                    "{of_key} is read and not written back; the document says that it is sent in one direction only"
                )
            }
            Some(Kind::MixedBranches) if finding.wrote.is_none() => {
                format!("{of_key} is read and not written back where keys of several branches stand together")
            }
            Some(Kind::UnnamedKey) => {
                format!("{of_key} is written although it was not read, and the document does not name the key")
            }
            Some(Kind::AddedKey | Kind::KeyNotAllowed) => format!("{of_key} is written although it was not read"),
            _ => format!("{of_key} is written otherwise than it was read: {}", finding.message),
        },
        Side::Accepts if cause.key.item.is_some() => {
            format!("`{item}` is a word that the document does not list")
        }
        Side::Accepts => format!(
            "{} read texts that the document forbids: {}",
            count(cause.subjects.len(), "subject"),
            finding.message
        ),
        Side::Open => {
            let subjects = count(cause.subjects.len(), "subject");
            let what = finding.kind.map_or("texts", open_texts);
            format!("{what} are not read, or not kept, by {subjects}")
        }
        Side::Other(Code::Panicked) if let Some(said) = without_folders(&finding.message) => {
            format!("`{item}`: {said}")
        }
        Side::Picks | Side::Document | Side::Other(_) => format!("`{item}`: {}", finding.message),
    }
}

/// Whether JSON is what a type may leave out for want of content.
fn is_nothing(json: &str) -> bool {
    matches!(json, "[]" | "{}" | "\"\"" | "false" | "0" | "null")
}

fn is_odd(word: &str) -> bool {
    !word
        .chars()
        .all(|one| one.is_ascii_alphanumeric() || "_-.:/".contains(one))
}

/// Some words, those first that look like words: where any text is allowed, there are many others.
fn listed(words: &BTreeSet<String>) -> String {
    const MOST: usize = 8;
    let mut all: Vec<&String> = words.iter().collect();
    all.sort_by_key(|word| is_odd(word));
    let shown: Vec<String> = all.iter().take(MOST).map(|word| format!("`{word}`")).collect();
    match all.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {}", shown.join(", "), count(more, "other")),
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The texts that a kind is about, which the document leaves open.
fn open_texts(kind: Kind) -> &'static str {
    match kind {
        Kind::UnknownKey => "keys that the document neither names nor forbids",
        Kind::EscapedText => "characters that are escaped although they need not be",
        Kind::IntegerAsFloat => "integers that are written as `1.0`, `1e2` or `-0`",
        Kind::UnpairedSurrogate => "strings with half of a surrogate pair",
        Kind::UnboundedInteger => "negative or large integers, for which the document states no bound,",
        Kind::FloatDigits => "numbers with more digits than a float holds for certain",
        Kind::IntegerDigits => "integers of more digits than a float holds for certain",
        Kind::NumberRange => "numbers that are too large or too small for the type",
        Kind::EmptyText => "empty strings, for which the document states no minimum length,",
        Kind::LongText => "very long strings, for which the document states no maximum length,",
        Kind::OddText => "strings with control characters or invisible characters",
        Kind::FormatSpelling => "unusual spellings of a format, such as a time in another zone than UTC,",
        Kind::SentAsText => "null, empty lists and numbers in queries and forms, which have texts alone,",
        Kind::OddKey => "keys of maps that are empty, very long or made of unusual characters",
        _ => "texts that the document leaves open",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_are_listed_and_plain_ones_first() {
        let words = |all: &[&str]| listed(&all.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(words(&["b", " ", "a-1"]), "`a-1`, `b`, ` `");
        let many: Vec<String> = (0..20)
            .map(|number| format!("w{number:02}"))
            .chain([" odd".to_owned()])
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(
            words(&many),
            "`w00`, `w01`, `w02`, `w03`, `w04`, `w05`, `w06`, `w07` and 13 others"
        );
    }
}
