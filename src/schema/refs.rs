//! References inside a document, resolved to JSON pointers.

use serde_json::{Map, Value};

use super::document::Document;
use super::error::{SpecError, closest};
use super::pointer::{child, item, percent_decoded, unescape};

/// The JSON pointer that `reference` means, which stands at the pointer `at`.
///
/// # Errors
///
/// [`SpecError::ExternalRef`] if it leaves the document, [`SpecError::DanglingRef`] if it points to nothing,
/// [`SpecError::AmbiguousRef`] if it is a name that several places bear.
pub(super) fn resolve(document: &Document, at: &str, reference: &str) -> Result<String, SpecError> {
    let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let only = |keys: &[&str], wanted: &str| match find(document.value(), keys, wanted).as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        _ => Err(SpecError::AmbiguousRef {
            pointer: format!("#{at}"),
            reference: reference.to_owned(),
        }),
    };
    let root = if base.is_empty() {
        resource(document.value(), at)
    } else if is_root_id(document, base) {
        String::new()
    } else {
        only(&["$id", "id"], base)?.ok_or_else(|| external(at, reference))?
    };
    let fragment = percent_decoded(fragment);
    let found = if fragment.is_empty() {
        Some(root)
    } else if fragment.starts_with('/') {
        Some(format!("{root}{fragment}")).filter(|p| document.value().pointer(p).is_some())
    } else {
        // Which of several anchors is meant may depend on the way that led here, which nothing here follows.
        only(&["$anchor", "$dynamicAnchor"], &fragment)?
    };
    found.ok_or_else(|| dangling(document, at, reference))
}

/// The innermost schema around a pointer that has an `$id`, to which references without a base are relative.
fn resource(root: &Value, at: &str) -> String {
    let mut around = at;
    while let Some((outer, _)) = around.rsplit_once('/') {
        around = outer;
        let is_resource = |value: &Value| value.get("$id").is_some_and(Value::is_string);
        if !outer.is_empty() && root.pointer(outer).is_some_and(is_resource) {
            return outer.to_owned();
        }
    }
    String::new()
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

/// The pointers of the first two objects that have one of `keys` with the value `wanted`.
fn find(root: &Value, keys: &[&str], wanted: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = vec![(String::new(), root)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                if keys
                    .iter()
                    .any(|k| members.get(*k).and_then(Value::as_str) == Some(wanted))
                {
                    found.push(at.clone());
                    if found.len() > 1 {
                        break;
                    }
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
    found
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
    fn a_name_that_two_places_bear_is_ambiguous() {
        let text =
            br##"{"$defs": {"A": {"$anchor": "a"}, "B": {"$id": "b", "$defs": {"C": {"$dynamicAnchor": "a"}}}}}"##;
        let document = Document::parse("t", text).unwrap();
        let error = resolve(&document, "/x", "#a").unwrap_err();
        assert!(matches!(error, SpecError::AmbiguousRef { .. }), "{error}");
        assert_eq!(
            resolve(&document, "/$defs/B/$ref", "#/$defs/C").unwrap(),
            "/$defs/B/$defs/C"
        );
        assert_eq!(resolve(&document, "/$defs/A/$ref", "#/$defs/A").unwrap(), "/$defs/A");
    }

    #[test]
    fn a_dangling_reference_names_what_is_closest() {
        let error = resolve(&document(), "/x", "#/$defs/C").unwrap_err();
        assert!(matches!(error, SpecError::DanglingRef { closest: Some(_), .. }));
    }
}
