//! Which components a text follows, told from its constants.

use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bundle::Bundle;
use super::ir::{SchemaGraph, SchemaId};
use super::key_fit::KeyFit;
use super::reading::Spec;
use super::tags::{self, Tags};
use crate::json::{Kind, Node, Tree};

/// The constants by which the components of a document are told apart, ready for many texts.
///
/// An object follows a component if it has all the constants that the component requires, such as
/// `"object": "animal.pet"`. A list component (an array `data`, and no constant of its own) is followed by an object
/// `"list"` whose first element follows the component of its items; an empty list follows every list component.
///
/// ```
/// use wireproof::schema::{ComponentTags, Dialect, Document, Spec};
/// use wireproof::json::Tree;
///
/// let run = r#"{"properties": {"object": {"const": "animal.pet"}}, "required": ["object"]}"#;
/// let document = Document::parse("t", format!(r#"{{"$defs": {{"Run": {run}}}}}"#).as_bytes())?;
/// let tags = ComponentTags::new(&Spec::new(document, Dialect::AsMeant), ["Run"]);
/// let tree = Tree::parse(r#"{"id": "run_1", "object": "animal.pet"}"#).unwrap();
/// assert_eq!(tags.classify(&tree), ["Run"]);
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
#[derive(Debug)]
pub struct ComponentTags {
    components: Vec<Classified>,
}

/// A component, and how its texts are recognized.
#[derive(Debug)]
struct Classified {
    name: String,
    rule: Rule,
    keys: KeyFit,
}

/// What an object must have to follow a component.
#[derive(Debug)]
enum Rule {
    /// One of these sets of constants.
    Object(Vec<Tags>),
    /// To be a list whose first item has one of these sets of constants.
    ListOf(Vec<Tags>),
}

impl ComponentTags {
    /// Collects the constants of some components. A component that the document does not have, or that refers to something that
    /// is not there, is left out; of a document with more values than a bundle may have, all are.
    pub fn new<'n>(spec: &Spec, components: impl IntoIterator<Item = &'n str>) -> ComponentTags {
        let named = components.into_iter();
        let named: Vec<(&str, String)> = named
            .filter_map(|name| Some((name, spec.pointer_of(name).ok()?)))
            .collect();
        let pointers: BTreeSet<&String> = named.iter().map(|(_, pointer)| pointer).collect();
        let pointers: Vec<String> = pointers.into_iter().cloned().collect();
        // One graph for all of them: what each refers to, taken together, is many times the document.
        let Ok(bundle) = Bundle::unbounded(spec.document(), &pointers, spec.dialect()) else {
            return ComponentTags { components: Vec::new() };
        };
        let graph = bundle.graph();
        let dangles = dangling(graph);
        let rules = named.into_iter().filter_map(|(name, pointer)| {
            let root = bundle.unit(pointers.binary_search(&pointer).ok()?)?;
            (!dangles.contains(&root)).then(|| Classified {
                name: name.to_owned(),
                rule: Rule::of(graph, root),
                keys: KeyFit::new(graph, root),
            })
        });
        ComponentTags {
            components: rules.collect(),
        }
    }

    /// The components that a text follows, in the order in which they were given to [`new`](Self::new). Many objects share a
    /// constant such as `"type": "function"`: if the text has all required keys of some of the components, the others are left
    /// out.
    pub fn classify(&self, tree: &Tree<'_>) -> Vec<&str> {
        if tree.kind(Tree::ROOT) != Kind::Object {
            return Vec::new();
        }
        let followed = self.components.iter().filter(|one| one.rule.is_followed(tree));
        let mut followed: Vec<&Classified> = followed.collect();
        if followed.len() > 1 && followed.iter().any(|one| one.keys.has_required(tree)) {
            followed.retain(|one| one.keys.has_required(tree));
        }
        followed.into_iter().map(|one| one.name.as_str()).collect()
    }

    /// The components that the keys of an object fit best: it has all keys that they require, nearly all of its keys are named
    /// there, and no other component names more of them. Empty if the keys do not tell.
    pub fn fit_by_keys(&self, tree: &Tree<'_>) -> Vec<&str> {
        let ranked = self.components.iter();
        let ranked: Vec<(_, &str)> = ranked
            .filter_map(|one| Some((one.keys.rank(tree)?, one.name.as_str())))
            .collect();
        let best = ranked.iter().map(|(rank, _)| *rank).max();
        let is_best = |(rank, _): &&((usize, usize), &str)| Some(*rank) == best;
        ranked.iter().filter(is_best).map(|(_, name)| *name).collect()
    }
}

