//! What a trace says.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is not known, or not so, is left out of the JSON.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What a type asks serde for, and what the types that it holds ask for.
///
/// A trace says only what a run has shown. What no run has shown is *unknown*, which is another answer than *no*: an absent entry,
/// `Unknown`, or [`Reads::NoSign`]. What serde buffers (tagged and untagged enums, flattened parts) shows little of itself; types
/// inside have no node of their own. Trace such a type by itself to see it.
///
/// ```
/// use wireproof_subject::{Candidates, Reads, subject};
///
/// #[derive(serde::Deserialize)]
/// # #[allow(dead_code)]
/// struct Pet { name: String, age: Option<u8> }
///
/// let trace = subject!(Pet).trace(&Candidates::default());
/// let trace = trace.done().unwrap();
/// let object = trace.root().and_then(|pet| pet.object.as_ref()).unwrap();
/// assert_eq!(object.reads("age"), Reads::Yes);
/// assert_eq!(object.reads("colour"), Reads::No);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// The type itself, in [`Trace::types`].
    pub root: String,
    /// The types that were met, by their names: the path of the type as `std::any::type_name` gives it, which is the path at which
    /// it is defined. Smart pointers are left out. A field that is read in a special way (`with`) is named
    /// `TYPE.KEY`, and the content of an enum's struct or tuple variant `ENUM::WORD`.
    pub types: BTreeMap<String, TracedType>,
    /// What was not found out, and why; empty if every question was put.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// How often the type was run.
    pub runs: usize,
}

impl Trace {
    /// The trace of a type that cannot be traced.
    pub fn unavailable() -> Trace {
        Trace {
            gaps: vec!["the type's program does not trace types".to_owned()],
            ..Trace::default()
        }
    }

    /// What was found of the type itself.
    pub fn root(&self) -> Option<&TracedType> {
        self.types.get(&self.root)
    }

    /// The type behind options and newtypes, which read the JSON of the type that they hold.
    pub fn behind<'t>(&'t self, name: &'t str) -> Option<&'t TracedType> {
        let mut found = self.types.get(name)?;
        for _ in 0..self.types.len() {
            match found.inner.as_ref().and_then(|inner| self.types.get(inner)) {
                Some(inner) => found = inner,
                None => break,
            }
        }
        Some(found)
    }
}

/// One type of a [`Trace`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TracedType {
    /// The value that the visitor makes; empty for the content of an internally tagged variant, which is not seen by itself; another type than the traced one for `from`, `try_from` and much that is written by hand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The visitor, which tells how the type is read: `…::__Visitor` is a derived one. Empty for those of serde and serde_json.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub visitor: String,
    /// What the type asks serde for first.
    pub request: Request,
    /// The name that the request carries: that of the struct or enum, as `rename` gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it reads JSON of each kind; kinds that are not listed are unknown.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<JsonKind, Accepts>,
    /// The integers that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integers: Option<IntegerRange>,
    /// Whether it reads any text; if not, see [`TracedType::texts`] and [`TracedType::words`].
    #[serde(skip_serializing_if = "is_default")]
    pub any_text: Answer,
    /// Of the texts that were tried, those that it reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
    /// The words that it lists, if it lists some, and is no enum with variants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// The type that reads the same JSON in its place: what an option or a newtype holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<String>,
    /// How it reads an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<TracedObject>,
    /// How it reads a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<TracedList>,
    /// Its variants, if it is an enum that says so. An untagged enum does not; see [`TracedType::is_buffered`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variants: Option<TracedEnum>,
    /// Whether serde buffers its input, so that only errors tell what it reads: an untagged enum.
    #[serde(skip_serializing_if = "is_default")]
    pub is_buffered: bool,
    /// The errors for kinds of JSON that it does not read, each of them once. An untagged enum gives one for each attempt.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<JsonKind, Vec<String>>,
    /// A JSON text that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// No run has shown it.
    #[default]
    Unknown,
    /// No.
    No,
    /// Yes.
    Yes,
}

/// Kinds of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` and `false`
    Bool,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Fraction,
    /// A string.
    String,
    /// A list.
    List,
    /// An object.
    Object,
}

impl JsonKind {
    /// All of them.
    pub const ALL: [JsonKind; 7] = [
        JsonKind::Null,
        JsonKind::Bool,
        JsonKind::Integer,
        JsonKind::Fraction,
        JsonKind::String,
        JsonKind::List,
        JsonKind::Object,
    ];
}

/// Whether a type reads JSON of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accepts {
    /// It refuses every value of the kind for its kind.
    No,
    /// It takes values of the kind, and refused those that were tried: for their content, or for a reason that it did not tell.
    Unsure,
    /// It read a value of the kind.
    Yes,
}

/// What a type asks serde for: the method of `Deserializer` that it calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Anything: the JSON decides. Untagged and internally tagged enums, `Value`, much that is written by hand.
    Any,
    /// A boolean.
    Bool,
    /// An integer of 64 bits or less.
    Integer,
    /// An integer of 128 bits.
    WideInteger,
    /// A number.
    Float,
    /// A character.
    Char,
    /// A text.
    Text,
    /// Bytes, which JSON writes as a text or a list.
    Bytes,
    /// A value or null.
    Option,
    /// null
    Unit,
    /// What a newtype holds.
    Newtype,
    /// A list.
    List,
    /// A list of a certain length.
    Tuple,
    /// An object with keys that the type does not list: a map, or a struct with a flattened part.
    Map,
    /// An object with the keys that the type lists.
    Struct,
    /// One of the variants that the type lists.
    Enum,
    /// The name of a field or a variant.
    Identifier,
    /// Anything, which is not used.
    Ignored,
    /// The text of any JSON.
    RawJson,
    /// The items of a tuple variant.
    TupleVariant,
    /// The fields of a struct variant.
    StructVariant,
    /// Nothing: its value does not depend on the input.
    #[default]
    Nothing,
}

