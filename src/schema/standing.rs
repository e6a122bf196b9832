//! Which schemas the values of a text stand under.

use super::budget::Steps;
use super::pointer::{child, item};
use super::reading::Spec;
use super::refs;
use crate::json::{Kind, Node, Tree};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// A schema with its JSON pointer, and a value that it stands over.
type Pair<'d> = (String, &'d Value, Node);

/// What looking for schemas over values may cost, for all texts of one kind of question.
#[derive(Debug)]
pub(crate) struct StandingBudget(Steps);

impl Default for StandingBudget {
    /// Some thousands of captures of thousands of values take so much.
    fn default() -> StandingBudget {
        StandingBudget(Steps::share(20))
    }
}

impl Spec {
    /// Tells of each value in a text of a component which schemas stand over it, by their JSON pointers: what the values'
    /// places say, whether they satisfy the schemas or not. All branches of a union are followed, as long as the budget lasts.
    pub(crate) fn standing(
        &self,
        component: &str,
        tree: &Tree<'_>,
        budget: &StandingBudget,
        mut hears: impl FnMut(&str, Node),
    ) {
        let document = self.document();
        let find = |pointer: String| document.value().pointer(&pointer).map(|schema| (pointer, schema));
        let start = document.component_pointer(component).and_then(find);
        let mut rest: Vec<Pair<'_>> = start.map(|(at, schema)| (at, schema, Tree::ROOT)).into_iter().collect();
        let mut seen = HashSet::new();
        while let Some((at, schema, node)) = rest.pop() {
            let Value::Object(members) = schema else { continue };
            if !seen.insert((std::ptr::from_ref(schema), node)) {
                continue;
            }
            if !budget.0.spend(1) {
                return;
            }
            hears(&at, node);
            let target = refs::target(document, &at, members).and_then(find);
            rest.extend(target.map(|(at, schema)| (at, schema, node)));
            for (pointer, schema, node) in below(&at, members, tree, node) {
                if !budget.0.spend(1) {
                    return;
                }
                rest.push((pointer, schema, node));
            }
        }
    }
}

/// The schemas directly below one, with the values that they stand over.
fn below<'d>(at: &str, schema: &'d Map<String, Value>, tree: &Tree<'_>, node: Node) -> impl Iterator<Item = Pair<'d>> {
    let unions = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(move |keyword| {
        let here = child(at, keyword);
        let branches = schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate();
        branches.map(move |(index, branch)| (item(&here, index), branch, node))
    });
    let named = schema.get("properties").and_then(Value::as_object);
    let is_object = tree.kind(node) == Kind::Object;
    let members = tree.children(node).filter(move |_| is_object).filter_map(move |value| {
        let key = tree.key(value);
        match named.and_then(|named| named.get(&*key)) {
            Some(property) => Some((child(&child(at, "properties"), &key), property, value)),
            None => Some((
                child(at, "additionalProperties"),
                schema.get("additionalProperties")?,
                value,
            )),
        }
    });
    let items = schema.get("items").filter(|_| tree.kind(node) == Kind::Array);
    let items = items
        .into_iter()
        .flat_map(move |items| tree.children(node).map(move |value| (child(at, "items"), items, value)));
    unions.chain(members).chain(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    #[test]
    fn values_stand_under_the_schemas_of_their_places() {
        let document = r##"{"$defs": {"T": {"type": "object", "properties": {"list": {"type": "array", "items": {"oneOf": [
            {"type": "string"}, {"$ref": "#/$defs/T"}]}}}, "additionalProperties": {"type": "integer"}}}}"##;
        let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
        let tree = Tree::parse(r#"{"list": ["a", {"list": [7]}], "more": 1}"#).unwrap();
        let texts = |wanted: &str| {
            let mut found = Vec::new();
            spec.standing("T", &tree, &StandingBudget::default(), |at, node| {
                if at == wanted {
                    found.push(tree.source(node));
                }
            });
            found.sort_unstable();
            found
        };
        assert_eq!(
            texts("/$defs/T/properties/list/items"),
            [r#""a""#, "7", r#"{"list": [7]}"#]
        );
        assert_eq!(texts("/$defs/T/additionalProperties"), ["1"]);
    }
}
