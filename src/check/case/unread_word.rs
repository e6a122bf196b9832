//! Is a listed word treated like a word that the schema does not list?

use super::word_place::{Treatment, WordPlace};
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind};
use crate::schema::Schema;

/// The number of other words of a place that are tried; another case tries others.
const MAX_OTHERS: usize = 4;
/// How often the comparison is repeated before it is reported.
const ROUNDS: usize = 3;

/// The names that variants for unlisted words have. A struct around a string is shown in the same way, so the name must tell.
const CATCH_ALLS: [&str; 10] = [
    "Other",
    "Unknown",
    "Unrecognized",
    "Unrecognised",
    "Unlisted",
    "Unsupported",
    "Undocumented",
    "Unexpected",
    "Custom",
    "Fallback",
];
/// Where a schema lists more words than this, it is not found out whether all of them are unknown.
const MAX_WORDS: usize = 40;

/// The variant for unlisted words in which `Debug` shows all of these words, if there are several.
fn catch_all<'w>(place: &WordPlace<'_, '_>, words: impl ExactSizeIterator<Item = &'w str>) -> Option<&'static str> {
    let shown = place.context.shown()?;
    let is_around = |variant: &&&str| shown.contains(&format!("{variant}({:?})", place.word));
    let variant = CATCH_ALLS.iter().find(is_around)?;
    if !(2..=MAX_WORDS).contains(&words.len()) {
        return None;
    }
    let mut words = words;
    words
        .all(|word| place.treats(word) == Treatment::Unknown)
        .then_some(*variant)
}

/// Reports a listed word that `Debug` shows like an unlisted word, if another word of the same place is shown differently.
pub(super) fn check_case(place: &WordPlace<'_, '_>, schema: &Schema, drafts: &mut Drafts) {
    let (context, word) = (place.context, place.word.as_str());
    // Reading with the type is cheaper than collecting what the schema lists.
    if !place.may_be_unknown() || place.looks(word) != Treatment::Unknown || place.treats(word) != Treatment::Unknown {
        return;
    }
    let pointer = context.tree.pointer_to(context.tree.start(place.node));
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
    let others = (0..others.len().min(MAX_OTHERS)).map(|index| others[(turn % others.len() + index) % others.len()]);
    let is_known = |other: &&str| place.treats(other) == Treatment::Known;
    let Some(other) = others.into_iter().find(is_known) else {
        let words = listed.iter().map(|listed| listed.word.as_str());
        if let Some(variant) = catch_all(place, words)
            && context.is_valid() == Some(Ok(true))
        {
            let message =
                format!("{word:?} is shown as `{variant}(…)`, like unlisted words; so is every other listed word");
            let draft = context.draft_at(Code::UnreadKey, pointer, message).kind(Kind::Word);
            drafts.push(draft.schema_pointer(Some(ours.schema_pointer.clone())));
        }
        return;
    };
    // The output of `Debug` may differ from one time to the next.
    let is_stable = (0..ROUNDS).all(|_| place.treats(word) == Treatment::Unknown && is_known(&other));
    if !is_stable || context.is_valid() != Some(Ok(true)) || place.is_known_beside_other_values() {
        return;
    }
    let message = format!("{word:?} is treated like an unlisted word, but {other:?} is not");
    let draft = context.draft_at(Code::UnreadKey, pointer, message).kind(Kind::Word);
    drafts.push(draft.schema_pointer(Some(ours.schema_pointer.clone())));
}
