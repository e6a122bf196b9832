//! What is known of types of every kind.

mod by_hand;
mod direct;
mod in_buffers;

use super::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

/// The path of the shared types.
fn module() -> &'static str {
    module_path!()
}

fn traced_with<T: DeserializeOwned>(keys: &[&str], words: &[&str]) -> Trace {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let candidates = Candidates {
        keys: names(keys),
        words: names(words),
    };
    crate::catch_panic(|| trace::<T>(&candidates)).unwrap()
}

fn traced<T: DeserializeOwned>() -> Trace {
    traced_with::<T>(&[], &[])
}

fn root(trace: &Trace) -> &TracedType {
    trace.root().unwrap_or_else(|| panic!("{trace:#?}"))
}

fn object(trace: &Trace) -> &TracedObject {
    root(trace).object.as_ref().unwrap_or_else(|| panic!("{trace:#?}"))
}

fn key<'t>(trace: &'t Trace, name: &str) -> &'t TracedKey {
    object(trace)
        .key(name)
        .unwrap_or_else(|| panic!("no {name}: {trace:#?}"))
}

fn names(object: &TracedObject) -> Vec<&str> {
    object.keys.iter().map(|key| key.name.as_str()).collect()
}

fn kinds(traced: &TracedType, wanted: Accepts) -> Vec<JsonKind> {
    let of_kind = traced.kinds.iter().filter(|(_, accepts)| **accepts == wanted);
    of_kind.map(|(kind, _)| *kind).collect()
}

fn content<'t>(trace: &'t Trace, word: &str) -> &'t TracedType {
    let variants = root(trace).variants.as_ref().unwrap();
    let variant = variants.variants.iter().find(|variant| variant.word == word).unwrap();
    &trace.types[variant.content.as_ref().unwrap()]
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Plain {
    name: String,
    #[serde(rename = "AGE", alias = "age", alias = "years")]
    age: Option<u8>,
    #[serde(default)]
    tags: Vec<Word>,
    next: Option<Box<Plain>>,
    #[serde(skip)]
    hidden: u8,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code)]
enum Word {
    One,
    #[serde(alias = "zwei")]
    Two,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(dead_code)]
enum Tagged {
    First { x: u8, y: Option<String> },
    Second(Plain),
    Third,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Flat {
    id: u8,
    note: Option<Value>,
    #[serde(flatten)]
    plain: Plain,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[test]
fn a_trace_repeats_exactly_and_survives_json() {
    let trace = traced_with::<Flat>(&["id", "next"], &[]);
    assert_eq!(trace, traced_with::<Flat>(&["next", "id", "id"], &[]));
    let text = serde_json::to_string(&trace).unwrap();
    assert_eq!(serde_json::from_str::<Trace>(&text).unwrap(), trace);
}
