//! Which properties the document marks as sent in one direction only.

use serde_json::Value;
use std::collections::HashSet;

use super::bundle::Bundle;
use super::document::Document;
use super::naming::Naming;
use super::refs;

/// References in a row lead somewhere before this, or nowhere.
const MOST_HOPS: usize = 16;

/// The keys of the properties that are marked somewhere in a component.
pub(super) fn keys(bundle: &Bundle, naming: &Naming, document: &Document) -> HashSet<String> {
    let properties = naming.schemas().flat_map(|schema| schema.properties());
    let marked = properties.filter(|(_, id)| is_marked(document, &bundle.published_pointer(&naming.get(*id).pointer)));
    marked.map(|(key, _)| key.clone()).collect()
}

/// Whether the schema of a property, by its JSON pointer, or one that applies with it, is `readOnly` or `writeOnly`.
pub(super) fn is_marked(document: &Document, property: &str) -> bool {
    let mut rest = vec![property.to_owned()];
    for _ in 0..MOST_HOPS {
        let Some(at) = rest.pop() else { break };
        let Some(Value::Object(members)) = document.value().pointer(&at) else {
            continue;
        };
        if ["readOnly", "writeOnly"]
            .iter()
            .any(|mark| members.get(*mark) == Some(&Value::Bool(true)))
        {
            return true;
        }
        rest.extend(refs::target(document, &at, members));
        let parts = members.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        rest.extend((0..parts).map(|part| format!("{at}/allOf/{part}")));
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    #[test]
    fn a_property_is_marked_itself_or_by_what_it_refers_to() {
        let document = json!({"$defs": {"Secret": {"writeOnly": true}, "T": {"properties": {
            "id": {"readOnly": true}, "word": {"allOf": [{"$ref": "#/$defs/Secret"}]}, "name": {"readOnly": false},
            "inner": {"properties": {"id": {}}}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let whole = json!({"id": 1, "word": "", "name": "", "inner": {"id": 1}, "other": {"id": 1}});
        let is_marked = |pointer: &str| schema.is_one_direction(&whole, pointer);
        for pointer in ["/id", "/word"] {
            assert!(is_marked(pointer), "{pointer}");
        }
        for pointer in ["/name", "/inner", "/inner/id", "/other/id", "/none", ""] {
            assert!(!is_marked(pointer), "{pointer}");
        }
    }
}
