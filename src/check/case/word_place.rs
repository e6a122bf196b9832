//! One listed word in a sample, and how the type treats other words in its place.

use super::shown::{Token, Tokens, is_in_name};
use crate::check::context::CheckContext;
use crate::check::culprit::culprit_within;
use crate::json::{Kind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::Attempt;
use serde_json::Value;
use std::ops::Range;

/// So many texts are read to find out whether other values beside a word make it known.
const MOST_READS: usize = 100;

/// What stands between the parts of a value that is shown.
const PARTS: [char; 7] = [',', '(', ')', '[', ']', '{', '}'];

/// A listed word in the case.
pub(in crate::check) struct WordPlace<'e, 'a> {
    pub(super) context: &'e CheckContext<'a>,
    pub(in crate::check) node: Node,
    range: Range<usize>,
    /// The word.
    pub(in crate::check) word: String,
}

impl<'e, 'a> WordPlace<'e, 'a> {
    /// One listed word of the case. The case's id decides which one, so that the choice stays the same while the sample is
    /// shrunk.
    pub(super) fn choose(context: &'e CheckContext<'a>, schema: &Schema) -> Option<WordPlace<'e, 'a>> {
        WordPlace::of(context, chosen(context, schema)?)
    }

    /// All listed words of the case.
    pub(in crate::check) fn all(context: &'e CheckContext<'a>, schema: &Schema) -> Vec<WordPlace<'e, 'a>> {
        let mut nodes = Vec::new();
        each_listed(context, schema, |node, _, _| nodes.push(node));
        nodes
            .into_iter()
            .filter_map(|node| WordPlace::of(context, node))
            .collect()
    }

    fn of(context: &'e CheckContext<'a>, node: Node) -> Option<WordPlace<'e, 'a>> {
        let word = context.tree.string(node)?.into_owned();
        let start = context.tree.start(node);
        Some(WordPlace {
            context,
            node,
            range: start..start + context.tree.source(node).len(),
            word,
        })
    }

    /// How the type treats a word in this place, provided that it treats two unlisted words alike.
    pub(in crate::check) fn treats(&self, word: &str) -> Treatment {
        let looks = self.looks(word);
        let unlisted = unlisted(word, self.context.tree.text());
        let [one, other] = unlisted.as_slice() else {
            return Treatment::Undecided;
        };
        let shown = |substitute: &str| self.context.shown_for(&self.with(substitute));
        match (shown(one), shown(other)) {
            (Some(first), Some(second)) if same(&first.replace(one, other), &second) => looks,
            _ => Treatment::Undecided,
        }
    }

    /// The same, compared with a single unlisted word.
    pub(super) fn looks(&self, word: &str) -> Treatment {
        let unlisted = unlisted(word, self.context.tree.text());
        let Some(substitute) = unlisted.first() else {
            return Treatment::Undecided;
        };
        let shown = self.context.shown_for(&self.with(substitute));
        let Some(shown) = shown.filter(|shown| shown.contains(substitute)) else {
            return Treatment::Undecided;
        };
        let other;
        let read = if word == self.word {
            self.context.read()
        } else {
            other = self.context.read_other(&self.with(word));
            &other
        };
        match read {
            Attempt::Refused(_) => Treatment::Known,
            Attempt::Crashed(_) => Treatment::Undecided,
            Attempt::Done(read) => {
                let other;
                let ours = match word == self.word {
                    true => self.context.shown(),
                    false => {
                        other = self.context.show(read);
                        other.as_deref()
                    }
                };
                match ours {
                    Some(ours) if same(&shown.replace(substitute, word), ours) => Treatment::Unknown,
                    Some(_) => Treatment::Known,
                    None => Treatment::Undecided,
                }
            }
        }
    }

    /// Whether the word is known beside other values. Where a variant refuses one of its values, a text is read as one that holds an
    /// unlisted word, although the type knows the word.
    pub(in crate::check) fn is_known_beside_other_values(&self) -> bool {
        let tree = &self.context.tree;
        let pointer = tree.pointer_to(tree.start(self.node));
        let known = |text: &str| self.is_known_in(text, &pointer) == Some(true);
        culprit_within(MOST_READS, tree.text(), known, |_| Vec::new()).is_some()
    }

    /// Whether another text that has the word at the pointer is read in another way than with an unlisted word.
    fn is_known_in(&self, text: &str, pointer: &Pointer) -> Option<bool> {
        let tree = Tree::parse(text).ok()?;
        let node = tree.at(pointer)?;
        let substitute = unlisted(&self.word, text).into_iter().next()?;
        if tree.string(node)? != self.word.as_str() {
            return None;
        }
        let start = tree.start(node);
        let end = start + tree.source(node).len();
        let changed = [
            &text[..start],
            &Value::from(substitute.as_str()).to_string(),
            &text[end..],
        ]
        .concat();
        let shown = self.context.shown_for(&changed)?.replace(&substitute, &self.word);
        Some(!same(&shown, &self.context.shown_for(text)?))
    }

    /// Whether the type may treat the word of the case like an unlisted one; what it shows for the case says that without another call.
    pub(super) fn may_be_unknown(&self) -> bool {
        let shown = self.context.shown();
        shown.is_some_and(|shown| may_be_unknown(shown, &self.word))
    }

    /// The case with another word in this place.
    pub(in crate::check) fn with(&self, word: &str) -> String {
        let text = self.context.tree.text();
        let word = Value::from(word).to_string();
        [&text[..self.range.start], &word, &text[self.range.end..]].concat()
    }
}

/// How a type treats a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Treatment {
    /// Differently than an unlisted word.
    Known,
    /// Like an unlisted word.
    Unknown,
    /// Undecided: the type does not keep unlisted words, or `Debug` does not show them.
    Undecided,
}

