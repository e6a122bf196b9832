//! What makes two findings the same bug.

use crate::finding::{Code, Finding, Kind, hash, remedy_of, without_values};
use crate::schema::Guide;
use serde::{Deserialize, Serialize};

/// What makes two findings the same bug, as far as one can tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bug {
    /// The type under test.
    pub subject: String,
    /// The check.
    pub code: Code,
    /// What sort of disagreement.
    pub kind: Option<Kind>,
    /// Where, in every item and at every depth.
    pub place: String,
    /// What an error says, without the values that it quotes.
    pub words: String,
}

impl Bug {
    /// The bug that a finding shows. `guide` knows the places of the schema: keys that it names nowhere are as good as one another, and
    /// so are the places of a recursion.
    pub fn of(finding: &Finding, guide: &Guide) -> Bug {
        let strange = |step: String| !guide.names_anywhere(&step);
        let kind = match finding.kind {
            // An unknown key is dropped whatever it holds.
            Some(Kind::NullBecameAbsent) if finding.pointer.steps().last().is_some_and(strange) => {
                Some(Kind::DroppedKey)
            }
            kind => kind,
        };
        Bug {
            subject: finding.subject.clone(),
            code: finding.code,
            kind,
            place: guide.folded(&finding.pointer),
            words: match finding.code {
                Code::Rejected => words(&finding.message, guide),
                _ => String::new(),
            },
        }
    }
}

/// An error about an unknown field or variant without its name, if the schema does not have that.
fn without_strange_name(error: &str, guide: &Guide) -> String {
    for start in ["unknown field `", "unknown variant `"] {
        let Some(rest) = error.strip_prefix(start) else {
            continue;
        };
        let ends = ["`, expected ", "`, there are no "];
        let end = ends.into_iter().find_map(|end| rest.find(end));
        let name = &rest[..end.unwrap_or(rest.len())];
        let is_known = match start.contains("field") {
            true => guide.names_anywhere(name),
            false => guide.lists_anywhere(name),
        };
        if !is_known {
            // Where the name is long, what stands behind it is cut off.
            return start.to_owned();
        }
    }
    error.to_owned()
}

/// What distinguishes refusals at one place. Where the refused value is known, that is the word of the document that the error names
/// first, and whether the value may be left out: the same refusal reads differently where serde buffers, and names any word that it
/// meets.
fn words(message: &str, guide: &Guide) -> String {
    let Some((said, remedy)) = remedy_of(message) else {
        return without_values(&without_strange_name(message, guide));
    };
    let named = said.split('`').nth(1).unwrap_or_default();
    let named = if guide.names_anywhere(named) || guide.lists_anywhere(named) {
        named
    } else {
        ""
    };
    let is_gone = remedy.ends_with(" is null") || remedy.ends_with(" is left out");
    format!("{} {named}", if is_gone { "gone" } else { "other" })
}

impl Bug {
    /// What identifies the bug in another run.
    pub(super) fn fingerprint(&self) -> String {
        let kind = self.kind.map_or("", Kind::as_str);
        hash(&[self.code.as_str(), kind, &self.subject, &self.place, &self.words])
    }

    /// Whether both are refusals at one place, whatever the errors say.
    pub(super) fn is_refusal_like(&self, other: &Bug) -> bool {
        let is_refusal = self.code == Code::Rejected && other.code == Code::Rejected;
        is_refusal && self.subject == other.subject && self.place == other.place
    }

    /// Whether a finding shows this bug, whatever else of its text the document leaves open.
    pub fn is_shown_by(&self, finding: &Finding, guide: &Guide) -> bool {
        let is_open = |kind: Option<Kind>| kind.and_then(Kind::at_most).is_some();
        let mut other = Bug::of(finding, guide);
        if is_open(self.kind) || is_open(other.kind) {
            other.kind = self.kind;
            // The place of an error depends on what is in front of it, if the type buffers its input.
            if self.code == Code::Rejected {
                other.place.clone_from(&self.place);
            }
        }
        other == *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    #[test]
    fn errors_about_names_that_the_schema_does_not_have_are_one() {
        let document = br#"{"$defs": {"T": {"type": "object", "properties": {"c": {"enum": ["slow"]}}}}}"#;
        let document = Document::parse("t", document).unwrap();
        let guide = Guide::new(&Spec::new(document, Dialect::AsMeant).component("T").unwrap());
        let of_field = |key: &str| {
            let error = format!("unknown field `{key}`, expected one of `a`, `b`");
            without_strange_name(&error, &guide)
        };
        assert_eq!(of_field("x-1"), of_field("x-`2"));
        assert_ne!(of_field("c"), of_field("x-1"));
        let of_variant =
            |word: &str| without_strange_name(&format!("unknown variant `{word}`, expected `fast`"), &guide);
        assert_eq!(of_variant("1"), of_variant("\u{1}"));
        assert_ne!(of_variant("slow"), of_variant("1"));
        assert_eq!(without_strange_name("unknown variant `aaaa", &guide), of_variant("1"));
        assert_eq!(without_strange_name("missing field `a`", &guide), "missing field `a`");
    }

    #[test]
    fn words_are_without_the_values_that_they_quote() {
        let a = without_values(r#"invalid type: string "a \" b", expected i64"#);
        let b = without_values(r#"invalid type: string "", expected i64"#);
        assert_eq!(a, b);
        assert_ne!(without_values("missing field `a`"), without_values("missing field `b`"));
    }
}
