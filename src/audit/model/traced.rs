//! The JSON of a type as a trace of its runs tells it: for types that are read by hand, whose source says nothing.

use super::item::{Body, CrateModel, Fields};
use super::shape::{Alternative, Key, Object, Presence, Rest, Shape, SourceItem, VariantShape, Word};
use super::traced_field::type_of_field;
use super::type_ref::{IntegerType, TypeId, TypeRef};
use wireproof_subject::{
    Accepts, Answer, IntegerRange, JsonKind, OtherKeys, Reads, Request, Trace, TracedEnum, TracedKey, TracedObject,
    TracedTagging, TracedType, VariantForm,
};

/// Types of a trace lead to each other; no further than this is looked at where they are written out in one shape.
const MAX_DEPTH: usize = 16;

/// The JSON that a traced type reads; `None` if the trace does not tell.
pub(crate) fn traced_shape(model: &CrateModel, id: TypeId, trace: &Trace) -> Option<Shape> {
    let traced = Traced { model, id, trace };
    traced.shape(trace.root()?, 0)
}

struct Traced<'t> {
    model: &'t CrateModel,
    /// The type that is traced, which causes all that it reads.
    id: TypeId,
    trace: &'t Trace,
}

impl Traced<'_> {
    fn shape(&self, found: &TracedType, depth: usize) -> Option<Shape> {
        if let Some(inner) = &found.inner {
            // An option reads null as well; a newtype and a conversion do not.
            let reads_null = found.kinds.get(&JsonKind::Null) == Some(&Accepts::Yes);
            let inner = self.type_ref(inner, depth + 1);
            return Some(if reads_null {
                Shape::Nullable(inner)
            } else {
                Shape::Same(inner)
            });
        }
        if let Some(variants) = &found.variants {
            return Some(self.of_enum(variants, depth));
        }
        let is_listed = matches!(found.request, Request::Struct | Request::StructVariant);
        let objects = found
            .object
            .as_ref()
            .filter(|object| object.was_read || (is_listed && !object.keys.is_empty()));
        let reads = |kind: &JsonKind| found.kinds.get(kind) == Some(&Accepts::Yes);
        let knows_keys = objects.is_some_and(|object| !object.keys.is_empty());
        if JsonKind::ALL.iter().all(reads) && !knows_keys {
            return Some(Shape::Any);
        }
        let mut ways: Vec<VariantShape> = Vec::new();
        ways.extend(objects.and_then(|object| match self.map_of(object, depth) {
            Some(of) => Some(VariantShape::Same { of, tag: None }),
            None => Some(VariantShape::Object(self.object(object, depth)?)),
        }));
        ways.extend(self.list(found, depth).map(|of| VariantShape::Same { of, tag: None }));
        if !found.words.is_empty() && ways.is_empty() {
            let words = found.words.iter().map(|word| self.word(word)).collect();
            let is_open = found.any_text == Answer::Yes;
            return Some(Shape::Words { words, is_open });
        }
        let of_kinds = scalars(found)
            .into_iter()
            .map(|of| VariantShape::Same { of, tag: None });
        ways.extend(of_kinds);
        match ways.len() {
            0 => None,
            1 => Some(match ways.remove(0) {
                VariantShape::Object(object) => Shape::Object(object),
                VariantShape::Same { of, .. } if reads(&JsonKind::Null) => Shape::Nullable(of),
                VariantShape::Same { of, .. } => Shape::Same(of),
                _ => return None,
            }),
            _ => Some(Shape::Alternatives(
                ways.into_iter().map(|shape| self.alternative("", shape)).collect(),
            )),
        }
    }

    fn of_enum(&self, found: &TracedEnum, depth: usize) -> Shape {
        let is_open = found.others == Answer::Yes;
        let are_words = found.variants.iter().all(|variant| variant.form == VariantForm::Unit);
        if are_words && found.tagging == TracedTagging::External {
            let words = found.variants.iter().map(|variant| self.word(&variant.word)).collect();
            return Shape::Words { words, is_open };
        }
        let variants = found.variants.iter().map(|variant| {
            let content = variant.content.as_deref();
            let shape = self.variant(&found.tagging, &variant.word, variant.form, content, depth);
            self.alternative(&variant.word, shape)
        });
        Shape::Alternatives(variants.collect())
    }

    fn variant(
        &self,
        tagging: &TracedTagging,
        word: &str,
        form: VariantForm,
        content: Option<&str>,
        depth: usize,
    ) -> VariantShape {
        let value = || content.map_or(TypeRef::Other(word.to_owned()), |name| self.type_ref(name, depth + 1));
        match tagging {
            TracedTagging::External if form == VariantForm::Unit => VariantShape::Word(word.to_owned()),
            TracedTagging::External => VariantShape::Object(Object {
                keys: vec![self.key_of(word, Presence::Required, value(), None)],
                rest: Rest::Denied,
                ..Object::default()
            }),
            TracedTagging::Internal { tag } => {
                let held = content.and_then(|name| self.trace.types.get(name)?.object.as_ref());
                let mut object = held.and_then(|held| self.object(held, depth + 1)).unwrap_or_default();
                object.keys.retain(|key| key.name != *tag);
                let constant = Some(word.to_owned());
                object
                    .keys
                    .insert(0, self.key_of(tag, Presence::Required, TypeRef::Text, constant));
                VariantShape::Object(object)
            }
            TracedTagging::Adjacent { tag, content } => {
                let constant = Some(word.to_owned());
                let mut keys = vec![self.key_of(tag, Presence::Required, TypeRef::Text, constant)];
                if form != VariantForm::Unit {
                    keys.push(self.key_of(content, Presence::Required, value(), None));
                }
                let rest = Rest::Unknown;
                VariantShape::Object(Object {
                    keys,
                    rest,
                    ..Object::default()
                })
            }
        }
    }

    fn alternative(&self, word: &str, shape: VariantShape) -> Alternative {
        Alternative {
            source: self.item(word),
            ident: word.to_owned(),
            name: (!word.is_empty()).then(|| word.to_owned()),
            aliases: Vec::new(),
            is_other: false,
            shape,
        }
    }

    fn word(&self, word: &str) -> Word {
        Word {
            name: word.to_owned(),
            aliases: Vec::new(),
            source: self.item(word),
        }
    }

    /// The map that an object is, if it knows no key.
    fn map_of(&self, object: &TracedObject, depth: usize) -> Option<TypeRef> {
        match &object.others {
            OtherKeys::Kept { value, .. } if object.keys.is_empty() => {
                let value = value
                    .as_ref()
                    .map_or(TypeRef::AnyJson, |name| self.type_ref(name, depth + 1));
                Some(TypeRef::Map(Box::new(TypeRef::Text), Box::new(value)))
            }
            _ => None,
        }
    }

    fn object(&self, found: &TracedObject, depth: usize) -> Option<Object> {
        let known = found.keys.iter().filter(|key| key.read != Reads::No);
        let keys: Vec<Key> = known.map(|key| self.key(key, depth)).collect();
        let rest = match &found.others {
            OtherKeys::Denied => Rest::Denied,
            OtherKeys::Dropped => Rest::Dropped,
            OtherKeys::Kept { value, .. } => Rest::Kept(
                value
                    .as_ref()
                    .map_or(TypeRef::AnyJson, |name| self.type_ref(name, depth + 1)),
            ),
            OtherKeys::Buffered | OtherKeys::Unknown => Rest::Unknown,
        };
        (depth <= MAX_DEPTH && !keys.is_empty()).then(|| Object {
            keys,
            rest,
            ..Object::default()
        })
    }

    fn key(&self, found: &TracedKey, depth: usize) -> Key {
        let presence = match found.required {
            Answer::Yes => Presence::Required,
            Answer::No => Presence::Optional,
            Answer::Unknown => Presence::Unknown,
        };
        let value = match &found.value {
            Some(name) => self.type_ref(name, depth + 1),
            None => of_buffered(found),
        };
        let is_buffer = found.value.as_deref().is_none_or(|name| self.takes_anything(name));
        let value = type_of_field(self.model, self.id, found, &value, is_buffer).unwrap_or(value);
        Key {
            aliases: found.aliases.clone(),
            ..self.key_of(&found.name, presence, value, None)
        }
    }

    fn takes_anything(&self, name: &str) -> bool {
        let reads = |kinds: &TracedType| {
            let mut all = JsonKind::ALL.iter();
            all.all(|kind| kinds.kinds.get(kind) == Some(&Accepts::Yes))
        };
        self.trace.types.get(name).is_some_and(reads)
    }

    fn key_of(&self, name: &str, presence: Presence, value: TypeRef, constant: Option<String>) -> Key {
        Key {
            name: name.to_owned(),
            written: Some(name.to_owned()),
            aliases: Vec::new(),
            presence,
            value,
            read_by: None,
            constant,
            source: self.item(name),
        }
    }

    fn list(&self, found: &TracedType, depth: usize) -> Option<TypeRef> {
        let list = found.list.as_ref()?;
        let items: Vec<TypeRef> = list.items.iter().map(|name| self.type_ref(name, depth + 1)).collect();
        Some(match (list.length, items.first()) {
            (None, first) => TypeRef::List(Box::new(first.cloned().unwrap_or(TypeRef::AnyJson))),
            (Some(_), _) => TypeRef::Tuple(items),
        })
    }

    /// A type of the trace: a type of the crate, if it is one.
    fn type_ref(&self, name: &str, depth: usize) -> TypeRef {
        let own = self.model.types.iter().zip(0..);
        let local = own
            .clone()
            .find(|(own, _)| own.path == name && own.parameters.is_empty());
        if let Some((_, number)) = local.filter(|(_, number)| TypeId(*number) != self.id) {
            return TypeRef::Local(TypeId(number), Vec::new());
        }
        let shape = self.trace.types.get(name).filter(|_| depth <= MAX_DEPTH);
        match shape.and_then(|found| self.shape(found, depth + 1)) {
            Some(Shape::Same(of)) => of,
            Some(Shape::Nullable(of)) => TypeRef::Option(Box::new(of)),
            Some(Shape::Any) => TypeRef::AnyJson,
            _ => TypeRef::Other(name.to_owned()),
        }
    }

    /// The field or variant of that name, if the type has one; otherwise the type.
    fn item(&self, name: &str) -> SourceItem {
        let body = self.model.type_of(self.id).map(|found| &found.body);
        let position = |fields: &Fields| {
            let is_same = |field: &&super::item::FieldModel| field.ident == name || field.read_name == name;
            fields
                .fields
                .iter()
                .zip(0..)
                .find(|(field, _)| is_same(field))
                .map(|(_, at)| at)
        };
        let (variant, field) = match body {
            Some(Body::Struct(fields)) => (None, position(fields)),
            Some(Body::Enum(variants)) => {
                let mut numbered = variants.iter().zip(0..);
                let found = numbered.find(|(variant, _)| variant.ident.eq_ignore_ascii_case(name));
                (found.map(|(_, at)| at), None)
            }
            _ => (None, None),
        };
        SourceItem {
            type_id: self.id,
            variant,
            field,
        }
    }
}

