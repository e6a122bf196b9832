//! What the document says that the absence of a key means.

use serde_json::Value;
use std::collections::HashMap;

use super::bundle::Bundle;
use super::document::Document;
use super::naming::Naming;

/// The defaults of the properties of one key.
#[derive(Debug)]
pub(super) struct Defaults {
    /// The values, each once.
    pub(super) values: Vec<Value>,
    /// Whether all properties of the key have one.
    pub(super) are_all: bool,
}

/// The defaults by the keys of properties that have some.
pub(super) fn by_key(bundle: &Bundle, naming: &Naming, document: &Document) -> HashMap<String, Defaults> {
    let mut found: HashMap<String, Defaults> = HashMap::new();
    for (key, id) in naming.schemas().flat_map(|schema| schema.properties()) {
        let own = of_property(document, &bundle.published(&naming.get(id).pointer));
        let defaults = found.entry(key.clone()).or_insert_with(|| Defaults {
            values: Vec::new(),
            are_all: true,
        });
        match own {
            Some(value) if !defaults.values.contains(value) => defaults.values.push(value.clone()),
            Some(_) => {}
            None => defaults.are_all = false,
        }
    }
    found.retain(|_, defaults| !defaults.values.is_empty());
    found
}

/// The `default` of a property, by the URI fragment of its schema.
pub(super) fn of_property<'d>(document: &'d Document, fragment: &str) -> Option<&'d Value> {
    let pointer = super::pointer::of_fragment(document.value(), fragment)?;
    stated_at(document, &pointer)
}

/// The `default` of the schema at a pointer into the document.
pub(super) fn stated_at<'d>(document: &'d Document, pointer: &str) -> Option<&'d Value> {
    document.value().pointer(pointer)?.get("default")
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    #[test]
    fn a_default_is_that_of_the_property_which_is_meant() {
        let document = json!({"$defs": {"T": {"properties": {
            "deep": {"type": "boolean", "default": false}, "size": {"default": 1},
            "inner": {"properties": {"size": {"default": 2}, "note": {}}}, "note": {"default": ""}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let whole = json!({"deep": false, "size": 2, "inner": {"size": 2, "note": ""}, "note": "", "other": false});
        let is_default = |pointer: &str| schema.is_documented_default(&whole, pointer);
        for pointer in ["/deep", "/inner/size", "/note"] {
            assert!(is_default(pointer), "{pointer}");
        }
        for pointer in ["/size", "/inner/note", "/inner", "/other", "/none", ""] {
            assert!(!is_default(pointer), "{pointer}");
        }
    }

    #[test]
    fn a_branch_states_a_default_of_a_property_that_stands_beside_the_union() {
        let branch = |place: &str, style: &str| json!({"properties": {"in": {"const": place}, "style": {"enum": ["form", "simple"], "default": style}}});
        let document = json!({"$defs": {"T": {"properties": {"in": {"type": "string"}, "style": {"type": "string"}},
            "oneOf": [branch("query", "form"), branch("path", "simple")]}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let is_default =
            |place: &str, style: &str| schema.is_documented_default(&json!({"in": place, "style": style}), "/style");
        assert!(is_default("query", "form") && is_default("path", "simple"));
        assert!(!is_default("query", "simple") && !is_default("path", "form"));
    }
}
