//! A word that selects a variant.

/// A word that selects a variant of an enum, and that a branch of the document demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagWord {
    /// The key of the word.
    pub key: String,
    /// The word.
    pub word: String,
    /// The variant that reads texts with this word, and none of them with a word that is not known.
    pub variant: usize,
    /// The branches that demand the word, and whose texts the variant may therefore be expected to read.
    pub branches: Vec<usize>,
}
