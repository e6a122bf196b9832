//! Is the word of one branch treated like a word that no branch lists, and the word of another branch not?
//!
//! A text of a single branch shows that only where the words of other branches are known beside the same values. Where each branch
//! requires keys of its own, every other word is unknown there as well, so that texts of several branches are compared.

use super::swapped_tags::TagPlaces;
use super::text::{in_text, small};
use crate::check::case::{Treatment, WordPlace};
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind};
use crate::generate::{Generator, Plan};
use crate::schema::Schema;
use crate::subject::Subject;
use std::collections::BTreeMap;

const SEED: u64 = 1;
/// Texts that are made, and the longest of them that is read: the first cases of a generator cover the branches.
const MOST_SAMPLES: usize = 100;
const LONGEST: usize = 64 << 10;
/// Texts in which one word of a place is tried.
const MOST_TEXTS: usize = 3;

/// How a word of a place was treated.
#[derive(Default)]
struct Seen {
    tried: usize,
    is_known: bool,
    /// The first text in which it was treated like an unlisted word.
    unknown: Option<String>,
}

/// Reports the words that are unknown in texts of their own branch, at places where the word of another branch is known.
pub(super) fn check_tags(subject: &Subject, schema: &Schema, drafts: &mut Drafts) {
    if !subject.shows() || schema.all_words().len() < 2 {
        return;
    }
    let Ok(plan) = Plan::new(schema.json_schema()) else {
        return;
    };
    // By place and word.
    let mut seen: BTreeMap<(String, String), Seen> = BTreeMap::new();
    let mut places = TagPlaces::default();
    let samples = Generator::new(&plan, schema.name(), SEED).take(MOST_SAMPLES);
    for made in samples.filter(|made| made.mutant.is_none()) {
        let text = made.text();
        if text.len() <= LONGEST {
            in_text(subject, schema, &text, |context| {
                note(context, schema, &mut seen, &mut places);
            });
        }
    }
    for ((at, word), one) in &seen {
        let Some(text) = one.unknown.as_ref().filter(|_| !one.is_known) else {
            continue;
        };
        let others = seen
            .iter()
            .filter(|((other_at, _), other)| other_at == at && other.is_known);
        let known: Vec<&str> = others.map(|((_, other), _)| other.as_str()).collect();
        if known.is_empty() {
            continue;
        }
        let of = |text: &str| {
            let draft = in_text(subject, schema, text, |context| {
                judge(context, schema, (at, word), &known)
            });
            draft.flatten()
        };
        let Some(first) = of(text) else { continue };
        let draft = small(text, |text| of(text).is_some()).and_then(|text| of(&text));
        drafts.push(draft.unwrap_or(first));
    }
    places.check(subject, schema, drafts);
}

/// Notes how the words of a text are treated, and the objects that they are members of.
fn note(
    context: &CheckContext<'_>,
    schema: &Schema,
    seen: &mut BTreeMap<(String, String), Seen>,
    places: &mut TagPlaces,
) {
    if context.has_duplicate_keys() {
        return;
    }
    for place in WordPlace::all(context, schema) {
        let pointer = context.tree.pointer_to(context.tree.start(place.node));
        let (word, at) = (place.word.clone(), pointer.in_every_item());
        places.note(context, &place, &at);
        let seen = seen.entry((at, word.clone())).or_default();
        if seen.is_known || seen.tried == MOST_TEXTS {
            continue;
        }
        seen.tried += 1;
        match place.treats(&word) {
            Treatment::Known => seen.is_known = true,
            Treatment::Unknown if seen.unknown.is_none() => {
                seen.unknown = Some(context.tree.text().to_owned());
            }
            Treatment::Unknown | Treatment::Undecided => {}
        }
    }
}

/// The finding about a word at a place, if the text shows that the word is unknown. `known` are words that are known at that place,
/// in texts of their own.
fn judge(
    context: &CheckContext<'_>,
    schema: &Schema,
    (at, word): (&str, &str),
    known: &[&str],
) -> Option<FindingDraft> {
    let places = WordPlace::all(context, schema).into_iter();
    let mut places = places.map(|place| (context.tree.pointer_to(context.tree.start(place.node)), place));
    let (pointer, place) = places.find(|(pointer, place)| place.word == word && pointer.in_every_item() == at)?;
    if context.is_valid() != Some(Ok(true)) || place.treats(word) != Treatment::Unknown {
        return None;
    }
    let value = context.value().ok()?;
    let listed = schema.words(&value, pointer.as_str());
    let ours = listed.iter().find(|ours| ours.word == word && ours.in_original)?;
    let is_listed = |other: &&&str| listed.iter().any(|listed| listed.word == **other);
    let other = known.iter().find(is_listed)?;
    // Where another word is known in this text, the check of the case tells it.
    let is_told = || {
        listed
            .iter()
            .any(|listed| place.treats(&listed.word) == Treatment::Known)
    };
    if is_told() || place.is_known_beside_other_values() {
        return None;
    }
    let message = format!("{word:?} is treated like an unlisted word, but {other:?} is not");
    let draft = context.draft_at(Code::UnreadKey, pointer, message);
    let draft = draft.kind(Kind::Word).witness(context.tree.text().to_owned());
    Some(draft.schema_pointer(Some(ours.schema_pointer.clone())))
}
