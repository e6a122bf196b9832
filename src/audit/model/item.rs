//! The types of a crate.

use super::attributes::{ContainerAttributes, FieldAttributes};
use super::span::SourceSpan;
use super::type_ref::{TypeId, TypeRef};
use std::path::PathBuf;

/// A crate, as far as serde is concerned.
#[derive(Debug, Clone, Default)]
pub(crate) struct CrateModel {
    /// The package's name.
    pub(crate) package: String,
    /// The name that Rust code uses for the library.
    pub(crate) library: String,
    pub(crate) version: String,
    /// The folder of the manifest.
    pub(crate) folder: PathBuf,
    /// The types that implement `Deserialize` or `Serialize`, by their ids.
    pub(crate) types: Vec<TypeModel>,
    /// Types with arguments that stand in aliases and in signatures of functions.
    pub(crate) mentioned: Vec<TypeRef>,
}

/// A struct or an enum of the crate.
#[derive(Debug, Clone)]
pub(crate) struct TypeModel {
    pub(crate) name: String,
    /// Where it is defined, from the library's name on: `client::types::run::Run`.
    pub(crate) path: String,
    /// The shortest path by which another crate can name it, or why there is none.
    pub(crate) public_path: Result<String, Unnameable>,
    pub(crate) span: Option<SourceSpan>,
    pub(crate) docs: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) read: Impl,
    pub(crate) write: Impl,
    /// Whether a value keeps parts of the text that it is read from, so that no reader of owned values can make it.
    pub(crate) borrows: bool,
    pub(crate) has_debug: bool,
    pub(crate) has_partial_eq: bool,
    pub(crate) is_non_exhaustive: bool,
    pub(crate) attributes: ContainerAttributes,
    /// The type of `from` or `try_from`, resolved as far as possible.
    pub(crate) read_as: Option<TypeRef>,
    /// The type of `into`.
    pub(crate) write_as: Option<TypeRef>,
    pub(crate) body: Body,
}

/// Why another crate cannot name a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unnameable {
    /// It is private, or in a private module and not exported again.
    Private,
    /// It is defined inside a function or an unnamed constant.
    Local,
}

/// A generic parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parameter {
    Lifetime(String),
    /// A type, with its default.
    Type {
        name: String,
        default: Option<TypeRef>,
    },
    Const(String),
}

/// An implementation of `Deserialize` or `Serialize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Impl {
    Absent,
    /// By serde's derive: the attributes say what it does.
    Derived,
    /// By hand, or by a macro of another crate: what it does is found out by running it.
    ByHand,
}

#[derive(Debug, Clone)]
pub(crate) enum Body {
    Struct(Fields),
    Enum(Vec<VariantModel>),
    /// A union, or a type whose fields rustdoc does not show.
    Opaque,
}

#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) style: FieldStyle,
    pub(crate) fields: Vec<FieldModel>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldStyle {
    Named,
    /// `(A, B)`; one field is a newtype.
    Tuple,
    Unit,
}

#[derive(Debug, Clone)]
pub(crate) struct FieldModel {
    /// The name in Rust, without `r#`; the position in a tuple.
    pub(crate) ident: String,
    /// The key that is read, after `rename` and `rename_all`.
    pub(crate) read_name: String,
    /// The key that is written.
    pub(crate) write_name: String,
    pub(crate) type_ref: TypeRef,
    /// The type of the crate that `with` names, which stands for a remote one.
    pub(crate) stand_in: Option<TypeRef>,
    pub(crate) is_public: bool,
    pub(crate) span: Option<SourceSpan>,
    pub(crate) docs: Option<String>,
    pub(crate) attributes: FieldAttributes,
}

#[derive(Debug, Clone)]
pub(crate) struct VariantModel {
    pub(crate) ident: String,
    pub(crate) read_name: String,
    pub(crate) write_name: String,
    pub(crate) fields: Fields,
    pub(crate) span: Option<SourceSpan>,
    pub(crate) docs: Option<String>,
    pub(crate) attributes: FieldAttributes,
}

impl Fields {
    pub(crate) fn unit() -> Fields {
        Fields {
            style: FieldStyle::Unit,
            fields: Vec::new(),
        }
    }
}

impl CrateModel {
    /// A type by its id.
    pub(crate) fn type_of(&self, id: TypeId) -> Option<&TypeModel> {
        self.types.get(usize::try_from(id.0).ok()?)
    }

    /// All types with their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeModel)> {
        (0..).map(TypeId).zip(&self.types)
    }
}

impl TypeModel {
    /// The names of its type parameters.
    pub(crate) fn type_parameters(&self) -> Vec<&str> {
        type_parameters(&self.parameters)
    }
}

/// The names of the type parameters among others.
pub(super) fn type_parameters(parameters: &[Parameter]) -> Vec<&str> {
    let names = parameters.iter().filter_map(|parameter| match parameter {
        Parameter::Type { name, .. } => Some(name.as_str()),
        Parameter::Lifetime(_) | Parameter::Const(_) => None,
    });
    names.collect()
}
