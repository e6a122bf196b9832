//! What a text asks of a type beyond what the document says.
//!
//! A finding is an error if whoever follows the document can send the text that shows it. A text that needs a negative number where
//! no bound is stated, or a key that the document does not name, shows less. The text must be as ordinary as it can be while it
//! goes on showing the finding; then what is left out of the ordinary is needed.

use crate::finding::{Code, Kind};
use crate::json::{Kind as JsonKind, Node, Tree};
use crate::schema::{Guide, Place};
use std::collections::BTreeSet;

/// Strings that are longer, in characters, are out of the ordinary where no maximum is stated.
const LONG_TEXT: usize = 1000;
/// Keys of a map that are longer, in bytes, are out of the ordinary.
const LONG_KEY: usize = 64;
/// Numbers that are larger are out of the ordinary where no bound is stated.
const LARGEST_ORDINARY: u128 = i32::MAX as u128;
/// Digits that an `f64` holds for certain.
const FLOAT_DIGITS: usize = 15;

/// Whether findings of a code depend on how ordinary the text is. A crash is one whatever the text, and a mutant is never ordinary.
pub fn depends_on_evidence(code: Code) -> bool {
    matches!(
        code,
        Code::Rejected | Code::Lossy | Code::EmitsInvalid | Code::UnreadKey | Code::Unstable | Code::DecodersDisagree
    )
}

/// What in a valid text is out of the ordinary.
pub fn out_of_the_ordinary(guide: &Guide, tree: &Tree<'_>) -> BTreeSet<Kind> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![(Tree::ROOT, guide.root())];
    while let Some((node, place)) = waiting.pop() {
        match tree.kind(node) {
            JsonKind::Null | JsonKind::Bool => {}
            JsonKind::Number => number(guide, place, tree.source(node), &mut found),
            JsonKind::String => string(guide, place, tree, node, &mut found),
            JsonKind::Array => waiting.extend(tree.children(node).map(|item| (item, guide.item(place)))),
            JsonKind::Object => {
                for member in tree.children(node) {
                    let key = tree.key(member);
                    let inner = guide.member(place, &key);
                    if !guide.is_named(place, &key) {
                        match inner {
                            Place::Unnamed => {
                                found.insert(Kind::UnknownKey);
                                continue;
                            }
                            _ if is_odd_key(&key) => {
                                found.insert(Kind::OddKey);
                            }
                            _ => {}
                        }
                    }
                    waiting.push((member, inner));
                }
            }
        }
    }
    found
}

/// The kind under which a finding is told that needs a text with all of these: the one that lowers its level most.
pub fn weakest(kinds: &BTreeSet<Kind>) -> Option<Kind> {
    kinds.iter().copied().min_by_key(|kind| kind.at_most())
}

fn number(guide: &Guide, place: Place, text: &str, found: &mut BTreeSet<Kind>) {
    let bounds = guide.numbers(place);
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if text == "-0" || (bounds.is_whole && !is_plain) {
        found.insert(Kind::IntegerAsFloat);
        return;
    }
    let digits = text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E'));
    let digits = digits
        .filter(u8::is_ascii_digit)
        .skip_while(|digit| *digit == b'0')
        .count();
    let value: Option<f64> = text.parse().ok();
    let is_beyond = |largest: f64| value.is_none_or(|value| value.abs() > largest);
    if !bounds.is_whole && (digits > FLOAT_DIGITS || is_beyond(1e300)) {
        found.insert(Kind::FloatDigits);
    }
    let is_negative = text.starts_with('-');
    let is_large = is_beyond(LARGEST_ORDINARY as f64);
    if (is_negative && !bounds.has_lowest)
        || (is_large
            && !(if is_negative {
                bounds.has_lowest
            } else {
                bounds.has_highest
            }))
    {
        found.insert(Kind::UnboundedInteger);
    }
}

fn string(guide: &Guide, place: Place, tree: &Tree<'_>, node: Node, found: &mut BTreeSet<Kind>) {
    let Some(text) = tree.string(node) else {
        found.insert(Kind::UnpairedSurrogate);
        return;
    };
    if guide.lists(place, &text) == Some(true) {
        return;
    }
    let bounds = guide.texts(place);
    if text.is_empty() && !bounds.has_shortest {
        found.insert(Kind::EmptyText);
    }
    if !bounds.has_longest && text.len() > LONG_TEXT && text.chars().count() > LONG_TEXT {
        found.insert(Kind::LongText);
    }
}

fn is_odd_key(key: &str) -> bool {
    let is_ordinary = |one: char| one.is_alphanumeric() || "_-./:@$ ".contains(one);
    key.is_empty() || key.len() > LONG_KEY || key.starts_with("__") || !key.chars().all(is_ordinary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    fn odd(text: &str) -> Vec<&'static str> {
        let document = br##"{"$defs": {"T": {"type": "object", "properties": {
            "n": {"type": "integer"},
            "age": {"type": "integer", "minimum": -5, "maximum": 9000000000},
            "share": {"type": "number"},
            "name": {"type": "string"},
            "id": {"type": "string", "pattern": "^x*$"},
            "word": {"enum": ["", "a"]},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"##;
        let document = Document::parse("t", document).unwrap();
        let guide = Guide::new(&Spec::new(document, Dialect::AsMeant).component("T").unwrap());
        let found = out_of_the_ordinary(&guide, &Tree::parse(text).unwrap());
        found.into_iter().map(Kind::as_str).collect()
    }

    #[test]
    fn what_the_document_says_is_ordinary() {
        for text in [
            r#"{"n": 2147483647, "age": -5, "share": 0.25, "name": " <a> ", "id": "", "word": ""}"#,
            r#"{"age": 9000000000, "tags": {"a.b/c": "x"}, "name": null}"#,
        ] {
            assert_eq!(odd(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_it_leaves_open_is_not() {
        for (text, kind) in [
            (r#"{"n": -1}"#, "unbounded_integer"),
            (r#"{"n": 2147483648}"#, "unbounded_integer"),
            (r#"{"n": 1.0}"#, "integer_as_float"),
            (r#"{"n": 1e2}"#, "integer_as_float"),
            (r#"{"share": -0}"#, "integer_as_float"),
            (r#"{"share": 0.12345678901234567}"#, "float_digits"),
            (r#"{"name": ""}"#, "empty_text"),
            (r#"{"name": "\ud800"}"#, "unpaired_surrogate"),
            (r#"{"other": 1}"#, "unknown_key"),
            (r#"{"tags": {"": "x"}}"#, "odd_key"),
            (r#"{"tags": {"a\u0000": "x"}}"#, "odd_key"),
        ] {
            assert_eq!(odd(text), [kind], "{text}");
        }
        let long = format!(r#"{{"name": "{}"}}"#, "a".repeat(1001));
        assert_eq!(odd(&long), ["long_text"]);
    }

    #[test]
    fn the_kind_that_lowers_the_level_most_is_told() {
        let both = BTreeSet::from([Kind::EmptyText, Kind::UnknownKey]);
        assert_eq!(weakest(&both), Some(Kind::UnknownKey));
        assert_eq!(weakest(&BTreeSet::new()), None);
    }
}
