//! How the run types read and write: written once, used by every type in [`runs`](super).
//!
//! [`Wire`] is what a value does, [`object!`] defines an object type, [`union!`] an enum that dispatches on a tag, and
//! [`names!`] an open set of strings. None of them buffers what it can read at once: a union reads the tag wherever it
//! stands and holds back, as raw text, only the keys that came before it.

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod json;
mod maybe;
mod metadata;
mod names;
mod object;
mod path;
mod raw;
mod scalar;
mod seed;
mod text;
mod union;
mod unknown;

pub use json::Json;
pub use maybe::Maybe;
pub use metadata::{Metadata, MetadataValue};
pub use unknown::{UnknownKeys, UnknownKind};

#[cfg(feature = "arbitrary")]
pub(crate) use arbitrary::{Chosen, one_of, other_keys, other_kind, tagged};
pub(crate) use names::{constant, names};
pub(crate) use object::{Object, finish_member, key_of, object, read_map};
pub(crate) use path::under;
pub(crate) use raw::Raw;
pub(crate) use seed::{Key, KeySeed, Name, Read, Tag, Write};
pub(crate) use text::Text;
#[cfg(feature = "arbitrary")]
pub(crate) use union::OneText;
pub(crate) use union::{Kind, read_variant, union};
pub(crate) use unknown::HeldBack;

use serde::{Deserializer, Serializer};

/// A value that the run types can hold.
///
/// It stands beside `Deserialize` and `Serialize` because those cannot say what a missing key means, and because the
/// standard integer refuses `1.0`, which JSON Schema calls an integer.
pub(crate) trait Wire: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// What a missing key stands for; `None` when the key must be there.
    #[inline]
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the key is left out when the object is written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Lets a type that has `Deserialize` and `Serialize` stand as a member of the run types.
macro_rules! wire_by_serde {
    ($Name:ty) => {
        impl $crate::wire::Wire for $Name {
            #[inline]
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, serializer)
            }
        }
    };
}
pub(crate) use wire_by_serde;

/// Lets a type that has `Arbitrary` stand as a member of the run types.
macro_rules! chosen_by_arbitrary {
    ($Name:ty) => {
        #[cfg(feature = "arbitrary")]
        impl $crate::wire::Chosen for $Name {
            fn choose(choices: &mut arbitrary::Unstructured<'_>) -> arbitrary::Result<Self> {
                arbitrary::Arbitrary::arbitrary(choices)
            }
        }
    };
}
pub(crate) use chosen_by_arbitrary;
