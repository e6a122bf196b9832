//! What serde makes of a crate's types.

mod attributes;
mod item;
mod shape;
mod span;
mod type_ref;

pub(crate) use attributes::{ContainerAttributes, Conversion, FieldAttributes, Rename, Tagging};
pub(crate) use item::{
    Body, CrateModel, FieldModel, FieldStyle, Fields, Impl, Parameter, TypeId, TypeModel, Unnameable, VariantModel,
};
pub(crate) use shape::{Alternative, Key, Object, Presence, Rest, Shape, SourceItem, VariantShape, Word};
pub(crate) use span::SourceSpan;
pub(crate) use type_ref::{Instance, IntegerType, TypeRef};