/// The integers that a type reads: those between the two, as far as the bounds of Rust's integer types were tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegerRange {
    /// The least.
    pub min: i128,
    /// The greatest.
    pub max: i128,
    /// Whether zero is among them.
    pub zero: bool,
}

/// How a type reads an object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TracedObject {
    /// The keys that it knows: in the order in which it lists them, then those that were found by trying.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<TracedKey>,
    /// What becomes of other keys.
    #[serde(skip_serializing_if = "is_default")]
    pub others: OtherKeys,
    /// Whether all [`Candidates`](super::Candidates) were tried here, so that it is known of each whether it is read.
    #[serde(skip_serializing_if = "is_default")]
    pub tried_candidates: bool,
    /// Whether the object as a whole was read, with the keys that it requires. If not, it is not known which keys are optional.
    #[serde(skip_serializing_if = "is_default")]
    pub was_read: bool,
    /// The kinds of keys that a map has: the words of an enum, if its keys are no free texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_words: Vec<String>,
}

impl TracedObject {
    /// Whether a value under the key is deserialized as a field of its own. For a key that is not listed the answer holds only
    /// if it was among the [`Candidates`](super::Candidates).
    pub fn reads(&self, key: &str) -> Reads {
        if let Some(known) = self.key(key) {
            return known.read;
        }
        match (&self.others, self.tried_candidates) {
            (OtherKeys::Denied | OtherKeys::Dropped, true) => Reads::No,
            (OtherKeys::Kept { is_map: true, .. }, _) => Reads::No,
            (OtherKeys::Buffered, true) => Reads::NoSign,
            _ => Reads::Unknown,
        }
    }

    /// The key of that name or alias.
    pub fn key(&self, name: &str) -> Option<&TracedKey> {
        let is_named = |key: &&TracedKey| key.name == name || key.aliases.iter().any(|alias| alias == name);
        self.keys.iter().find(is_named)
    }
}

/// Whether a type deserializes the value under a key as a field of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// It is not known.
    #[default]
    Unknown,
    /// It treats the key as it treats any key that it does not know: it was seen to.
    No,
    /// It gave no sign that it knows the key, and serde buffers the value: code that serde derives would have given one, code
    /// written by hand need not.
    NoSign,
    /// It does.
    Yes,
}

/// A key of an object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TracedKey {
    /// The name.
    pub name: String,
    /// Other names of the same field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether its value is used.
    pub read: Reads,
    /// Whether the type refuses an object without it.
    #[serde(skip_serializing_if = "is_default")]
    pub required: Answer,
    /// Whether it may be null.
    #[serde(skip_serializing_if = "is_default")]
    pub nullable: Answer,
    /// The type of the value; `None` if serde buffers it, or does not use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// For a value that serde buffers: whether JSON of each kind is read; kinds that are not listed are unknown.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<JsonKind, Accepts>,
}

/// What becomes of keys that a type does not know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum OtherKeys {
    /// It is not known.
    #[default]
    Unknown,
    /// The type refuses them.
    Denied,
    /// The type skips their values.
    Dropped,
    /// The type reads their values.
    Kept {
        /// Their type.
        value: Option<String>,
        /// Whether it is a map of a well-known crate, which knows no key; another type may treat some in a special way.
        is_map: bool,
    },
    /// serde buffers them: for a flattened part, which may keep, drop or read them, or for an enum.
    Buffered,
}

/// How a type reads a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TracedList {
    /// The number of items; `None` if any number is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    /// The types of the items: one for a list of any length; as many as were reached for a tuple. Empty if they are buffered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// The variants of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TracedEnum {
    /// How the JSON names the variant.
    pub tagging: TracedTagging,
    /// The names that it lists, in order; aliases are among them. If [`TracedEnum::others`] is yes it may list none, and those are
    /// here that were tried and are read differently.
    pub variants: Vec<TracedVariant>,
    /// Whether it reads a name that it does not list (`other`).
    #[serde(default)]
    pub others: Answer,
}

/// How JSON names a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "style")]
pub enum TracedTagging {
    /// `"word"`, or `{"word": content}`
    External,
    /// `{"tag": "word", …}`
    Internal {
        /// The key.
        tag: String,
    },
    /// `{"tag": "word", "content": …}`
    Adjacent {
        /// The key of the word.
        tag: String,
        /// The key of the content.
        content: String,
    },
}

/// A variant of an enum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TracedVariant {
    /// Its name in JSON.
    pub word: String,
    /// What it holds.
    pub form: VariantForm,
    /// The type of its content, in [`Trace::types`]; for an internally tagged variant `ENUM::WORD`, an object with the tag.
    pub content: Option<String>,
}

/// What a variant holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariantForm {
    /// It is not known.
    Unknown,
    /// Nothing.
    Unit,
    /// A value of one type.
    Newtype,
    /// So many values.
    Tuple(usize),
    /// Fields.
    Struct,
}
