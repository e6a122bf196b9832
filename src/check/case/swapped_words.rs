//! Are two listed words read as each other?

use super::shown::{Token, Tokens, is_for};
use super::word_place::WordPlace;
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind};
use crate::schema::Schema;

/// Reports a word whose `Debug` output has the name of another word, if the other's output has the name of this one.
pub(super) fn check_case(place: &WordPlace<'_, '_>, schema: &Schema, drafts: &mut Drafts) {
    let (context, word) = (place.context, place.word.as_str());
    let Some(shown) = context.read().done().and_then(|read| context.show(read)) else {
        return;
    };
    // Most types show a word by its own name.
    if names(&shown).iter().any(|name| is_for(name, word)) {
        return;
    }
    let pointer = context.tree.pointer_to(context.tree.start(place.node));
    let Ok(value) = context.value() else { return };
    let listed = schema.words(&value, pointer.as_str());
    let Some(ours) = listed.iter().find(|listed| listed.word == word && listed.in_original) else {
        return;
    };
    let is_shown = |other: &str| names(&shown).iter().any(|name| is_for(name, other));
    let others = listed.iter().filter(|other| other.in_original && is_shown(&other.word));
    for other in others.map(|other| other.word.as_str()) {
        let Some(there) = context.shown(&place.with(other)) else {
            continue;
        };
        let Some((name, name_there)) = difference(&shown, &there) else {
            continue;
        };
        if !is_for(name, other) || !is_for(name_there, word) || context.is_valid() != Some(Ok(true)) {
            continue;
        }
        let message = format!("{word:?} is read as `{name}`, and {other:?} as `{name_there}`");
        let draft = context.draft_at(Code::UnreadKey, pointer, message).kind(Kind::Swapped);
        return drafts.push(draft.schema_pointer(Some(ours.schema_pointer.clone())));
    }
}

fn names(shown: &str) -> Vec<&str> {
    let name = |token| match token {
        Token::Word(name) | Token::Text(name) => Some(name),
        Token::Sign(_) => None,
    };
    Tokens { rest: shown }.filter_map(name).collect()
}

/// The one name in each output that the other lacks. A hash map shows its entries in a different order each time.
fn difference<'s>(one: &'s str, other: &'s str) -> Option<(&'s str, &'s str)> {
    let (mut ours, mut theirs) = (names(one), names(other));
    ours.retain(|name| match theirs.iter().position(|other| other == name) {
        Some(same) => {
            theirs.swap_remove(same);
            false
        }
        None => true,
    });
    match (ours.as_slice(), theirs.as_slice()) {
        ([ours], [theirs]) => Some((ours, theirs)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_name_that_differs_is_found() {
        assert_eq!(
            difference("R { s: Failed, n: 1 }", "R { s: Done, n: 1 }"),
            Some(("Failed", "Done"))
        );
        assert_eq!(
            difference("R { s: Done, n: 1 }", "R { n: 1, s: Failed }"),
            Some(("Done", "Failed"))
        );
        assert_eq!(
            difference("R { s: Aa, t: Bb }", "R { s: Zz, t: Bb }"),
            Some(("Aa", "Zz"))
        );
        assert_eq!(
            difference("R { s: Zz, t: Bb }", "R { s: Aa, t: Bb }"),
            Some(("Zz", "Aa"))
        );
        assert_eq!(difference("R { s: A }", "R { s: A }"), None);
        assert_eq!(difference("R { s: A, t: B }", "R { s: C, t: D }"), None);
        assert_eq!(difference("R { s: A }", "R { s: A, t: B }"), None);
    }
}
