//! The intermediate representation of a schema document: keywords parsed into fields, references resolved to ids.
//!
//! A [`SchemaGraph`] is built once from a JSON Schema 2020-12 document, as the dialect has rewritten it, and is read by
//! everything that analyses schemas. Analyses follow [`SchemaId`]s; they neither look keywords up by name nor resolve
//! pointers. Building and walking are iterative, so a deeply nested document cannot overflow the stack.

mod build;
mod graph;
mod in_place;
mod location;
mod multiplying;
mod node;
mod type_set;
mod walk;

pub(crate) use graph::SchemaGraph;
pub(crate) use in_place::InPlace;
pub(crate) use location::SchemaId;
pub(crate) use node::{ArrayKeywords, NumberKeywords, ObjectKeywords, SchemaNode};
pub(crate) use type_set::{JsonType, TypeSet};

#[cfg(test)]
mod tests;
