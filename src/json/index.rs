//! Fast lookup of many pointers in one tree.

use super::tree::{Kind, Node, Tree};
use crate::pointer::Pointer;
use std::borrow::Cow;
use std::collections::HashMap;

/// Finds the values at many pointers of one tree. The children of an array or object are indexed when a pointer first leads into
/// it, so that later pointers do not have to walk along its values again.
#[derive(Debug, Default)]
pub struct Index<'a> {
    indexed: HashMap<Node, Children<'a>>,
}

#[derive(Debug)]
enum Children<'a> {
    Items(Vec<Node>),
    Members(HashMap<Cow<'a, str>, Node>),
}

impl<'a> Index<'a> {
    /// The value at a pointer of `tree`, which must be the same tree in every call. Of duplicate keys, the last one counts, as in
    /// [`Tree::at`].
    pub fn at(&mut self, tree: &Tree<'a>, pointer: &Pointer) -> Option<Node> {
        pointer.steps().try_fold(Tree::ROOT, |node, step| {
            let children = match tree.kind(node) {
                Kind::Object | Kind::Array => self.indexed.entry(node).or_insert_with(|| children_of(tree, node)),
                _ => return None,
            };
            match children {
                Children::Items(items) => items.get(step.parse::<usize>().ok()?).copied(),
                Children::Members(members) => members.get(step.as_str()).copied(),
            }
        })
    }
}

fn children_of<'a>(tree: &Tree<'a>, node: Node) -> Children<'a> {
    match tree.kind(node) {
        Kind::Array => Children::Items(tree.children(node).collect()),
        _ => Children::Members(tree.children(node).map(|child| (tree.key(child), child)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_what_the_tree_finds() {
        let tree = Tree::parse(r#"{"a":[1,{"b/c":2}],"d":3,"d":{"":[]},"é":null}"#).unwrap();
        let mut index = Index::default();
        for pointer in [
            "",
            "/a",
            "/a/1/b~1c",
            "/a/2",
            "/a/x",
            "/d",
            "/d/",
            "/d//0",
            "/é",
            "/\\u00e9",
            "/z",
            "/a/0/b",
        ] {
            let pointer = Pointer::from(pointer);
            assert_eq!(index.at(&tree, &pointer), tree.at(&pointer), "{pointer}");
            assert_eq!(index.at(&tree, &pointer), tree.at(&pointer), "{pointer}");
        }
    }
}
