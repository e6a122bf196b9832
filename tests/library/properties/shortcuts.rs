//! Where the long way is not gone because a short one tells, both must say the same.

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use wireproof::diff::differences;
use wireproof::generate::{Generator, Plan};
use wireproof::json::Tree;
use wireproof::subject;
use wireproof::subject::{Attempt, Decoder, Instance, Subject};

/// Of each schema; in the first hundreds stand all that covers, and the faults.
const CASES: usize = 1_500;

#[test]
fn a_text_is_as_valid_as_the_value_it_holds() {
    let spec = wireproof::default_types::spec().unwrap();
    let (mut told, mut left) = (0, 0);
    for subject in openai_run_types::type_set().subjects() {
        let Some(component) = subject.component() else { continue };
        let schema = spec.component(component).unwrap();
        let plan = Plan::new(schema.json_schema()).unwrap();
        for case in Generator::new(&plan, component, 7).take(CASES) {
            let text = case.text();
            let tree = Tree::parse(&text).unwrap();
            let value = serde_json::from_str(&text);
            if tree.has_duplicate_keys() {
                continue;
            }
            match schema.is_valid_as_written(&tree) {
                Some(valid) => {
                    told += 1;
                    assert_eq!(valid, schema.is_valid(&value.unwrap()), "{text}");
                }
                None => left += 1,
            }
        }
    }
    assert!(told > left * 2, "{told} told, {left} left to the long way");
}

/// Takes a text only where it is lent.
#[derive(Serialize, PartialEq)]
struct Lent(usize);

impl<'de> Deserialize<'de> for Lent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Lent;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a borrowed string")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Lent, E> {
                Ok(Lent(text.len()))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

/// Remembers which key came first.
#[derive(Serialize, PartialEq)]
struct First(String);

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = First;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<First, A::Error> {
                let mut first = None;
                while let Some((key, _)) = map.next_entry::<String, de::IgnoredAny>()? {
                    first.get_or_insert(key);
                }
                Ok(First(first.unwrap_or_default()))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

#[derive(Deserialize, Serialize, PartialEq)]
enum Named {
    Unit,
    One(i64),
    Two(i64, String),
    Fields { a: Option<bool> },
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Any {
    Float(f64),
    Text(String),
    List(Vec<Any>),
    Map(BTreeMap<String, Any>),
    Nothing(()),
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "t")]
enum Tagged {
    A { n: u8 },
    B(BTreeMap<String, f32>),
}

#[derive(Deserialize, Serialize)]
struct Flat {
    a: Option<i32>,
    #[serde(flatten)]
    rest: HashMap<String, serde_json::Value>,
}

#[derive(Deserialize, Serialize)]
struct Tuple(u8, char, Option<String>);

fn subjects() -> Vec<Subject> {
    vec![
        subject!(serde_json::Value as "Value"),
        subject!(Box<RawValue> as "Raw"),
        subject!(String as "String"),
        subject!(f32 as "f32"),
        subject!(f64 as "f64"),
        subject!(u64 as "u64"),
        subject!(i8 as "i8"),
        subject!(i128 as "i128"),
        subject!(bool as "bool"),
        subject!(char as "char"),
        subject!(() as "unit"),
        subject!(Option<u8> as "Option"),
        subject!(Vec<String> as "Vec"),
        subject!(HashMap<u64, bool> as "numbered"),
        subject!(HashMap<bool, u8> as "by bool"),
        subject!(HashMap<Named, u8> as "by name"),
        subject!((u8, String) as "pair"),
        subject!(serde_bytes_like::Bytes as "bytes"),
        subject!(Lent),
        subject!(First),
        subject!(Named),
        subject!(Any),
        subject!(Tagged),
        subject!(Flat),
        subject!(Tuple),
    ]
}

impl Eq for Named {}

#[allow(clippy::derived_hash_with_manual_eq)]
impl std::hash::Hash for Named {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
    }
}

/// Bytes, as a crate for bytes reads them.
mod serde_bytes_like {
    use super::*;

    #[derive(Serialize, PartialEq)]
    pub struct Bytes(Vec<u8>);

    impl<'de> Deserialize<'de> for Bytes {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Raw;
            impl Visitor<'_> for Raw {
                type Value = Bytes;
                fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                    out.write_str("bytes")
                }
                fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                    Ok(Bytes(bytes.to_vec()))
                }
            }
            deserializer.deserialize_bytes(Raw)
        }
    }
}

