//! The type of a field, reduced to what serde makes of it.

/// The place of a type in `CrateModel::types`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) u32);

/// A type as a field names it. Smart pointers (`Box`, `Arc`, `Cow`) and type aliases are resolved, as they leave no trace in JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TypeRef {
    /// A type of the crate, with its arguments.
    Local(TypeId, Vec<TypeRef>),
    /// A type parameter of the type that holds the field.
    Parameter(String),
    Bool,
    Integer(IntegerType),
    /// `f32` or `f64`, by its bits.
    Float(u8),
    /// `String`, `&str`, paths and what else is text without a format.
    Text,
    Char,
    /// `()`, `PhantomData`.
    Unit,
    Option(Box<TypeRef>),
    /// `Vec`, slices, sets, queues.
    List(Box<TypeRef>),
    /// An array; the length is `None` where it is a parameter.
    Array(Box<TypeRef>, Option<u64>),
    Tuple(Vec<TypeRef>),
    /// A map from the first to the second.
    Map(Box<TypeRef>, Box<TypeRef>),
    /// Text in a format, where a function of `with` says so.
    Formatted(&'static str),
    /// The fields of a struct variant, as an object without the tag.
    Variant(TypeId, u32, Vec<TypeRef>),
    /// `serde_json::Value`, `RawValue`: any JSON.
    AnyJson,
    /// `serde_json::Map`: any object.
    AnyObject,
    /// A type of another crate, by its path, such as `chrono::DateTime`.
    External {
        path: String,
        arguments: Vec<TypeRef>,
    },
    /// A type that cannot be written down here: a function pointer, an associated type. The text is rustdoc's.
    Other(String),
}

/// The width of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct IntegerType {
    pub(crate) is_signed: bool,
    /// 8 to 128; `usize` and `isize` count as 64.
    pub(crate) bits: u8,
    pub(crate) is_non_zero: bool,
}

/// A type of the crate with all its type parameters known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Instance {
    pub(crate) id: TypeId,
    pub(crate) arguments: Vec<TypeRef>,
}

impl TypeRef {
    /// The type with the parameters of `names` replaced by `arguments`, position by position.
    pub(crate) fn with_arguments(&self, names: &[&str], arguments: &[TypeRef]) -> TypeRef {
        let inner = |one: &TypeRef| one.with_arguments(names, arguments);
        let boxed = |one: &TypeRef| Box::new(one.with_arguments(names, arguments));
        let all = |many: &[TypeRef]| many.iter().map(inner).collect();
        match self {
            TypeRef::Parameter(name) => {
                let at = names.iter().position(|other| other == name);
                at.and_then(|at| arguments.get(at)).unwrap_or(self).clone()
            }
            TypeRef::Local(id, held) => TypeRef::Local(*id, all(held)),
            TypeRef::Variant(id, variant, held) => TypeRef::Variant(*id, *variant, all(held)),
            TypeRef::Option(held) => TypeRef::Option(boxed(held)),
            TypeRef::List(held) => TypeRef::List(boxed(held)),
            TypeRef::Array(held, length) => TypeRef::Array(boxed(held), *length),
            TypeRef::Tuple(held) => TypeRef::Tuple(all(held)),
            TypeRef::Map(key, value) => TypeRef::Map(boxed(key), boxed(value)),
            TypeRef::External { path, arguments: held } => TypeRef::External {
                path: path.clone(),
                arguments: all(held),
            },
            other => other.clone(),
        }
    }

    /// The types directly inside this one.
    pub(crate) fn parts(&self) -> Vec<&TypeRef> {
        match self {
            TypeRef::Option(held) | TypeRef::List(held) | TypeRef::Array(held, _) => vec![held],
            TypeRef::Map(key, value) => vec![key, value],
            TypeRef::Tuple(held)
            | TypeRef::Local(_, held)
            | TypeRef::Variant(_, _, held)
            | TypeRef::External { arguments: held, .. } => held.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether nothing in it is left open: no parameter, and nothing that cannot be written down.
    pub(crate) fn is_concrete(&self) -> bool {
        let is_open = matches!(self, TypeRef::Parameter(_) | TypeRef::Other(_));
        !is_open && self.parts().into_iter().all(TypeRef::is_concrete)
    }

    /// How deep types nest in it.
    pub(crate) fn depth(&self) -> usize {
        self.parts().into_iter().map(|part| part.depth() + 1).max().unwrap_or(0)
    }
}
