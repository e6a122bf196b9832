//! The small adapters between [`Wire`] and serde's traits.

use super::{Object, Text, Wire};
use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// Reads a `T` where serde asks for a seed.
pub(crate) struct Read<T>(PhantomData<T>);

impl<T> Read<T> {
    pub(crate) fn new() -> Self {
        Read(PhantomData)
    }
}

impl<'de, T: Wire> DeserializeSeed<'de> for Read<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Writes a `T` where serde asks for `Serialize`.
pub(crate) struct Write<'a, T>(pub(crate) &'a T);

impl<T: Wire> Serialize for Write<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// A key of the object `O`: one that it names, or another.
pub(crate) enum Key<O: Object> {
    Expectations(O::Key),
    Unknown(Text),
}

/// Reads a key without allocating when the object names it.
pub(crate) struct KeySeed<O>(PhantomData<O>);

impl<O> KeySeed<O> {
    pub(crate) fn new() -> Self {
        KeySeed(PhantomData)
    }
}

impl<'de, O: Object> DeserializeSeed<'de> for KeySeed<O> {
    type Value = Key<O>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key<O>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<O: Object> Visitor<'_> for KeySeed<O> {
    type Value = Key<O>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    // Left to itself, the compiler calls it for every key when the types are read from another crate.
    #[inline(always)]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Key<O>, E> {
        Ok(match O::key(name) {
            Some(key) => Key::Expectations(key),
            None => Key::Unknown(Text::from(name)),
        })
    }
}

/// Reads a key of a union's object: the tag, or another that has to wait for it.
pub(crate) struct Tag(pub(crate) &'static str);

pub(crate) enum Name<'de> {
    Tag,
    Other(Cow<'de, str>),
}

impl<'de> DeserializeSeed<'de> for Tag {
    type Value = Name<'de>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Tag {
    type Value = Name<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(if name == self.0 {
            Name::Tag
        } else {
            Name::Other(Cow::Borrowed(name))
        })
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(if name == self.0 {
            Name::Tag
        } else {
            Name::Other(Cow::Owned(name.to_owned()))
        })
    }
}
