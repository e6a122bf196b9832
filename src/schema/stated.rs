//! What a component states about each value of a text.
//!
//! A valid text may use more than the document says: a key that no schema names, a number for which none has a bound. Here
//! stands what is said; what to make of the rest is for others to judge.

use super::ir::{SchemaGraph, SchemaNode, TypeSet};
use super::naming::{Id, Naming};
use super::pointer::{child, item};
use super::text_format::is_known;
use super::undocumented::Search;
use crate::json::{Kind, Node, Tree};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// A value of a text, and what the schemas that apply to it state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Described {
    /// The value.
    pub(crate) node: Node,
    /// Its JSON pointer.
    pub(crate) pointer: String,
    /// How the schemas come to speak of it.
    pub(crate) place: DescribedPlace,
    /// What they state about its key, where they say what keys look like and do not name this one.
    pub(crate) of_key: Option<Stated>,
    /// What they state.
    pub(crate) stated: Stated,
}

/// How schemas come to speak of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DescribedPlace {
    /// It is the whole text, an item, or it is under a key that a schema names.
    Named,
    /// It is in a map whose keys are the sender's own.
    InMap,
    /// It is under a key that only other branches of a union name than the one that names most keys of the object.
    InOtherBranch,
    /// No schema names its key, and none says what such keys hold. Nothing below it is described.
    Unknown,
}

/// What the schemas that apply to a value state about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stated {
    /// Numbers are integers.
    pub(crate) is_integer: bool,
    /// The lowest number.
    pub(crate) lowest: Option<f64>,
    /// The highest number.
    pub(crate) highest: Option<f64>,
    /// The shortest string, in characters.
    pub(crate) min_length: Option<u64>,
    /// The longest string, in characters.
    pub(crate) max_length: Option<u64>,
    /// A pattern describes the strings.
    pub(crate) has_pattern: bool,
    /// The format of the strings or numbers.
    pub(crate) format: Option<String>,
    /// The value is a constant, or one that an `enum` lists.
    pub(crate) is_listed: bool,
    /// No keyword is about values of this type: the document leaves it to the sender what stands here.
    pub(crate) says_nothing: bool,
    /// No item of the array is there twice.
    pub(crate) is_set: bool,
    /// The format of the strings is not a known one: which texts follow the document stays open.
    pub(crate) has_unknown_format: bool,
}

