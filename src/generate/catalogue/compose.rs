//! Composes the pieces of the catalogue to as few texts as fit.

use super::pieces::{GROUPS, Piece};
use super::whole_texts::WHOLE;

/// The texts that any schema gets first, from the smallest to those that servers send every day.
const PLAIN: &[&str] = &[
    "",
    "a",
    "text",
    "Two words",
    "é",
    "😀",
    "\"quoted\" \\ back/slash",
    "line\nbreak\ttab\r\n",
];

/// A text that is to be longer than this is not composed in all ways: each would take as much memory.
const MANY: usize = 256;
const FEW: usize = 8;

/// Texts that fit, each once, the plain ones first. `base` fits, and is what pieces are added to where a text made of pieces
/// alone does not fit; `min` is the least number of characters.
pub(in crate::generate) fn provoking(base: &str, min: usize, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let composer = Composer { base, min, fits };
    let mut found = Vec::new();
    let mut add = |text: String| {
        if !found.contains(&text) {
            found.push(text);
        }
    };
    for plain in PLAIN {
        composer.padded(plain).into_iter().for_each(&mut add);
    }
    if min > MANY {
        for group in GROUPS.iter().take(FEW) {
            composer.compose(group).into_iter().for_each(&mut add);
        }
        return found;
    }
    for group in GROUPS {
        composer.pack(group).into_iter().for_each(&mut add);
    }
    for whole in WHOLE.iter().filter(|whole| (composer.fits)(whole)) {
        add((*whole).to_owned());
    }
    found
}

struct Composer<'b, F> {
    base: &'b str,
    min: usize,
    fits: F,
}

impl<F: Fn(&str) -> bool> Composer<'_, F> {
    /// The pieces of a group in as few texts as fit, pieces that fit nowhere left out.
    fn pack(&self, group: &[Piece]) -> Vec<String> {
        if let Some(text) = self.compose(group) {
            return vec![text];
        }
        let mut texts = Vec::new();
        let mut rest = group.to_vec();
        while !rest.is_empty() {
            let (mut taken, mut left, mut last) = (Vec::new(), Vec::new(), None);
            for piece in rest {
                taken.push(piece);
                match self.compose(&taken) {
                    Some(text) => last = Some(text),
                    None => left.extend(taken.pop()),
                }
            }
            let Some(text) = last else { break };
            texts.push(text);
            rest = left;
        }
        texts
    }

    /// One text with all of the pieces: letters between them, nothing between them, or the base around them.
    fn compose(&self, pieces: &[Piece]) -> Option<String> {
        let around = |piece: &Piece| match *piece {
            Piece::Around(front, back) => Some((front, back)),
            Piece::Within(_) => None,
        };
        let front: String = pieces.iter().filter_map(around).map(|(front, _)| front).collect();
        let back: String = pieces.iter().rev().filter_map(around).map(|(_, back)| back).collect();
        let within = |letters: bool| {
            let mut text = String::new();
            let mut letter = ('a'..='z').cycle();
            text.extend(letter.next().filter(|_| letters));
            for piece in pieces {
                if let Piece::Within(within) = piece {
                    text.push_str(within);
                    text.extend(letter.next().filter(|_| letters));
                }
            }
            text
        };
        let spaced = within(true);
        let missing = self
            .min
            .saturating_sub([&*front, &*spaced, &*back].map(count).iter().sum());
        let filled = format!("{front}{}{spaced}{back}", "a".repeat(missing));
        if (self.fits)(&filled) {
            return Some(filled);
        }
        let bare = within(false);
        let candidates = [
            format!("{front}{bare}{back}"),
            format!("{front}{}{bare}{back}", self.base),
            format!("{front}{}{back}", self.within_base(&bare)),
        ];
        candidates.into_iter().find(|text| (self.fits)(text))
    }

    /// The text in the middle of the base.
    fn within_base(&self, text: &str) -> String {
        let middle = self
            .base
            .char_indices()
            .nth(count(self.base) / 2)
            .map_or(0, |(at, _)| at);
        let (before, behind) = self.base.split_at(middle);
        format!("{before}{text}{behind}")
    }

    /// A plain text, repeated until it is long enough.
    fn padded(&self, plain: &str) -> Option<String> {
        let unit = if plain.is_empty() && self.min > 0 { "a" } else { plain };
        let length = count(unit).max(1);
        let text: String = match self.min <= length {
            true => unit.to_owned(),
            false => unit.chars().cycle().take(self.min).collect(),
        };
        (self.fits)(&text).then_some(text)
    }
}

/// The number of characters.
fn count(text: &str) -> usize {
    text.chars().count()
}
