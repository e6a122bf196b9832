//! The same text without its leeways.

use super::format::is_usual;
use super::leeway::{Leeway, is_odd, without_odd};
use crate::finding::Kind;
use crate::generate::members;
use crate::json::{Node, Tree};
use crate::schema::Stated;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The text of a tree with something in the place of each leeway that the document says. It may not be valid: another schema may
/// forbid what takes the place.
pub(crate) fn ordinary<'l>(tree: &Tree<'_>, leeways: impl IntoIterator<Item = &'l Leeway>) -> String {
    let text = tree.text();
    let mut edits: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let mut keys = 0;
    let mut spelled: HashMap<Node, HashSet<Cow<'_, str>>> = HashMap::new();
    for leeway in leeways {
        let start = tree.start(leeway.node);
        let value = start..start + tree.source(leeway.node).len();
        edits.push(match leeway.kind {
            Kind::UnknownKey | Kind::MixedBranches => (tree.key_range(leeway.node).start..value.end, None),
            Kind::OddKey => {
                keys += 1;
                (tree.key_range(leeway.node), Some(format!("\"key_{keys}\"")))
            }
            _ if leeway.is_of_key => {
                let object = around(tree, leeway.node);
                let keys = || tree.children(object).map(|member| tree.key(member)).collect();
                let taken = spelled.entry(object).or_insert_with(keys);
                let mut free = usual_members(&leeway.stated).filter(|key| !taken.contains(*key));
                match free.next() {
                    Some(key) => {
                        taken.insert(Cow::Borrowed(key));
                        (tree.key_range(leeway.node), Some(json(key)))
                    }
                    None => (tree.key_range(leeway.node).start..value.end, None),
                }
            }
            kind => (value.clone(), Some(usual(kind, &text[value], &leeway.stated))),
        });
    }
    // What is inside of a member that goes, goes with it.
    let gone: Vec<Range<usize>> = edits
        .iter()
        .filter(|(_, new)| new.is_none())
        .map(|(range, _)| range.clone())
        .collect();
    edits.retain(|(range, _)| {
        let is_around = |other: &Range<usize>| other != range && other.start <= range.start && range.end <= other.end;
        !gone.iter().any(is_around)
    });
    // From the end, so that what is in front keeps its place.
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in edits {
        match new {
            Some(new) => text.replace_range(range, &new),
            None => remove_member(&mut text, range),
        }
    }
    text
}

/// The object that a member belongs to.
fn around(tree: &Tree<'_>, member: Node) -> Node {
    let mut before = (0..member).rev();
    before.find(|node| tree.after(*node) > member).unwrap_or(Tree::ROOT)
}

/// The text of a tree with the most usual spelling of a leeway that shows the same; `None` if it has it already.
pub(crate) fn with_usual_spelling(tree: &Tree<'_>, leeway: &Leeway) -> Option<String> {
    let start = tree.start(leeway.node);
    let value = start..start + tree.source(leeway.node).len();
    let (range, new) = match leeway.kind {
        Kind::IntegerAsFloat => (value, "1.0"),
        Kind::UnknownKey => (tree.key_range(leeway.node), "\"unknown_key\""),
        _ => return None,
    };
    let mut text = tree.text().to_owned();
    let is_new = text[range.clone()] != *new;
    text.replace_range(range, new);
    is_new.then_some(text)
}

