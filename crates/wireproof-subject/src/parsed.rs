//! A text that is already parsed, as a deserializer.
//!
//! `from_reader` lends no strings, and `from_value` gives the keys in the order of their bytes. This deserializer does both at
//! once, so a type that reads the same value here as through `from_str` depends on neither. It costs a third of either.

use crate::tape::{Kind, Node, Tape};
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;
use std::borrow::Cow;

/// Levels that `serde_json` goes down by itself.
const MOST_LEVELS: usize = 127;

/// Under this name `serde_json` hands out raw text.
const RAW: &str = "$serde_json::private::RawValue";

/// One value of a tape in which no key is repeated. Where `serde_json` has ways of its own
/// (bytes, keys that are numbers), it refuses.
#[derive(Clone, Copy)]
pub(crate) struct Parsed<'t, 'a> {
    tape: &'t Tape<'a>,
    node: Node,
    level: usize,
}

impl<'t, 'a> Parsed<'t, 'a> {
    pub(crate) fn new(tape: &'t Tape<'a>) -> Self {
        Parsed {
            tape,
            node: Tape::ROOT,
            level: 0,
        }
    }

    fn at(self, node: Node) -> Self {
        Parsed { node, ..self }
    }

    fn deeper(self) -> Result<Self, Error> {
        if self.level == MOST_LEVELS {
            return Err(Error::custom("recursion limit exceeded"));
        }
        Ok(Parsed {
            level: self.level + 1,
            ..self
        })
    }

    fn kind(self) -> Kind {
        self.tape.kind(self.node)
    }

    fn string(self) -> Cow<'a, str> {
        self.tape.string(self.node)
    }

    #[cold]
    fn refuse(self, visitor: &impl Visitor<'a>) -> Error {
        let text = self.string();
        let found = match self.kind() {
            Kind::Null => Unexpected::Unit,
            Kind::Bool => Unexpected::Bool(self.is_true()),
            Kind::Number => Unexpected::Other("number"),
            Kind::String => Unexpected::Str(&text),
            Kind::Array => Unexpected::Seq,
            Kind::Object => Unexpected::Map,
        };
        Error::invalid_type(found, visitor)
    }

    fn is_true(self) -> bool {
        self.tape.source(self.node) == "true"
    }

    fn number<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.kind() != Kind::Number {
            return Err(self.refuse(&visitor));
        }
        let source = self.tape.source(self.node);
        if let Ok(number) = source.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        // An integer has no negative zero; a float has.
        if let Some(number) = source.parse::<i64>().ok().filter(|number| *number != 0) {
            return visitor.visit_i64(number);
        }
        match source.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(Error::custom("number out of range")),
        }
    }

    fn seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = Items {
            next: self.node + 1,
            within: self.deeper()?,
        };
        let read = visitor.visit_seq(&mut items)?;
        match items.next() {
            None => Ok(read),
            Some(_) => Err(Error::custom("fewer items in array")),
        }
    }

    fn map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Error> {
        let members = self.tape.children(self.node);
        if !self.tape.has_plain_keys() {
            let mut sorted: Vec<(Cow<'a, str>, Node)> = Vec::with_capacity(32);
            sorted.extend(members.map(|child| (self.tape.resolved_key(child), child)));
            sorted.sort_unstable();
            return self.visit_members(sorted.into_iter(), visitor);
        }
        // By their first bytes, which are compared at once, then by all.
        let mut sorted: Vec<(u64, &str, Node)> = Vec::with_capacity(32);
        sorted.extend(members.map(|child| (self.tape.start_of_key(child), self.tape.key(child), child)));
        sorted.sort_unstable();
        let sorted = sorted.into_iter().map(|(_, key, child)| (Cow::Borrowed(key), child));
        self.visit_members(sorted, visitor)
    }

    fn visit_members<V: Visitor<'a>>(
        self,
        sorted: impl ExactSizeIterator<Item = (Cow<'a, str>, Node)>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut members = Members {
            sorted,
            value: None,
            within: self.deeper()?,
        };
        let read = visitor.visit_map(&mut members)?;
        match members.sorted.next() {
            None => Ok(read),
            Some(_) => Err(Error::custom("fewer members in object")),
        }
    }
}

/// Every numeric type gets the number that the text has.
macro_rules! as_number {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.number(visitor)
        })+
    };
}

impl<'de> Deserializer<'de> for Parsed<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(self.is_true()),
            Kind::Number => self.number(visitor),
            Kind::String => visitor.visit_str(&self.string()),
            Kind::Array => self.seq(visitor),
            Kind::Object => self.map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Bool => visitor.visit_bool(self.is_true()),
            _ => Err(self.refuse(&visitor)),
        }
    }

    as_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::String => visitor.visit_str(&self.string()),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        Err(self.refuse(&visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        Err(self.refuse(&visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name != RAW {
            return visitor.visit_newtype_struct(self);
        }
        // As `from_str` does: raw text is passed on unchanged.
        let text = BorrowedStrDeserializer::new(self.tape.source(self.node));
        visitor.visit_map(de::value::MapDeserializer::<_, Error>::new([(RAW, text)].into_iter()))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Array => self.seq(visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Object => self.map(visitor),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Array => self.seq(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::String => visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(&*self.string())),
            Kind::Object => {
                let mut members = self.tape.children(self.node);
                let (Some(only), None) = (members.next(), members.next()) else {
                    return Err(Error::invalid_value(Unexpected::Map, &"map with a single key"));
                };
                let within = self.deeper()?;
                visitor.visit_enum(Variant(within.at(only)))
            }
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

struct Items<'t, 'a> {
    next: Node,
    within: Parsed<'t, 'a>,
}

impl Items<'_, '_> {
    fn next(&mut self) -> Option<Node> {
        let tape = self.within.tape;
        let item = (self.next < tape.after(self.within.node)).then_some(self.next)?;
        self.next = tape.after(item);
        Some(item)
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let item = self.next();
        item.map(|item| seed.deserialize(self.within.at(item))).transpose()
    }
}

struct Members<'t, 'a, S> {
    /// The key, the value.
    sorted: S,
    value: Option<Node>,
    within: Parsed<'t, 'a>,
}

impl<'de, S: ExactSizeIterator<Item = (Cow<'de, str>, Node)>> de::MapAccess<'de> for Members<'_, 'de, S> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.sorted.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Key(&key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.value.take().ok_or_else(|| Error::custom("value is missing"))?;
        seed.deserialize(self.within.at(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.sorted.len())
    }
}

/// The key of an object. Numbers and booleans are not looked for in it.
struct Key<'k>(&'k str);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let key: StrDeserializer<'_, Error> = self.0.into_deserializer();
        visitor.visit_enum(key)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The only member of an object: the key names a variant, the value is what it holds.
struct Variant<'t, 'a>(Parsed<'t, 'a>);

impl<'de, 't> de::EnumAccess<'de> for Variant<'t, 'de> {
    type Error = Error;
    type Variant = Parsed<'t, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Parsed<'t, 'de>), Error> {
        let key = self.0.tape.resolved_key(self.0.node);
        Ok((seed.deserialize(Key(&key))?, self.0))
    }
}

impl<'de> de::VariantAccess<'de> for Parsed<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        de::Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        // An array would do for a text, not for a `Value`.
        self.deserialize_map(visitor)
    }
}
