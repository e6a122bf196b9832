//! Object types.

use super::{Json, Key, KeySeed, Text, Wire};
use serde::de::{self, MapAccess};

/// An object type: named keys, and a place for all others.
pub(crate) trait Object: Sized {
    /// One of the keys that the type names.
    type Key: Copy;
    /// What has been read so far.
    type Slots: Default;

    fn key(name: &str) -> Option<Self::Key>;

    /// Reads the value of `key`, which comes next in `map`.
    fn fill<'de, A: MapAccess<'de>>(slots: &mut Self::Slots, key: Self::Key, map: &mut A) -> Result<(), A::Error>;

    fn keep(slots: &mut Self::Slots, name: Text, value: Json);

    /// Puts the value that comes next in `map` in the place of what `key` held.
    #[cfg(feature = "arbitrary")]
    fn change<'de, A: MapAccess<'de>>(&mut self, key: Self::Key, map: &mut A) -> Result<(), A::Error>;

    fn finish<E: de::Error>(slots: Self::Slots) -> Result<Self, E>;
}

/// Reads what is left of an object, and closes it.
#[inline]
pub(crate) fn read_map<'de, O: Object, A: MapAccess<'de>>(mut slots: O::Slots, map: &mut A) -> Result<O, A::Error> {
    while let Some(key) = map.next_key_seed(KeySeed::<O>::new())? {
        match key {
            Key::Expectations(key) => O::fill(&mut slots, key, map)?,
            Key::Unknown(name) => {
                let value = map.next_value()?;
                O::keep(&mut slots, name, value);
            }
        }
    }
    O::finish(slots)
}

/// The value of a member when its object ends.
#[inline]
pub(crate) fn finish_member<T: Wire, E: de::Error>(slot: Option<T>, key: &str) -> Result<T, E> {
    slot.or_else(T::absent)
        .ok_or_else(|| E::custom(format_args!("missing key `{key}`")))
}

/// The key of a field: its name, without the `r#` that Rust wants in front of `type`.
macro_rules! key_of {
    (r#type) => {
        "type"
    };
    ($field:ident) => {
        stringify!($field)
    };
}
pub(crate) use key_of;

/// Defines an object type, lossless by construction.
///
/// The type of a field says what its key may be: `T` must be there, `Option<T>` must be there and may be null,
/// `Maybe<T>` may be missing or null. A key that no field names lands in `unknown`.
macro_rules! object {
    ($(#[$doc:meta])* pub struct $Name:ident { $($(#[$field_doc:meta])* pub $field:ident: $Type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $Name {
            $($(#[$field_doc])* pub $field: $Type,)*
            /// The keys that this type does not name, kept as they came.
            pub unknown: $crate::wire::UnknownKeys,
        }

        const _: () = {
            use $crate::wire;

            #[derive(Clone, Copy)]
            #[allow(non_camel_case_types)]
            pub enum Key { $($field,)* }

            #[derive(Default)]
            pub struct Slots { $($field: Option<$Type>,)* unknown: wire::UnknownKeys }

            impl wire::Object for $Name {
                type Key = Key;
                type Slots = Slots;

                #[inline]
                fn key(name: &str) -> Option<Key> {
                    match name {
                        $($crate::wire::key_of!($field) => Some(Key::$field),)*
                        _ => None,
                    }
                }

                #[inline]
                fn fill<'de, A: serde::de::MapAccess<'de>>(
                    slots: &mut Slots,
                    key: Key,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match key {
                        $(Key::$field => {
                            let key = $crate::wire::key_of!($field);
                            if slots.$field.is_some() {
                                return Err(serde::de::Error::custom(format_args!("key `{key}` occurs twice")));
                            }
                            let value = map.next_value_seed(wire::Read::new());
                            slots.$field = Some(value.map_err(|error| wire::under(key, error))?);
                        })*
                    }
                    Ok(())
                }

                #[cfg(feature = "arbitrary")]
                fn change<'de, A: serde::de::MapAccess<'de>>(&mut self, key: Key, map: &mut A) -> Result<(), A::Error> {
                    match key {
                        $(Key::$field => self.$field = map.next_value_seed(wire::Read::new())?,)*
                    }
                    Ok(())
                }

                #[inline]
                fn keep(slots: &mut Slots, name: wire::Text, value: wire::Json) {
                    slots.unknown.keep(name, value);
                }

                #[inline]
                fn finish<E: serde::de::Error>(slots: Slots) -> Result<Self, E> {
                    Ok($Name {
                        $($field: wire::finish_member(slots.$field, $crate::wire::key_of!($field))?,)*
                        unknown: slots.unknown,
                    })
                }
            }

            impl<'de> serde::Deserialize<'de> for $Name {
                #[inline]
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    struct Keys;

                    impl<'de> serde::de::Visitor<'de> for Keys {
                        type Value = $Name;

                        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            out.write_str("an object")
                        }

                        #[inline]
                        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Name, A::Error> {
                            wire::read_map(Slots::default(), &mut map)
                        }
                    }

                    deserializer.deserialize_map(Keys)
                }
            }

            impl serde::Serialize for $Name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use serde::ser::SerializeMap;
                    let mut map = serializer.serialize_map(None)?;
                    $(if !wire::Wire::is_absent(&self.$field) {
                        map.serialize_entry($crate::wire::key_of!($field), &wire::Write(&self.$field))?;
                    })*
                    self.unknown.write_into(&mut map)?;
                    map.end()
                }
            }

            #[cfg(feature = "arbitrary")]
            impl<'a> arbitrary::Arbitrary<'a> for $Name {
                fn arbitrary(choices: &mut arbitrary::Unstructured<'a>) -> arbitrary::Result<Self> {
                    Ok($Name {
                        $($field: wire::Chosen::choose(choices)?,)*
                        unknown: wire::other_keys(choices, |name| <$Name as wire::Object>::key(name).is_some())?,
                    })
                }
            }
        };

        $crate::wire::wire_by_serde!($Name);
        $crate::wire::chosen_by_arbitrary!($Name);
    };
}
pub(crate) use object;
