//! Serde's attributes, parsed.

/// A name for reading and one for writing; `None` where the attribute does not set it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rename {
    pub(crate) read: Option<String>,
    pub(crate) write: Option<String>,
}

/// How an enum says which variant a text is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Tagging {
    #[default]
    External,
    Internal {
        tag: String,
    },
    Adjacent {
        tag: String,
        content: String,
    },
    Untagged,
}

/// `from`, `try_from`, `into`: the type that is read or written in its place, as the attribute names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conversion {
    pub(crate) from: Option<String>,
    pub(crate) try_from: Option<String>,
    pub(crate) into: Option<String>,
}

/// The attributes of a struct or an enum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ContainerAttributes {
    pub(crate) rename: Rename,
    pub(crate) rename_all: Rename,
    pub(crate) rename_all_fields: Rename,
    /// The enum's tagging; also the tag of a struct that writes its own name (`#[serde(tag = …)]` on a struct).
    pub(crate) tagging: Tagging,
    pub(crate) denies_unknown: bool,
    pub(crate) is_transparent: bool,
    pub(crate) has_default: bool,
    pub(crate) conversion: Conversion,
    /// `field_identifier` or `variant_identifier`: the enum reads keys, not values.
    pub(crate) is_identifier: bool,
    /// `remote`: the type that this one stands for.
    pub(crate) remote: Option<String>,
    /// The whole attributes as rustdoc prints them, for the registration of variants.
    pub(crate) texts: Vec<String>,
}

/// The attributes of a field or a variant. `other` and `untagged` stand on variants only, the rest of the differences is serde's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FieldAttributes {
    pub(crate) rename: Rename,
    /// `rename_all` of a struct variant.
    pub(crate) rename_all: Rename,
    pub(crate) aliases: Vec<String>,
    pub(crate) has_default: bool,
    pub(crate) skips_reading: bool,
    pub(crate) skips_writing: bool,
    /// The function of `skip_serializing_if`.
    pub(crate) skips_writing_if: Option<String>,
    pub(crate) is_flattened: bool,
    /// The functions or modules of `deserialize_with`, `serialize_with` and `with`.
    pub(crate) read_with: Option<String>,
    pub(crate) write_with: Option<String>,
    pub(crate) is_other: bool,
    pub(crate) is_untagged: bool,
    pub(crate) denies_unknown: bool,
    /// The whole attributes as rustdoc prints them, for the registration of variants.
    pub(crate) texts: Vec<String>,
}
