//! Values of the run types made of a fuzzer's bytes (feature `arbitrary`).
//!
//! What can stand in JSON, and comes back as it went: no float beyond it, no unknown key that has a field, no unknown kind
//! that has a variant.

use super::chosen_by_arbitrary;
use super::{Json, Maybe, Metadata, MetadataValue, Object, OneText, UnknownKeys, UnknownKind};
use arbitrary::{Arbitrary, Error, Result, Unstructured};
use serde::de::value::Error as Refused;
use serde_json::Value;
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// A value that the run types can hold, made of choices.
///
/// It stands beside `Arbitrary`, whose floats may be no numbers.
pub(crate) trait Chosen: Sized {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Self>;

    /// Whether it is written as null, which reads as no value.
    fn is_null(&self) -> bool {
        false
    }
}

chosen_by_arbitrary!(bool);
chosen_by_arbitrary!(i64);
chosen_by_arbitrary!(String);
chosen_by_arbitrary!(UnknownKeys);
chosen_by_arbitrary!(MetadataValue);

impl Chosen for Json {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Json> {
        Json::arbitrary(choices)
    }

    fn is_null(&self) -> bool {
        self.text() == "null"
    }
}

impl Chosen for f64 {
    fn choose(choices: &mut Unstructured<'_>) -> Result<f64> {
        let float = f64::arbitrary(choices)?;
        Ok(if float.is_finite() { float } else { 0.5 })
    }
}

impl<T: Chosen> Chosen for Option<T> {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Option<T>> {
        let some = bool::arbitrary(choices)?.then(|| T::choose(choices)).transpose()?;
        Ok(some.filter(|value| !value.is_null()))
    }
}

impl<T: Chosen> Chosen for Maybe<T> {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Maybe<T>> {
        Ok(match choices.int_in_range(0..=3)? {
            0 => Maybe::Absent,
            1 => Maybe::Null,
            _ => match T::choose(choices)? {
                value if value.is_null() => Maybe::Null,
                value => Maybe::Value(value),
            },
        })
    }
}

impl<T: Chosen> Chosen for Vec<T> {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while items.len() < MANY && bool::arbitrary(choices)? {
            items.push(T::choose(choices)?);
        }
        Ok(items)
    }
}

impl Chosen for Metadata {
    fn choose(choices: &mut Unstructured<'_>) -> Result<Metadata> {
        let mut entries = Metadata::new();
        while entries.len() < MANY && bool::arbitrary(choices)? {
            entries.insert(String::arbitrary(choices)?, MetadataValue::arbitrary(choices)?);
        }
        Ok(entries)
    }
}

/// An end to what has none, when a fuzzer's input does not end it.
const MANY: usize = 16;

impl<'a> Arbitrary<'a> for MetadataValue {
    fn arbitrary(choices: &mut Unstructured<'a>) -> Result<MetadataValue> {
        if !seldom(choices)? {
            return String::arbitrary(choices).map(MetadataValue::Text);
        }
        let json = Json::arbitrary(choices)?;
        // A string is a string, whoever made it.
        Ok(match json.parse() {
            Ok(text) => MetadataValue::Text(text),
            Err(_) => MetadataValue::Other(json),
        })
    }
}

impl<'a> Arbitrary<'a> for Json {
    fn arbitrary(choices: &mut Unstructured<'a>) -> Result<Json> {
        const DEPTH: u32 = 4;
        value(choices, DEPTH).map(|value| Json::from(&value))
    }
}

fn value(choices: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    Ok(match choices.int_in_range(0..=if depth == 0 { 4 } else { 6 })? {
        0 => Value::Null,
        1 => bool::arbitrary(choices)?.into(),
        2 => i64::arbitrary(choices)?.into(),
        3 => f64::choose(choices)?.into(),
        4 => String::arbitrary(choices)?.into(),
        kind => {
            let mut members = Vec::new();
            while members.len() < MANY && bool::arbitrary(choices)? {
                members.push((String::arbitrary(choices)?, value(choices, depth - 1)?));
            }
            match kind {
                5 => Value::Array(members.into_iter().map(|(_, value)| value).collect()),
                _ => Value::Object(members.into_iter().collect()),
            }
        }
    })
}

impl<'a> Arbitrary<'a> for UnknownKeys {
    /// None most of the time; no key occurs twice.
    fn arbitrary(choices: &mut Unstructured<'a>) -> Result<UnknownKeys> {
        other_keys(choices, |_| false)
    }
}

/// Keys that a type does not name.
pub(crate) fn other_keys(choices: &mut Unstructured<'_>, is_named: impl Fn(&str) -> bool) -> Result<UnknownKeys> {
    let mut keys = UnknownKeys::default();
    let mut seen = BTreeSet::new();
    while seen.len() < MANY && seldom(choices)? {
        let (key, value) = (String::arbitrary(choices)?, Json::arbitrary(choices)?);
        if !is_named(&key) && seen.insert(key.clone()) {
            keys.push(key, value);
        }
    }
    Ok(keys)
}

/// One of the known strings; now and then none of them.
pub(crate) fn one_of(choices: &mut Unstructured<'_>, known: &[&'static str]) -> Result<Option<&'static str>> {
    if seldom(choices)? {
        return Ok(None);
    }
    choices.choose(known).copied().map(Some)
}

/// An object of a kind that the union knows.
pub(crate) fn tagged<O: Object + for<'a> Arbitrary<'a>>(
    tag: &str,
    kind: &str,
    choices: &mut Unstructured<'_>,
) -> Result<O> {
    let mut object = O::arbitrary(choices)?;
    if let Some(key) = O::key(tag) {
        let changed = object.change(key, &mut OneText(kind, PhantomData::<Refused>));
        changed.map_err(|_| Error::IncorrectFormat)?;
    }
    Ok(object)
}

/// An object of a kind that a union does not know.
pub(crate) fn other_kind(
    tag: &str,
    optional: bool,
    is_known: impl Fn(&str) -> bool,
    choices: &mut Unstructured<'_>,
) -> Result<UnknownKind> {
    let mut keys = other_keys(choices, |name| name == tag)?;
    let mut kind = Some(String::arbitrary(choices)?).filter(|kind| !is_known(kind));
    if optional && bool::arbitrary(choices)? {
        kind = None;
        if bool::arbitrary(choices)? {
            keys.push(tag, Json::from(&Value::Null));
        }
    } else {
        let kind = kind.get_or_insert_with(|| "an unknown kind".to_owned());
        keys.push(tag, Json::from(kind.as_str()));
    }
    Ok(UnknownKind::new(kind, keys))
}

/// Once in eight times, and never when the input is at its end.
fn seldom(choices: &mut Unstructured<'_>) -> Result<bool> {
    Ok(u8::arbitrary(choices)? >= 224)
}
