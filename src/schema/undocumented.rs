//! Keys that a schema does not name.

use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

use super::branches::Branches;
use super::bundle::Bundle;
use super::naming::{Id, Naming, Union};
use super::pointer::{child, item, unescape};

/// A key that the schema does not name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undocumented {
    /// The key's place in the value, a JSON pointer.
    pub pointer: String,
    /// The schema that does not name it, in the published document, as a URI fragment.
    pub schema_pointer: String,
}

/// The branch that was taken for the one that was meant, by union and value.
pub(super) type Choices = HashMap<(String, String), usize>;

/// Looks for the schemas that apply to the parts of one value.
pub(super) struct Search<'s> {
    pub(super) bundle: &'s Bundle,
    pub(super) naming: &'s Naming,
    choices: &'s Choices,
    valid: Branches<'s>,
    found: Vec<Undocumented>,
}

impl<'s> Search<'s> {
    pub(super) fn new(bundle: &'s Bundle, naming: &'s Naming, valid: Branches<'s>, choices: &'s Choices) -> Search<'s> {
        Search {
            bundle,
            naming,
            choices,
            valid,
            found: Vec::new(),
        }
    }

    /// The outermost keys of `value` that the bundle's first schema does not name.
    pub(super) fn undocumented(mut self, value: &Value) -> Vec<Undocumented> {
        self.value(value, "", vec![Naming::START]);
        self.found.sort();
        self.found
    }

    /// The schemas that apply to the value at `pointer`, before references are followed: their published pointers.
    pub(super) fn places(&self, value: &Value, pointer: &str) -> Vec<String> {
        let ids = self.reaching(value, pointer).unwrap_or_default();
        let published = ids
            .iter()
            .map(|&id| self.bundle.published(&self.naming.get(id).pointer));
        published
            .map(|pointer| pointer.trim_start_matches('#').to_owned())
            .collect()
    }

    /// Recursion follows the value, whose depth is bounded.
    fn value(&mut self, value: &Value, at: &str, schemas: Vec<Id>) {
        match value {
            Value::Object(members) => self.object(members, at, &self.applying(schemas, at)),
            Value::Array(items) => {
                let applying = self.applying(schemas, at);
                for (i, element) in items.iter().enumerate() {
                    let of_item = applying
                        .iter()
                        .filter_map(|&id| self.naming.get(id).of_item(i))
                        .collect();
                    self.value(element, &item(at, i), of_item);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, at: &str, applying: &[Id]) {
        let naming = self.naming;
        let schemas = || applying.iter().map(|&id| naming.get(id));
        let names_keys = schemas().find(|schema| schema.names_keys);
        let (Some(names_keys), false) = (names_keys, schemas().any(|schema| schema.free_form)) else {
            return;
        };
        for (key, member) in members {
            let named: Vec<Id> = schemas().flat_map(|schema| schema.of_key(key)).collect();
            if named.is_empty() {
                let schema_pointer = self.bundle.published(&names_keys.pointer);
                self.found.push(Undocumented {
                    pointer: child(at, key),
                    schema_pointer,
                });
            } else if member.is_object() || member.is_array() {
                self.value(member, &child(at, key), named);
            }
        }
    }

    /// The schemas that look at the value at `pointer`, before references are followed; `None` if nothing is there.
    pub(super) fn reaching(&self, value: &Value, pointer: &str) -> Option<Vec<Id>> {
        let mut ids = vec![Naming::START];
        let (mut at, mut here) = (String::new(), value);
        for token in pointer.split('/').skip(1) {
            let token = unescape(token);
            let applying = self.applying(ids, &at);
            let schemas = applying.iter().map(|&id| self.naming.get(id));
            (here, ids) = match here {
                Value::Object(members) => (
                    members.get(token.as_ref())?,
                    schemas.flat_map(|schema| schema.of_key(&token)).collect(),
                ),
                Value::Array(items) => {
                    let index = token.parse().ok()?;
                    let of_item = schemas.filter_map(|schema| schema.of_item(index));
                    (items.get(index)?, of_item.collect())
                }
                _ => return None,
            };
            at = child(&at, &token);
        }
        Some(ids)
    }

    /// The schemas among these, and those that they are made of, which look at the value at `at`.
    pub(super) fn applying(&self, schemas: Vec<Id>, at: &str) -> Vec<Id> {
        self.applying_with(schemas, at, None)
    }

    /// The same, with one branch alone of one of the unions.
    pub(super) fn applying_with(&self, schemas: Vec<Id>, at: &str, chosen: Option<(&Union, Id)>) -> Vec<Id> {
        let (mut order, mut met) = (Vec::new(), HashSet::new());
        let mut rest = schemas;
        rest.reverse();
        while let Some(id) = rest.pop() {
            if !met.insert(id) {
                continue;
            }
            order.push(id);
            let schema = self.naming.get(id);
            let branches = schema.unions.iter().flat_map(|union| match chosen {
                Some((of, branch)) if std::ptr::eq(of, union) => vec![branch],
                _ => self.branches(union, at),
            });
            let mut below: Vec<Id> = schema.parts.iter().copied().chain(branches).collect();
            below.reverse();
            rest.extend(below);
        }
        order
    }

    /// The branches that are valid, or else the one that was most likely meant.
    pub(super) fn branches(&self, union: &Union, at: &str) -> Vec<Id> {
        let is_valid = |branch: &Id| self.valid.is_valid(&self.naming.get(*branch).pointer, at);
        let valid: Vec<Id> = union.branches.iter().copied().filter(is_valid).collect();
        if !valid.is_empty() {
            return valid;
        }
        match self.choices.get(&(union.pointer.clone(), at.to_owned())) {
            Some(best) => union.branches.get(*best).copied().into_iter().collect(),
            // With no way to tell, every branch may name keys.
            None => union.branches.clone(),
        }
    }
}