/// Whether two values are shown alike, apart from the order of parts: a hash map shows its entries in a different order each
/// time.
fn same(one: &str, other: &str) -> bool {
    fn sorted(shown: &str) -> Vec<&str> {
        let pieces = shown.split(PARTS);
        let mut pieces: Vec<&str> = pieces.map(str::trim).collect();
        pieces.sort_unstable();
        pieces
    }
    one == other || (one.len() == other.len() && sorted(one) == sorted(other))
}

/// Whether a word may be shown like an unlisted word, of which all is shown. If not, that need not be tried.
fn may_be_unknown(shown: &str, word: &str) -> bool {
    if word.contains(PARTS) {
        return true;
    }
    let word = word.trim();
    if !shown.contains(word) {
        return false;
    }
    if !word.chars().all(is_in_name) {
        return true;
    }
    // The names of fields are the same whatever the word is.
    let mut tokens = Tokens { rest: shown };
    while let Some(token) = tokens.next() {
        let is_around = match token {
            Token::Word(name) => name.contains(word) && !tokens.rest.starts_with(':'),
            Token::Text(text) => text.contains(word),
            Token::Sign(_) => false,
        };
        if is_around {
            return true;
        }
    }
    false
}

/// Two unlisted words of the same length, with letters for letters and digits for digits.
fn unlisted(word: &str, text: &str) -> Vec<String> {
    let turned = |base: u8, size: u8, byte: u8, by: u8| char::from(base + (byte - base + by) % size);
    let shifted = |by: u8| -> String {
        let shift = |character: char| match character {
            'a'..='z' => turned(b'a', 26, character as u8, by),
            'A'..='Z' => turned(b'A', 26, character as u8, by),
            '0'..='9' => turned(b'0', 10, character as u8, by % 9 + 1),
            other => other,
        };
        word.chars().map(shift).collect()
    };
    let is_new = |substitute: &String| substitute != word && !text.contains(substitute.as_str());
    let mut found: Vec<String> = Vec::new();
    for substitute in [7, 19, 11, 3, 23, 5, 17].into_iter().map(shifted).filter(is_new) {
        if found.len() < 2 && !found.contains(&substitute) {
            found.push(substitute);
        }
    }
    found
}

/// The node of one listed word in the case.
fn chosen(context: &CheckContext<'_>, schema: &Schema) -> Option<Node> {
    let mut best: Option<(u64, Node)> = None;
    each_listed(context, schema, |node, key, word| {
        let rank = (context.case.id.hash(&[key, word]), node);
        if best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    });
    best.map(|(_, node)| node)
}

/// Calls `found` with the node, key and text of each listed word in the case.
fn each_listed(context: &CheckContext<'_>, schema: &Schema, mut found: impl FnMut(Node, &str, &str)) {
    let tree = &context.tree;
    // Each node with the key that it belongs to, also through arrays.
    let mut rest: Vec<(Node, Option<Node>)> = vec![(Tree::ROOT, None)];
    while let Some((node, under)) = rest.pop() {
        match tree.kind(node) {
            Kind::Object => rest.extend(tree.children(node).map(|child| (child, Some(child)))),
            Kind::Array => rest.extend(tree.children(node).map(|child| (child, under))),
            Kind::String => {
                let (Some(under), Some(word)) = (under, tree.string(node)) else {
                    continue;
                };
                let key = tree.key(under);
                if schema.lists(&key, &word) {
                    found(node, &key, &word);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_shown_is_not_shown_like_an_unlisted_one() {
        assert!(!may_be_unknown("Run { status: InProgress }", "in_progress"));
        assert!(may_be_unknown(r#"Run { status: Other("in_progress") }"#, "in_progress"));
        assert!(!may_be_unknown("Tool { function: Named, kind: Function }", "function"));
        assert!(may_be_unknown("Tool { function: Named, kind: function }", "function"));
        // Its parts may be shown in another order.
        assert!(may_be_unknown("Run { status: Both }", "a,b"));
        assert!(may_be_unknown("Run { word: a }", " a"));
    }
}
