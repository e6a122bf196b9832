//! What a schema says of one key of an object.

use serde_json::Value;
use std::collections::{BTreeSet, HashSet};

use super::bundle::Bundle;
use super::document::Document;
use super::naming::{Id, Naming};
use super::pointer::unescape;
use super::undocumented::Search;

/// A key that a schema names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documented {
    /// Where the published document names it, as a URI fragment.
    pub schema_pointer: String,
    /// Whether the document names it without its overlays.
    pub in_original: bool,
    /// Whether the schema allows one value only.
    pub is_constant: bool,
    /// Whether its object is a branch of a union, so that a constant tells it from the other branches.
    pub in_union: bool,
    /// The other keys that are named beside it.
    pub others: BTreeSet<String>,
}

/// The key at `pointer`, if its object's schemas name it.
///
/// `added` are the keys that only overlays name.
pub(super) fn find(
    search: &Search<'_>,
    naming: &Naming,
    added: &HashSet<String>,
    value: &Value,
    pointer: &str,
) -> Option<Documented> {
    let (above, last) = pointer.rsplit_once('/')?;
    let key = unescape(last);
    value.pointer(pointer)?;
    let ids = search.reaching(value, above)?;
    let applying = search.applying(ids, above);
    let schemas = || applying.iter().map(|&id| naming.get(id));
    let named: Vec<Id> = schemas().filter_map(|schema| schema.property(&key)).collect();
    let first = *named.first()?;
    let schema_pointer = search.bundle.published(&naming.get(first).pointer);
    Some(Documented {
        in_original: !added.contains(&schema_pointer),
        schema_pointer,
        is_constant: named.iter().any(|&id| is_constant(search.bundle, naming, id)),
        in_union: schemas().any(|schema| {
            schema
                .unions
                .iter()
                .any(|union| objects(search.bundle, naming, &union.branches) > 1)
        }),
        others: schemas()
            .flat_map(|schema| schema.properties())
            .map(|(other, _)| other)
            .filter(|other| **other != key)
            .cloned()
            .collect(),
    })
}

/// The keys that stand in the document because an overlay put them there, as URI fragments.
pub(super) fn added(document: &Document, bundle: &Bundle, naming: &Naming) -> HashSet<String> {
    let original = document.original();
    let keys = naming.schemas().flat_map(|schema| schema.properties());
    let published = keys.map(|(_, id)| bundle.published(&naming.get(id).pointer));
    published
        .filter(|at| original.pointer(at.trim_start_matches('#')).is_none())
        .collect()
}

/// How far references are followed.
const FAR_ENOUGH: usize = 8;

fn is_constant(bundle: &Bundle, naming: &Naming, id: Id) -> bool {
    let schemas = in_place(naming, id);
    let mut nodes = schemas.iter().map(|&id| &bundle.graph()[naming.get(id).schema]);
    nodes.any(|node| node.constant.is_some() || node.only_value().is_some())
}

/// How many of the branches allow something else than null.
fn objects(bundle: &Bundle, naming: &Naming, branches: &[Id]) -> usize {
    let is_null = |id: Id| {
        let schemas = in_place(naming, id);
        let mut nodes = schemas.iter().map(|&id| &bundle.graph()[naming.get(id).schema]);
        nodes.any(|node| node.is_null_type())
    };
    branches.iter().filter(|&&id| !is_null(id)).count()
}

/// A schema, and those that hold wherever it holds.
fn in_place(naming: &Naming, id: Id) -> Vec<Id> {
    let (mut found, mut met) = (vec![id], HashSet::from([id]));
    let mut from = 0;
    for _ in 0..FAR_ENOUGH {
        let more: Vec<Id> = found[from..]
            .iter()
            .flat_map(|&id| &naming.get(id).all)
            .copied()
            .collect();
        from = found.len();
        found.extend(more.into_iter().filter(|id| met.insert(*id)));
        if found.len() == from {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    fn documented(schema: Value, value: Value, pointer: &str) -> Option<(bool, bool, Vec<String>)> {
        let document = Document::parse("t", json!({"$defs": {"T": schema}}).to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let found = schema.documented(&value, pointer)?;
        Some((found.is_constant, found.in_union, found.others.into_iter().collect()))
    }

    #[test]
    fn keys_are_named_by_properties_alone() {
        let schema =
            json!({"properties": {"a": {}, "b": {"enum": ["x"]}}, "additionalProperties": {"type": "integer"}});
        let value = json!({"a": 1, "b": "x", "c": 3});
        assert_eq!(
            documented(schema.clone(), value.clone(), "/a"),
            Some((false, false, vec!["b".to_owned()]))
        );
        assert_eq!(
            documented(schema.clone(), value.clone(), "/b"),
            Some((true, false, vec!["a".to_owned()]))
        );
        assert_eq!(documented(schema.clone(), value.clone(), "/c"), None);
        assert_eq!(documented(schema.clone(), value.clone(), "/d"), None);
        assert_eq!(documented(schema, value, ""), None);
    }

    #[test]
    fn a_branch_of_a_union_counts_and_null_beside_an_object_is_no_union() {
        let branch = |tag: &str, key: &str| json!({"type": "object", "properties": {"type": {"const": tag}, key: {"type": "string"}}, "required": ["type"]});
        let union = json!({"items": {"oneOf": [branch("a", "x"), branch("b", "y")]}});
        let value = json!([{"type": "b", "y": ""}]);
        assert_eq!(
            documented(union.clone(), value.clone(), "/0/type"),
            Some((true, true, vec!["y".to_owned()]))
        );
        assert_eq!(documented(union, value, "/0/x"), None);
        let nullable = json!({"properties": {"o": {"anyOf": [branch("a", "x"), {"type": "null"}]}}});
        assert_eq!(
            documented(nullable, json!({"o": {"type": "a", "x": ""}}), "/o/x"),
            Some((false, false, vec!["type".to_owned()]))
        );
    }
}
