//! Are two listed words read as each other?

use super::shown::{Token, Tokens, is_for};
use super::word_place::WordPlace;
use crate::check::drafts::Drafts;
use crate::finding::{Code, Kind};
use crate::schema::{Listed, Schema};

/// The most words that are read in a circle: the first as the second, the second as the third, and so on.
const LONGEST_CIRCLE: usize = 8;

/// Reports a word whose `Debug` output has the name of another word, if the other's output has the name of this one, or leads to
/// it over further words.
pub(super) fn check_case(place: &WordPlace<'_, '_>, schema: &Schema, drafts: &mut Drafts) {
    let (context, word) = (place.context, place.word.as_str());
    let Some(shown) = context.shown() else {
        return;
    };
    // Most types show a word by its own name.
    if names(shown).any(|name| is_for(name, word)) {
        return;
    }
    let pointer = context.tree.pointer_to(context.tree.start(place.node));
    let Ok(value) = context.value() else { return };
    let listed = schema.words(&value, pointer.as_str());
    let Some(ours) = listed.iter().find(|listed| listed.word == word && listed.in_original) else {
        return;
    };
    let names: Vec<&str> = names(shown).collect();
    let is_shown = |other: &str| names.iter().any(|name| is_for(name, other));
    let others = listed.iter().filter(|other| other.in_original && is_shown(&other.word));
    for other in others.map(|other| other.word.as_str()) {
        let Some(circle) = circle(place, shown, other, &listed) else {
            continue;
        };
        if context.is_valid() != Some(Ok(true)) {
            continue;
        }
        let rest = circle.iter().map(|(word, name)| format!("{word:?} as `{name}`"));
        let message = rest.collect::<Vec<_>>().join(", ").replacen(" as ", " is read as ", 1);
        let draft = context.draft_at(Code::UnreadKey, pointer, message).kind(Kind::Swapped);
        return drafts.push(draft.schema_pointer(Some(ours.schema_pointer.clone())));
    }
}

/// The words that are read as each other, this one first, each with the name under which it is shown; `None` if the names do
/// not lead back to this word.
fn circle(place: &WordPlace<'_, '_>, shown: &str, other: &str, listed: &[Listed]) -> Option<Vec<(String, String)>> {
    let word = place.word.as_str();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut next = other;
    while found.len() < LONGEST_CIRCLE {
        let there = place.context.shown_for(&place.with(next))?;
        let (name, name_there) = difference(shown, &there)?;
        if found.is_empty() {
            found.push((word.to_owned(), name.to_owned()));
        }
        if !is_for(name, other) || found.iter().any(|(had, _)| had == next) {
            return None;
        }
        found.push((next.to_owned(), name_there.to_owned()));
        if is_for(name_there, word) {
            return Some(found);
        }
        let further = listed
            .iter()
            .find(|one| one.in_original && is_for(name_there, &one.word))?;
        next = &further.word;
    }
    None
}

fn names(shown: &str) -> impl Iterator<Item = &str> {
    let name = |token| match token {
        Token::Word(name) | Token::Text(name) => Some(name),
        Token::Sign(_) => None,
    };
    Tokens { rest: shown }.filter_map(name)
}

/// The one name in each output that the other lacks. A hash map shows its entries in a different order each time.
fn difference<'s>(one: &'s str, other: &'s str) -> Option<(&'s str, &'s str)> {
    let (mut ours, mut theirs): (Vec<&str>, Vec<&str>) = (names(one).collect(), names(other).collect());
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
