//! Which schemas the values of a text stand under.

use super::keyword::children;
use super::pointer::unescape;
use super::reading::Spec;
use super::refs;
use crate::json::{Kind, Node, Tree};
use serde_json::Value;
use std::collections::HashSet;

/// So many pairs of a schema and a value are looked at in one text.
const MOST: usize = 200_000;

impl Spec {
    /// Tells of each value in a text of a component which schemas stand over it, by their JSON pointers: what the values'
    /// places say, whether they satisfy the schemas or not. All branches of a union are followed.
    pub fn standing(&self, component: &str, tree: &Tree<'_>, mut hears: impl FnMut(&str, Node)) {
        let document = self.document();
        let Some(start) = document.component_pointer(component) else {
            return;
        };
        let mut seen = HashSet::new();
        let mut rest = vec![(start, Tree::ROOT)];
        while let Some((at, node)) = rest.pop() {
            let Some(Value::Object(members)) = document.value().pointer(&at) else {
                continue;
            };
            if seen.len() >= MOST || !seen.insert((at.clone(), node)) {
                continue;
            }
            hears(&at, node);
            if let Some(target) = refs::target(document, &at, members) {
                rest.push((target, node));
            }
            let named = members.get("properties").and_then(Value::as_object);
            for (keyword, pointer, _) in children(members, &at) {
                match (keyword, tree.kind(node)) {
                    ("allOf" | "oneOf" | "anyOf", _) => rest.push((pointer, node)),
                    ("properties", Kind::Object) => {
                        let key = unescape(pointer.rsplit('/').next().unwrap_or_default()).into_owned();
                        let under = tree.children(node).filter(|child| tree.key(*child) == key);
                        rest.extend(under.map(|child| (pointer.clone(), child)));
                    }
                    ("additionalProperties", Kind::Object) => {
                        let is_named = |child: &Node| named.is_some_and(|named| named.contains_key(&*tree.key(*child)));
                        let others = tree.children(node).filter(|child| !is_named(child));
                        rest.extend(others.map(|child| (pointer.clone(), child)));
                    }
                    ("items", Kind::Array) if members["items"].is_object() => {
                        rest.extend(tree.children(node).map(|child| (pointer.clone(), child)));
                    }
                    _ => {}
                }
            }
        }
    }
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
            spec.standing("T", &tree, |at, node| {
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
