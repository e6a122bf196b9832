//! Are the tags of two branches read as each other's variants?
//!
//! Where the branches have different contents, a text in which only the tag is replaced is not read, so that no text of a single branch
//! shows it. Here the whole object of one branch is put in the place of another one's.

use super::text::{in_text, small};
use crate::check::case::{Token, Tokens, WordPlace, is_for};
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind};
use crate::json::{Kind as JsonKind, Node, Tree};
use crate::schema::Schema;
use crate::subject::Subject;
use std::collections::BTreeMap;

/// More branches of one place are not compared.
const MOST_WORDS: usize = 32;
/// What Rust shows of values that have nothing to do with the tag.
const NAMES_OF_VALUES: [&str; 6] = ["none", "some", "ok", "err", "true", "false"];

/// An object of one branch, in a text that holds it.
struct Sample {
    object: String,
    text: String,
}

/// By place and word, a small object that has the word there.
#[derive(Default)]
pub(super) struct TagPlaces(BTreeMap<String, BTreeMap<String, Sample>>);

impl TagPlaces {
    /// Notes the object around a word of a text. The first texts of a generator hold much that some type refuses, wherever it stands.
    pub(super) fn note(&mut self, context: &CheckContext<'_>, place: &WordPlace<'_, '_>, at: &str) {
        let Some(object) = object_around(context, place) else {
            return;
        };
        let object = context.tree.source(object);
        let samples = self.0.entry(at.to_owned()).or_default();
        let is_much_smaller = samples
            .get(&place.word)
            .is_none_or(|had| object.len() < had.object.len() / 2);
        // To ask the type is what takes time.
        if is_much_smaller && context.shown().is_some() {
            let sample = Sample {
                object: object.to_owned(),
                text: context.tree.text().to_owned(),
            };
            samples.insert(place.word.clone(), sample);
        }
    }

    /// Reports each circle of words once.
    pub(super) fn check(&self, subject: &Subject, schema: &Schema, drafts: &mut Drafts) {
        for (at, samples) in &self.0 {
            let is_value = |word: &String| NAMES_OF_VALUES.iter().any(|name| is_for(name, word));
            if !(2..=MOST_WORDS).contains(&samples.len()) || samples.keys().any(is_value) {
                continue;
            }
            let first = samples.first_key_value().and_then(|(word, sample)| {
                in_text(subject, schema, &sample.text, |context| {
                    are_exchanged(context, schema, (at, word), samples)
                })
            });
            // Where the words can be exchanged, the check of the case tells it.
            if first == Some(true) {
                continue;
            }
            let mut told: Vec<String> = Vec::new();
            for (word, sample) in samples {
                if told.contains(word) {
                    continue;
                }
                let of = |text: &str| {
                    let found = in_text(subject, schema, text, |context| {
                        judge(context, schema, (at, word), samples)
                    });
                    found.flatten()
                };
                let Some((circle, first)) = of(&sample.text) else {
                    continue;
                };
                told.extend(circle);
                let draft = small(&sample.text, |text| of(text).is_some()).and_then(|text| of(&text));
                drafts.push(draft.map_or(first, |(_, draft)| draft));
            }
        }
    }
}

/// The object that a word is a member of.
fn object_around(context: &CheckContext<'_>, place: &WordPlace<'_, '_>) -> Option<Node> {
    let tree = &context.tree;
    let pointer = tree.pointer_to(tree.start(place.node));
    let object = tree.at(&pointer.parent())?;
    (pointer.as_str() != "" && tree.kind(object) == JsonKind::Object).then_some(object)
}

/// Whether the type reads a text with each of the words in the place of its own.
fn are_exchanged(
    context: &CheckContext<'_>,
    schema: &Schema,
    (at, word): (&str, &str),
    samples: &BTreeMap<String, Sample>,
) -> bool {
    let pointer_of = |place: &WordPlace<'_, '_>| context.tree.pointer_to(context.tree.start(place.node));
    let places = WordPlace::all(context, schema);
    let mut places = places.iter();
    let place = places.find(|place| place.word == word && pointer_of(place).in_every_item() == at);
    place.is_some_and(|place| {
        samples
            .keys()
            .all(|other| context.read_other(&place.with(other)).done().is_some())
    })
}

