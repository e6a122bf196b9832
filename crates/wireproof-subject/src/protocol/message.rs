//! The JSON messages at the start of a conversation.

use crate::attempt::Decoder;
use crate::enums::Tagging;
use crate::type_set::ResourceKind;
use serde::{Deserialize, Serialize};

/// The first message of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the protocol that it speaks.
    pub protocol: u32,
    /// Its name and version, for messages.
    #[serde(default)]
    pub engine: String,
}

/// The answer of the subject: the types, subjects, enums and files that it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The version of the protocol that it speaks.
    pub protocol: u32,
    /// The name of the type set.
    pub name: String,
    /// The types that requests refer to by their position here.
    pub types: Vec<TypeEntry>,
    /// The subjects.
    pub subjects: Vec<SubjectEntry>,
    /// The enums.
    #[serde(default)]
    pub enums: Vec<EnumEntry>,
    /// The files of the type set, which requests refer to by their position here.
    #[serde(default)]
    pub resources: Vec<ResourceEntry>,
}

/// A type, and what it can do besides reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeEntry {
    /// Its name, with its path.
    #[serde(rename = "type")]
    pub type_name: String,
    /// It writes.
    #[serde(default)]
    pub write: bool,
    /// It compares.
    #[serde(default)]
    pub compare: bool,
    /// It shows its fields.
    #[serde(default)]
    pub debug: bool,
    /// The ways into it.
    #[serde(default = "from_str")]
    pub decoders: Vec<Decoder>,
    /// It gives texts that it reads.
    #[serde(default)]
    pub examples: bool,
    /// It tells what it asks for.
    #[serde(default)]
    pub trace: bool,
}

fn from_str() -> Vec<Decoder> {
    vec![Decoder::FromStr]
}

/// A subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectEntry {
    /// Its name in reports.
    pub name: String,
    /// The component that it is bound to; null for one that takes any event of a stream.
    pub component: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub type_index: u16,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumEntry {
    /// Its name in reports.
    pub name: String,
    /// How it finds its variant.
    pub tagging: Tagging,
    /// Where the document has its union, if it is bound to one.
    #[serde(default)]
    pub at: Option<String>,
    /// The whole enum.
    #[serde(rename = "type")]
    pub type_index: u16,
    /// Its variants, in order.
    pub variants: Vec<VariantEntry>,
}

/// A variant of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantEntry {
    /// Its name.
    pub name: String,
    /// The branches that the user assigned to it.
    #[serde(default)]
    pub branches: Vec<BranchEntry>,
    /// Its payload as it is read by itself.
    #[serde(default)]
    pub plain: Option<u16>,
    /// Its payload as the enum reads it.
    #[serde(default)]
    pub buffered: Option<u16>,
}

/// A branch of a union: exactly one of the two is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchEntry {
    /// Its position, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// Its name in reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A file of the type set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceEntry {
    /// The kind of file.
    pub kind: ResourceKind,
    /// Its name in reports.
    pub name: String,
}
