//! Which change made a written text invalid?
//!
//! Where a union fails, an error stands at the union, and speaks of whichever branch was most likely meant. What is to blame is a
//! change that makes the text invalid by itself: a null that was written for an absent key, say, deep inside.

use crate::diff::{Change, Difference};
use crate::json::{Node, Tree};
use crate::pointer::Pointer;
use crate::schema::{Schema, Violation};
use serde_json::Value;

/// So often a value is validated to find the changes.
const ATTEMPTS: usize = 64;

/// Whether a violation of a written text stands where something was changed.
pub(super) fn is_at_change(violation: &Violation, differences: &[Difference]) -> bool {
    let mut exact = Pointer::from(violation.pointer.clone());
    violation.missing.iter().for_each(|key| exact.push(key));
    let is_at = |difference: &Difference| exact.is_within(&difference.pointer);
    differences.iter().any(is_at)
}

/// The changes at and below a place that each make the text invalid, with what is wrong then.
pub(super) fn to_blame<'d>(
    schema: &Schema,
    (read, written): (&Tree<'_>, &Tree<'_>),
    place: &Pointer,
    differences: &'d [Difference],
) -> Vec<(&'d Difference, Violation)> {
    let Ok(valid) = serde_json::from_str::<Value>(read.text()) else {
        return Vec::new();
    };
    let is_inside = |difference: &&Difference| difference.pointer.is_within(place);
    let inside: Vec<&Difference> = differences.iter().filter(is_inside).collect();
    // Most changes do no harm, and those of a large text are many: of each half that does, the halves.
    let (mut blamed, mut left) = (Vec::new(), ATTEMPTS);
    let mut rest = vec![inside.as_slice()];
    while let Some(part) = rest.pop() {
        if part.is_empty() || left == 0 {
            continue;
        }
        left -= 1;
        let Some(changed) = with_changes(written, &valid, part) else {
            continue;
        };
        if schema.is_valid(&changed) {
            continue;
        }
        match part {
            [difference] => {
                let first = schema.violations(&changed).into_iter().next();
                blamed.extend(first.map(|violation| (*difference, violation)));
            }
            _ => {
                let (front, back) = part.split_at(part.len() / 2);
                rest.extend([back, front]);
            }
        }
    }
    blamed
}

/// Whether a change took a key away.
pub(super) fn takes_away(difference: &Difference) -> bool {
    matches!(difference.change, Change::DroppedKey | Change::NullBecameAbsent)
}

/// The value with some of the changes that were made.
fn with_changes(written: &Tree<'_>, valid: &Value, differences: &[&Difference]) -> Option<Value> {
    let becomes = |node: Node| serde_json::from_str::<Value>(written.source(node)).ok();
    let mut value = valid.clone();
    for difference in differences {
        let key = difference.pointer.steps().last();
        match (difference.before, difference.after, key) {
            (Some(_), Some(after), _) => *value.pointer_mut(difference.pointer.as_str())? = becomes(after)?,
            (_, after, Some(key)) => {
                let holder = difference.pointer.parent();
                let holder = value.pointer_mut(holder.as_str())?.as_object_mut()?;
                match after {
                    Some(after) => drop(holder.insert(key, becomes(after)?)),
                    // One of several equal keys may be left.
                    None if written.at(&difference.pointer).is_some() => {}
                    None => drop(holder.remove(&key)?),
                }
            }
            _ => return None,
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::differences;
    use crate::schema::{Dialect, Document, Spec};

    const SCHEMA: &str = r#"{"$defs": {"T": {"oneOf": [
        {"type": "object", "required": ["content"], "properties": {"content": {"type": "object", "minProperties": 1,
            "additionalProperties": {"type": "object", "properties": {"kind": {"type": "string"}, "n": {}}}}},
            "not": {"required": ["style"]}},
        {"type": "object", "required": ["$ref"], "properties": {"$ref": {"type": "string"}}}]}}}"#;

    fn blamed(read: &str, written: &str) -> Vec<String> {
        let document = Document::parse("t.json", SCHEMA.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let (before, after) = (Tree::parse(read).unwrap(), Tree::parse(written).unwrap());
        let found = differences(&before, &after);
        let violations = schema.violations(&serde_json::from_str(written).unwrap());
        let apart = violations.iter().filter(|violation| !is_at_change(violation, &found));
        apart
            .flat_map(|violation| {
                let place = Pointer::from(violation.pointer.clone());
                to_blame(&schema, (&before, &after), &place, &found)
            })
            .map(|(difference, _)| difference.pointer.to_string())
            .collect()
    }

    #[test]
    fn each_change_that_makes_it_invalid_by_itself_is_to_blame() {
        let read = r#"{"content":{"a":{"n":1}}}"#;
        assert_eq!(
            blamed(read, r#"{"style":"simple","content":{"a":{"n":2}}}"#),
            ["/style"]
        );
        assert_eq!(
            blamed(read, r#"{"style":1,"more":2,"content":{"a":{"n":1,"kind":null}}}"#),
            ["/style", "/content/a/kind"]
        );
        assert_eq!(blamed(read, read), [""; 0]);
    }

    #[test]
    fn a_repeated_key_of_which_one_is_written_is_not_to_blame() {
        let read = r#"{"content":{"a":{},"a":{}}}"#;
        assert_eq!(blamed(read, r#"{"content":{"a":{}},"style":1}"#), ["/style"]);
    }

    #[test]
    fn one_change_among_many_is_found() {
        let members = |more: &str| {
            let each = (0..200).map(|number| format!("\"k{number}\":{{\"n\":1{more}}}"));
            each.collect::<Vec<String>>().join(",")
        };
        let read = format!(r#"{{"content":{{{}}}}}"#, members(""));
        let written = format!(r#"{{"content":{{{}}},"style":1}}"#, members(",\"kind\":\"x\""));
        assert_eq!(blamed(&read, &written), ["/style"]);
    }

    #[test]
    fn an_error_at_the_change_stays_there() {
        assert_eq!(
            blamed(r#"{"content":{"a":{}}}"#, r#"{"content":{"a":{"kind":null}}}"#),
            [""; 0]
        );
        assert_eq!(blamed(r#"{"content":{"a":{}}}"#, r#"{"more":1}"#), [""; 0]);
    }
}
