//! The JSON of the types, as their attributes say.

use super::attributes::Tagging;
use super::item::{Body, CrateModel, FieldModel, FieldStyle, Fields, Impl, TypeModel, VariantModel};
use super::known_shapes::of_external;
use super::shape::{Alternative, Key, KeyGroup, Object, Presence, Rest, Shape, SourceItem, VariantShape};
use super::subject::{Content, Subject, content, is_untagged, items, tag_key, value_of, words};
use super::type_ref::{Instance, TypeId, TypeRef};

/// Tells the JSON of types. What the source does not say may be known otherwise.
pub(crate) struct Shapes<'a> {
    model: &'a CrateModel,
    /// The JSON of types that are read by hand, where it was found out.
    known: &'a dyn Fn(TypeId) -> Option<Shape>,
}

/// How many types are flattened into each other.
const MAX_FLATTENED: usize = 16;

impl<'a> Shapes<'a> {
    pub(crate) fn new(model: &'a CrateModel, known: &'a dyn Fn(TypeId) -> Option<Shape>) -> Shapes<'a> {
        Shapes { model, known }
    }

    /// The JSON of an instance.
    pub(crate) fn of(&self, instance: &Instance) -> Shape {
        self.of_type(instance.id, &instance.arguments, 0)
    }

    /// The JSON of a type as a field names it.
    pub(crate) fn of_ref(&self, type_ref: &TypeRef) -> Shape {
        self.of_ref_at(type_ref, 0)
    }

    fn of_ref_at(&self, type_ref: &TypeRef, depth: usize) -> Shape {
        match type_ref {
            TypeRef::Local(id, arguments) => self.of_type(*id, arguments, depth),
            TypeRef::Variant(id, variant, arguments) => self.of_variant(*id, *variant, arguments, depth),
            TypeRef::Bool => Shape::Bool,
            TypeRef::Integer(integer) => Shape::Integer(*integer),
            TypeRef::Float(_) => Shape::Float,
            TypeRef::Text | TypeRef::Char => Shape::Text { format: None },
            TypeRef::Formatted(format) => Shape::Text { format: Some(format) },
            TypeRef::Unit => Shape::Null,
            TypeRef::Option(inner) => Shape::Nullable((**inner).clone()),
            TypeRef::List(item) => Shape::List((**item).clone()),
            TypeRef::Array(item, None) => Shape::List((**item).clone()),
            TypeRef::Array(item, Some(length)) => match usize::try_from(*length) {
                Ok(length) if length <= 16 => Shape::Tuple(vec![(**item).clone(); length]),
                _ => Shape::List((**item).clone()),
            },
            TypeRef::Tuple(items) => Shape::Tuple(items.clone()),
            TypeRef::Map(key, value) => Shape::Map {
                key: (**key).clone(),
                value: (**value).clone(),
            },
            TypeRef::AnyJson => Shape::Any,
            TypeRef::AnyObject => Shape::Map {
                key: TypeRef::Text,
                value: TypeRef::AnyJson,
            },
            TypeRef::External { path, arguments } => of_external(path, arguments),
            TypeRef::Parameter(_) | TypeRef::Other(_) => Shape::Unknown,
        }
    }

    fn subject<'b>(&'b self, id: TypeId, arguments: &'b [TypeRef]) -> Option<Subject<'b>> {
        let model = self.model.type_of(id)?;
        Some(Subject { id, model, arguments })
    }

    fn of_type(&self, id: TypeId, arguments: &[TypeRef], depth: usize) -> Shape {
        let Some(subject) = self.subject(id, arguments) else {
            return Shape::Unknown;
        };
        let model = subject.model;
        let (how, other) = match subject.is_read() {
            true => (model.read, &model.read_as),
            false => (model.write, &model.write_as),
        };
        if model.read == Impl::ByHand
            && let Some(found_out) = (self.known)(id)
        {
            return found_out;
        }
        // A derive for a remote type leaves no impl.
        if how == Impl::ByHand || (how == Impl::Absent && model.attributes.remote.is_none()) {
            return Shape::Unknown;
        }
        if let Some(other) = other {
            return Shape::Same(subject.concrete(other));
        }
        match &model.body {
            Body::Struct(fields) => self.of_struct(subject, fields, depth),
            Body::Enum(variants) => self.of_enum(subject, variants, depth),
            Body::Opaque => Shape::Unknown,
        }
    }

    fn of_variant(&self, id: TypeId, variant: u32, arguments: &[TypeRef], depth: usize) -> Shape {
        let Some(subject) = self.subject(id, arguments) else {
            return Shape::Unknown;
        };
        let variants = match &subject.model.body {
            Body::Enum(variants) => variants.as_slice(),
            _ => &[],
        };
        match usize::try_from(variant).ok().and_then(|at| variants.get(at)) {
            Some(model) => Shape::Object(self.object(subject, Some(variant), &model.fields, depth)),
            None => Shape::Unknown,
        }
    }

    fn of_struct(&self, subject: Subject, fields: &Fields, depth: usize) -> Shape {
        let attributes = &subject.model.attributes;
        if attributes.is_transparent {
            // The one field that is there; the others are skipped or take no space.
            let is_the_one = |field: &&FieldModel| !subject.skips(&field.attributes) && field.type_ref != TypeRef::Unit;
            return match fields.fields.iter().find(is_the_one) {
                Some(field) => self.same_as(subject, field),
                None => Shape::Unknown,
            };
        }
        match (fields.style, fields.fields.as_slice()) {
            (FieldStyle::Unit, _) => Shape::Null,
            (FieldStyle::Tuple, [field]) => self.same_as(subject, field),
            (FieldStyle::Tuple, many) => Shape::Tuple(items(subject, many)),
            (FieldStyle::Named, _) => {
                let mut object = self.object(subject, None, fields, depth);
                if let Tagging::Internal { tag } = &attributes.tagging {
                    let own = attributes
                        .rename
                        .write
                        .clone()
                        .unwrap_or_else(|| subject.model.name.clone());
                    // It is written only; reading takes it for an unknown key.
                    object
                        .keys
                        .insert(0, tag_key(tag, Some(own), Presence::Optional, subject.item(None, None)));
                }
                Shape::Object(object)
            }
        }
    }

    fn same_as(&self, subject: Subject, field: &FieldModel) -> Shape {
        let (value, read_by) = value_of(subject, field);
        let found_out = read_by.and_then(|_| (self.known)(subject.id));
        found_out.unwrap_or(Shape::Same(value))
    }

    /// The keys of a struct or of a struct variant, without its tag.
    fn object(&self, subject: Subject, variant: Option<u32>, fields: &Fields, depth: usize) -> Object {
        let attributes = &subject.model.attributes;
        let mut object = Object {
            rest: if attributes.denies_unknown {
                Rest::Denied
            } else {
                Rest::Dropped
            },
            ..Object::default()
        };
        for (field, number) in fields.fields.iter().zip(0..) {
            if subject.skips(&field.attributes) {
                continue;
            }
            let (value, read_by) = value_of(subject, field);
            if field.attributes.is_flattened {
                let before = object.keys.len();
                let required = self.flatten(&mut object, &value, false, depth + 1);
                if !required.is_empty() {
                    object.groups.push(KeyGroup {
                        source: subject.item(variant, Some(number)),
                        keys: object.keys[before..].iter().map(|key| key.name.clone()).collect(),
                        required,
                    });
                }
                continue;
            }
            let write = !field.attributes.skips_writing && subject.model.write != Impl::Absent;
            object.keys.push(Key {
                name: subject.name_of(&field.read_name, &field.write_name).to_owned(),
                written: write.then(|| field.write_name.clone()),
                aliases: if subject.is_read() {
                    field.attributes.aliases.clone()
                } else {
                    Vec::new()
                },
                presence: self.presence(subject, field, &value),
                value,
                read_by,
                constant: None,
                source: subject.item(variant, Some(number)),
            });
        }
        object
    }

    /// Adds what a flattened field reads. Returns the keys without which an optional one is read as none.
    fn flatten(&self, object: &mut Object, type_ref: &TypeRef, is_optional: bool, depth: usize) -> Vec<String> {
        if depth > MAX_FLATTENED {
            object.rest = Rest::Unknown;
            return Vec::new();
        }
        match self.of_ref_at(type_ref, depth) {
            Shape::Object(inner) => {
                let required = |key: &&Key| is_optional && key.presence == Presence::Required;
                let required = inner.keys.iter().filter(required).map(|key| key.name.clone()).collect();
                object.keys.extend(inner.keys.into_iter().map(|key| Key {
                    presence: if is_optional { Presence::Optional } else { key.presence },
                    ..key
                }));
                object.flattened.extend(inner.flattened);
                object.groups.extend(inner.groups);
                // An inner `deny_unknown_fields` has no effect here.
                keep(&mut object.rest, inner.rest);
                return required;
            }
            Shape::Map { value, .. } => keep(&mut object.rest, Rest::Kept(value)),
            Shape::Any => keep(&mut object.rest, Rest::Kept(TypeRef::AnyJson)),
            Shape::Same(inner) => return self.flatten(object, &inner, is_optional, depth + 1),
            Shape::Nullable(inner) => return self.flatten(object, &inner, true, depth + 1),
            Shape::Alternatives(_) | Shape::Words { .. } => object.flattened.push(type_ref.clone()),
            Shape::Null => {}
            _ => keep(&mut object.rest, Rest::Unknown),
        }
        Vec::new()
    }

    fn presence(&self, subject: Subject, field: &FieldModel, value: &TypeRef) -> Presence {
        let attributes = &field.attributes;
        let may_be_absent = match subject.is_read() {
            true => attributes.has_default || subject.model.attributes.has_default,
            false => attributes.skips_writing_if.is_some(),
        };
        if may_be_absent {
            return Presence::Optional;
        }
        // A function that reads the field is not called for a key that is absent.
        if !subject.is_read() || attributes.read_with.is_some() {
            return Presence::Required;
        }
        match self.reads_absence(value, 0) {
            Some(true) => Presence::Optional,
            Some(false) => Presence::Required,
            None => Presence::Unknown,
        }
    }

    /// Whether serde makes a value of this type where the key is absent: an `Option`, or what is read as one.
    fn reads_absence(&self, type_ref: &TypeRef, depth: usize) -> Option<bool> {
        match type_ref {
            TypeRef::Option(_) => Some(true),
            TypeRef::Parameter(_) | TypeRef::Other(_) => None,
            TypeRef::Local(id, arguments) => {
                let subject = self.subject(*id, arguments).filter(|_| depth < MAX_FLATTENED)?;
                if subject.model.read == Impl::ByHand {
                    return None;
                }
                let is_passed_on = subject.model.attributes.is_transparent || subject.model.read_as.is_some();
                match self.of_type(*id, arguments, depth + 1) {
                    Shape::Same(inner) if is_passed_on => self.reads_absence(&inner, depth + 1),
                    Shape::Unknown if is_passed_on => None,
                    _ => Some(false),
                }
            }
            _ => Some(false),
        }
    }

    fn of_enum(&self, subject: Subject, variants: &[VariantModel], depth: usize) -> Shape {
        let numbered = variants.iter().zip(0..);
        let read: Vec<(&VariantModel, u32)> = numbered
            .filter(|(variant, _)| !subject.skips(&variant.attributes))
            .collect();
        if let Some(words) = words(subject, &read) {
            return words;
        }
        let alternatives = read.into_iter().map(|(variant, number)| {
            let is_untagged = is_untagged(subject, variant);
            Alternative {
                source: subject.item(Some(number), None),
                ident: variant.ident.clone(),
                name: (!is_untagged).then(|| subject.name_of(&variant.read_name, &variant.write_name).to_owned()),
                aliases: variant.attributes.aliases.clone(),
                is_other: variant.attributes.is_other,
                shape: self.alternative(subject, variant, number, depth),
            }
        });
        Shape::Alternatives(alternatives.collect())
    }

    /// What a variant reads, with its tag.
    fn alternative(&self, subject: Subject, variant: &VariantModel, number: u32, depth: usize) -> VariantShape {
        let content = content(subject, variant, number);
        let source = subject.item(Some(number), None);
        let name = subject.name_of(&variant.read_name, &variant.write_name).to_owned();
        let constant = (!variant.attributes.is_other).then(|| name.clone());
        let fields = || self.object(subject, Some(number), &variant.fields, depth);
        if is_untagged(subject, variant) {
            return match content {
                Content::None => VariantShape::Null,
                Content::Fields(_) => VariantShape::Object(fields()),
                Content::One(of, _) => VariantShape::Same { of, tag: None },
                Content::Several(items) => VariantShape::Tuple(items),
                Content::Unknown(_) => VariantShape::Unknown,
            };
        }
        match &subject.model.attributes.tagging {
            Tagging::External | Tagging::Untagged => match content.into_ref() {
                None => VariantShape::Word(name),
                Some((value, read_by)) => VariantShape::Object(Object {
                    keys: vec![Key {
                        value,
                        read_by,
                        constant: None,
                        ..tag_key(&name, None, Presence::Required, source)
                    }],
                    rest: Rest::Denied,
                    ..Object::default()
                }),
            },
            Tagging::Internal { tag } => {
                let key = tag_key(tag, constant, Presence::Required, source);
                match content {
                    Content::Fields(_) => {
                        let mut object = fields();
                        object.keys.insert(0, key);
                        VariantShape::Object(object)
                    }
                    Content::None => VariantShape::Object(Object {
                        keys: vec![key],
                        ..Object::default()
                    }),
                    Content::One(of, _) => VariantShape::Same {
                        of,
                        tag: Some((tag.clone(), name)),
                    },
                    Content::Several(_) | Content::Unknown(_) => VariantShape::Unknown,
                }
            }
            Tagging::Adjacent { tag, content: key } => {
                let mut keys = vec![tag_key(tag, constant, Presence::Required, source)];
                if let Some((value, read_by)) = content.into_ref() {
                    let presence = match self.reads_absence(&value, 0) {
                        Some(true) => Presence::Optional,
                        _ => Presence::Required,
                    };
                    keys.push(Key {
                        value,
                        read_by,
                        ..tag_key(key, None, presence, source)
                    });
                }
                let denied = subject.model.attributes.denies_unknown;
                VariantShape::Object(Object {
                    keys,
                    rest: if denied { Rest::Denied } else { Rest::Dropped },
                    ..Object::default()
                })
            }
        }
    }
}

/// Adds what a flattened part makes of other keys. Of several maps, the one whose values say most is remembered.
fn keep(rest: &mut Rest, added: Rest) {
    let weight = |rest: &Rest| match rest {
        Rest::Dropped | Rest::Denied => 0,
        Rest::Unknown => 1,
        Rest::Kept(TypeRef::AnyJson) => 2,
        Rest::Kept(_) => 3,
    };
    if weight(&added) > weight(rest) {
        *rest = added;
    }
}