impl Rule {
    fn of(graph: &SchemaGraph, root: SchemaId) -> Rule {
        let tags = tags::alternatives(graph, root);
        match list_items(graph, root, &tags) {
            Some(items) => Rule::ListOf(tags::alternatives(graph, items)),
            None => Rule::Object(tags),
        }
    }

    /// Whether the object at the root of a tree follows the component.
    fn is_followed(&self, tree: &Tree<'_>) -> bool {
        match self {
            Rule::Object(alternatives) => has_any(tree, Tree::ROOT, alternatives),
            Rule::ListOf(items) => {
                let is_list = member(tree, Tree::ROOT, "object")
                    .and_then(|node| tree.string(node))
                    .is_some_and(|object| object == "list");
                let data = member(tree, Tree::ROOT, "data").filter(|data| tree.kind(*data) == Kind::Array);
                match data.filter(|_| is_list) {
                    None => false,
                    Some(data) => match tree.children(data).next() {
                        None => true,
                        Some(first) => tree.kind(first) == Kind::Object && has_any(tree, first, items),
                    },
                }
            }
        }
    }
}

/// The schema of a list's items: a component is a list if it has an array `data`, and no constant but `object: "list"`.
fn list_items(graph: &SchemaGraph, root: SchemaId, alternatives: &[Tags]) -> Option<SchemaId> {
    let items = graph[graph[tags::target(graph, root)].property("data")?].items()?;
    let own_constant = alternatives
        .iter()
        .any(|tags| tags.iter().any(|(key, value)| key != "object" || value != "list"));
    (!own_constant).then_some(items)
}

/// The schemas that refer to something that is not there, or lead to one that does.
fn dangling(graph: &SchemaGraph) -> HashSet<SchemaId> {
    let mut found: HashSet<SchemaId> = graph.ids().filter(|id| graph[*id].is_dangling).collect();
    if found.is_empty() {
        return found;
    }
    let mut above: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for id in graph.ids() {
        for below in graph[id].in_place().chain(graph[id].below()) {
            above.entry(below).or_default().push(id);
        }
    }
    let mut rest: Vec<SchemaId> = found.iter().copied().collect();
    while let Some(id) = rest.pop() {
        let above = above.get(&id).into_iter().flatten();
        rest.extend(above.filter(|id| found.insert(**id)));
    }
    found
}

fn has_any(tree: &Tree<'_>, object: Node, alternatives: &[Tags]) -> bool {
    alternatives.iter().any(|tags| has_all(tree, object, tags))
}

fn has_all(tree: &Tree<'_>, object: Node, tags: &Tags) -> bool {
    let has = |(key, constant): (&String, &Value)| {
        member(tree, object, key).is_some_and(|node| is_equal(tree, node, constant))
    };
    !tags.is_empty() && tags.iter().all(has)
}

/// The value under a key; the last one if the key is repeated, as parsers of JSON have it.
fn member(tree: &Tree<'_>, object: Node, key: &str) -> Option<Node> {
    tree.children(object).filter(|&child| tree.key(child) == key).last()
}

