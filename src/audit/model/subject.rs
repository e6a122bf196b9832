//! Parts of the JSON of one type: values of fields, contents of variants, words.

use super::attributes::{FieldAttributes, Tagging};
use super::item::{FieldModel, FieldStyle, Impl, TypeModel, VariantModel};
use super::known_shapes::of_function;
use super::shape::{Key, Presence, Shape, SourceItem, Word};
use super::type_ref::{TypeId, TypeRef};

/// One type with its arguments.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) id: TypeId,
    pub(super) model: &'a TypeModel,
    pub(super) arguments: &'a [TypeRef],
}

impl Subject<'_> {
    pub(super) fn concrete(&self, type_ref: &TypeRef) -> TypeRef {
        type_ref.with_arguments(&self.model.type_parameters(), self.arguments)
    }

    /// Whether the type is looked at as it is read. If its attributes say only how it is written, that is the best that is known of
    /// reading, too.
    pub(super) fn is_read(&self) -> bool {
        self.model.read == Impl::Derived || self.model.write != Impl::Derived
    }

    pub(super) fn name_of<'b>(&self, read: &'b str, write: &'b str) -> &'b str {
        if self.is_read() { read } else { write }
    }

    pub(super) fn skips(&self, attributes: &FieldAttributes) -> bool {
        if self.is_read() {
            attributes.skips_reading
        } else {
            attributes.skips_writing
        }
    }

    pub(super) fn item(&self, variant: Option<u32>, field: Option<u32>) -> SourceItem {
        SourceItem {
            type_id: self.id,
            variant,
            field,
        }
    }
}

/// The values of a tuple.
pub(super) fn items(subject: Subject, fields: &[FieldModel]) -> Vec<TypeRef> {
    let read = fields.iter().filter(|field| !subject.skips(&field.attributes));
    read.map(|field| value_of(subject, field).0).collect()
}

/// What a variant holds.
pub(super) enum Content {
    None,
    Fields(TypeRef),
    /// One value, and the function that reads it if its doing is not known.
    One(TypeRef, Option<String>),
    Several(Vec<TypeRef>),
    /// Something that this function reads.
    Unknown(String),
}

impl Content {
    /// As the value of a key, with the function that reads it if its doing is not known.
    pub(super) fn into_ref(self) -> Option<(TypeRef, Option<String>)> {
        match self {
            Content::None => None,
            Content::Fields(value) => Some((value, None)),
            Content::One(value, read_by) => Some((value, read_by)),
            Content::Several(items) => Some((TypeRef::Tuple(items), None)),
            Content::Unknown(function) => Some((TypeRef::Other(function.clone()), Some(function))),
        }
    }
}

/// The type that a field is read as, and the function that reads it if its doing is not known.
pub(super) fn value_of(subject: Subject, field: &FieldModel) -> (TypeRef, Option<String>) {
    let declared = subject.concrete(&field.type_ref);
    let attributes = &field.attributes;
    let with = if subject.is_read() {
        &attributes.read_with
    } else {
        &attributes.write_with
    };
    match (with, &field.stand_in) {
        (None, _) => (declared, None),
        (Some(_), Some(stand_in)) => (subject.concrete(stand_in), None),
        (Some(function), None) => match of_function(function, &declared) {
            Some(known) => (known, None),
            None => (declared, Some(function.clone())),
        },
    }
}

pub(super) fn is_untagged(subject: Subject, variant: &VariantModel) -> bool {
    variant.attributes.is_untagged || subject.model.attributes.tagging == Tagging::Untagged
}

/// A key that holds a text.
pub(super) fn tag_key(name: &str, constant: Option<String>, presence: Presence, source: SourceItem) -> Key {
    Key {
        name: name.to_owned(),
        written: Some(name.to_owned()),
        aliases: Vec::new(),
        presence,
        value: TypeRef::Text,
        read_by: None,
        constant,
        source,
    }
}

/// The words of an enum that is nothing else; a variant for all other texts makes it open.
pub(super) fn words(subject: Subject, variants: &[(&VariantModel, u32)]) -> Option<Shape> {
    let attributes = &subject.model.attributes;
    if attributes.tagging != Tagging::External {
        return None;
    }
    let mut words = Vec::new();
    let mut is_open = false;
    for (variant, number) in variants {
        let is_catch_all = match variant.fields.fields.as_slice() {
            [field] if variant.fields.style == FieldStyle::Tuple => {
                let is_text =
                    subject.concrete(&field.type_ref) == TypeRef::Text && field.attributes.read_with.is_none();
                is_text && (variant.attributes.is_untagged || (attributes.is_identifier && variant.attributes.is_other))
            }
            _ => false,
        };
        if is_catch_all || variant.attributes.is_other {
            is_open = true;
        } else if variant.fields.style == FieldStyle::Unit && !variant.attributes.is_untagged {
            words.push(Word {
                name: subject.name_of(&variant.read_name, &variant.write_name).to_owned(),
                aliases: variant.attributes.aliases.clone(),
                source: subject.item(Some(*number), None),
            });
        } else {
            return None;
        }
    }
    (!words.is_empty()).then_some(Shape::Words { words, is_open })
}

/// What a variant holds.
pub(super) fn content(subject: Subject, variant: &VariantModel, number: u32) -> Content {
    let attributes = &variant.attributes;
    let with = if subject.is_read() {
        &attributes.read_with
    } else {
        &attributes.write_with
    };
    if let Some(function) = with {
        return Content::Unknown(function.clone());
    }
    let fields = &variant.fields;
    match (fields.style, fields.fields.as_slice()) {
        (FieldStyle::Unit, _) => Content::None,
        (FieldStyle::Named, _) => Content::Fields(TypeRef::Variant(subject.id, number, subject.arguments.to_vec())),
        (FieldStyle::Tuple, [field]) if subject.skips(&field.attributes) => Content::None,
        (FieldStyle::Tuple, [field]) => {
            let (value, read_by) = value_of(subject, field);
            Content::One(value, read_by)
        }
        (FieldStyle::Tuple, many) => Content::Several(items(subject, many)),
    }
}
