use super::*;
use serde_json::Value;
use serde_json::json;

#[test]
fn ids_lead_to_pointers_and_pointers_to_ids() {
    let document =
        json!({"$ref": "#/$defs/0", "$defs": {"0": {"properties": {"a/b": {"items": {}}}, "oneOf": [true, {}]}}});
    let graph = SchemaGraph::build(&document);
    for id in graph.ids() {
        let pointer = graph.pointer(id);
        assert!(document.pointer(&pointer).is_some(), "{pointer}");
        assert_eq!(graph.at(&pointer), Some(id), "{pointer}");
    }
    assert_eq!(graph.len(), 6);
    assert_eq!(graph[SchemaGraph::ROOT].reference, graph.definition("0"));
}

#[test]
fn references_to_any_place_of_the_document_are_resolved() {
    let document = json!({"properties": {"a": {"$ref": "#/properties/b"}, "b": {"$ref": "#/nowhere"}}});
    let graph = SchemaGraph::build(&document);
    let root = &graph[SchemaGraph::ROOT];
    let (a, b) = (root.property("a").unwrap(), root.property("b").unwrap());
    assert_eq!(graph[a].reference, Some(b));
    assert_eq!((graph[b].reference, graph[b].is_dangling), (None, true));
}

#[test]
fn keywords_are_parsed_into_fields() {
    let document = json!({"type": ["string", "null"], "minLength": 2.0, "enum": ["ab", null], "required": ["k"],
        "additionalProperties": false, "minimum": 9.5, "uniqueItems": true});
    let graph = SchemaGraph::build(&document);
    let node = &graph[SchemaGraph::ROOT];
    assert_eq!(node.types.as_deref(), Some(&[JsonType::String, JsonType::Null][..]));
    assert_eq!(node.string().and_then(|string| string.min_length), Some(2));
    assert_eq!(node.literals().map(<[Value]>::len), Some(2));
    assert_eq!(node.required(), ["k".into()]);
    assert!(graph.is_closed(node) && !node.is_empty);
    assert!(node.type_set().meets(TypeSet::NULL) && !node.type_set().meets(TypeSet::NUMBER));
}

#[test]
fn a_graph_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<SchemaGraph>();
}
