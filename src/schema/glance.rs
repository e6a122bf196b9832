//! Whether a schema names all keys of a valid text, told without a second validation.
//!
//! Which branches of a union apply is told by signs: the types that a branch allows, the keys that it requires, the strings
//! that it allows under a key. In a valid value a union has a valid branch, so if signs exclude all branches but one, that is
//! the one. If they leave several, the question is left to the validator.

use crate::json::{Kind, Node, Tree};

use super::naming::{Id, Named, Naming, Union};

/// Whether the first schema of `naming` is sure to name every key of a text that is valid under it. The tree is as written,
/// and has no key twice.
pub(super) fn names_all(naming: &Naming, valid: &Tree<'_>) -> bool {
    let mut glance = Glance {
        naming,
        tree: valid,
        applying: vec![Naming::START],
    };
    glance.value(Tree::ROOT, 0)
}

struct Glance<'n, 't, 'a> {
    naming: &'n Naming,
    tree: &'t Tree<'a>,
    /// The schemas of the values on the way to the one that is looked at, one run of them behind the other.
    applying: Vec<Id>,
}

/// So many schemas of one value are looked at; more are left to the validator, since each is searched for among them.
const FEW_ENOUGH: usize = 256;
/// How many references and parts are followed to tell a branch by its signs.
const FAR_ENOUGH: usize = 8;

impl<'n> Glance<'n, '_, '_> {
    /// Looks at a value whose schemas stand in `applying` from `start` on.
    fn value(&mut self, value: Node, start: usize) -> bool {
        let (tree, kind) = (self.tree, self.tree.kind(value));
        if !matches!(kind, Kind::Object | Kind::Array) {
            return true;
        }
        if !self.spread(value, start) {
            return false;
        }
        let end = self.applying.len();
        let naming = self.naming;
        match kind {
            Kind::Object => {
                let schemas = || self.applying[start..end].iter().map(|&id| naming.get(id));
                if !schemas().any(|schema| schema.names_keys) || schemas().any(|schema| schema.free_form) {
                    return true;
                }
                tree.children(value).all(|member| {
                    let key = tree.plain_key(member);
                    if !matches!(tree.kind(member), Kind::Object | Kind::Array) {
                        return self.applying[start..end].iter().any(|&id| naming.get(id).names(key));
                    }
                    self.inside(start, end, |schema, into| into.extend(schema.of_key(key)));
                    let all = self.applying.len() > end && self.value(member, end);
                    self.applying.truncate(end);
                    all
                })
            }
            _ => tree.children(value).enumerate().all(|(index, item)| {
                self.inside(start, end, |schema, into| into.extend(schema.of_item(index)));
                let all = self.value(item, end);
                self.applying.truncate(end);
                all
            }),
        }
    }

    /// Puts the schemas of something inside a value behind the others.
    fn inside(&mut self, start: usize, end: usize, schemas: impl Fn(&'n Named, &mut Vec<Id>)) {
        for at in start..end {
            let schema = self.naming.get(self.applying[at]);
            schemas(schema, &mut self.applying);
        }
    }

    /// Adds what the schemas from `start` on are made of, as far as it applies to the value; `false` if there is no telling.
    fn spread(&mut self, value: Node, start: usize) -> bool {
        let mut at = start;
        while at < self.applying.len() {
            let schema = self.naming.get(self.applying[at]);
            at += 1;
            // What stands under a condition need not hold.
            if schema.parts.len() > schema.all.len() || schema.all.len() + at - start > FEW_ENOUGH {
                return false;
            }
            for part in &schema.all {
                self.add(start, *part);
            }
            for union in &schema.unions {
                match self.branch(union, value) {
                    Some(branch) => self.add(start, branch),
                    None => return false,
                }
            }
        }
        true
    }

    fn add(&mut self, start: usize, id: Id) {
        if !self.applying[start..].contains(&id) {
            self.applying.push(id);
        }
    }

    /// The only branch that no sign excludes.
    fn branch(&self, union: &Union, value: Node) -> Option<Id> {
        let mut left = union
            .branches
            .iter()
            .filter(|branch| !self.excludes(**branch, value, FAR_ENOUGH));
        let branch = left.next()?;
        left.next().is_none().then_some(*branch)
    }

    fn excludes(&self, id: Id, value: Node, far: usize) -> bool {
        let schema = self.naming.get(id);
        schema.sign.excludes(self.tree, value)
            || (far > 0 && schema.all.iter().any(|part| self.excludes(*part, value, far - 1)))
    }
}

#[cfg(test)]
mod tests {
    use crate::json::Tree;
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    fn names_all(schema: Value, value: Value) -> bool {
        let document = Document::parse("t", json!({"$defs": {"T": schema}}).to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        assert!(schema.is_valid(&value), "{value}");
        let text = value.to_string();
        let tree = Tree::parse(&text).unwrap();
        assert_eq!(schema.is_valid_as_written(&tree), Some(true), "{value}");
        let all = schema.names_all(&tree);
        // It must not say so where there is one.
        assert!(!all || schema.undocumented(&value).is_empty(), "{value}");
        all
    }

    #[test]
    fn a_union_told_by_a_tag_or_a_type_needs_no_validation() {
        let branch = |tag: &str, key: &str| json!({"type": "object", "properties": {"type": {"enum": [tag]}, key: {"type": "string"}}, "required": ["type"]});
        let union = json!({"anyOf": [{"type": "null"}, {"oneOf": [branch("a", "x"), branch("b", "y")]}]});
        assert!(names_all(union.clone(), json!(null)));
        assert!(names_all(union.clone(), json!({"type": "a", "x": ""})));
        assert!(!names_all(union.clone(), json!({"type": "a", "y": ""})));
        let list = json!({"type": "array", "items": union});
        assert!(names_all(
            list.clone(),
            json!([{"type": "a", "x": ""}, {"type": "b", "y": ""}, null])
        ));
        assert!(!names_all(
            list,
            json!([{"type": "a", "x": ""}, {"type": "b", "y": "", "z": 1}])
        ));
    }

    #[test]
    fn a_union_that_no_sign_tells_is_left_to_the_validator() {
        let branch = |key: &str| json!({"type": "object", "properties": {key: {"type": "string"}}});
        assert!(!names_all(
            json!({"anyOf": [branch("x"), branch("y")]}),
            json!({"x": ""})
        ));
    }

    #[test]
    fn free_form_objects_and_optional_keys_are_as_for_the_validator() {
        assert!(names_all(json!({"type": "object"}), json!({"any": {"thing": 1}})));
        let open = json!({"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "integer"}});
        assert!(names_all(open, json!({"a": 1, "b": 2})));
        let conditional = json!({"properties": {"a": {}, "b": {}}, "if": {"required": ["a"]}, "then": {}});
        assert!(!names_all(conditional, json!({"a": 1, "b": 2})));
    }
}
