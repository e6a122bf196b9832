//! Which type stands for which schema of the document.

use super::model::Instance;

/// What was found for all types of a crate.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    pub(crate) bindings: Vec<Binding>,
    pub(crate) unbound: Vec<Unbound>,
}

/// A type that stands for a schema. One type may have several bindings.
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    pub(crate) instance: Instance,
    /// The schema, as a JSON pointer into the document as published.
    pub(crate) pointer: String,
    /// How sure, from 0 to 1.
    pub(crate) score: f64,
    /// What speaks for it, the strongest first.
    pub(crate) evidence: Vec<Evidence>,
}

/// One reason for a binding.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Evidence {
    /// `wireproof.toml` says so.
    Configured,
    /// The names are equal but for case and separators.
    SameName,
    /// The name is that of the parent schema and the property.
    ParentAndProperty,
    /// The names share words, or differ by an affix.
    SimilarName,
    /// So many of the schema's keys, the type has.
    Keys {
        shared: usize,
        of_type: usize,
        of_schema: usize,
    },
    /// So many of the schema's words, the type has.
    Words {
        shared: usize,
        of_type: usize,
        of_schema: usize,
    },
    /// A tag or a constant that both have.
    Constant { key: String, value: String },
    /// A field of a bound type leads here, and so does the property of its schema.
    Structure { from: String },
    /// The doc comment names the operation.
    Documented,
}

/// A type that is not examined on its own, and why.
#[derive(Debug, Clone)]
pub(crate) struct Unbound {
    pub(crate) instance: Instance,
    pub(crate) reason: Reason,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// No schema resembles it.
    NoCounterpart,
    /// These schemas resemble it alike, or too little to be sure.
    Ambiguous(Vec<String>),
    /// It is private.
    NotPublic,
    /// Its parameters are never given.
    Generic,
    /// It borrows from its input.
    Borrowed,
    /// It is defined inside a function.
    Local,
    /// The configuration excludes it.
    Ignored,
}