/// What a type reads that is neither list nor object.
fn scalars(found: &TracedType) -> Vec<TypeRef> {
    let reads = |kind| found.kinds.get(&kind) == Some(&Accepts::Yes);
    // A text of a certain form is refused as long as none of that form was tried.
    let takes = |kind| matches!(found.kinds.get(&kind), Some(Accepts::Yes | Accepts::Unsure));
    let mut of = Vec::new();
    if reads(JsonKind::String) || (takes(JsonKind::String) && !JsonKind::ALL.into_iter().any(reads)) {
        of.push(TypeRef::Text);
    }
    match (reads(JsonKind::Integer), reads(JsonKind::Fraction)) {
        (_, true) => of.push(TypeRef::Float(64)),
        (true, false) => of.push(TypeRef::Integer(integer(found.integers.as_ref()))),
        (false, false) => {}
    }
    if reads(JsonKind::Bool) {
        of.push(TypeRef::Bool);
    }
    of
}

/// The value of a key that serde buffers, by the kinds of JSON that are read.
fn of_buffered(key: &TracedKey) -> TypeRef {
    let kinds = TracedType {
        kinds: key.kinds.clone(),
        ..TracedType::default()
    };
    let mut of = scalars(&kinds);
    let is_open = [JsonKind::Object, JsonKind::List]
        .iter()
        .any(|kind| key.kinds.get(kind) == Some(&Accepts::Yes));
    match (of.len(), is_open) {
        (1, false) if key.nullable == Answer::Yes => TypeRef::Option(Box::new(of.remove(0))),
        (1, false) => of.remove(0),
        _ => TypeRef::Other(key.name.clone()),
    }
}

