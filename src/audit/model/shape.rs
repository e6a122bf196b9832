//! The JSON that a type reads, as the matcher compares it with schemas.

use super::type_ref::{IntegerType, TypeId, TypeRef};

/// The JSON that one instance of a type reads. References to other types stay [`TypeRef`]s, so that recursion ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Neither the source nor a trace says.
    Unknown,
    Any,
    Null,
    Bool,
    Integer(IntegerType),
    Float,
    /// Text, in the format that is known of well-known types (`date-time` of `chrono::DateTime`).
    Text {
        format: Option<&'static str>,
    },
    List(TypeRef),
    Tuple(Vec<TypeRef>),
    Map {
        key: TypeRef,
        value: TypeRef,
    },
    Object(Object),
    /// A word of a list, or, if `open` is set, any other text as well.
    Words {
        words: Vec<Word>,
        is_open: bool,
    },
    /// The same JSON as another type: a newtype, `transparent`, `from`.
    Same(TypeRef),
    /// The same JSON as another type, or null.
    Nullable(TypeRef),
    /// An enum that is not only words.
    Alternatives(Vec<Alternative>),
}

/// Keys and their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object {
    /// The keys, with those of flattened structs.
    pub(crate) keys: Vec<Key>,
    /// What becomes of other keys.
    pub(crate) rest: Rest,
    /// Flattened types that are no structs (enums, options of them): one of their alternatives stands in the same object.
    pub(crate) flattened: Vec<TypeRef>,
    /// The keys of flattened structs that may be absent as a whole.
    pub(crate) groups: Vec<KeyGroup>,
}

/// The keys of a flattened `Option` of a struct. Where one that is required is missing, serde reads none of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyGroup {
    /// The flattened field.
    pub(crate) source: SourceItem,
    pub(crate) keys: Vec<String>,
    pub(crate) required: Vec<String>,
}

/// A key of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    /// The name that is read.
    pub(crate) name: String,
    /// The name that is written; `None` if the key is never written.
    pub(crate) written: Option<String>,
    pub(crate) aliases: Vec<String>,
    /// Whether a text without the key is read.
    pub(crate) presence: Presence,
    pub(crate) value: TypeRef,
    /// The function that reads the value, if it is one whose doing is not known. The JSON may then differ from the field's type.
    pub(crate) read_by: Option<String>,
    /// The constant that the key must have: the tag of an internally tagged variant.
    pub(crate) constant: Option<String>,
    /// The field that causes the key.
    pub(crate) source: SourceItem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Unknown,
}

/// What becomes of keys that a type does not name.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Rest {
    #[default]
    Dropped,
    Denied,
    /// They are kept in a flattened map of this type.
    Kept(TypeRef),
    Unknown,
}

/// A word that stands for a unit variant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Word {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) source: SourceItem,
}

/// One way in which an enum may be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The variant.
    pub(crate) source: SourceItem,
    pub(crate) ident: String,
    /// The name that is read, unless the variant is untagged.
    pub(crate) name: Option<String>,
    pub(crate) aliases: Vec<String>,
    /// `#[serde(other)]`: it stands for every name that no other variant has.
    pub(crate) is_other: bool,
    pub(crate) shape: VariantShape,
}

/// What one variant reads, tag included.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum VariantShape {
    /// An object of these keys: a struct variant of any tagging, the tag among the keys; also the wrapper `{"name": …}` of an
    /// externally tagged variant and `{"tag": …, "content": …}`.
    Object(Object),
    /// The same JSON as this type, with this key and constant beside it if the enum is internally tagged.
    Same {
        of: TypeRef,
        tag: Option<(String, String)>,
    },
    /// A word alone.
    Word(String),
    Null,
    Tuple(Vec<TypeRef>),
    Unknown,
}

/// An item of the source: a type, one of its variants, and a field of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceItem {
    pub(crate) type_id: TypeId,
    pub(crate) variant: Option<u32>,
    pub(crate) field: Option<u32>,
}
