//! The items, entries and variants of a sketch.

use super::key::Key;
use super::{Reader, read};
use crate::trace::log::{self, Asked, Refusal};
use crate::trace::model::{Request, VariantForm};
use crate::trace::sketch::{Address, Sketch};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::any::type_name;
use std::slice::Iter;

pub(super) struct Items<'s>(pub(super) Iter<'s, Sketch>);

impl<'s> SeqAccess<'s> for &mut Items<'s> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'s>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        self.0.next().map(|item| read(seed, item)).transpose()
    }
}

pub(super) struct Entries<'s> {
    rest: Iter<'s, (String, Sketch)>,
    value: Option<&'s Sketch>,
}

impl<'s> Entries<'s> {
    pub(super) fn new(entries: &'s [(String, Sketch)]) -> Entries<'s> {
        Entries {
            rest: entries.iter(),
            value: None,
        }
    }

    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }
}

impl<'s> MapAccess<'s> for &mut Entries<'s> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'s>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Key::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'s>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        match self.value.take() {
            Some(value) => read(seed, value),
            None => Err(Refusal::custom("asks for a value before its key")),
        }
    }
}

/// The text of a value, as serde_json hands it to its `RawValue`: in an object of one key.
pub(super) struct RawText(pub(super) Option<String>);

impl<'s> MapAccess<'s> for RawText {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'s>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        match self.0 {
            Some(_) => seed.deserialize(super::RAW_JSON.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'s>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let text = self.0.take().unwrap_or_default();
        let text: StringDeserializer<Refusal> = text.into_deserializer();
        seed.deserialize(text)
    }
}

/// A word, which may be the key of a content.
pub(super) struct VariantOf<'s> {
    place: Address,
    word: &'s String,
    content: Option<&'s Sketch>,
}

impl<'s> VariantOf<'s> {
    pub(super) fn alone(place: Address, word: &'s String) -> VariantOf<'s> {
        VariantOf {
            place,
            word,
            content: None,
        }
    }

    pub(super) fn with_content(place: Address, word: &'s String, content: &'s Sketch) -> VariantOf<'s> {
        VariantOf {
            place,
            word,
            content: Some(content),
        }
    }

    /// Notes the form that the type asks for, and gives the content. serde_json refuses a word alone for a variant with a content.
    fn content(&self, form: VariantForm) -> Result<Reader<'s>, Refusal> {
        log::variant(self.place, form);
        let sketch = self
            .content
            .ok_or_else(|| Refusal::custom("a variant without its content"))?;
        Ok(Reader { sketch, seed: "" })
    }

    fn inline<V: Visitor<'s>>(reader: Reader<'s>, visitor: V, asked: Asked) -> Result<V::Value, Refusal> {
        let (first, nothing) = (log::count(), asked);
        let result = reader.noted(asked, visitor, |reader, visitor| match reader.sketch {
            Sketch::List(_) => reader.list(visitor),
            _ => reader.object(visitor),
        });
        log::end_seed(first, nothing, result.is_ok());
        result
    }
}

impl<'s> EnumAccess<'s> for VariantOf<'s> {
    type Error = Refusal;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'s>>(self, seed: S) -> Result<(S::Value, Self), Refusal> {
        Ok((seed.deserialize(Key::new(self.word))?, self))
    }
}

impl<'s> VariantAccess<'s> for VariantOf<'s> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        log::variant(self.place, VariantForm::Unit);
        match self.content {
            None | Some(Sketch::Null) => Ok(()),
            Some(_) => Err(Refusal::custom("a content of a variant that has none")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'s>>(self, seed: S) -> Result<S::Value, Refusal> {
        let content = self.content(VariantForm::Newtype)?;
        read(seed, content.sketch)
    }

    fn tuple_variant<V: Visitor<'s>>(self, length: usize, visitor: V) -> Result<V::Value, Refusal> {
        let reader = self.content(VariantForm::Tuple(length))?;
        let asked = Asked {
            length,
            ..reader.asked::<V>(Request::TupleVariant, type_name::<V::Value>())
        };
        VariantOf::inline(reader, visitor, asked)
    }

    fn struct_variant<V: Visitor<'s>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Refusal> {
        let reader = self.content(VariantForm::Struct)?;
        let asked = Asked {
            names,
            ..reader.asked::<V>(Request::StructVariant, type_name::<V::Value>())
        };
        VariantOf::inline(reader, visitor, asked)
    }
}
