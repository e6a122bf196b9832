//! Keys that a type writes twice in one object, such as a key of two flattened structs.

use crate::check::context::CheckContext;
use crate::finding::{Code, FindingDraft, Kind, shortened};
use crate::json::{Kind as JsonKind, Node, Tree};
use crate::pointer::Pointer;
use std::borrow::Cow;
use std::collections::HashMap;

/// A key that is written twice, and both members as they are written.
pub(super) struct WrittenTwice {
    /// The place of the key.
    pub(super) pointer: Pointer,
    key: String,
    written: String,
}

/// The keys that are written twice, although the case has no key twice.
pub(super) fn written_twice(context: &CheckContext<'_>) -> Vec<WrittenTwice> {
    // Two texts without a difference have the same keys as often.
    if context.differences().is_none_or(<[_]>::is_empty) || context.has_duplicate_keys() {
        return Vec::new();
    }
    match context.written().map(Tree::parse) {
        Some(Ok(tree)) if tree.has_duplicate_keys() => repeated(&tree),
        _ => Vec::new(),
    }
}

fn repeated(tree: &Tree<'_>) -> Vec<WrittenTwice> {
    let mut found = Vec::new();
    let mut rest = vec![Tree::ROOT];
    while let Some(node) = rest.pop() {
        rest.extend(tree.children(node));
        if tree.kind(node) != JsonKind::Object {
            continue;
        }
        let mut members: HashMap<Cow<'_, str>, Node> = HashMap::new();
        for child in tree.children(node) {
            if let Some(first) = members.insert(tree.key(child), child) {
                let member = |node| format!("{:?}:{}", tree.key(node), tree.source(node));
                found.push(WrittenTwice {
                    pointer: tree.pointer_to(tree.start(child)),
                    key: tree.key(child).into_owned(),
                    written: format!("{},{}", member(first), member(child)),
                });
            }
        }
    }
    found
}

impl WrittenTwice {
    /// The finding about it.
    pub(super) fn draft(self, context: &CheckContext<'_>) -> FindingDraft {
        let message = format!("the key {:?} is written twice", self.key);
        context
            .draft_at(Code::Lossy, self.pointer, message)
            .kind(Kind::DuplicateKey)
            .schema_pointer(context.schema.map(|schema| schema.pointer().to_owned()))
            .wrote(Some(shortened(self.written)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_that_stands_twice_is_found_with_both_members() {
        let tree = Tree::parse(r#"{"a":[{"x":1,"y":2,"x":null}],"b":{"x":1}}"#).unwrap();
        let found = repeated(&tree);
        let [found] = found.as_slice() else { panic!() };
        assert_eq!(found.pointer.as_str(), "/a/0/x");
        assert_eq!(found.written, r#""x":1,"x":null"#);
    }
}
