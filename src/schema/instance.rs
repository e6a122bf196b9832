//! A parsed text as the validator sees it, with no `Value` in between: to build one costs four times as much as to validate it.

use crate::json::{Kind, Node as Number, Tree};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object, cmp};
use serde_json::Value;
use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::ptr;

/// The trees of this crate, as one of the validator's representations of JSON.
pub(super) struct Trees;

impl Json for Trees {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = ();

    /// A lookup passes over half of the keys, and so costs as much as a pass over all of them costs two.
    const KEYS_PER_LOOKUP: usize = 8;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        f(Instance::Key(string))
    }
}

/// A value of a tree that [is as written](Tree::is_as_written) and has no key twice, or a key by itself.
#[derive(Clone, Copy)]
pub(super) enum Instance<'a> {
    Value(&'a Tree<'a>, Number),
    Key(&'a str),
}

impl<'a> Instance<'a> {
    fn kind(self) -> Kind {
        match self {
            Instance::Value(tree, node) => tree.kind(node),
            Instance::Key(_) => Kind::String,
        }
    }

    fn of_kind(self, kind: Kind) -> Option<(&'a Tree<'a>, Number)> {
        match self {
            Instance::Value(tree, node) if tree.kind(node) == kind => Some((tree, node)),
            _ => None,
        }
    }
}

impl<'a> Node<'a, Trees> for Instance<'a> {
    type Object = Children<'a>;
    type Array = Children<'a>;
    type Number = Digits<'a>;

    fn as_object(&self) -> Option<Children<'a>> {
        self.of_kind(Kind::Object).map(|(tree, node)| Children::new(tree, node))
    }

    fn as_array(&self) -> Option<Children<'a>> {
        self.of_kind(Kind::Array).map(|(tree, node)| Children::new(tree, node))
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        match *self {
            Instance::Value(tree, node) => tree.string(node),
            Instance::Key(key) => Some(Cow::Borrowed(key)),
        }
    }

    fn as_number(&self) -> Option<Digits<'a>> {
        self.of_kind(Kind::Number).map(|(tree, node)| Digits(tree.source(node)))
    }

    fn as_boolean(&self) -> Option<bool> {
        self.of_kind(Kind::Bool).map(|(tree, node)| tree.source(node) == "true")
    }

    fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::Bool => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match expected {
            Value::String(expected) => self.as_string().is_some_and(|string| string == *expected),
            Value::Null => self.is_null(),
            Value::Bool(expected) => self.as_boolean() == Some(*expected),
            _ => cmp::equal(&self.to_value(), expected),
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match *self {
            // What is near enough is held by a `Value`.
            Instance::Value(tree, node) => serde_json::from_str(tree.source(node)).unwrap_or_default(),
            Instance::Key(key) => Value::from(key),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        let Instance::Value(tree, node) = self else { return None };
        Some(NodeIdentity::tagged(
            ptr::from_ref(*tree).addr(),
            u32::try_from(*node).ok()?,
        ))
    }
}

/// After so many lookups in an object its keys are sorted: to pass over all of them for each of thousands takes the square of them.
const FEW_LOOKUPS: u32 = 64;

/// The values in an array or object.
pub(super) struct Children<'a> {
    tree: &'a Tree<'a>,
    node: Number,
    lookups: Cell<u32>,
    by_key: OnceCell<HashMap<&'a str, Number>>,
}

impl<'a> Children<'a> {
    fn new(tree: &'a Tree<'a>, node: Number) -> Children<'a> {
        Children {
            tree,
            node,
            lookups: Cell::new(0),
            by_key: OnceCell::new(),
        }
    }

    fn member(&self, key: &str) -> Option<Number> {
        let lookups = self.lookups.get();
        if lookups < FEW_LOOKUPS {
            self.lookups.set(lookups + 1);
            return self.tree.member(self.node, key);
        }
        let by_key = self.by_key.get_or_init(|| {
            let members = self.tree.children(self.node);
            members.map(|member| (self.tree.plain_key(member), member)).collect()
        });
        by_key.get(key).copied()
    }
}

impl<'a> Object<'a, Trees> for Children<'a> {
    type Node = Instance<'a>;
    type MemberName = &'a str;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.tree.children(self.node).count()
    }

    fn is_empty(&self) -> bool {
        self.tree.after(self.node) == self.node + 1
    }

    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.member(key).map(|value| Instance::Value(self.tree, value))
    }

    fn members(&self) -> Members<'a> {
        Members(self.elements())
    }
}

impl<'a> Array<'a, Trees> for Children<'a> {
    type Node = Instance<'a>;
    type ElementsIter = Elements<'a>;

    fn len(&self) -> usize {
        self.tree.children(self.node).count()
    }

    fn elements(&self) -> Elements<'a> {
        Elements {
            tree: self.tree,
            next: self.node + 1,
            end: self.tree.after(self.node),
        }
    }
}

pub(super) struct Elements<'a> {
    tree: &'a Tree<'a>,
    next: Number,
    end: Number,
}

impl<'a> Iterator for Elements<'a> {
    type Item = Instance<'a>;

    fn next(&mut self) -> Option<Instance<'a>> {
        let node = (self.next < self.end).then_some(self.next)?;
        self.next = self.tree.after(node);
        Some(Instance::Value(self.tree, node))
    }
}

pub(super) struct Members<'a>(Elements<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Instance<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.0.next;
        self.0.next().map(|value| (self.0.tree.plain_key(node), value))
    }
}

/// A number, as it is written.
pub(super) struct Digits<'a>(&'a str);

impl JsonNumber for Digits<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        // What is near enough is held by a `Number`.
        Cow::Owned(serde_json::from_str(self.0).unwrap_or_else(|_| 0.into()))
    }

    fn is_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E']) || self.as_f64().is_some_and(|number| number.fract() == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::Tree;
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    #[test]
    fn many_lookups_find_what_few_do() {
        let keys: Vec<String> = (0..500).map(|number| format!("key_{number}")).collect();
        let document = json!({"$defs": {"T": {"required": keys}}}).to_string();
        let document = Document::parse("t", document.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let object = |keys: &[String]| {
            let members = keys.iter().rev().map(|key| (key.clone(), Value::Null));
            Value::Object(members.collect()).to_string()
        };
        for (keys, is_valid) in [
            (&keys[..], true),
            (&keys[1..], false),
            (&keys[..499], false),
            (&keys[..70], false),
        ] {
            let text = object(keys);
            assert_eq!(
                schema.is_valid_as_written(&Tree::parse(&text).unwrap()),
                Some(is_valid),
                "{text}"
            );
        }
    }
}