impl Search<'_> {
    /// The values of a text with what is stated about them, each before what lies in it.
    pub(super) fn described(&self, tree: &Tree<'_>) -> Vec<Described> {
        let mut found = Vec::new();
        let named = DescribedPlace::Named;
        let mut rest = vec![(Tree::ROOT, String::new(), named, None, vec![Naming::START])];
        while let Some((node, pointer, place, of_key, schemas)) = rest.pop() {
            let applying = self.applying(schemas.clone(), &pointer);
            match tree.kind(node) {
                Kind::Array => {
                    for (index, element) in tree.children(node).enumerate() {
                        let of_item = applying.iter().filter_map(|&id| self.naming.get(id).of_item(index));
                        rest.push((element, item(&pointer, index), named, None, of_item.collect()));
                    }
                }
                Kind::Object if place != DescribedPlace::Unknown => {
                    let names = self.of_names(&applying);
                    let of_others = self.of_other_branches(tree, node, &pointer, (schemas, &applying));
                    for member in tree.children(node) {
                        let key = tree.key(member);
                        let (mut place, schemas) = self.of_member(&applying, &key);
                        if of_others.contains(&member) {
                            place = DescribedPlace::InOtherBranch;
                        }
                        let of_key = (!names.is_empty() && !self.is_property(&applying, &key))
                            .then(|| of_string(names.iter().copied(), Some(Cow::Borrowed(&*key))));
                        rest.push((member, child(&pointer, &key), place, of_key, schemas));
                    }
                }
                _ => {}
            }
            let stated = self.stated(tree, node, &applying);
            found.push(Described {
                node,
                pointer,
                place,
                of_key,
                stated,
            });
        }
        found.sort_by_key(|described| described.node);
        found
    }

    /// The members of an object that satisfies several branches of a union, of which none names all keys: those that the branch does not
    /// name that names most. Whoever follows the document sends one branch or another.
    fn of_other_branches(
        &self,
        tree: &Tree<'_>,
        object: Node,
        at: &str,
        (schemas, applying): (Vec<Id>, &[Id]),
    ) -> HashSet<Node> {
        let is_unknown =
            |applying: &[Id], member| self.of_member(applying, &tree.key(member)).0 == DescribedPlace::Unknown;
        let mut named: Option<Vec<Node>> = None;
        let mut found = HashSet::new();
        for union in applying.iter().flat_map(|&id| &self.naming.get(id).unions) {
            let branches = self.branches(union, at);
            if branches.len() < 2 {
                continue;
            }
            let named = named.get_or_insert_with(|| {
                let members = tree.children(object);
                members.filter(|member| !is_unknown(applying, *member)).collect()
            });
            let strange = branches.into_iter().map(|branch| {
                let alone = self.applying_with(schemas.clone(), at, Some((union, branch)));
                named
                    .iter()
                    .copied()
                    .filter(|member| is_unknown(&alone, *member))
                    .collect::<Vec<_>>()
            });
            found.extend(strange.min_by_key(Vec::len).unwrap_or_default());
        }
        found
    }

    /// What the keys of an object have to satisfy to which schemas apply.
    fn of_names(&self, applying: &[Id]) -> Vec<&SchemaNode> {
        let graph = self.bundle.graph();
        let nodes = applying.iter().map(|&id| &graph[self.naming.get(id).schema]);
        let mut ids: Vec<_> = nodes.filter_map(|node| node.object()?.property_names).collect();
        let mut next = 0;
        while let Some(&id) = ids.get(next) {
            let more: Vec<_> = graph[id].conjuncts().filter(|id| !ids.contains(id)).collect();
            ids.extend(more);
            next += 1;
        }
        ids.into_iter().map(|id| &graph[id]).collect()
    }

    fn is_property(&self, applying: &[Id], key: &str) -> bool {
        applying.iter().any(|&id| self.naming.get(id).property(key).is_some())
    }

    /// The schemas of the value under a key of an object to which schemas apply.
    fn of_member(&self, applying: &[Id], key: &str) -> (DescribedPlace, Vec<Id>) {
        let schemas = || applying.iter().map(|&id| self.naming.get(id));
        let named: Vec<Id> = schemas().flat_map(|schema| schema.of_key(key)).collect();
        if !named.is_empty() {
            return (DescribedPlace::Named, named);
        }
        let graph = self.bundle.graph();
        let node = |id: Id| &graph[self.naming.get(id).schema];
        let additional: Vec<Id> = schemas().filter_map(|schema| schema.additional).collect();
        let says_something = |id: &Id| !node(*id).is_empty && node(*id).boolean.is_none();
        // Patterns say what the keys look like, as names do. A key that matches none is the sender's idea.
        let is_map = schemas().all(|schema| !schema.names_keys && graph[schema.schema].pattern_properties().is_empty())
            || applying
                .iter()
                .any(|&id| node(id).object().is_some_and(|object| object.is_map));
        let place = match is_map || additional.iter().any(says_something) {
            // The document says what the keys look like.
            true if applying
                .iter()
                .any(|&id| node(id).object().is_some_and(|object| object.property_names.is_some())) =>
            {
                DescribedPlace::Named
            }
            true => DescribedPlace::InMap,
            false => DescribedPlace::Unknown,
        };
        (place, additional)
    }

    fn stated(&self, tree: &Tree<'_>, node: Node, applying: &[Id]) -> Stated {
        let graph: &SchemaGraph = self.bundle.graph();
        let nodes = || applying.iter().map(|&id| &graph[self.naming.get(id).schema]);
        let kind = tree.kind(node);
        let stated = match kind {
            Kind::Number => of_number(nodes(), tree.source(node)),
            Kind::String => of_string(nodes(), tree.string(node)),
            Kind::Array => Stated {
                is_set: nodes().any(|node| node.array().is_some_and(|array| array.unique_items == Some(true))),
                ..Stated::default()
            },
            _ => Stated::default(),
        };
        Stated {
            says_nothing: !nodes().any(|node| speaks_of(node, kind)),
            ..stated
        }
    }
}

