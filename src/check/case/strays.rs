//! Values that `Debug` shows in fields of other names.

use super::shown::is_for;
use crate::json::{Kind, Node};

/// A key of an object.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) object: Node,
    pub(super) node: Node,
    pub(super) kind: Kind,
    pub(super) key: String,
}

/// A value that is shown in a field of another name.
#[derive(Debug)]
pub(super) struct Stray<'m> {
    /// The key of the value.
    pub(super) step: &'m Step,
    /// The name of the field.
    field: String,
}

impl Stray<'_> {
    /// Whether the field is that of a key.
    pub(super) fn is_in_field_of(&self, key: &str) -> bool {
        is_for(&self.field, key)
    }
}

/// The value at a path that is shown in a field of another name: the value at its end, or an object around it if all else is in
/// place. `fields` are the names around it in the output, outermost first.
pub(super) fn stray<'m>(path: &'m [Step], fields: &[&str]) -> Option<Stray<'m>> {
    let own = path.last()?;
    let innermost = fields.last()?;
    // A structure that wraps the value has a field of its own, behind that of the key.
    let behind = fields.get(path.len() - 1..).unwrap_or_default();
    if !is_for(innermost, &own.key) && !behind.iter().any(|field| is_for(field, &own.key)) {
        return Some(Stray {
            step: own,
            field: (*innermost).to_owned(),
        });
    }
    if fields.len() != path.len() {
        return None;
    }
    let mut others = path
        .iter()
        .zip(fields)
        .filter(|(step, field)| !is_for(field, &step.key));
    match (others.next(), others.next()) {
        (Some((step, field)), None) => Some(Stray {
            step,
            field: (*field).to_owned(),
        }),
        _ => None,
    }
}

/// Values of one object that are shown in each other's fields: each in that of the next, the last in that of the first. The
/// first is the one with the smallest key.
pub(super) fn circles(strays: &[Stray<'_>]) -> Vec<Vec<Node>> {
    let next = |stray: &Stray<'_>| {
        strays.iter().find(|other| {
            let is_sibling = other.step.object == stray.step.object && other.step.kind == stray.step.kind;
            is_sibling && is_for(&stray.field, &other.step.key)
        })
    };
    let mut found = Vec::new();
    for start in strays {
        let mut circle = vec![start.step.node];
        let mut here = start;
        while let Some(other) = next(here) {
            if other.step.node == start.step.node {
                found.push(circle);
                break;
            }
            // Each circle is followed from its smallest key only.
            if other.step.key < start.step.key || circle.contains(&other.step.node) {
                break;
            }
            circle.push(other.step.node);
            here = other;
        }
    }
    found.retain(|circle| circle.len() > 1);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Tree;

    fn path(tree: &Tree<'_>, keys: &[&str]) -> Vec<Step> {
        let mut object = Tree::ROOT;
        let step = |key: &&str| {
            let node = tree.children(object).find(|child| tree.key(*child) == *key).unwrap();
            let step = Step {
                object,
                node,
                kind: tree.kind(node),
                key: (*key).to_owned(),
            };
            object = node;
            step
        };
        keys.iter().map(step).collect()
    }

    const TEXT: &str = r#"{"a":1,"b":2,"c":3,"start":{"lat":4},"end":{"lat":5},"x":{"start":{"lat":6}}}"#;

    fn found(keys: &[&str], fields: &[&str]) -> Option<(String, String)> {
        let tree = Tree::parse(TEXT).unwrap();
        let path = path(&tree, keys);
        stray(&path, fields).map(|stray| (stray.step.key.clone(), stray.field))
    }

    fn shown(key: &str, field: &str) -> Option<(String, String)> {
        Some((key.to_owned(), field.to_owned()))
    }

    #[test]
    fn a_value_in_a_field_of_another_name_is_a_stray() {
        assert_eq!(found(&["a"], &["a"]), None);
        assert_eq!(found(&["a"], &["b"]), shown("a", "b"));
        assert_eq!(found(&["a"], &[]), None);
        assert_eq!(found(&["start", "lat"], &["start", "lon"]), shown("lat", "lon"));
    }

    #[test]
    fn the_field_of_a_structure_around_the_value_does_not_count() {
        assert_eq!(found(&["a"], &["a", "value"]), None);
        assert_eq!(found(&["a"], &["a", "b"]), None);
    }

    #[test]
    fn an_object_in_another_field_is_a_stray_if_all_else_is_in_place() {
        assert_eq!(found(&["start", "lat"], &["end", "lat"]), shown("start", "end"));
        assert_eq!(found(&["x", "start", "lat"], &["y", "end", "lat"]), None);
        assert_eq!(found(&["start", "lat"], &["inner", "end", "lat"]), None);
    }

    #[test]
    fn values_in_the_fields_of_each_other_are_a_circle() {
        let tree = Tree::parse(TEXT).unwrap();
        let of = |pairs: &[(&str, &str)]| {
            let paths: Vec<(Vec<Step>, &str)> =
                pairs.iter().map(|(key, field)| (path(&tree, &[key]), *field)).collect();
            let strays: Vec<Stray<'_>> = paths.iter().filter_map(|(path, field)| stray(path, &[field])).collect();
            let keys = |circle: Vec<Node>| circle.into_iter().map(|node| tree.key(node).into_owned()).collect();
            circles(&strays).into_iter().map(keys).collect::<Vec<Vec<String>>>()
        };
        assert_eq!(of(&[("b", "a"), ("a", "b")]), [["a", "b"]]);
        assert_eq!(of(&[("c", "a"), ("a", "b"), ("b", "c")]), [["a", "b", "c"]]);
        assert!(of(&[("a", "b"), ("b", "c")]).is_empty());
        // An object is not swapped with a number.
        assert!(of(&[("a", "end"), ("end", "a")]).is_empty());
    }
}