fn is_equal(tree: &Tree<'_>, node: Node, constant: &Value) -> bool {
    match constant {
        Value::String(text) => tree.string(node).is_some_and(|string| string == *text),
        other => serde_json::from_str::<Value>(tree.source(node)).is_ok_and(|value| value == *other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use serde_json::json;

    fn tags() -> ComponentTags {
        let tagged = |tag: &str| {
            json!({"type": "object", "required": ["object", "version"], "properties": {
                "object": {"type": "string", "enum": [tag]}, "version": {"const": 1}}})
        };
        let page = |of: &str| {
            json!({"type": "object", "required": ["object"], "properties": {"object": {"const": "list"},
                "data": {"type": "array", "items": {"$ref": format!("#/$defs/{of}")}}}})
        };
        let document = json!({"$defs": {"Run": tagged("run"), "Step": tagged("step"), "Runs": page("Run"),
            "Steps": page("Step"), "Either": {"oneOf": [{"$ref": "#/$defs/Run"}, {"$ref": "#/$defs/Step"}]},
            "Any": {"type": "object"}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        ComponentTags::new(&spec, ["Run", "Step", "Runs", "Steps", "Either", "Any", "Missing"])
    }

    #[test]
    fn texts_are_classified_by_their_constants() {
        let tags = tags();
        let classify = |text: &str| tags.classify(&Tree::parse(text).unwrap()).join(" ");
        assert_eq!(classify(r#"{"object": "run", "version": 1}"#), "Run Either");
        assert_eq!(classify(r#"{"\u006fbject": "st\u0065p", "version": 1}"#), "Step Either");
        assert_eq!(classify(r#"{"object": "run"}"#), "");
        assert_eq!(classify(r#"{"object": "run", "version": "1"}"#), "");
        assert_eq!(
            classify(r#"{"object": "run", "version": 1, "object": "step"}"#),
            "Step Either"
        );
        assert_eq!(classify(r#"["run"]"#), "");
    }

    #[test]
    fn required_keys_decide_between_components_that_share_a_constant() {
        let tagged = |required: &[&str]| {
            let mut properties: serde_json::Map<_, _> =
                required.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
            properties.insert("type".to_owned(), json!({"const": "call"}));
            json!({"type": "object", "required": required, "properties": properties})
        };
        let document = json!({"$defs": {"Step": tagged(&["type", "id", "at"]), "Details": tagged(&["type", "call"]),
            "Order": {"type": "object", "required": ["id", "total"], "properties": {"id": {}, "total": {}, "note": {}}},
            "Other": {"type": "object", "required": ["id", "total"], "properties": {"id": {}, "total": {}, "sum": {}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        let tags = ComponentTags::new(&spec, ["Step", "Details", "Order", "Other"]);
        let classify = |text: &str| tags.classify(&Tree::parse(text).unwrap()).join(" ");
        assert_eq!(classify(r#"{"type": "call", "id": 1, "at": 2}"#), "Step");
        assert_eq!(classify(r#"{"type": "call", "call": 1}"#), "Details");
        assert_eq!(classify(r#"{"type": "call"}"#), "Step Details");
        let by_keys = |text: &str| tags.fit_by_keys(&Tree::parse(text).unwrap()).join(" ");
        assert_eq!(by_keys(r#"{"id": 1, "total": 2, "note": 3}"#), "Order");
        assert_eq!(by_keys(r#"{"id": 1, "total": 2}"#), "Order Other");
        assert_eq!(by_keys(r#"{"id": 1, "note": 3}"#), "");
        assert_eq!(by_keys(r#"{"id": 1, "total": 2, "x": 3, "y": 4}"#), "");
        assert_eq!(by_keys("[]"), "");
    }

    #[test]
    fn circles_end_and_what_dangles_is_left_out() {
        let tagged = |tag: &str| json!({"required": ["type"], "properties": {"type": {"const": tag}}});
        let refer = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
        let document = json!({"$defs": {"Run": tagged("run"), "Self": refer("Self"), "Lost": {"allOf": [tagged("run"), refer("Gone")]},
            "Circle": {"anyOf": [refer("Circle"), refer("Circle")], "allOf": [tagged("run")]},
            "Above": {"allOf": [tagged("run")], "properties": {"of": {"items": refer("Lost")}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        let tags = ComponentTags::new(&spec, ["Run", "Self", "Lost", "Circle", "Above", "#/$defs/Run"]);
        let classified = tags.classify(&Tree::parse(r#"{"type": "run"}"#).unwrap());
        assert_eq!(classified, ["Run", "Circle", "#/$defs/Run"]);
    }

    #[test]
    fn lists_are_classified_by_their_first_item() {
        let tags = tags();
        let classify = |text: &str| tags.classify(&Tree::parse(text).unwrap()).join(" ");
        assert_eq!(classify(r#"{"object": "list", "data": []}"#), "Runs Steps");
        let step = r#"{"object": "step", "version": 1}"#;
        assert_eq!(
            classify(&format!(r#"{{"object": "list", "data": [{step}, 7]}}"#)),
            "Steps"
        );
        assert_eq!(classify(r#"{"object": "list", "data": [7]}"#), "");
        assert_eq!(classify(r#"{"object": "list", "data": {}}"#), "");
        assert_eq!(classify(r#"{"data": []}"#), "");
    }
}
