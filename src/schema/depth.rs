//! How deep values nest and how large they are.

use serde_json::Value;

pub(super) use crate::json::with_stack;

/// How deep a document may nest. serde_json reads no deeper JSON; YAML and overlays are held to the same.
pub(super) const MAX_DEPTH: usize = 128;

/// How many arrays and objects stand around the innermost value.
pub(super) fn depth(value: &Value) -> usize {
    let mut deepest = 0;
    let mut rest = vec![(value, 0)];
    while let Some((value, level)) = rest.pop() {
        deepest = deepest.max(level);
        match value {
            Value::Array(items) => rest.extend(items.iter().map(|v| (v, level + 1))),
            Value::Object(members) => rest.extend(members.values().map(|v| (v, level + 1))),
            _ => {}
        }
    }
    deepest
}

/// How many bytes a value has as JSON, at least.
pub(super) fn weight(value: &Value) -> u64 {
    let mut bytes = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        bytes += 2;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                bytes += members.keys().map(|key| key.len() + 3).sum::<usize>();
                rest.extend(members.values());
            }
            Value::String(text) => bytes += text.len(),
            _ => {}
        }
    }
    bytes as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn depth_counts_containers() {
        assert_eq!(depth(&json!(1)), 0);
        assert_eq!(depth(&json!({"a": [1, {"b": 2}]})), 3);
    }
}