/// Whether a schema, apart from those that it refers to, says anything about values of a kind.
fn speaks_of(node: &SchemaNode, kind: Kind) -> bool {
    let of_type = match kind {
        Kind::Number => TypeSet::NUMBER,
        Kind::String => TypeSet::STRING,
        Kind::Array => TypeSet::ARRAY,
        Kind::Object => TypeSet::OBJECT,
        Kind::Null | Kind::Bool => TypeSet::NONE,
    };
    let of_kind = node.spoken_types().meets(of_type)
        || (kind == Kind::String && node.string().is_some())
        || (kind == Kind::Object && node.object().is_some_and(|object| object.is_map));
    of_kind || node.types.is_some() || node.literals().is_some() || node.not.is_some() || node.unions().next().is_some()
}

fn of_number<'n>(nodes: impl Iterator<Item = &'n SchemaNode> + Clone, text: &str) -> Stated {
    use super::ir::JsonType::{Integer, Number};
    let value: Option<f64> = text.parse().ok();
    let same = |listed: &&Value| listed.as_f64().is_some_and(|listed| Some(listed) == value);
    let listed: Vec<&Value> = nodes
        .clone()
        .filter_map(SchemaNode::literals)
        .flatten()
        .filter(same)
        .collect();
    let bounds = |least: bool| {
        let numbers = nodes.clone().filter_map(SchemaNode::number);
        let bounds = numbers.flat_map(move |number| match least {
            true => [&number.minimum, &number.exclusive_minimum],
            false => [&number.maximum, &number.exclusive_maximum],
        });
        bounds.flatten().filter_map(serde_json::Number::as_f64)
    };
    Stated {
        is_integer: (nodes.clone().any(|node| node.has_type(Integer))
            && !nodes.clone().any(|node| node.has_type(Number)))
            || listed.iter().any(|listed| listed.is_i64() || listed.is_u64()),
        lowest: bounds(true).reduce(f64::max),
        highest: bounds(false).reduce(f64::min),
        format: format_of(nodes),
        is_listed: !listed.is_empty(),
        ..Stated::default()
    }
}

fn of_string<'n>(nodes: impl Iterator<Item = &'n SchemaNode> + Clone, text: Option<Cow<'_, str>>) -> Stated {
    let literals = nodes.clone().filter_map(SchemaNode::literals).flatten();
    let mut stated = Stated {
        is_listed: text.is_some_and(|text| literals.filter_map(Value::as_str).any(|listed| *listed == *text)),
        has_unknown_format: nodes.clone().filter_map(format_name).any(|name| !is_known(name)),
        format: format_of(nodes.clone()),
        ..Stated::default()
    };
    for string in nodes.filter_map(SchemaNode::string) {
        stated.min_length = stated.min_length.max(string.min_length);
        stated.max_length = match (stated.max_length, string.max_length) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        stated.has_pattern |= string.pattern.is_some();
    }
    stated
}

fn format_of<'n>(mut nodes: impl Iterator<Item = &'n SchemaNode>) -> Option<String> {
    nodes.find_map(format_name).map(str::to_owned)
}

