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
    let document = document.value();
    let pointer = super::pointer::of_fragment(document, fragment)?;
    document.pointer(&pointer)?.get("default")
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
}
