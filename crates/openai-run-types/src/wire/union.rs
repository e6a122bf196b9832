//! Enums that dispatch on a tag.

use super::{HeldBack, Json, Object, Raw, Text, read_map};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// Reads a union's payload when the tag has been seen: first what came before the tag, then the rest.
#[inline]
pub(crate) fn read_variant<'de, O: Object, A: MapAccess<'de>>(
    tag: &'static str,
    kind: &str,
    held: HeldBack<'de>,
    map: &mut A,
) -> Result<O, A::Error> {
    let mut slots = O::Slots::default();
    if let Some(key) = O::key(tag) {
        O::fill(&mut slots, key, &mut OneText(kind, PhantomData::<A::Error>))?;
    }
    for (name, text) in held.into_iter() {
        match O::key(&name) {
            Some(key) => O::fill(&mut slots, key, &mut OneJson(text, PhantomData::<A::Error>))?,
            None => O::keep(&mut slots, Text::from(&*name), Json::from_raw(Raw(text))),
        }
    }
    read_map(slots, map)
}

/// A map that has one value left, a string: the tag, given to the payload as if it stood there.
pub(crate) struct OneText<'a, E>(pub(crate) &'a str, pub(crate) PhantomData<E>);

impl<'de, E: de::Error> MapAccess<'de> for OneText<'_, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let text: StrDeserializer<'_, E> = self.0.into_deserializer();
        seed.deserialize(text)
    }
}

/// A map that has one value left, in JSON.
struct OneJson<'de, E>(Cow<'de, str>, PhantomData<E>);

impl<'de, E: de::Error> MapAccess<'de> for OneJson<'de, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let read = match &self.0 {
            Cow::Borrowed(text) => match plain(text) {
                Some(text) => return seed.deserialize(Plain(text, PhantomData)),
                None => seed.deserialize(&mut serde_json::Deserializer::from_str(text)),
            },
            // A reader, not `from_str`: what is read must not borrow from text that is dropped here.
            Cow::Owned(text) => seed.deserialize(&mut serde_json::Deserializer::from_reader(text.as_bytes())),
        };
        read.map_err(|error| E::custom(without_position(&error.to_string())))
    }
}

/// What a JSON string holds, if it holds no escape and so stands there as it is.
fn plain(json: &str) -> Option<&str> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('\\')).then_some(text)
}

/// A string that was read already.
struct Plain<'de, E>(&'de str, PhantomData<E>);

impl<'de, E: de::Error> Deserializer<'de> for Plain<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// The position counts from the start of the held-back text, which would point anywhere in the whole.
fn without_position(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |at| &message[..at])
}

/// Reads the value of a tag; null only where the tag may be missing as well.
pub(crate) struct Kind {
    pub(crate) optional: bool,
}

impl<'de> DeserializeSeed<'de> for Kind {
    type Value = Option<Cow<'de, str>>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.optional {
            return deserializer.deserialize_option(self);
        }
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Kind {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }

    #[inline]
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }
}