/// The words that are read as each other, that of the text first, and the finding.
fn judge(
    context: &CheckContext<'_>,
    schema: &Schema,
    (at, word): (&str, &str),
    samples: &BTreeMap<String, Sample>,
) -> Option<(Vec<String>, FindingDraft)> {
    let tree = &context.tree;
    let pointer_of = |place: &WordPlace<'_, '_>| tree.pointer_to(tree.start(place.node));
    let mut places = WordPlace::all(context, schema).into_iter();
    let place = places.find(|place| place.word == word && pointer_of(place).in_every_item() == at)?;
    let (pointer, object) = (pointer_of(&place), object_around(context, &place)?);
    let value = context.value().ok()?;
    let listed = schema.words(&value, pointer.as_str());
    let ours = listed.iter().find(|one| one.word == word && one.in_original)?;
    // Each word with what is shown when an object with it stands in the place.
    let mut shown: Vec<(&str, String)> = Vec::new();
    for (word, sample) in samples
        .iter()
        .filter(|(word, _)| listed.iter().any(|one| one.word == **word))
    {
        let object_of_word = match *word == place.word {
            true => tree.source(object),
            false => &sample.object,
        };
        let text = with(tree, object, object_of_word);
        let is_valid = serde_json::from_str(&text).is_ok_and(|value| schema.is_valid(&value));
        if !is_valid || !names_no_other(object_of_word, word, samples) {
            continue;
        }
        shown.extend(context.shown_for(&text).map(|output| (word.as_str(), output)));
    }
    let circle = circle(&shown, word)?;
    // Where the words can be exchanged, the check of the case tells it.
    if circle
        .iter()
        .all(|(word, _)| context.shown_for(&place.with(word)).is_some())
    {
        return None;
    }
    let rest = circle.iter().map(|(word, name)| format!("{word:?} as `{name}`"));
    let message = rest.collect::<Vec<_>>().join(", ").replacen(" as ", " is read as ", 1);
    let draft = context.draft_at(Code::UnreadKey, pointer, message);
    let draft = draft.kind(Kind::Swapped).witness(tree.text().to_owned());
    let words = circle.iter().map(|(word, _)| (*word).to_owned()).collect();
    Some((words, draft.schema_pointer(Some(ours.schema_pointer.clone()))))
}

/// A text with another object in the place of one.
fn with(tree: &Tree<'_>, object: Node, other: &str) -> String {
    let (text, start) = (tree.text(), tree.start(object));
    [&text[..start], other, &text[start + tree.source(object).len()..]].concat()
}

/// Whether an object holds its own word once, and no other word: what is shown for that would be taken for a variant.
fn names_no_other(object: &str, own: &str, samples: &BTreeMap<String, Sample>) -> bool {
    let Ok(tree) = Tree::parse(object) else { return false };
    let mut rest = vec![Tree::ROOT];
    let mut count = 0;
    while let Some(node) = rest.pop() {
        rest.extend(tree.children(node));
        let text = tree.string(node);
        let named = text.and_then(|text| samples.keys().find(|word| is_for(&text, word)));
        match named {
            Some(word) if word != own => return false,
            Some(_) => count += 1,
            None => {}
        }
    }
    count == 1
}

/// The words that lead from one over the names under which they are shown back to it, each with that name.
fn circle<'s>(shown: &'s [(&'s str, String)], first: &str) -> Option<Vec<(&'s str, &'s str)>> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut word = first;
    while found.len() < shown.len() {
        let index = shown.iter().position(|(one, _)| *one == word)?;
        let (next, name) = shown_as(shown, index)?;
        if next == word {
            return None;
        }
        found.push((shown[index].0, name));
        if next == first {
            return Some(found);
        }
        if found.iter().any(|(had, _)| *had == next) {
            return None;
        }
        word = next;
    }
    None
}

/// The only word whose name is shown for a word, and not for another one, with that name.
fn shown_as<'s>(shown: &'s [(&'s str, String)], index: usize) -> Option<(&'s str, &'s str)> {
    let other = &shown[(index + 1) % shown.len()].1;
    let mut common: Vec<&str> = names(other);
    let mut own = names(&shown[index].1);
    own.retain(|name| match common.iter().position(|other| other == name) {
        Some(same) => {
            common.swap_remove(same);
            false
        }
        None => true,
    });
    let mut named = shown.iter().filter_map(|(word, _)| {
        let name = own.iter().find(|name| is_for(name, word))?;
        Some((*word, *name))
    });
    let only = named.next()?;
    named.next().is_none().then_some(only)
}

/// The names in an output that are not those of fields.
fn names(shown: &str) -> Vec<&str> {
    let mut tokens = Tokens { rest: shown };
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(name) if !tokens.rest.starts_with(':') => found.push(name),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(shown: &[(&'static str, &str)], first: &str) -> Option<Vec<(String, String)>> {
        let shown: Vec<(&str, String)> = shown
            .iter()
            .map(|(word, output)| (*word, (*output).to_owned()))
            .collect();
        let found = circle(&shown, first)?.into_iter();
        Some(found.map(|(word, name)| (word.to_owned(), name.to_owned())).collect())
    }

    #[test]
    fn circles_of_names_are_found() {
        let swapped = [
            ("done", "Job { state: Queued(true), n: 1 }"),
            ("queued", "Job { state: Done(3), n: 1 }"),
            ("failed", "Job { state: Failed([]), n: 1 }"),
        ];
        let pair = |word: &str, name: &str| (word.to_owned(), name.to_owned());
        assert_eq!(
            of(&swapped, "done"),
            Some(vec![pair("done", "Queued"), pair("queued", "Done")])
        );
        assert_eq!(of(&swapped, "failed"), None);
        let turned = [("a", "X(B)"), ("b", "X(C { n: 1 })"), ("c", "X(A)")];
        assert_eq!(of(&turned, "b").map(|circle| circle.len()), Some(3));
    }

    #[test]
    fn names_of_fields_and_several_names_say_nothing() {
        // A field with the name of the other word.
        assert_eq!(
            of(&[("from", "Sent { to: 1 }"), ("to", "Got { from: 1 }")], "from"),
            None
        );
        // The variant has one name, and what it holds the other.
        assert_eq!(of(&[("a", "B(A(1))"), ("b", "A(B(1))")], "a"), None);
        assert_eq!(of(&[("a", "A"), ("b", "B")], "a"), None);
        assert_eq!(of(&[("a", "B")], "a"), None);
    }
}
