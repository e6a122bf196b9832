//! Enums without a schema: each clash is found, each sanitize_for_terminal enum is silent, and each witness is as small as can be.

use super::{told, verdict};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use wireproof::untagged;

/// Structs that read and write, for the enums below.
macro_rules! structs {
    ($($(#[$attribute:meta])* $Name:ident { $($(#[$of_field:meta])* $field:ident: $T:ty),* })+) => {$(
        #[derive(Deserialize, Serialize)]
        $(#[$attribute])*
        #[allow(dead_code)]
        struct $Name { $($(#[$of_field])* $field: $T),* }
    )+};
}

structs! {
    HasA { a: String }
    HasB { b: String }
    IntA { a: i64 }
    #[serde(deny_unknown_fields)] OnlyA { a: String }
    #[serde(deny_unknown_fields)] OnlyB { b: String }
    Lax { a: Option<String>, b: Option<u8> }
    LaxToo { c: Option<String> }
    #[derive(Default)] #[serde(default)] Defaults { x: u8 }
    Flat { id: u8, #[serde(flatten)] rest: HasA }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Auto,
    None,
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged {
    One { n: u8 },
    Two { s: String },
}

/// Defines an untagged enum and asks about it.
macro_rules! told_of {
    ($($Variant:ident($T:ty)),+ $(,)?) => {{
        #[derive(Deserialize, Serialize)]
        #[serde(untagged)]
        #[allow(dead_code)]
        enum Sample { $($Variant($T)),+ }
        let verdict = verdict(&untagged! { Sample { $($Variant($T)),+ } });
        assert_eq!(verdict.unknown, []);
        let told = told(&verdict);
        told.into_iter().map(|(code, witness)| (code, witness.to_owned())).collect::<Vec<_>>()
    }};
}

fn is(told: Vec<(&'static str, String)>, wanted: &[(&str, &str)]) {
    let told: Vec<(&str, &str)> = told.iter().map(|(code, witness)| (*code, witness.as_str())).collect();
    assert_eq!(told, wanted);
}

const AMBIGUOUS: &str = "untagged_ambiguous";
const UNREACHABLE: &str = "untagged_unreachable";

#[test]
fn what_excludes_one_another_is_silent() {
    is(told_of!(Text(String), Number(i64)), &[]);
    is(told_of!(Text(String), Many(Vec<String>), Object(HasA)), &[]);
    is(told_of!(A(OnlyA), B(OnlyB)), &[]);
    is(told_of!(A(HasA), N(IntA)), &[]);
    is(told_of!(Flag(bool), Number(f64), Text(String)), &[]);
    is(told_of!(Word(Mode), Object(HasA)), &[]);
    is(told_of!(Pair((u8, u8)), Triple((u8, u8, u8))), &[]);
    is(told_of!(ShrinkResult(i64), Big(String), Tagged(Tagged)), &[]);
}

#[test]
fn special_cases_in_front_are_no_more_than_a_note() {
    is(told_of!(Int(i64), Float(f64)), &[]);
    is(told_of!(Mode(Mode), Text(String)), &[]);
    is(told_of!(ShrinkResult(u8), ShrinkRequest(u64)), &[]);
    is(told_of!(Only(OnlyA), Map(HashMap<String, String>)), &[]);
}

#[test]
fn variants_behind_what_reads_more_are_unreachable() {
    is(told_of!(Float(f64), Int(i64)), &[(UNREACHABLE, "0"), (AMBIGUOUS, "0")]);
    is(
        told_of!(Text(String), Mode(Mode)),
        &[(UNREACHABLE, r#""auto""#), (AMBIGUOUS, r#""auto""#)],
    );
    is(
        told_of!(Any(serde_json::Value), Text(String)),
        &[(UNREACHABLE, r#""""#), (AMBIGUOUS, r#""""#)],
    );
    is(
        told_of!(Map(HashMap<String, serde_json::Value>), A(HasA)),
        &[(UNREACHABLE, r#"{"a":""}"#), (AMBIGUOUS, r#"{"a":""}"#)],
    );
    is(
        told_of!(One(HasA), Same(HasA)),
        &[(UNREACHABLE, r#"{"a":""}"#), (AMBIGUOUS, r#"{"a":""}"#)],
    );
}

#[test]
fn what_two_variants_read_is_ambiguous() {
    // `{"a":"","c":0}` is read by the second alone.
    is(told_of!(Lax(LaxToo), A(HasA)), &[(AMBIGUOUS, r#"{"a":""}"#)]);
    is(told_of!(A(HasA), B(HasB)), &[(AMBIGUOUS, r#"{"a":"","b":""}"#)]);
    is(told_of!(Left(Vec<i64>), Right(Vec<String>)), &[(AMBIGUOUS, "[]")]);
    is(
        told_of!(Left(Option<i64>), Right(Option<String>)),
        &[(AMBIGUOUS, "null")],
    );
    is(told_of!(A(Lax), Map(BTreeMap<String, u8>)), &[(AMBIGUOUS, "{}")]);
    is(told_of!(Signed(i64), Unsigned(u64)), &[(AMBIGUOUS, "0")]);
    is(
        told_of!(List(Vec<u8>), Pair((u8, u8))),
        &[(UNREACHABLE, "[0,0]"), (AMBIGUOUS, "[0,0]")],
    );
    is(
        told_of!(Flat(Flat), B(HasB)),
        &[(AMBIGUOUS, r#"{"a":"","id":0,"b":""}"#)],
    );
    is(
        told_of!(Tagged(Tagged), A(HasA)),
        &[(AMBIGUOUS, r#"{"a":"","n":0,"type":0}"#)],
    );
}

#[test]
fn structs_swallow_what_they_do_not_know() {
    is(
        told_of!(A(HasA), Map(HashMap<String, serde_json::Value>)),
        &[(AMBIGUOUS, r#"{"":0,"a":""}"#)],
    );
    is(told_of!(Row(HasA), List(Vec<String>)), &[(AMBIGUOUS, r#"[""]"#)]);
}

#[test]
fn defaults_make_a_struct_read_any_object() {
    is(told_of!(Defaults(Defaults), A(HasA)), &[(AMBIGUOUS, r#"{"a":""}"#)]);
}