/// Defines an enum of object types told apart by a tag, with `Other` for any kind that it does not know.
///
/// ```text
/// union! {
///     /// What it is.
///     pub enum Name by "type" { Variant(Payload) = "kind" | "another kind", … }
/// }
/// ```
/// `by optional "type"` lets an object whose tag is missing or null through to `Other`; `or text Variant(Names)` lets the
/// value be a string as well.
macro_rules! union {
    (@optional) => {
        false
    };
    (@optional optional) => {
        true
    };
    (@missing optional, $Name:ident, $held:ident, $map:ident, $tag:literal) => {
        $held.keep_all(None, &mut $map).map($Name::Other)
    };
    (@missing, $Name:ident, $held:ident, $map:ident, $tag:literal) => {
        Err(serde::de::Error::custom(concat!("missing key `", $tag, "`")))
    };
    (@expecting $tag:literal) => {
        concat!("an object with a `", $tag, "`")
    };
    (@expecting $tag:literal $Text:ident) => {
        concat!("a string, or an object with a `", $tag, "`")
    };
    (@read $deserializer:ident) => {
        $deserializer.deserialize_map(Kinds)
    };
    (@read $deserializer:ident $Text:ident) => {
        $deserializer.deserialize_any(Kinds)
    };
    (
        $(#[$doc:meta])*
        pub enum $Name:ident by $($optional:ident)? $tag:literal
        $(or text $(#[$text_doc:meta])* $Text:ident($Names:ident))? {
            $($(#[$variant_doc:meta])* $Variant:ident($Payload:ident) = $first:literal $(| $more:literal)*,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        // A box around the large payload would cost every reader an allocation, to save space in the rare small ones.
        #[allow(clippy::large_enum_variant)]
        pub enum $Name {
            $($(#[$text_doc])* $Text($Names),)?
            $($(#[$variant_doc])* $Variant($Payload),)+
            /// An object of a kind that this enum does not know, kept whole.
            Other($crate::wire::UnknownKind),
        }

        const _: () = {
            use $crate::wire;

            impl<'de> serde::Deserialize<'de> for $Name {
                #[inline]
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Kinds;

                    impl<'de> serde::de::Visitor<'de> for Kinds {
                        type Value = $Name;

                        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            out.write_str(wire::union!(@expecting $tag $($Text)?))
                        }

                        $(fn visit_str<E>(self, text: &str) -> Result<$Name, E> {
                            Ok($Name::$Text($Names::from(text)))
                        })?

                        #[inline]
                        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Name, A::Error> {
                            let mut held = wire::HeldBack::default();
                            while let Some(name) = map.next_key_seed(wire::Tag($tag))? {
                                let name = match name {
                                    wire::Name::Tag => {
                                        let optional = wire::union!(@optional $($optional)?);
                                        let kind = map
                                            .next_value_seed(wire::Kind { optional })
                                            .map_err(|error| wire::under($tag, error))?;
                                        let Some(kind) = kind else {
                                            return held.keep_untagged($tag, &mut map).map($Name::Other);
                                        };
                                        return match &*kind {
                                            $($first $(| $more)* => wire::read_variant($tag, &kind, held, &mut map)
                                                .map($Name::$Variant),)+
                                            _ => held
                                                .keep_all(Some(($tag, kind.into_owned())), &mut map)
                                                .map($Name::Other),
                                        };
                                    }
                                    wire::Name::Other(name) => name,
                                };
                                held.take(name, &mut map)?;
                            }
                            wire::union!(@missing $($optional)?, $Name, held, map, $tag)
                        }
                    }

                    wire::union!(@read deserializer $($Text)?)
                }
            }

            impl serde::Serialize for $Name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$Text(text) => text.serialize(serializer),)?
                        $(Self::$Variant(payload) => payload.serialize(serializer),)+
                        Self::Other(other) => other.serialize(serializer),
                    }
                }
            }

            #[cfg(feature = "arbitrary")]
            impl<'a> arbitrary::Arbitrary<'a> for $Name {
                fn arbitrary(choices: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                    // A payload whose tag is a string of its own must carry one that leads to it.
                    let tags = &[$(stringify!($Text),)? $($first $(, $more)*,)+];
                    let tag = wire::one_of(choices, tags)?.unwrap_or_default();
                    match tag {
                        $(stringify!($Text) => wire::Chosen::choose(choices).map($Name::$Text),)?
                        $($first $(| $more)* => wire::tagged::<$Payload>($tag, tag, choices).map($Name::$Variant),)+
                        _ => {
                            let known = |tag: &str| matches!(tag, $($first $(| $more)*)|+);
                            wire::other_kind($tag, wire::union!(@optional $($optional)?), known, choices).map($Name::Other)
                        }
                    }
                }
            }
        };

        $crate::wire::wire_by_serde!($Name);
        $crate::wire::chosen_by_arbitrary!($Name);
    };
}
pub(crate) use union;
