//! Reads a sketch as `serde_json` reads a text, and notes every request.

mod access;
mod key;

use super::log::{self, Asked, Refusal};
use super::model::Request;
use super::name;
use super::sketch::{Address, Sketch};
use access::{Entries, Items, RawText, VariantOf};
use serde::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};
use std::any::type_name;

/// The name of the newtype by which serde_json recognizes its `RawValue`.
const RAW_JSON: &str = "$serde_json::private::RawValue";

/// A value of a sketch, and what is known of the type that reads it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'s> {
    sketch: &'s Sketch,
    seed: &'static str,
}

/// Reads a value with a seed.
pub(super) fn read<'s, S: DeserializeSeed<'s>>(seed: S, sketch: &'s Sketch) -> Result<S::Value, Refusal> {
    let declared = seed_name::<S>();
    let first = log::count();
    let reader = Reader { sketch, seed: declared };
    let nothing = reader.asked::<()>(Request::Nothing, type_name::<S::Value>());
    let result = seed.deserialize(reader);
    log::end_seed(first, nothing, result.is_ok());
    result
}

/// The type that a seed reads if the seed is nothing else than the type; the seed itself if not.
fn seed_name<'s, S: DeserializeSeed<'s>>() -> &'static str {
    match type_name::<S>().starts_with("core::marker::PhantomData<") {
        true => type_name::<S::Value>(),
        false => type_name::<S>(),
    }
}

impl<'s> Reader<'s> {
    fn place(&self) -> Address {
        Address::of(self.sketch)
    }

    fn asked<V>(&self, request: Request, value: &'static str) -> Asked {
        Asked {
            place: self.place(),
            seed: self.seed,
            request,
            name: "",
            names: &[],
            length: 0,
            visitor: type_name::<V>(),
            value,
            worked: None,
            was_read: None,
            complaints: (0, 0),
        }
    }

    /// Notes a request, and answers it.
    fn answer<V: Visitor<'s>>(
        self,
        request: Request,
        visitor: V,
        give: impl FnOnce(Self, V) -> Result<V::Value, Refusal>,
    ) -> Result<V::Value, Refusal> {
        let asked = self.asked::<V>(request, type_name::<V::Value>());
        self.noted(asked, visitor, give)
    }

    fn noted<V: Visitor<'s>>(
        self,
        asked: Asked,
        visitor: V,
        give: impl FnOnce(Self, V) -> Result<V::Value, Refusal>,
    ) -> Result<V::Value, Refusal> {
        let Some(number) = log::open(asked) else {
            return Err(Refusal::custom("asks too often"));
        };
        let result = give(self, visitor);
        log::close(number, result.is_ok());
        result
    }

    /// The same value, for the type inside an option or a newtype.
    fn inside(self, seed: &'static str) -> Reader<'s> {
        Reader { seed, ..self }
    }

    fn unexpected(&self) -> Unexpected<'s> {
        match self.sketch {
            Sketch::Null => Unexpected::Unit,
            Sketch::Bool(value) => Unexpected::Bool(*value),
            Sketch::Integer(value) => match (u64::try_from(*value), i64::try_from(*value)) {
                (Ok(unsigned), _) => Unexpected::Unsigned(unsigned),
                (_, Ok(signed)) => Unexpected::Signed(signed),
                _ => Unexpected::Float(*value as f64),
            },
            Sketch::Fraction(value) => Unexpected::Float(*value),
            Sketch::Text(text) => Unexpected::Str(text),
            Sketch::List(_) => Unexpected::Seq,
            Sketch::Object(_) => Unexpected::Map,
        }
    }

    fn refuse<V: Visitor<'s>>(self, visitor: &V) -> Refusal {
        Refusal::invalid_type(self.unexpected(), visitor)
    }

    fn number<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.sketch {
            Sketch::Integer(value) => match (u64::try_from(*value), i64::try_from(*value)) {
                (Ok(unsigned), _) => visitor.visit_u64(unsigned),
                (_, Ok(signed)) => visitor.visit_i64(signed),
                _ => visitor.visit_f64(*value as f64),
            },
            Sketch::Fraction(value) => visitor.visit_f64(*value),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn string<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.sketch {
            Sketch::Text(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.refuse(&visitor)),
        }
    }

    fn list<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Sketch::List(items) = self.sketch else {
            return Err(self.refuse(&visitor));
        };
        let mut items = Items(items.iter());
        let value = visitor.visit_seq(&mut items)?;
        match items.0.len() {
            0 => Ok(value),
            left => Err(Refusal::invalid_length(left, &"fewer items")),
        }
    }

    fn object<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Sketch::Object(entries) = self.sketch else {
            return Err(self.refuse(&visitor));
        };
        let mut entries = Entries::new(entries);
        let value = visitor.visit_map(&mut entries)?;
        match entries.left() {
            0 => Ok(value),
            left => Err(Refusal::invalid_length(left, &"fewer keys")),
        }
    }

    fn anything<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.sketch {
            Sketch::Null => visitor.visit_unit(),
            Sketch::Bool(value) => visitor.visit_bool(*value),
            Sketch::Integer(_) | Sketch::Fraction(_) => self.number(visitor),
            Sketch::Text(_) => self.string(visitor),
            Sketch::List(_) => self.list(visitor),
            Sketch::Object(_) => self.object(visitor),
        }
    }
}