fn format_name(node: &SchemaNode) -> Option<&str> {
    node.string()?.format.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    fn described(schema: Value, text: &str) -> Vec<Described> {
        let document = Document::parse("t", json!({"$defs": {"T": schema}}).to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        schema.described(&Tree::parse(text).unwrap())
    }

    fn places(schema: Value, text: &str) -> Vec<(String, DescribedPlace)> {
        let found = described(schema, text).into_iter();
        found.skip(1).map(|one| (one.pointer, one.place)).collect()
    }

    #[test]
    fn a_key_is_named_by_the_branch_that_the_text_satisfies() {
        let branch = |tag: &str, key: &str| json!({"type": "object", "properties": {"t": {"const": tag}, key: {"type": "integer"}}, "required": ["t"]});
        let union = json!({"oneOf": [branch("a", "x"), branch("b", "y")]});
        let expected = [
            ("/t".to_owned(), DescribedPlace::Named),
            ("/x".to_owned(), DescribedPlace::Unknown),
            ("/y".to_owned(), DescribedPlace::Named),
        ];
        assert_eq!(places(union, r#"{"t":"b","x":1,"y":2}"#), expected);
    }

    #[test]
    fn a_key_is_of_another_branch_if_no_branch_names_all() {
        let branch = |keys: &[&str]| {
            let properties: serde_json::Map<_, _> = keys.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
            json!({"type": "object", "properties": properties})
        };
        let strange = |union: Value, text: &str| {
            let found = places(union, text).into_iter();
            let strange = found.filter(|(_, place)| *place == DescribedPlace::InOtherBranch);
            strange.map(|(pointer, _)| pointer).collect::<Vec<_>>()
        };
        let any = json!({"properties": {"id": {}}, "anyOf": [branch(&["a", "b"]), branch(&["c"])]});
        assert_eq!(strange(any.clone(), r#"{"id":1,"a":1,"b":2,"c":3}"#), ["/c"]);
        assert!(strange(any.clone(), r#"{"id":1,"a":1,"b":2}"#).is_empty());
        assert!(strange(any, r#"{"id":1,"c":1,"more":2}"#).is_empty());
        // One names all, or takes all.
        let all = json!({"anyOf": [branch(&["a", "c"]), branch(&["c"])]});
        assert!(strange(all, r#"{"a":1,"c":1}"#).is_empty());
        let map = json!({"anyOf": [branch(&["a"]), {"type": "object"}]});
        assert!(strange(map, r#"{"a":1,"c":1}"#).is_empty());
        let needed = json!({"properties": {"a": {}, "c": {}}, "anyOf": [{"required": ["a"]}, {"required": ["c"]}]});
        assert!(strange(needed, r#"{"a":1,"c":1}"#).is_empty());
    }

    #[test]
    fn a_map_is_declared_by_what_its_keys_hold_or_by_naming_none() {
        let named = json!({"a": {}});
        for (schema, place) in [
            (json!({"type": "object"}), DescribedPlace::InMap),
            (
                json!({"additionalProperties": {"type": "integer"}}),
                DescribedPlace::InMap,
            ),
            (
                json!({"properties": named, "additionalProperties": {"type": "integer"}}),
                DescribedPlace::InMap,
            ),
            (json!({"properties": named}), DescribedPlace::Unknown),
            (json!({"patternProperties": {"^a": {}}}), DescribedPlace::Unknown),
            (
                json!({"properties": named, "additionalProperties": true}),
                DescribedPlace::Unknown,
            ),
            (
                json!({"properties": named, "patternProperties": {"^b": {}}}),
                DescribedPlace::Named,
            ),
            (
                json!({"type": "object", "propertyNames": {"pattern": "^b"}}),
                DescribedPlace::Named,
            ),
        ] {
            assert_eq!(
                places(schema.clone(), r#"{"b":1}"#),
                [("/b".to_owned(), place)],
                "{schema}"
            );
        }
    }

    #[test]
    fn bounds_types_and_words_are_stated() {
        let stated = |schema: Value, text: &str| described(schema, text).remove(0).stated;
        let number = stated(
            json!({"allOf": [{"type": "integer", "minimum": 1}, {"maximum": 9, "minimum": 2}]}),
            "3",
        );
        assert_eq!(
            (number.is_integer, number.lowest, number.highest),
            (true, Some(2.0), Some(9.0))
        );
        assert!(!stated(json!({"type": "number"}), "3").is_integer);
        assert!(stated(json!({"enum": [3, 4]}), "3.0").is_listed);
        let string = stated(json!({"type": "string", "maxLength": 9, "format": "uuid"}), "\"\"");
        assert_eq!((string.min_length, string.max_length), (None, Some(9)));
        assert_eq!(string.format.as_deref(), Some("uuid"));
        assert!(stated(json!({"enum": ["", "a"]}), "\"\"").is_listed);
        let map = described(json!({"additionalProperties": {"type": "integer"}}), r#"{"a":1}"#);
        assert!(map[1].stated.is_integer);
    }
}
