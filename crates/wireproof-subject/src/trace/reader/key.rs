//! A key of an object, and the name of a variant.

use crate::trace::log::{self, Asked, Refusal};
use crate::trace::model::Request;
use crate::trace::sketch::Address;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::any::type_name;

pub(super) struct Key<'de> {
    text: &'de str,
    place: Address,
}

impl<'de> Key<'de> {
    pub(super) fn new(text: &'de String) -> Key<'de> {
        Key {
            text,
            place: Address::of(text),
        }
    }

    fn answer<V: Visitor<'de>>(
        self,
        request: Request,
        visitor: V,
        give: impl FnOnce(&'de str, V) -> Result<V::Value, Refusal>,
    ) -> Result<V::Value, Refusal> {
        let asked = Asked {
            place: self.place,
            seed: "",
            request,
            name: "",
            names: &[],
            length: 0,
            visitor: type_name::<V>(),
            value: type_name::<V::Value>(),
            worked: None,
            was_read: None,
            complaints: (0, 0),
        };
        let Some(number) = log::open(asked) else {
            return Err(Refusal::custom("asks too often"));
        };
        let result = give(self.text, visitor);
        log::close(number, result.is_ok());
        result
    }
}

/// serde_json reads a number as a key from a string of digits.
macro_rules! numbers {
    ($($method:ident $visit:ident $number:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.answer(Request::Integer, visitor, |text, visitor| match text.parse::<$number>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(Refusal::invalid_type(Unexpected::Str(text), &visitor)),
            })
        }
    )+};
}

macro_rules! texts {
    ($($method:ident $request:ident;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.answer(Request::$request, visitor, |text, visitor| visitor.visit_borrowed_str(text))
        }
    )+};
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Refusal;

    numbers! {
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
        deserialize_i128 visit_i128 i128
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_u128 visit_u128 u128
        deserialize_f32 visit_f32 f32
        deserialize_f64 visit_f64 f64
    }

    texts! {
        deserialize_any Any;
        deserialize_char Char;
        deserialize_str Text;
        deserialize_string Text;
        deserialize_identifier Identifier;
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Bool, visitor, |text, visitor| match text.parse() {
            Ok(value) => visitor.visit_bool(value),
            Err(_) => Err(Refusal::invalid_type(Unexpected::Str(text), &visitor)),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.answer(Request::Enum, visitor, |text, visitor| {
            visitor.visit_enum(BorrowedStrDeserializer::new(text))
        })
    }

    serde::forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct seq tuple tuple_struct map struct ignored_any
    }
}
