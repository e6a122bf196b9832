//! What a type does not know, kept whole.

use super::{Json, Raw, Text};
use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The keys of an object that its type does not name, in the order in which they came.
///
/// The same key may stand here twice, if it did so in the text.
#[derive(Clone, Default)]
pub struct UnknownKeys(Vec<(Text, Json)>);

impl UnknownKeys {
    /// The value of `key`; the last one, should it stand here twice.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0
            .iter()
            .rev()
            .find(|(name, _)| name.as_str() == key)
            .map(|(_, value)| value)
    }

    /// Adds a key behind the others.
    pub fn push(&mut self, key: impl Into<String>, value: Json) {
        self.keep(key.into().into(), value);
    }

    pub(crate) fn keep(&mut self, key: Text, value: Json) {
        self.0.push((key, value));
    }

    /// The keys with their values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn write_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

impl fmt::Debug for UnknownKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.iter()).finish()
    }
}

/// The order of keys does not count.
impl PartialEq for UnknownKeys {
    fn eq(&self, other: &UnknownKeys) -> bool {
        if self.0.len() != other.0.len() {
            return false;
        }
        if self.0 == other.0 {
            return true;
        }
        let (mut ours, mut theirs): (Vec<_>, Vec<_>) = (self.iter().collect(), other.iter().collect());
        ours.sort_by_key(|(key, _)| *key);
        theirs.sort_by_key(|(key, _)| *key);
        ours == theirs
    }
}

/// An object of a kind that its union does not know, kept whole.
///
/// Written back, it is what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownKind {
    kind: Option<String>,
    keys: UnknownKeys,
}

impl UnknownKind {
    pub(crate) fn new(kind: Option<String>, keys: UnknownKeys) -> UnknownKind {
        UnknownKind { kind, keys }
    }

    /// The value of the tag; `None` where the tag is missing or null, which all unions allow but those of tools and events.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// All keys of the object, the tag among them.
    pub fn keys(&self) -> &UnknownKeys {
        &self.keys
    }
}

impl Serialize for UnknownKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.keys.0.len()))?;
        self.keys.write_into(&mut map)?;
        map.end()
    }
}

/// Keys of a union's object that came before its tag, as text.
///
/// As a rule there is none, or an `id` alone: the first has a place of its own, which costs no allocation.
#[derive(Default)]
pub(crate) struct HeldBack<'de> {
    first: Option<Held<'de>>,
    more: Vec<Held<'de>>,
}

/// A key, and the text of its value.
type Held<'de> = (Cow<'de, str>, Cow<'de, str>);

impl<'de> HeldBack<'de> {
    pub(crate) fn take<A: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
        let Raw(text) = map.next_value()?;
        self.push(key, text);
        Ok(())
    }

    fn push(&mut self, key: Cow<'de, str>, text: Cow<'de, str>) {
        match self.first {
            None => self.first = Some((key, text)),
            Some(_) => self.more.push((key, text)),
        }
    }

    /// What was held back, in order.
    #[inline]
    pub(crate) fn into_iter(self) -> impl Iterator<Item = Held<'de>> {
        self.first.into_iter().chain(self.more)
    }

    /// Reads the rest of an object whose tag is null.
    pub(crate) fn keep_untagged<A: MapAccess<'de>>(mut self, tag: &str, map: &mut A) -> Result<UnknownKind, A::Error> {
        self.push(Cow::Owned(tag.to_owned()), Cow::Borrowed("null"));
        self.keep_all(None, map)
    }

    /// Reads the rest of an object of unknown kind behind what was held back.
    pub(crate) fn keep_all<A: MapAccess<'de>>(
        self,
        tag: Option<(&str, String)>,
        map: &mut A,
    ) -> Result<UnknownKind, A::Error> {
        let mut keys = UnknownKeys::default();
        for (key, text) in self.into_iter() {
            keys.keep(Text::from(&*key), Json::from_raw(Raw(text)));
        }
        let kind = tag.map(|(name, kind)| {
            keys.push(name, Json::from(kind.as_str()));
            kind
        });
        while let Some(key) = map.next_key::<String>()? {
            keys.push(key, map.next_value()?);
        }
        Ok(UnknownKind::new(kind, keys))
    }
}
