//! References inside a document, resolved to JSON pointers.

use serde_json::{Map, Value};

use super::document::Document;
use super::error::{SpecError, closest};
use super::pointer::{child, item, percent_decoded, unescape};

/// The JSON pointer that `reference` means, which stands at the pointer `at`.
///
/// # Errors
///
/// [`SpecError::ExternalRef`] if it leaves the document, [`SpecError::DanglingRef`] if it points to nothing.
pub(super) fn resolve(document: &Document, at: &str, reference: &str) -> Result<String, SpecError> {
    let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let root = if base.is_empty() || is_root_id(document, base) {
        String::new()
    } else {
        find(document.value(), &["$id", "id"], base).ok_or_else(|| external(at, reference))?
    };
    let fragment = percent_decoded(fragment);
    let found = if fragment.is_empty() {
        Some(root)
    } else if fragment.starts_with('/') {
        Some(format!("{root}{fragment}")).filter(|p| document.value().pointer(p).is_some())
    } else {
        find(document.value(), &["$anchor", "$dynamicAnchor"], &fragment)
    };
    found.ok_or_else(|| dangling(document, at, reference))
}

/// The reference that a schema makes, if it makes one: its keyword and its text.
pub(super) fn reference(schema: &Map<String, Value>) -> Option<(&'static str, &str)> {
    ["$ref", "$dynamicRef"]
        .into_iter()
        .find_map(|k| Some((k, schema.get(k)?.as_str()?)))
}

fn is_root_id(document: &Document, base: &str) -> bool {
    ["$id", "id", "$self"].iter().any(|key| {
        let id = document.value().get(key).and_then(Value::as_str);
        id.is_some_and(|id| id.trim_end_matches('#') == base)
    })
}

/// The pointer of the first object that has one of `keys` with the value `wanted`.
fn find(root: &Value, keys: &[&str], wanted: &str) -> Option<String> {
    let mut rest = vec![(String::new(), root)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                if keys
                    .iter()
                    .any(|k| members.get(*k).and_then(Value::as_str) == Some(wanted))
                {
                    return Some(at);
                }
                let inner = members.iter().filter(|(_, v)| v.is_object() || v.is_array());
                rest.extend(inner.rev().map(|(k, v)| (child(&at, k), v)));
            }
            Value::Array(items) => {
                rest.extend(items.iter().enumerate().rev().map(|(i, v)| (item(&at, i), v)));
            }
            _ => {}
        }
    }
    None
}

fn external(at: &str, reference: &str) -> SpecError {
    SpecError::ExternalRef {
        pointer: format!("#{at}"),
        reference: reference.to_owned(),
    }
}

fn dangling(document: &Document, at: &str, reference: &str) -> SpecError {
    let name = unescape(reference.rsplit('/').next().unwrap_or_default()).into_owned();
    SpecError::DanglingRef {
        pointer: format!("#{at}"),
        reference: reference.to_owned(),
        closest: closest(&name, document.component_names()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let text = br##"{"$id": "https://example.com/root", "$defs": {
            "A": {"$anchor": "a"}, "B": {"$id": "https://example.com/b", "type": "object"}, "a/b": {}}}"##;
        Document::parse("t", text).unwrap()
    }

    #[test]
    fn pointers_anchors_and_own_ids_resolve() {
        let document = document();
        let to = |reference| resolve(&document, "/x", reference).unwrap();
        assert_eq!(to("#/$defs/A"), "/$defs/A");
        assert_eq!(to("#/%24defs/a~1b"), "/$defs/a~1b");
        assert_eq!(to("#a"), "/$defs/A");
        assert_eq!(to("https://example.com/root#/$defs/B"), "/$defs/B");
        assert_eq!(to("https://example.com/b#/type"), "/$defs/B/type");
        assert_eq!(to("#"), "");
    }

    #[test]
    fn references_that_leave_the_document_are_named_and_not_followed() {
        for reference in [
            "http://localhost/x.json",
            "other.json#/A",
            "file:///etc/passwd",
            "//host/x",
        ] {
            let error = resolve(&document(), "/x/$ref", reference).unwrap_err();
            let expected = SpecError::ExternalRef {
                pointer: "#/x/$ref".into(),
                reference: reference.into(),
            };
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn a_dangling_reference_names_what_is_closest() {
        let error = resolve(&document(), "/x", "#/$defs/C").unwrap_err();
        assert!(matches!(error, SpecError::DanglingRef { closest: Some(_), .. }));
    }
}
