//! Defects of a document.

use std::fmt;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What kind of thing.
    pub kind: DefectKind,
    /// Where it stands, as a URI fragment.
    pub pointer: String,
    /// What is wrong there, in a few words.
    pub message: String,
}

/// The kinds of defects that [`lint`](super::lint) knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// `nullable: true` in a document whose version does not know it.
    NullableKeyword,
    /// `exclusiveMinimum` or `exclusiveMaximum` with a boolean, in a version where it is a number.
    BooleanExclusiveBound,
    /// `$recursiveRef`, which only JSON Schema 2019-09 knows.
    RecursiveRef,
    /// `allOf: [X, {nullable: true}]`, which does not allow null.
    AllOfNullable,
    /// `$ref` with `nullable` beside it, which does not allow null.
    RefWithNullable,
    /// `properties` without a type, which allow every text that is no object.
    PropertiesWithoutType,
    /// A reference to nothing.
    DanglingRef,
    /// A reference that leaves the document.
    ExternalRef,
    /// References that lead in a circle and never reach a value.
    EndlessRef,
    /// A required key that the schema does not name.
    RequiredNotNamed,
    /// A key that is required twice.
    DuplicateRequired,
    /// A value that an enum lists twice.
    DuplicateEnum,
    /// An enum value that the type beside it does not allow.
    EnumOfOtherType,
    /// A default that its own schema does not allow.
    InvalidDefault,
    /// Two branches of a `oneOf` that allow the same text, which the `oneOf` therefore does not. Deciding that takes more than
    /// this part: the command line adds it.
    OneOfOverlap,
    /// A keyword with a value that JSON Schema does not let it have; it is not read.
    IllegalKeyword,
}

impl DefectKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NullableKeyword => "nullable_keyword",
            Self::BooleanExclusiveBound => "boolean_exclusive_bound",
            Self::RecursiveRef => "recursive_ref",
            Self::AllOfNullable => "all_of_nullable",
            Self::RefWithNullable => "ref_with_nullable",
            Self::PropertiesWithoutType => "properties_without_type",
            Self::DanglingRef => "dangling_ref",
            Self::ExternalRef => "external_ref",
            Self::EndlessRef => "endless_ref",
            Self::RequiredNotNamed => "required_not_named",
            Self::DuplicateRequired => "duplicate_required",
            Self::DuplicateEnum => "duplicate_enum",
            Self::EnumOfOtherType => "enum_of_other_type",
            Self::InvalidDefault => "invalid_default",
            Self::OneOfOverlap => "one_of_overlap",
            Self::IllegalKeyword => "illegal_keyword",
        }
    }
}

impl fmt::Display for DefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
