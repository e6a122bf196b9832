//! What serde makes of a crate's types.

mod attributes;
mod build;
mod exports;
mod held;
mod hidden;
mod impls;
mod index;
mod instances;
mod item;
mod known_shapes;
mod naming;
mod parse_attributes;
mod read_type;
mod rename;
mod shape;
mod shapes;
mod span;
mod subject;
mod text_type;
mod tokens;
mod traced;
mod traced_field;
mod type_ref;
mod well_known;

pub(crate) use attributes::{ContainerAttributes, Conversion, FieldAttributes, Rename, Tagging};
pub(crate) use build::Identity;
pub(crate) use index::UnreadableJson;
pub(crate) use item::{
    Body, CrateModel, FieldModel, FieldStyle, Fields, Impl, Parameter, TypeModel, Unnameable, VariantModel,
};
pub(crate) use naming::Abilities;
pub(crate) use rename::RenameRule;
#[cfg(test)]
pub(crate) use shape::KeyGroup;
pub(crate) use shape::{Alternative, Key, Object, Presence, Rest, Shape, SourceItem, VariantShape, Word};
pub(crate) use shapes::Shapes;
pub(crate) use span::SourceSpan;
pub(crate) use traced::traced_shape;
pub(crate) use type_ref::{Instance, IntegerType, TypeId, TypeRef};
