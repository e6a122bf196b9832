//! Enums with fewer variants than the union has branches: one variant stands for several.

use super::{told, verdict_in};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wireproof::enums::EnumAnalysis;
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::EnumSubject;
use wireproof::{tagged, untagged};

const FORMAT: &str = r#"{"$defs": {"Format": {"oneOf": [
    {"type": "string", "enum": ["auto"]},
    {"type": "object", "properties": {"type": {"const": "text"}}, "required": ["type"]},
    {"type": "object", "properties": {"type": {"const": "json_object"}, "strict": {"type": ["boolean", "null"]}}, "required": ["type"]},
    {"type": "object", "properties": {"type": {"const": "json_schema"}, "json_schema": {"type": "object",
        "properties": {"name": {"type": "string"}, "schema": {"type": "object"}}, "required": ["name"]}},
        "required": ["type", "json_schema"]}]}}}"#;

fn shadowed(union: &EnumSubject) -> Vec<String> {
    let verdict = verdict_in(union, FORMAT);
    let told = told(&verdict).into_iter();
    told.filter(|(code, _)| *code == "untagged_shadowed")
        .map(|(_, witness)| witness.to_owned())
        .collect()
}

#[derive(Deserialize, Serialize)]
struct Schema {
    name: String,
    schema: Value,
}

/// A union of its own, within a variant. It refuses a schema that is left out: that is another matter.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Inner {
    Text,
    JsonObject {
        #[serde(skip_serializing_if = "Option::is_none")]
        strict: Option<bool>,
    },
    JsonSchema {
        json_schema: Schema,
    },
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option1 {
    Auto(String),
    Format(Inner),
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Option2 {
    Auto,
    #[serde(untagged)]
    Format(Inner),
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option3 {
    Auto(String),
    One(Inner),
    Raw(Value),
}

/// A union of its own that does not know all the document's keys: what it drops is another matter.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Older {
    Text,
    JsonObject,
    JsonSchema,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option7 {
    Auto(String),
    Json(Older),
}

#[test]
fn a_union_within_a_variant_stands_for_all_its_branches() {
    assert!(shadowed(&untagged! { Option7 { Auto(String), Json(Older) } => "Format" }).is_empty());
    assert!(shadowed(&untagged! { Option1 { Auto(String), Format(Inner) } => "Format" }).is_empty());
    assert!(shadowed(&tagged! { Option2 { Auto, Format } => "Format" }).is_empty());
}

#[test]
fn what_takes_anything_at_the_end_stands_for_no_branch_that_another_serves() {
    let found = shadowed(&untagged! { Option3 { Auto(String), One(Inner), Raw(Value) } => "Format" });
    // The branch is that of `One`, which refuses the text for the schema that it lacks, so that what takes anything gets it.
    assert_eq!(found, [r#"{"json_schema":{"name":""},"type":"json_schema"}"#]);
}

#[derive(Deserialize, Serialize)]
struct Loose {
    r#type: String,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option4 {
    Auto(String),
    Text(Loose),
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option5 {
    Raw(Value),
    Format(Inner),
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Option6 {
    Auto(String),
    Loose(Loose),
    Format(Inner),
}

#[test]
fn a_variant_does_not_stand_for_what_it_does_not_keep_or_does_not_know() {
    let json_schema = r#"{"json_schema":{"name":""},"type":"json_schema"}"#;
    assert_eq!(
        shadowed(&untagged! { Option4 { Auto(String), Text(Loose) } => "Format" }),
        [r#"{"type":"json_object"}"#, json_schema]
    );
    let of_raw = shadowed(&untagged! { Option5 { Raw(Value), Format(Inner) } => "Format" });
    assert!(of_raw.contains(&r#"{"type":"text"}"#.to_owned()), "{of_raw:?}");
    let of_loose = shadowed(&untagged! { Option6 { Auto(String), Loose(Loose), Format(Inner) } => "Format" });
    // The variant behind it reads the witness too, so the schema that it asks for stays.
    let both = r#"{"json_schema":{"name":"","schema":{}},"type":"json_schema"}"#;
    assert!(of_loose.contains(&both.to_owned()), "{of_loose:?}");
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Two {
    Auto(String),
    First(Loose),
    Second(Inner),
}

#[test]
fn what_a_variant_is_said_to_stand_for_counts_and_nothing_else() {
    let json_object = r#"{"type":"json_object"}"#;
    let guessed = untagged! { Two { Auto(String), First(Loose), Second(Inner) } => "Format" };
    assert!(shadowed(&guessed).contains(&json_object.to_owned()));
    let said = untagged! {
        Two { Auto(String), First(Loose) for "text" | "json_object" | 3, Second(Inner) } => "Format"
    };
    assert!(shadowed(&said).is_empty());
    let said = untagged! { Two { Auto(String) for 0, First(Loose) for "json_object", Second(Inner) } => "Format" };
    let of_text = r#"{"type":"text"}"#.to_owned();
    let found = shadowed(&said);
    assert!(
        found.contains(&of_text) && !found.contains(&json_object.to_owned()),
        "{found:?}"
    );
    assert!(shadowed(&tagged! { Option2 { Auto for 0, Format for 1 | 2 | 3 } => "Format" }).is_empty());
}

#[test]
fn a_branch_that_is_not_there_or_is_another_variants_is_refused() {
    let refused = |union: &EnumSubject| {
        let document = Document::parse("t", FORMAT.as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        EnumAnalysis::new(union, Some(&spec), &[]).err().unwrap()
    };
    let branches = "the union has oneOf/0 string, oneOf/1 text, oneOf/2 json_object, oneOf/3 json_schema";
    assert_eq!(
        refused(&untagged! { Option1 { Auto(String), Format(Inner) for 4 } => "Format" }),
        format!("`Format` of `Option1` is to stand for the branch 4, and there is none; {branches}")
    );
    assert_eq!(
        refused(&untagged! { Option1 { Auto(String) for "object", Format(Inner) } => "Format" }),
        format!("`Auto` of `Option1` is to stand for the branch `object`, and several are called that; {branches}")
    );
    assert_eq!(
        refused(&tagged! { Option2 { Auto for 0, Format for 1 | "string" } => "Format" }),
        "`Auto` and `Format` of `Option2` are both to stand for oneOf/0 string"
    );
}