/// A value that the document says, as JSON.
fn usual(kind: Kind, text: &str, stated: &Stated) -> String {
    match kind {
        Kind::IntegerAsFloat => match text.parse::<f64>() {
            // The same number, if it has a usual spelling.
            Ok(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{}", number as i64),
            _ => in_bounds(1.0, stated),
        },
        Kind::UnboundedInteger => in_bounds(1.0, stated),
        Kind::FloatDigits => in_bounds(0.5, stated),
        Kind::IntegerDigits => in_bounds(1.0, stated),
        Kind::FormatSpelling => json(member(stated).unwrap_or("text")),
        // What is left has better chances to match the pattern than any text of ours.
        Kind::OddText if stated.has_pattern => {
            let text: String = serde_json::from_str(text).unwrap_or_default();
            json(&without_odd(&text).replace(is_odd, ""))
        }
        _ => match member(stated) {
            Some(member) => json(member),
            None => {
                let (min, max) = (stated.min_length.unwrap_or(0), stated.max_length.unwrap_or(u64::MAX));
                let length = usize::try_from(max.min(min.max(4))).unwrap_or(4);
                let text: String = "text".chars().cycle().take(length).collect();
                json(&text)
            }
        },
    }
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The number, or the closest one that the bounds allow.
fn in_bounds(number: f64, stated: &Stated) -> String {
    let low = stated.lowest.unwrap_or(f64::NEG_INFINITY);
    let high = stated.highest.unwrap_or(f64::INFINITY);
    format!("{}", number.max(low).min(high))
}

/// A member of the stated format in its usual spelling; `None` if the format says nothing of the text.
fn member(stated: &Stated) -> Option<&'static str> {
    usual_members(stated).next()
}

/// The members of the stated format in their usual spelling, the most ordinary first.
fn usual_members(stated: &Stated) -> impl Iterator<Item = &'static str> {
    let format = stated.format.as_deref().unwrap_or_default();
    // The catalogue begins with zeros and empty texts where the smallest member is one. Types refuse them more often.
    let ordinary = match format {
        "duration" => Some("P1D"),
        "uuid" => Some("3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
        "hostname" => Some("example.com"),
        "ipv4" | "ip" => Some("192.0.2.1"),
        "ipv6" => Some("2001:db8::1"),
        "byte" | "base64" => Some("aGk="),
        "base64url" => Some("aGk"),
        _ => None,
    };
    let lengths = stated.min_length.unwrap_or(0)..=stated.max_length.unwrap_or(u64::MAX);
    let listed = members(format).into_iter().flatten().copied().flatten().copied();
    let all = ordinary.into_iter().chain(listed);
    all.filter(move |text| is_usual(format, text) && lengths.contains(&(text.chars().count() as u64)))
}

/// Removes a key with its value, and one of the commas beside it.
fn remove_member(text: &mut String, range: Range<usize>) {
    let behind = text[range.end..].trim_start();
    let front = text[..range.start].trim_end();
    let range = match (behind.strip_prefix(','), front.strip_suffix(',')) {
        (Some(rest), _) => range.start..text.len() - rest.len(),
        (None, Some(front)) => front.len()..range.end,
        (None, None) => range,
    };
    text.replace_range(range, "");
}

#[cfg(test)]
mod tests {
    use super::super::leeway::leeways;
    use super::*;
    use crate::schema::{Dialect, Document, Schema, Spec};
    use std::sync::Arc;

    fn schema() -> Arc<Schema> {
        let document = br##"{"$defs": {"T": {"type": "object", "properties": {
            "n": {"type": "integer", "maximum": -3},
            "m": {"type": "integer"},
            "share": {"type": "number"},
            "name": {"type": "string", "maxLength": 2},
            "at": {"type": "string", "format": "date-time"},
            "sign": {"type": "string", "format": "char"},
            "count": {"type": "string", "format": "uint64"},
            "ids": {"type": "object", "propertyNames": {"format": "uuid"}},
            "days": {"type": "object", "propertyNames": {"$ref": "#/$defs/Day"}},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}}}},
            "Day": {"type": "string", "format": "date"}}}"##;
        let document = Document::parse("t", document).unwrap();
        Spec::new(document, Dialect::AsMeant).component("T").unwrap()
    }

    #[test]
    fn each_leeway_is_replaced_and_the_rest_stays() {
        for (text, expected) in [
            (r#"{"x":1, "m":1.0, "y":[2]}"#, r#"{ "m":1}"#),
            (r#"{ "x" : {"m": 1} }"#, "{  }"),
            (
                r#"{"n":-900, "m":-1, "share":1e300}"#,
                r#"{"n":-3, "m":1, "share":0.5}"#,
            ),
            (
                r#"{"name":"", "at":"1970-01-01T00:00:00+01:00"}"#,
                r#"{"name":"te", "at":"2024-05-28T16:05:45Z"}"#,
            ),
            (
                r#"{"tags":{"":"", "\"":"b"}}"#,
                r#"{"tags":{"key_1":"text", "key_2":"b"}}"#,
            ),
            (r#"{"m":1e2}"#, r#"{"m":100}"#),
            (r#"{"sign":"\u0000", "count":"\u0000"}"#, r#"{"sign":"a", "count":"0"}"#),
            (
                r#"{"ids":{"3F2504E0-4F89-41D3-9A0C-0305E82C3301":0,"00000000-0000-0000-0000-000000000000":1}}"#,
                r#"{"ids":{"3f2504e0-4f89-41d3-9a0c-0305e82c3301":0,"00000000-0000-0000-0000-000000000000":1}}"#,
            ),
            (
                r#"{"days":{"2024-5-28":0,"2024-05-28":1,"2024-5-29":2}}"#,
                r#"{"days":{"1970-01-01":0,"2024-05-28":1,"2024-02-29":2}}"#,
            ),
        ] {
            let (schema, tree) = (schema(), Tree::parse(text).unwrap());
            let made = ordinary(&tree, &leeways(&schema, &tree));
            assert_eq!(made, expected);
        }
    }

    #[test]
    fn an_integer_as_float_is_usually_spelled_with_a_point() {
        let usual = |text: &str| {
            let tree = Tree::parse(text).unwrap();
            with_usual_spelling(&tree, &leeways(&schema(), &tree)[0])
        };
        assert_eq!(usual(r#"{"m":-0}"#).as_deref(), Some(r#"{"m":1.0}"#));
        assert_eq!(usual(r#"{"m":1.0}"#), None);
        assert_eq!(usual(r#"{"":1}"#).as_deref(), Some(r#"{"unknown_key":1}"#));
        assert_eq!(usual(r#"{"name":""}"#), None);
    }
}
