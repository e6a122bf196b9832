//! Which change made a written text invalid?
//!
//! Where a union fails, an error stands at the union, and speaks of whichever branch was most likely meant. What is to blame is the
//! change without which the error is gone: a null that was written for an absent key, say, deep inside.

use crate::diff::{Change, Difference};
use crate::json::{Node, Tree};
use crate::pointer::Pointer;
use crate::schema::{Schema, Violation};
use serde_json::Value;

/// So many changes are undone to see what comes of it.
const MOST: usize = 12;

/// The change that is to blame for a violation of the written text that is not at its place: the first one without which the
/// violation is gone.
pub(super) fn to_blame<'d>(
    schema: &Schema,
    read: &Tree<'_>,
    written: &Value,
    violation: &Violation,
    differences: &'d [Difference],
) -> Option<&'d Difference> {
    let place = Pointer::from(violation.pointer.clone());
    let mut exact = place.clone();
    violation.missing.iter().for_each(|key| exact.push(key));
    if differences
        .iter()
        .any(|difference| exact.is_within(&difference.pointer))
    {
        return None;
    }
    let inside = differences
        .iter()
        .filter(|difference| difference.pointer.is_within(&place));
    inside.take(MOST).find(|difference| {
        let Some(undone) = undone(read, written.clone(), difference) else {
            return false;
        };
        schema.is_valid(&undone) || {
            let rest = schema.violations(&undone);
            let is_inside = |other: &Violation| Pointer::from(other.pointer.clone()).is_within(&place);
            !rest.iter().any(is_inside)
        }
    })
}

/// Whether a change took a key away.
pub(super) fn takes_away(difference: &Difference) -> bool {
    matches!(difference.change, Change::DroppedKey | Change::NullBecameAbsent)
}

/// The written value without one change.
fn undone(read: &Tree<'_>, mut value: Value, difference: &Difference) -> Option<Value> {
    let was = |node: Node| serde_json::from_str::<Value>(read.source(node)).ok();
    let key = difference.pointer.steps().last();
    match (difference.before, difference.after, key) {
        (Some(before), Some(_), _) => *value.pointer_mut(difference.pointer.as_str())? = was(before)?,
        (before, _, Some(key)) => {
            let holder = value
                .pointer_mut(difference.pointer.parent().as_str())?
                .as_object_mut()?;
            match before {
                Some(before) => drop(holder.insert(key, was(before)?)),
                None => drop(holder.remove(&key)?),
            }
        }
        _ => return None,
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::differences;
    use crate::schema::{Dialect, Document, Spec};

    const SCHEMA: &str = r#"{"$defs": {"T": {"oneOf": [
        {"type": "object", "required": ["content"], "properties": {"content": {"type": "object",
            "additionalProperties": {"type": "object", "properties": {"kind": {"type": "string"}, "n": {}}}}},
            "not": {"required": ["style"]}},
        {"type": "object", "required": ["$ref"], "properties": {"$ref": {"type": "string"}}}]}}}"#;

    fn blamed(read: &str, written: &str) -> Vec<Option<String>> {
        let document = Document::parse("t.json", SCHEMA.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let (before, after) = (Tree::parse(read).unwrap(), Tree::parse(written).unwrap());
        let (value, found) = (serde_json::from_str(written).unwrap(), differences(&before, &after));
        let violations = schema.violations(&value);
        let blamed = |violation: &Violation| {
            let blamed = to_blame(&schema, &before, &value, violation, &found)?;
            Some(blamed.pointer.to_string())
        };
        violations.iter().map(blamed).collect()
    }

    #[test]
    fn the_change_without_which_it_is_valid_is_to_blame() {
        let (read, places) = (r#"{"content":{"a":{"n":1}}}"#, |place: &str| {
            vec![Some(place.to_owned())]
        });
        assert_eq!(
            blamed(read, r#"{"style":"simple","content":{"a":{"n":2}}}"#),
            places("/style")
        );
        // The missing key is the change itself.
        assert_eq!(blamed(read, r#"{"more":1}"#), [None]);
        assert_eq!(blamed(read, r#"{"content":{"a":{"n":1}}}"#), []);
    }

    #[test]
    fn an_error_at_the_change_stays_there() {
        assert_eq!(
            blamed(r#"{"content":{"a":{}}}"#, r#"{"content":{"a":{"kind":null}}}"#),
            [None]
        );
    }
}