/// Methods that carry nothing but the visitor.
macro_rules! plain {
    ($($method:ident $request:ident $give:ident;)+) => {$(
        fn $method<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.answer(Request::$request, visitor, Reader::$give)
        }
    )+};
}

impl<'s> Deserializer<'s> for Reader<'s> {
    type Error = Refusal;

    plain! {
        deserialize_any Any anything;
        deserialize_i8 Integer number;
        deserialize_i16 Integer number;
        deserialize_i32 Integer number;
        deserialize_i64 Integer number;
        deserialize_u8 Integer number;
        deserialize_u16 Integer number;
        deserialize_u32 Integer number;
        deserialize_u64 Integer number;
        deserialize_f32 Float number;
        deserialize_f64 Float number;
        deserialize_char Char string;
        deserialize_str Text string;
        deserialize_string Text string;
        deserialize_identifier Identifier string;
        deserialize_seq List list;
        deserialize_map Map object;
    }

    fn deserialize_i128<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::WideInteger, visitor, |reader, visitor| match reader.sketch {
            Sketch::Integer(value) => visitor.visit_i128(*value),
            _ => Err(reader.refuse(&visitor)),
        })
    }

    fn deserialize_u128<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::WideInteger, visitor, |reader, visitor| match reader.sketch {
            Sketch::Integer(value) => match u128::try_from(*value) {
                Ok(value) => visitor.visit_u128(value),
                Err(_) => Err(Refusal::invalid_value(reader.unexpected(), &visitor)),
            },
            _ => Err(reader.refuse(&visitor)),
        })
    }

    fn deserialize_bool<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Bool, visitor, |reader, visitor| match reader.sketch {
            Sketch::Bool(value) => visitor.visit_bool(*value),
            _ => Err(reader.refuse(&visitor)),
        })
    }

    fn deserialize_bytes<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Bytes, visitor, |reader, visitor| match reader.sketch {
            Sketch::Text(text) => visitor.visit_borrowed_bytes(text.as_bytes()),
            _ => reader.list(visitor),
        })
    }

    fn deserialize_byte_buf<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Option, visitor, |reader, visitor| match reader.sketch {
            Sketch::Null => visitor.visit_none(),
            _ => visitor.visit_some(reader.inside(name::in_option(type_name::<V::Value>()))),
        })
    }

    fn deserialize_unit<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Unit, visitor, |reader, visitor| match reader.sketch {
            Sketch::Null => visitor.visit_unit(),
            _ => Err(reader.refuse(&visitor)),
        })
    }

    fn deserialize_unit_struct<V: Visitor<'s>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'s>>(self, name: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        if name == RAW_JSON {
            return self.answer(Request::RawJson, visitor, |reader, visitor| {
                visitor.visit_map(RawText(Some(reader.sketch.to_string())))
            });
        }
        let asked = Asked {
            name,
            ..self.asked::<V>(Request::Newtype, type_name::<V::Value>())
        };
        self.noted(asked, visitor, |reader, visitor| {
            visitor.visit_newtype_struct(reader.inside(""))
        })
    }

    fn deserialize_tuple<V: Visitor<'s>>(self, length: usize, visitor: V) -> Result<V::Value, Refusal> {
        let asked = Asked {
            length,
            ..self.asked::<V>(Request::Tuple, type_name::<V::Value>())
        };
        self.noted(asked, visitor, Reader::list)
    }

    fn deserialize_tuple_struct<V: Visitor<'s>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'s>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let asked = Asked {
            name,
            names,
            ..self.asked::<V>(Request::Struct, type_name::<V::Value>())
        };
        self.noted(asked, visitor, |reader, visitor| match reader.sketch {
            Sketch::List(_) => reader.list(visitor),
            _ => reader.object(visitor),
        })
    }

    fn deserialize_enum<V: Visitor<'s>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let asked = Asked {
            name,
            names,
            ..self.asked::<V>(Request::Enum, type_name::<V::Value>())
        };
        self.noted(asked, visitor, |reader, visitor| match reader.sketch {
            Sketch::Text(word) => visitor.visit_enum(VariantOf::alone(reader.place(), word)),
            Sketch::Object(entries) if entries.len() == 1 => {
                visitor.visit_enum(VariantOf::with_content(reader.place(), &entries[0].0, &entries[0].1))
            }
            _ => Err(reader.refuse(&visitor)),
        })
    }

    fn deserialize_ignored_any<V: Visitor<'s>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.answer(Request::Ignored, visitor, |_, visitor| visitor.visit_unit())
    }
}
