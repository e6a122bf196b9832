//! Texts whose tag selects one variant, and which another variant reads: the one that is selected refuses the rest.

use super::analysis::EnumAnalysis;
use super::reading::Reading;
use super::tag_word::TagWord;
use super::tags::{Member, members, with_unknown};
use crate::generate::Body;
use crate::subject::{Attempt, Tagging};
use std::collections::BTreeSet;

/// So many texts of one variant are tried to find out whether a word selects it.
const MOST_TRIED: usize = 12;

/// A text of a branch whose tag selects one variant, and which another variant reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FallThrough<'w> {
    /// The branch that allows the text.
    pub branch: usize,
    /// The word in the text, and the variant that it selects.
    pub tag: &'w TagWord,
    /// The variant that reads the text.
    pub pick: usize,
}

impl EnumAnalysis<'_> {
    /// The words that select a variant, of those that the branches demand.
    fn tag_words(&self) -> &[TagWord] {
        self.tag_words.get_or_init(|| self.find_tag_words())
    }

    /// The key that most of these words stand under.
    pub(super) fn selecting_key(&self) -> Option<&str> {
        let words = self.tag_words();
        let count = |tag: &&TagWord| words.iter().filter(|other| other.key == tag.key).count();
        words.iter().max_by_key(count).map(|tag| tag.key.as_str())
    }

    /// Whether one of these words is this one.
    pub(super) fn selects_by(&self, key: &str, word: &str) -> bool {
        self.tag_words().iter().any(|tag| tag.key == key && tag.word == word)
    }

    /// Whether some of these words stand under a key.
    pub(super) fn selects(&self, key: &str) -> bool {
        self.tag_words().iter().any(|tag| tag.key == key)
    }

    fn find_tag_words(&self) -> Vec<TagWord> {
        let Some(branches) = self.branches() else {
            return Vec::new();
        };
        let of_branches: Vec<BTreeSet<(String, String)>> =
            (0..branches.len()).map(|branch| branches.constants(branch)).collect();
        let all: BTreeSet<&(String, String)> = of_branches.iter().flatten().collect();
        let mut found = Vec::new();
        for constant in all {
            let (key, word) = constant;
            let demanding: Vec<usize> = (0..of_branches.len())
                .filter(|at| of_branches[*at].contains(constant))
                .collect();
            for variant in 0..self.union.variants().len() {
                let own = self.readings.iter().filter(|reading| reading.pick == Some(variant));
                let with_word: Vec<&Reading> = own.filter(|reading| has_word(&reading.text, key, word)).collect();
                if !with_word
                    .iter()
                    .take(MOST_TRIED)
                    .any(|reading| self.is_selected(reading, key))
                {
                    continue;
                }
                // Of several branches with the word, the variant is that of the branches whose texts it reads.
                let allowing = |branch: &usize| with_word.iter().any(|reading| reading.allows[*branch]);
                let branches = match demanding.as_slice() {
                    [only] => vec![*only],
                    several => several.iter().copied().filter(allowing).collect(),
                };
                found.push(TagWord {
                    key: key.clone(),
                    word: word.clone(),
                    variant,
                    branches,
                });
            }
        }
        found
    }

    /// Whether a text is read as another variant, or refused, if the word under a key is not known.
    fn is_selected(&self, reading: &Reading, key: &str) -> bool {
        self.with_unknown_word(reading, key)
            .is_some_and(|other| other.pick != reading.pick)
    }

    pub(super) fn with_unknown_word(&self, reading: &Reading, key: &str) -> Option<Reading> {
        Some(self.reading(&with_unknown(key, members(&reading.text)?)))
    }

    /// What a text shows of a variant that is selected and refuses it, and of another that reads it whatever the tag.
    pub fn fall_through(&self, reading: &Reading) -> Option<FallThrough<'_>> {
        let pick = reading.pick?;
        let members = members(&reading.text)?;
        let falls = |tag: &&TagWord| {
            // A variant in front is tried before the tag is seen.
            let is_tried_first = self.union.tagging() == Tagging::Tagged || tag.variant < pick;
            tag.variant != pick && is_tried_first && member_is(&members, &tag.key, &tag.word)
        };
        let tag = self.tag_words().iter().find(falls)?;
        let branch = *tag.branches.iter().find(|branch| reading.allows[**branch])?;
        let unknown = self.with_unknown_word(reading, &tag.key)?;
        (unknown.pick == Some(pick)).then_some(FallThrough { branch, tag, pick })
    }

    /// Why the variant that the tag selects does not read the text, if its payload can be asked.
    pub fn refusal_by_selected(&self, fallen: &FallThrough<'_>, text: &str) -> Option<String> {
        match self.union.variants()[fallen.tag.variant].payload()?.read(text) {
            Attempt::Refused(error) => Some(error.message),
            _ => None,
        }
    }
}

pub(super) fn has_word(text: &str, key: &str, word: &str) -> bool {
    text.contains(word) && members(text).is_some_and(|members| member_is(&members, key, word))
}

fn member_is(members: &[Member], key: &str, word: &str) -> bool {
    let is_it = |(other, value): &Member| *other == key && matches!(&value.body, Body::String(text) if *text == word);
    members.iter().any(is_it)
}