/// The narrowest type of Rust that holds a range.
fn integer(range: Option<&IntegerRange>) -> IntegerType {
    let (min, max) = range.map_or((i128::from(i64::MIN), i128::from(i64::MAX)), |range| {
        (range.min, range.max)
    });
    let is_signed = min < 0;
    let fits = |bits: &u8| {
        let high = if is_signed {
            i128::MAX >> (128 - u32::from(*bits))
        } else {
            (1_i128 << bits) - 1
        };
        max <= high && (!is_signed || min >= -high - 1)
    };
    IntegerType {
        is_signed,
        bits: [8, 16, 32, 64].into_iter().find(fits).unwrap_or(128),
        is_non_zero: range.is_some_and(|range| !range.zero),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::{Error, MapAccess, Visitor};
    use serde::{Deserialize, Deserializer};
    use std::fmt;
    use wireproof_subject::{Candidates, subject};

    /// What the runs of a type tell, with these keys and words as candidates.
    macro_rules! shape {
        ($Type:ty) => {{
            let candidates = Candidates {
                keys: ["id", "size", "tags", "other"].map(str::to_owned).to_vec(),
                words: ["small", "large"].map(str::to_owned).to_vec(),
            };
            let traced = subject!($Type).trace(&candidates);
            traced_shape(&CrateModel::default(), TypeId(7), traced.done().unwrap())
        }};
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Size {
        #[serde(rename = "small")]
        Small,
        #[serde(rename = "large")]
        Large,
    }

    /// Reads what its derived twin would read.
    macro_rules! by_hand {
        ($Name:ident as $Twin:ty) => {
            struct $Name;
            impl<'de> Deserialize<'de> for $Name {
                fn deserialize<D: Deserializer<'de>>(input: D) -> Result<$Name, D::Error> {
                    <$Twin>::deserialize(input).map(|_| $Name)
                }
            }
        };
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Twin {
        id: u32,
        size: Option<Size>,
        tags: Vec<String>,
    }

    by_hand!(Record as Twin);
    by_hand!(Count as u16);
    by_hand!(Text as String);
    by_hand!(Word as Size);
    by_hand!(Either as StringOrNumber);
    by_hand!(Table as std::collections::BTreeMap<String, bool>);
    by_hand!(Anything as serde_json::Value);

    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum StringOrNumber {
        Text(String),
        Number(i64),
    }

    /// Takes keys as they come.
    struct Visited;

    impl<'de> Deserialize<'de> for Visited {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Visited, D::Error> {
            struct Keys;
            impl<'de> Visitor<'de> for Keys {
                type Value = Visited;
                fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                    out.write_str("a record")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Visited, A::Error> {
                    let mut id = None;
                    while let Some(key) = map.next_key::<String>()? {
                        match key.as_str() {
                            "id" => id = Some(map.next_value::<u8>()?),
                            _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                        }
                    }
                    id.map(|_| Visited).ok_or_else(|| A::Error::missing_field("id"))
                }
            }
            input.deserialize_map(Keys)
        }
    }

    fn keys(shape: Option<Shape>) -> Vec<(String, Presence, TypeRef)> {
        let Some(Shape::Object(object)) = shape else {
            panic!("{shape:?}");
        };
        let keys = object.keys.into_iter();
        keys.map(|key| (key.name, key.presence, key.value)).collect()
    }

    fn unsigned(bits: u8) -> TypeRef {
        TypeRef::Integer(IntegerType {
            is_signed: false,
            bits,
            is_non_zero: false,
        })
    }

    #[test]
    fn a_record_by_hand_has_its_keys() {
        let of = keys(shape!(Record));
        let names: Vec<_> = of
            .iter()
            .map(|(name, presence, _)| (name.as_str(), *presence))
            .collect();
        let (required, optional) = (Presence::Required, Presence::Optional);
        assert_eq!(names, [("id", required), ("size", optional), ("tags", required)]);
        assert_eq!(of[0].2, unsigned(32));
        assert_eq!(of[2].2, TypeRef::List(Box::new(TypeRef::Text)));
        assert_eq!(keys(shape!(Visited)), [("id".to_owned(), required, unsigned(8))]);
    }

    #[test]
    fn values_by_hand_have_their_kinds() {
        assert_eq!(shape!(Count), Some(Shape::Same(unsigned(16))));
        assert_eq!(shape!(Text), Some(Shape::Same(TypeRef::Text)));
        assert_eq!(shape!(Anything), Some(Shape::Any));
        let map = TypeRef::Map(Box::new(TypeRef::Text), Box::new(TypeRef::Bool));
        assert_eq!(shape!(Table), Some(Shape::Same(map)));
        let Some(Shape::Words { words, is_open: false }) = shape!(Word) else {
            panic!("{:?}", shape!(Word));
        };
        let words: Vec<_> = words.iter().map(|word| word.name.as_str()).collect();
        assert_eq!(words, ["small", "large"]);
        let Some(Shape::Alternatives(ways)) = shape!(Either) else {
            panic!("{:?}", shape!(Either));
        };
        let ways: Vec<_> = ways.into_iter().map(|way| way.shape).collect();
        let same = |of| VariantShape::Same { of, tag: None };
        let number = TypeRef::Integer(IntegerType {
            is_signed: true,
            bits: 64,
            is_non_zero: false,
        });
        assert_eq!(ways, [same(TypeRef::Text), same(number)]);
    }
}
