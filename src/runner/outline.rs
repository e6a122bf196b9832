//! What a case shows of itself at first sight.

use crate::finding::shortened;
use crate::json::{Kind, Node, Tree};
use serde_json::Value;

/// As much of a case as tells its component: the scalars of the object, and the scalars of the first item of `data`.
pub(super) fn outline(tree: &Tree<'_>) -> Value {
    let scalars = |node: Node| -> serde_json::Map<String, Value> {
        let scalar = |child: &Node| !matches!(tree.kind(*child), Kind::Array | Kind::Object);
        tree.children(node)
            .filter(scalar)
            .filter_map(|child| {
                Some((
                    tree.key(child).into_owned(),
                    serde_json::from_str(tree.source(child)).ok()?,
                ))
            })
            .collect()
    };
    if tree.kind(Tree::ROOT) != Kind::Object {
        return Value::Null;
    }
    let mut outline = scalars(Tree::ROOT);
    for child in tree.children(Tree::ROOT) {
        if tree.key(child) != "data" {
            continue;
        }
        let data = match tree.kind(child) {
            Kind::Array => tree
                .children(child)
                .take(1)
                .map(|item| Value::Object(scalars(item)))
                .collect(),
            Kind::Object => Value::Object(scalars(child)),
            _ => continue,
        };
        outline.insert("data".to_owned(), data);
    }
    Value::Object(outline)
}

/// What a case that fits nothing looks like.
pub fn looks(tree: &Tree<'_>) -> String {
    match tree.kind(Tree::ROOT) {
        Kind::Object => {}
        Kind::Array => return "an array".to_owned(),
        _ => return "not an object".to_owned(),
    }
    let says = |key: &str| {
        let child = tree.children(Tree::ROOT).find(|&child| tree.key(child) == key)?;
        Some(format!("`{key}` is {}", shortened(tree.source(child))))
    };
    says("object").or_else(|| says("event")).unwrap_or_else(|| {
        let keys: Vec<String> = tree
            .children(Tree::ROOT)
            .take(4)
            .map(|child| format!("`{}`", tree.key(child)))
            .collect();
        if keys.is_empty() {
            "an empty object".to_owned()
        } else {
            format!("an object with {}", keys.join(", "))
        }
    })
}
