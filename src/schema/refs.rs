//! References inside a document, resolved to JSON pointers.

use serde_json::{Map, Value};

use super::document::Document;
use super::error::{SpecError, closest};
use super::pointer::{child, fragment, percent_decoded, unescape};
use super::resources::Named;

/// The JSON pointer that `reference` means, which stands at the pointer `at`: that of the keyword.
///
/// # Errors
///
/// [`SpecError::ExternalRef`] if it leaves the document, [`SpecError::DanglingRef`] if it points to nothing,
/// [`SpecError::AmbiguousRef`] if it is a name that several places bear.
pub(super) fn resolve(document: &Document, at: &str, reference: &str) -> Result<String, SpecError> {
    let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let resources = document.resources();
    let root = if base.is_empty() {
        resources.around(at).0.to_owned()
    } else {
        let named = resources.resource(at, base).ok_or_else(|| external(at, reference))?;
        one(named, at, reference)?
    };
    let fragment = percent_decoded(fragment);
    if fragment.is_empty() {
        return Ok(root);
    }
    if fragment.starts_with('/') {
        let found = Some(format!("{root}{fragment}")).filter(|p| document.value().pointer(p).is_some());
        return found.ok_or_else(|| dangling(document, at, reference));
    }
    // Which of several dynamic anchors is meant depends on the way that led here, which nothing here follows.
    if at.ends_with("/$dynamicRef") && resources.is_dynamic(&fragment) {
        return Err(ambiguous(at, reference));
    }
    let named = resources.anchor(&root, &fragment);
    one(named.ok_or_else(|| dangling(document, at, reference))?, at, reference)
}

/// The JSON pointer that `$recursiveRef` means at the pointer `at`: the resource around it.
///
/// # Errors
///
/// [`SpecError::AmbiguousRef`] if it depends on the way that led here.
pub(super) fn resolve_recursive(document: &Document, at: &str) -> Result<String, SpecError> {
    let resources = document.resources();
    let (around, _) = resources.around(at);
    match resources.is_recursive(around) {
        true => Err(ambiguous(at, "#")),
        false => Ok(around.to_owned()),
    }
}

/// The reference that a schema makes, if it makes one: its keyword and its text.
pub(super) fn reference(schema: &Map<String, Value>) -> Option<(&'static str, &str)> {
    ["$ref", "$dynamicRef"]
        .into_iter()
        .find_map(|k| Some((k, schema.get(k)?.as_str()?)))
}

/// The JSON pointer to which the schema at `at` refers, if it refers to one.
pub(super) fn target(document: &Document, at: &str, schema: &Map<String, Value>) -> Option<String> {
    let (keyword, text) = reference(schema)?;
    resolve(document, &child(at, keyword), text).ok()
}

fn one(named: &Named, at: &str, reference: &str) -> Result<String, SpecError> {
    match named {
        Named::One(pointer) => Ok(pointer.clone()),
        Named::Several => Err(ambiguous(at, reference)),
    }
}

fn ambiguous(at: &str, reference: &str) -> SpecError {
    SpecError::AmbiguousRef {
        pointer: fragment(at),
        reference: reference.to_owned(),
    }
}

fn external(at: &str, reference: &str) -> SpecError {
    SpecError::ExternalRef {
        pointer: fragment(at),
        reference: reference.to_owned(),
    }
}

fn dangling(document: &Document, at: &str, reference: &str) -> SpecError {
    let name = unescape(reference.rsplit('/').next().unwrap_or_default()).into_owned();
    SpecError::DanglingRef {
        pointer: fragment(at),
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
    fn an_anchor_belongs_to_the_resource_around_it() {
        let text = br##"{"$defs": {"A": {"$anchor": "a"}, "B": {"$id": "b", "$defs": {"C": {"$dynamicAnchor": "a"}}},
            "D": {"$id": "d", "$defs": {"E": {"$dynamicAnchor": "a"}}}}}"##;
        let document = Document::parse("t", text).unwrap();
        let to = |at: &str, reference| resolve(&document, at, reference);
        assert_eq!(to("/x", "#a").unwrap(), "/$defs/A");
        assert_eq!(to("/$defs/B/not/$ref", "#a").unwrap(), "/$defs/B/$defs/C");
        assert_eq!(to("/x", "d#a").unwrap(), "/$defs/D/$defs/E");
        assert_eq!(to("/$defs/B/$ref", "#/$defs/C").unwrap(), "/$defs/B/$defs/C");
        assert_eq!(to("/$defs/A/$ref", "#/$defs/A").unwrap(), "/$defs/A");
        let error = to("/$defs/B/not/$dynamicRef", "#a").unwrap_err();
        assert!(matches!(error, SpecError::AmbiguousRef { .. }), "{error}");
    }

    #[test]
    fn a_name_that_two_places_bear_is_ambiguous() {
        let text = br##"{"$defs": {"A": {"$anchor": "a"}, "B": {"$anchor": "a"}}}"##;
        let error = resolve(&Document::parse("t", text).unwrap(), "/x", "#a").unwrap_err();
        assert!(matches!(error, SpecError::AmbiguousRef { .. }), "{error}");
    }

    #[test]
    fn a_recursive_reference_means_the_resource_around_it() {
        let anchored = |also: &str| {
            let text =
                format!(r##"{{"$recursiveAnchor": true, "$defs": {{"A": {{"$id": "a", {also} "items": {{}}}}}}}}"##);
            let document = Document::parse("t", text.as_bytes()).unwrap();
            ["/not", "/$defs/A/items"].map(|at| resolve_recursive(&document, at).ok())
        };
        assert_eq!(anchored(""), [Some(String::new()), Some("/$defs/A".to_owned())]);
        assert_eq!(anchored(r#""$recursiveAnchor": true,"#), [None, None]);
    }

    #[test]
    fn a_document_may_call_itself_by_its_file() {
        let text = br##"{"$id": "http://a/b.json", "$defs": {"A": {"$id": "#plain"}}}"##;
        let document = Document::parse("folder/c.json", text).unwrap();
        for reference in ["b.json#/$defs/A", "c.json#/$defs/A", "#plain", "http://a/b.json#plain"] {
            assert_eq!(resolve(&document, "/x", reference).unwrap(), "/$defs/A", "{reference}");
        }
    }

    #[test]
    fn a_dangling_reference_names_what_is_closest() {
        let error = resolve(&document(), "/x", "#/$defs/C").unwrap_err();
        assert!(matches!(error, SpecError::DanglingRef { closest: Some(_), .. }));
    }
}
