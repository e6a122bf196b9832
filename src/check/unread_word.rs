//! Does the type take a listed word for one that nobody knows?

use super::{CheckContext, Sink, swapped_words};
use crate::finding::Code;
use crate::json::{Kind, Node, Tree};
use crate::schema::Schema;
use crate::subject::{Attempt, Decoder};
use serde_json::Value;
use std::ops::Range;

/// Examines one word of a sample, which the case's id decides on, so that it stays the same while the sample is made smaller.
pub(super) fn check_case(context: &CheckContext<'_>, schema: &Schema, sink: &mut Sink) {
    let Some(chosen) = chosen(context, schema) else { return };
    let Some(word) = context.tree.string(chosen).map(std::borrow::Cow::into_owned) else {
        return;
    };
    let start = context.tree.start(chosen);
    let place = Place {
        context,
        node: chosen,
        range: start..start + context.tree.source(chosen).len(),
        word,
    };
    let word = place.word.as_str();
    swapped_words::check_case(&place, schema, sink);
    // What the schema lists costs more than to ask the type.
    if place.looks(word) != Treated::Unknown || place.treats(word) != Treated::Unknown {
        return;
    }
    let pointer = context.tree.pointer_to(start);
    let Ok(value) = context.value() else { return };
    let listed = schema.words(&value, pointer.as_str());
    let ours = listed.iter().find(|listed| listed.word == word);
    let Some(ours) = ours.filter(|ours| ours.in_original) else {
        return;
    };
    let others: Vec<&str> = listed
        .iter()
        .map(|listed| listed.word.as_str())
        .filter(|other| *other != word)
        .collect();
    let turn = context.case.id.hash(&[]) as usize;
    let others = (0..others.len().min(MOST_OTHERS)).map(|index| others[(turn % others.len() + index) % others.len()]);
    let is_known = |other: &&str| place.treats(other) == Treated::Expectations;
    let Some(other) = others.into_iter().find(is_known) else {
        return;
    };
    // Else what `Debug` shows may differ from one time to the next.
    let is_so = (0..ROUNDS).all(|_| place.treats(word) == Treated::Unknown && is_known(&other));
    if !is_so || context.is_valid() != Some(Ok(true)) {
        return;
    }
    let mut hit = context.hit_at(pointer);
    hit.kind = Some("word");
    hit.schema_pointer = Some(ours.schema_pointer.clone());
    hit.message = format!("{word:?} is taken for a word that nobody knows, as {other:?} is not");
    sink.hit(Code::UnreadKey, hit);
}

/// So many other words of a place are tried; another case tries others.
const MOST_OTHERS: usize = 4;
/// So often everything is asked again before the type is accused.
const ROUNDS: usize = 3;

/// One of the listed words in the case.
fn chosen(context: &CheckContext<'_>, schema: &Schema) -> Option<Node> {
    let tree = &context.tree;
    let mut best: Option<(u64, Node)> = None;
    // With the key that each stands under, be it in an array.
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
                if !schema.lists(&key, &word) {
                    continue;
                }
                let rank = (context.case.id.hash(&[&key, &word]), node);
                if best.is_none_or(|best| rank < best) {
                    best = Some(rank);
                }
            }
            _ => {}
        }
    }
    best.map(|(_, node)| node)
}

/// What a type makes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treated {
    /// Something else than of a word that nobody knows.
    Expectations,
    /// The same.
    Unknown,
    /// It does not keep words that nobody knows, or does not show them.
    Undecided,
}

/// Where a word stands in the case.
pub(super) struct Place<'e, 'a> {
    pub(super) context: &'e CheckContext<'a>,
    pub(super) node: Node,
    range: Range<usize>,
    /// The word that stands there.
    pub(super) word: String,
}

impl Place<'_, '_> {
    /// What the type makes of a word there, given that it keeps two words that nobody knows alike.
    fn treats(&self, word: &str) -> Treated {
        let looks = self.looks(word);
        let strangers = strangers(word, self.context.tree.text());
        let [one, other] = strangers.as_slice() else {
            return Treated::Undecided;
        };
        let shown = |stranger: &str| self.context.shown(&self.with(stranger));
        match (shown(one), shown(other)) {
            (Some(first), Some(second)) if same(&first.replace(one, other), &second) => looks,
            _ => Treated::Undecided,
        }
    }

    /// The same without a second stranger.
    fn looks(&self, word: &str) -> Treated {
        let strangers = strangers(word, self.context.tree.text());
        let Some(stranger) = strangers.first() else {
            return Treated::Undecided;
        };
        let shown = self.context.shown(&self.with(stranger));
        let Some(shown) = shown.filter(|shown| shown.contains(stranger)) else {
            return Treated::Undecided;
        };
        let other;
        let read = if word == self.word {
            self.context.read()
        } else {
            other = self.context.read_through(Decoder::FromStr, &self.with(word));
            &other
        };
        match read {
            Attempt::Refused(_) => Treated::Expectations,
            Attempt::Crashed(_) => Treated::Undecided,
            Attempt::Done(read) => match self.context.show(read) {
                Some(ours) if same(&shown.replace(stranger, word), &ours) => Treated::Unknown,
                Some(_) => Treated::Expectations,
                None => Treated::Undecided,
            },
        }
    }

    /// The case with another word there.
    pub(super) fn with(&self, word: &str) -> String {
        let text = self.context.tree.text();
        let word = Value::from(word).to_string();
        [&text[..self.range.start], &word, &text[self.range.end..]].concat()
    }
}

/// Whether two values are shown alike, piece by piece. A hash map shows its entries in another order each time.
fn same(one: &str, other: &str) -> bool {
    fn sorted(shown: &str) -> Vec<&str> {
        let pieces = shown.split([',', '(', ')', '[', ']', '{', '}']);
        let mut pieces: Vec<&str> = pieces.map(str::trim).collect();
        pieces.sort_unstable();
        pieces
    }
    one == other || (one.len() == other.len() && sorted(one) == sorted(other))
}

/// Two words that nobody knows, as long as this one, with letters for its letters and digits for its digits.
fn strangers(word: &str, text: &str) -> Vec<String> {
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
    let is_new = |stranger: &String| stranger != word && !text.contains(stranger.as_str());
    let mut found: Vec<String> = Vec::new();
    for stranger in [7, 19, 11, 3, 23, 5, 17].into_iter().map(shifted).filter(is_new) {
        if found.len() < 2 && !found.contains(&stranger) {
            found.push(stranger);
        }
    }
    found
}
