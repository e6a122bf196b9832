//! What the matcher found: bindings, and types without one.

use crate::audit::model::Instance;
use std::fmt;

/// What was found for all types of a crate.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    /// In the order of the types, the surest binding of each first.
    pub(crate) bindings: Vec<Binding>,
    /// In the order of the types.
    pub(crate) unbound: Vec<Unbound>,
    /// Types that stand for more schemas than are bound.
    pub(crate) further: Vec<Further>,
    /// Entries of `[bind]` that name no type, or no schema.
    pub(crate) unfulfilled: Vec<String>,
}

/// A type that stands for a schema. One type may have several bindings.
#[derive(Debug, Clone)]
pub(crate) struct Binding {
    pub(crate) instance: Instance,
    /// The schema, as a JSON pointer into the document as published. If equal schemas stand in several places, it is the first
    /// of them.
    pub(crate) pointer: String,
    /// Whether this is a component of the document, and not a place within one.
    pub(crate) is_component: bool,
    /// In how many further places the type stands for an equal schema.
    pub(crate) further_places: usize,
    /// How sure, from 0 to 1.
    pub(crate) score: f64,
    /// What speaks for it, the strongest first.
    pub(crate) evidence: Vec<Evidence>,
    /// The tag and its value that the schema names and that the enum around the type reads, not the type itself.
    pub(crate) tag_outside: Option<(String, String)>,
    /// Whether the schema allows null, which the `Option` around the type reads, not the type itself.
    pub(crate) null_outside: bool,
}

impl Binding {
    /// Whether there is hardly a doubt, so that a type that refuses nearly every text is not taken for one that stands for
    /// something else.
    pub(crate) fn is_sure(&self) -> bool {
        const SURE: f64 = 0.8;
        const MANY_KEYS: usize = 4;
        let is_strong = |evidence: &Evidence| match evidence {
            Evidence::Configured | Evidence::SameName => true,
            Evidence::Keys { shared, of_type, .. } => *shared >= MANY_KEYS && shared == of_type,
            _ => false,
        };
        self.score >= SURE || self.evidence.iter().any(is_strong)
    }
}

/// One reason for a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The schemas that it stands for, although it cannot be bound to them.
    pub(crate) pointers: Vec<String>,
}

/// Why a type is not bound.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// It is only used flattened into others, so its keys are only a part of an object.
    Flattened,
    /// It reads only a part of what this schema allows: it is one variant of an enum that reads all of it.
    Part(String),
    /// The types of this module fit the document better than those of its own, which bear the same names.
    OtherVersion(String),
    /// The configuration excludes it.
    Ignored,
}

/// A type that stands for more schemas than are bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Further {
    pub(crate) instance: Instance,
    /// How many different schemas are left out.
    pub(crate) schemas: usize,
}

impl fmt::Display for Evidence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share =
            |out: &mut fmt::Formatter<'_>, what: &str, shared: usize, of_type: usize, of_schema: usize| match of_type
                == of_schema
                && shared == of_type
            {
                true => write!(out, "all {shared} {what}"),
                false => write!(
                    out,
                    "{shared} {what} of {of_type} in the type and {of_schema} in the schema"
                ),
            };
        match self {
            Evidence::Configured => out.write_str("configured"),
            Evidence::SameName => out.write_str("same name"),
            Evidence::ParentAndProperty => out.write_str("named after parent and property"),
            Evidence::SimilarName => out.write_str("similar name"),
            Evidence::Keys {
                shared,
                of_type,
                of_schema,
            } => share(out, "keys", *shared, *of_type, *of_schema),
            Evidence::Words {
                shared,
                of_type,
                of_schema,
            } => share(out, "words", *shared, *of_type, *of_schema),
            Evidence::Constant { key, value } => write!(out, "`{key}` is `{value}`"),
            Evidence::Structure { from } => write!(out, "through `{from}`"),
            Evidence::Documented => out.write_str("its documentation names the operation"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::NoCounterpart => out.write_str("no counterpart"),
            Reason::Ambiguous(pointers) => match pointers.as_slice() {
                [] => out.write_str("ambiguous"),
                [one] => write!(out, "too little resemblance to `{one}`"),
                [first, others @ ..] => {
                    write!(out, "ambiguous between `{first}`")?;
                    others.iter().try_for_each(|other| write!(out, ", `{other}`"))
                }
            },
            Reason::NotPublic => out.write_str("not public"),
            Reason::Generic => out.write_str("generic, and its arguments are never given"),
            Reason::Borrowed => out.write_str("borrows from its input"),
            Reason::Local => out.write_str("defined inside a function"),
            Reason::Flattened => out.write_str("only used flattened into other types"),
            Reason::Part(pointer) => write!(out, "reads only a part of `{pointer}`"),
            Reason::OtherVersion(module) => {
                write!(out, "of another version than `{module}`, which the document describes")
            }
            Reason::Ignored => out.write_str("ignored by the configuration"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_said_in_plain_words() {
        let keys = |shared, of_type, of_schema| Evidence::Keys {
            shared,
            of_type,
            of_schema,
        };
        assert_eq!(keys(3, 3, 3).to_string(), "all 3 keys");
        assert_eq!(keys(2, 3, 4).to_string(), "2 keys of 3 in the type and 4 in the schema");
    }

    #[test]
    fn reasons_name_the_schemas_that_compete() {
        let among = |pointers: &[&str]| Reason::Ambiguous(pointers.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(among(&["/a"]).to_string(), "too little resemblance to `/a`");
        assert_eq!(among(&["/a", "/b"]).to_string(), "ambiguous between `/a`, `/b`");
    }
}
