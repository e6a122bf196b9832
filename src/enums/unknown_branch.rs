//! Branches whose word an enum does not know: a variant that takes every other word reads them.

use super::analysis::EnumAnalysis;
use super::fall_through::has_word;
use super::reading::Reading;
use crate::subject::Tagging;

/// A branch whose texts are read as those with a word that no document has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownBranch {
    /// The branch.
    pub branch: usize,
    /// The key of its word.
    pub key: String,
    /// Its word.
    pub word: String,
    /// The variant that reads its texts.
    pub pick: usize,
}

impl EnumAnalysis<'_> {
    /// What a text shows of the one branch that allows it, where other branches have a word that selects a variant. A variant of an
    /// untagged enum may be meant for a branch without a look at its word, and so may one that was said to stand for it.
    pub fn unknown_branch(&self, reading: &Reading) -> Option<UnknownBranch> {
        let pick = reading.pick?;
        let is_meant = !self.union.variants()[pick].branches().is_empty();
        if self.union.tagging() == Tagging::Untagged || is_meant {
            return None;
        }
        let branch = self.only_branch(reading)?;
        let is_unknown = |(key, word): &(String, String)| {
            self.selects(key) && !self.selects_by(key, word) && has_word(&reading.text, key, word)
        };
        let (key, word) = self.branches()?.constants(branch).into_iter().find(is_unknown)?;
        let other = self.with_unknown_word(reading, &key)?;
        (other.pick == Some(pick)).then_some(UnknownBranch {
            branch,
            key,
            word,
            pick,
        })
    }

    /// The branch that allows a text, if no other does.
    pub fn only_branch(&self, reading: &Reading) -> Option<usize> {
        let mut allowed = (0..reading.allows.len()).filter(|branch| reading.allows[*branch]);
        allowed.next().filter(|_| allowed.next().is_none())
    }
}
