//! Which words a schema lists for a string.

use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bundle::Bundle;
use super::document::Document;
use super::ir::SchemaNode;
use super::naming::{Id, Naming};
use super::pointer::unescape;
use super::undocumented::Search;

/// A word that a schema lists for a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The word.
    pub word: String,
    /// The schema that lists it, in the published document, as a URI fragment.
    pub schema_pointer: String,
    /// Whether the document lists it without its overlays.
    pub in_original: bool,
}

/// The words that stand somewhere under a key.
pub(super) type WordsByKey = HashMap<String, HashSet<String>>;

/// The words for the place at `pointer`, each once.
///
/// `added` are those that only overlays list.
pub(super) fn find(
    search: &Search<'_>,
    naming: &Naming,
    added: &HashSet<(String, String)>,
    value: &Value,
    pointer: &str,
) -> Vec<Listed> {
    let Some(of_value) = search.reaching(value, pointer) else {
        return Vec::new();
    };
    let mut lists: Vec<(Id, Vec<&str>)> = of(search.bundle, naming, &around(naming, of_value));
    if let Some((above, last)) = pointer.rsplit_once('/') {
        let key = unescape(last);
        let outer = search.reaching(value, above).unwrap_or_default();
        let outer = search.applying(outer, above);
        let unions = outer.iter().flat_map(|&id| &naming.get(id).unions);
        for &branch in unions.flat_map(|union| &union.branches) {
            let schemas = around(naming, vec![branch]);
            let under_key = schemas.iter().filter_map(|&id| naming.get(id).property(&key));
            let under_key = around(naming, under_key.collect());
            // A list of several tells no branch from the others.
            let constants = of(search.bundle, naming, &under_key).into_iter();
            lists.extend(constants.filter(|(_, words)| words.len() == 1));
        }
    }
    let mut found: Vec<Listed> = Vec::new();
    for (id, words) in lists {
        let schema_pointer = search.bundle.published(&naming.get(id).pointer);
        for word in words {
            let in_original = !added.contains(&(schema_pointer.clone(), word.to_owned()));
            match found.iter_mut().find(|listed| listed.word == word) {
                Some(listed) => listed.in_original |= in_original,
                None => found.push(Listed {
                    word: word.to_owned(),
                    schema_pointer: schema_pointer.clone(),
                    in_original,
                }),
            }
        }
    }
    found
}

/// The words under each key, wherever it stands.
pub(super) fn by_key(bundle: &Bundle, naming: &Naming) -> WordsByKey {
    let mut found = WordsByKey::new();
    for (key, id) in naming.schemas().flat_map(|schema| schema.properties()) {
        let mut schemas = around(naming, vec![id]);
        let items = schemas.iter().filter_map(|&id| naming.get(id).of_item(0));
        schemas.extend(around(naming, items.collect()));
        let words = of(bundle, naming, &schemas).into_iter().flat_map(|(_, words)| words);
        let words: Vec<String> = words.map(str::to_owned).collect();
        if !words.is_empty() {
            found.entry(key.clone()).or_default().extend(words);
        }
    }
    found
}

/// The words that stand in the document because an overlay put them there, each with the schema, as a URI fragment.
pub(super) fn added(document: &Document, bundle: &Bundle, naming: &Naming) -> HashSet<(String, String)> {
    let original = document.original();
    let mut found = HashSet::new();
    for schema in naming.schemas() {
        let words = strings(&bundle.graph()[schema.schema]);
        if words.is_empty() {
            continue;
        }
        let published = bundle.published(&schema.pointer);
        let before = original.pointer(published.trim_start_matches('#')).map(listed);
        let before = before.unwrap_or_default();
        let more = words.into_iter().filter(|word| !before.contains(word));
        found.extend(more.map(|word| (published.clone(), word.to_owned())));
    }
    found
}

/// The schemas, and all that look at the same value, whichever branch it takes.
fn around(naming: &Naming, ids: Vec<Id>) -> Vec<Id> {
    let mut found: BTreeSet<Id> = BTreeSet::new();
    let mut rest = ids;
    while let Some(id) = rest.pop() {
        if !found.insert(id) {
            continue;
        }
        let schema = naming.get(id);
        rest.extend(&schema.all);
        rest.extend(schema.unions.iter().flat_map(|union| &union.branches));
    }
    found.into_iter().collect()
}

/// The words that each of the schemas lists itself.
fn of<'b>(bundle: &'b Bundle, naming: &Naming, ids: &[Id]) -> Vec<(Id, Vec<&'b str>)> {
    let lists = ids
        .iter()
        .map(|&id| (id, strings(&bundle.graph()[naming.get(id).schema])));
    lists.filter(|(_, words)| !words.is_empty()).collect()
}

fn strings(node: &SchemaNode) -> Vec<&str> {
    let listed = node.listed.iter().flatten();
    listed.chain(&node.constant).filter_map(Value::as_str).collect()
}

/// The same of a schema as published.
fn listed(schema: &Value) -> Vec<&str> {
    let list = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    list.chain(schema.get("const")).filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    fn words(schema: Value, value: Value, pointer: &str) -> Vec<String> {
        let document = Document::parse("t", json!({"$defs": {"T": schema}}).to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        assert!(schema.is_valid(&value));
        let found = schema.words(&value, pointer);
        found.into_iter().map(|listed| listed.word).collect()
    }

    #[test]
    fn words_are_those_of_an_enum_also_in_an_array_or_beside_null() {
        let status = json!({"enum": ["a", "b", null]});
        let nested = json!({"anyOf": [status, {"const": "c"}, {"type": "null"}]});
        let schema = json!({"properties": {"s": status, "n": nested, "l": {"items": status}, "x": {"type": "string"}}});
        let value = json!({"s": "a", "n": "c", "l": ["b"], "x": "a"});
        assert_eq!(words(schema.clone(), value.clone(), "/s"), ["a", "b"]);
        assert_eq!(words(schema.clone(), value.clone(), "/n"), ["a", "b", "c"]);
        assert_eq!(words(schema.clone(), value.clone(), "/l/0"), ["a", "b"]);
        assert_eq!(words(schema.clone(), value.clone(), "/x"), [""; 0]);
        assert_eq!(words(schema, value, "/gone"), [""; 0]);
    }

    #[test]
    fn tags_of_other_branches_are_words_and_their_lists_are_not() {
        let branch = |tag: Value| json!({"type": "object", "properties": {"type": tag}, "required": ["type"]});
        let union = json!({"oneOf": [
            branch(json!({"const": "a"})), branch(json!({"enum": ["b"]})), branch(json!({"enum": ["c", "d"]}))
        ]});
        let schema = json!({"items": union});
        assert_eq!(words(schema.clone(), json!([{"type": "a"}]), "/0/type"), ["a", "b"]);
        assert_eq!(words(schema, json!([{"type": "d"}]), "/0/type"), ["c", "d", "a", "b"]);
    }

    #[test]
    fn a_word_under_one_key_is_none_under_another() {
        let document = json!({"$defs": {"T": {"properties": {"s": {"items": {"enum": ["a", "b"]}}, "x": {}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        assert!(schema.lists("s", "b") && !schema.lists("s", "c") && !schema.lists("x", "b"));
    }
}
