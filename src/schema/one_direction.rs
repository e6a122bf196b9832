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
    let mark_of = |pointer: &str| mark(document, &bundle.published_pointer(pointer));
    let marked = properties.filter(|(_, id)| mark_of(&naming.get(*id).pointer).is_some());
    marked.map(|(key, _)| key.clone()).collect()
}

/// The mark of the schema of a property, by its JSON pointer, or of one that applies with it: `readOnly` or `writeOnly`.
pub(super) fn mark(document: &Document, property: &str) -> Option<&'static str> {
    let mut rest = vec![property.to_owned()];
    for _ in 0..MOST_HOPS {
        let Some(at) = rest.pop() else { break };
        let Some(Value::Object(members)) = document.value().pointer(&at) else {
            continue;
        };
        let mut marks = ["readOnly", "writeOnly"].into_iter();
        if let Some(mark) = marks.find(|mark| members.get(*mark) == Some(&Value::Bool(true))) {
            return Some(mark);
        }
        rest.extend(refs::target(document, &at, members));
        let parts = members.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        rest.extend((0..parts).map(|part| format!("{at}/allOf/{part}")));
    }
    None
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
        let direction = |pointer: &str| schema.direction(&whole, pointer);
        assert_eq!(
            (direction("/id"), direction("/word")),
            (Some("readOnly"), Some("writeOnly"))
        );
        for pointer in ["/name", "/inner", "/inner/id", "/other/id", "/none", ""] {
            assert_eq!(direction(pointer), None, "{pointer}");
        }
    }
}