const TEXTS: &[&str] = &[
    "null",
    "true",
    "0",
    "-0",
    "-0.0",
    "1.0",
    "255",
    "256",
    "-128",
    "-129",
    "0.1",
    "1e2",
    "1e400",
    "16777217",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "\"\"",
    "\"a\"",
    "\"ab\"",
    "\"a\\n\"",
    "\"\\u00e9\"",
    "\"1\"",
    "\"Unit\"",
    "\"One\"",
    "[]",
    "[1]",
    "[1,\"a\"]",
    "[1,\"a\",null]",
    "[1,\"a\",null,2]",
    "[\"a\",\"b\"]",
    "[[],[[]],{}]",
    "{}",
    "{\"a\":1}",
    "{\"b\":1,\"a\":2}",
    "{\"a\":null}",
    "{\"1\":true,\"0\":false}",
    "{\"true\":1}",
    "{\"x\":true}",
    "{\"Unit\":null}",
    "{\"Unit\":3}",
    "{\"Unit\":3,\"One\":1}",
    "{\"One\":1}",
    "{\"One\":\"1\"}",
    "{\"Two\":[1,\"a\"]}",
    "{\"Two\":[1]}",
    "{\"Fields\":{}}",
    "{\"Fields\":{\"a\":true}}",
    "{\"Fields\":[null]}",
    "{\"Other\":1}",
    "{\"t\":\"A\",\"n\":1}",
    "{\"n\":1,\"t\":\"A\"}",
    "{\"n\":1.0,\"t\":\"A\"}",
    "{\"z\":0.1,\"t\":\"B\",\"y\":16777217}",
    "{\"z\":1e300,\"t\":\"B\"}",
    "{\"a\":3000000000}",
    "{\"k\":{\"b\":[1.50,\"\\u0041\"],\"a\":1e2}}",
    "{\"\\u0061\":1}",
    "{ \"b\" : [ 1 , 2 ] }",
];

/// Whether both are read, and as the same value: the type says so, or else what it writes for them does.
fn same(subject: &Subject, a: &Attempt<Instance>, b: &Attempt<Instance>) -> bool {
    let (Attempt::Done(a), Attempt::Done(b)) = (a, b) else {
        return false;
    };
    match subject.equal(a, b) {
        Some(equal) => equal == Attempt::Done(true),
        None => {
            let written = |value| match subject.write(value) {
                Some(Attempt::Done(text)) => text,
                other => panic!("{other:?}"),
            };
            let (a, b) = (written(a), written(b));
            differences(&Tree::parse(&a).unwrap(), &Tree::parse(&b).unwrap()).is_empty()
        }
    }
}

#[test]
fn a_type_that_is_indifferent_reads_the_same_through_every_decoder() {
    let (mut told, mut left) = (0, 0);
    let mut hold = |subject: &Subject, text: &str| {
        let tree = Tree::parse(text).unwrap();
        if tree.has_duplicate_keys() {
            return;
        }
        let read = subject.read(Decoder::FromStr, text);
        let indifferent = read.done().and_then(|value| subject.is_indifferent(text, value));
        if indifferent != Some(true) {
            left += 1;
            return;
        }
        told += 1;
        for decoder in [Decoder::FromSlice, Decoder::FromReader, Decoder::FromValue] {
            // What a `Value` makes of a text that is kept is its own.
            let is_kept = decoder == Decoder::FromValue && subject.name() == "Raw";
            let other = subject.read(decoder, text);
            assert!(
                is_kept || same(subject, &read, &other),
                "{subject:?}, {decoder:?}: {text}"
            );
        }
    };
    for subject in subjects() {
        for text in TEXTS {
            hold(&subject, text);
        }
    }
    let spec = wireproof::default_types::spec().unwrap();
    for subject in openai_run_types::type_set().subjects() {
        let Some(component) = subject.component() else { continue };
        let plan = Plan::new(spec.component(component).unwrap().json_schema()).unwrap();
        for case in Generator::new(&plan, component, 7).take(CASES / 5) {
            hold(subject, &case.text());
        }
    }
    assert!(told > 300 && left > 300, "{told} told, {left} left to the long way");
}

#[test]
fn a_type_that_depends_on_the_decoder_is_not_indifferent() {
    let minds = |subject: &Subject, text: &str| {
        let read = subject.read(Decoder::FromStr, text);
        let indifferent = read.done().and_then(|value| subject.is_indifferent(text, value));
        indifferent == Some(false)
    };
    assert!(minds(&subject!(Lent), "\"a\""));
    assert!(minds(&subject!(First), "{\"b\":1,\"a\":2}"));
    assert!(!minds(&subject!(First), "{\"a\":1,\"b\":2}"));
    assert!(!minds(&subject!(Any), "{\"a\":[1,\"x\",null,{}]}"));
    assert!(!minds(&subject!(Named), "{\"Two\":[1,\"a\"]}"));
}
