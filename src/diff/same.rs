//! A fast test for equality of two JSON texts.

use crate::json::{Kind, Node, Tree, same_number};

/// Objects with more keys than this are only recognized as equal if their keys have the same order.
const MOST_KEYS: usize = u64::BITS as usize;

/// Whether two texts are equal as JSON. `false` may also mean that the test was too costly; then
/// [`differences`](super::differences) decides.
pub(super) fn same(before: &Tree<'_>, after: &Tree<'_>) -> bool {
    same_values(before, Tree::ROOT, after, Tree::ROOT)
}

/// Whether two values of two texts are equal as JSON; `false` may also mean that the test was too costly.
pub(super) fn same_values(before: &Tree<'_>, old: Node, after: &Tree<'_>, new: Node) -> bool {
    let mut pairs = Pairs {
        before,
        after,
        open: vec![(old, new)],
        members: Vec::new(),
    };
    while let Some((old, new)) = pairs.open.pop() {
        if !pairs.value(old, new) {
            return false;
        }
    }
    true
}

struct Pairs<'t, 'a, 'b> {
    before: &'t Tree<'a>,
    after: &'t Tree<'b>,
    open: Vec<(Node, Node)>,
    members: Vec<Node>,
}

impl Pairs<'_, '_, '_> {
    fn value(&mut self, old: Node, new: Node) -> bool {
        let (before, after) = (self.before, self.after);
        match (before.kind(old), after.kind(new)) {
            (Kind::Object, Kind::Object) => self.members(old, new),
            (Kind::Array, Kind::Array) => {
                let (mut ours, mut theirs) = (before.children(old), after.children(new));
                loop {
                    match (ours.next(), theirs.next()) {
                        (Some(old), Some(new)) if self.pair(old, new) => {}
                        (None, None) => return true,
                        _ => return false,
                    }
                }
            }
            (Kind::Number, Kind::Number) => same_number(before.source(old), after.source(new)),
            (ours, theirs) if ours == theirs => {
                before.source(old) == after.source(new)
                    || (ours == Kind::String && before.string(old) == after.string(new))
            }
            _ => false,
        }
    }

    /// Compares scalars at once, and queues arrays and objects.
    fn pair(&mut self, old: Node, new: Node) -> bool {
        if matches!(self.before.kind(old), Kind::Object | Kind::Array) {
            self.open.push((old, new));
            return true;
        }
        self.value(old, new)
    }

    /// If a key occurs twice, the first occurrences are compared with each other, and then the second ones.
    fn members(&mut self, old: Node, new: Node) -> bool {
        let (before, after) = (self.before, self.after);
        let mut theirs = std::mem::take(&mut self.members);
        theirs.clear();
        theirs.extend(after.children(new));
        let same = self.each(before.children(old), &theirs);
        self.members = theirs;
        same
    }

    fn each(&mut self, ours: impl Iterator<Item = Node>, theirs: &[Node]) -> bool {
        let (before, after) = (self.before, self.after);
        if theirs.len() > MOST_KEYS {
            let mut left = theirs.iter();
            for old in ours {
                let partner = left.next().filter(|new| before.same_key(old, after, **new));
                if !partner.is_some_and(|new| self.pair(old, *new)) {
                    return false;
                }
            }
            return left.next().is_none();
        }
        let mut taken = 0_u64;
        for old in ours {
            let first_left = taken.trailing_ones() as usize;
            let is_partner = |&at: &usize| taken >> at & 1 == 0 && before.same_key(old, after, theirs[at]);
            let Some(partner) = (first_left..theirs.len()).find(is_partner) else {
                return false;
            };
            taken |= 1 << partner;
            if !self.pair(old, theirs[partner]) {
                return false;
            }
        }
        taken.count_ones() as usize == theirs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::differences_one_by_one;
    use super::*;

    /// Texts found equal have no differences. For these texts the reverse holds too.
    #[test]
    fn it_agrees_with_the_differences() {
        let many = |last: &str| {
            let keys: Vec<String> = (0..70).map(|key| format!(r#""k{key}":{key}"#)).collect();
            format!("{{{},{last}}}", keys.join(","))
        };
        let texts = [
            r#"{"a":1,"b":[1,"x",{"c":null}],"d":"\u00e9"}"#.to_owned(),
            r#"{"d":"é","b":[1.0,"x",{"c":null}],"a":1e0}"#.to_owned(),
            r#"{"d":"e","b":[1.0,"x",{"c":null}],"a":1e0}"#.to_owned(),
            r#"{"a":1,"a":2}"#.to_owned(),
            r#"{"a":2,"a":1}"#.to_owned(),
            r#"{"a":1,"b":1}"#.to_owned(),
            r#"{"a":1}"#.to_owned(),
            r#"{"a":1,"b":1,"c":1}"#.to_owned(),
            "{}".to_owned(),
            "[]".to_owned(),
            "[[1],{}]".to_owned(),
            "[[1],{},2]".to_owned(),
            "[[1],[]]".to_owned(),
            "1".to_owned(),
            "\"1\"".to_owned(),
            "true".to_owned(),
            "false".to_owned(),
            many(r#""z":1"#),
            many(r#""y":1"#),
            many(r#""z":1,"y":1"#),
        ];
        for a in &texts {
            for b in &texts {
                let (a, b) = (Tree::parse(a).unwrap(), Tree::parse(b).unwrap());
                let differ = !differences_one_by_one(&a, &b).is_empty();
                assert_eq!(same(&a, &b), !differ, "{} {}", a.text(), b.text());
            }
        }
    }
}
