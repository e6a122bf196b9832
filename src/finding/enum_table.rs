//! The variants of an enum beside the branches of its union, as one text shows them.

use super::code::Code;
use crate::pointer::Pointer;
use serde::{Deserialize, Serialize};

/// The variants of an enum and the branches of its union, as one text shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnionTable {
    /// Whether the enum takes the first variant that reads a text.
    pub untagged: bool,
    /// The variants, in the order of the enum.
    pub variants: Vec<VariantRow>,
    /// The branches, in the order of the document; none without a schema.
    pub branches: Vec<BranchRow>,
    /// Pointers to the values that are lost or changed when the enum writes what it read.
    pub lost: Vec<String>,
    /// The smallest valid object that contains the witness, if a subject has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<WholeWitness>,
}

/// One variant of a [`UnionTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantRow {
    /// The variant's name.
    pub name: String,
    /// Whether its payload reads the text.
    pub reads: bool,
    /// Whether the enum picks it.
    pub picked: bool,
    /// The index of the branch that it belongs to.
    pub branch: Option<usize>,
}

/// One branch of a [`UnionTable`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRow {
    /// Its index in the union, and its name in the document.
    pub name: String,
    /// Whether it allows the text.
    pub allows: bool,
    /// A pointer to the value that violates it.
    pub violates: Option<String>,
}

/// A witness inside a whole object of a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeWitness {
    /// The subject that reads the object.
    pub subject: String,
    /// The position of the witness in the object.
    pub pointer: Pointer,
    /// The object.
    pub text: String,
    /// The codes of the findings in the object.
    pub codes: Vec<Code>,
}
