//! A catalogue of enums, one a line: what is said of each, and the smallest witness, derived by hand. Nothing means silence,
//! or no more than a note. The order of keys does not count.

use super::{told, verdict};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;
use std::num::NonZeroU8;
use std::path::PathBuf;
use std::time::Duration;
use wireproof::untagged;

macro_rules! types {
    ($($(#[$attribute:meta])* $kind:ident $Name:ident { $($body:tt)* })+) => {$(
        #[derive(Deserialize, Serialize)]
        $(#[$attribute])*
        #[allow(dead_code)]
        $kind $Name { $($body)* }
    )+};
}

types! {
    struct HasA { a: String }
    struct HasB { b: String }
    struct HasAB { a: String, b: String }
    struct LaxA { a: Option<String> }
    struct LaxB { b: Option<u8> }
    struct Empty {}
    #[serde(deny_unknown_fields)] struct OnlyEmpty {}
    #[serde(deny_unknown_fields)] struct OnlyA { a: String }
    #[serde(deny_unknown_fields)] struct OnlyAB { a: String, b: String }
    struct DefaultX { #[serde(default)] x: u8 }
    struct AliasA { #[serde(alias = "b")] a: String }
    struct Renamed { #[serde(rename = "type")] kind: String }
    #[serde(rename_all = "camelCase")] struct Camel { file_id: String }
    struct FlatRest { id: u8, #[serde(flatten)] rest: HashMap<String, Value> }
    struct FlatAll { #[serde(flatten)] rest: HashMap<String, Value> }
    struct TagA { r#type: ConstA }
    struct TagB { r#type: ConstB }
    struct TagAny { r#type: String }
    struct TextPart { r#type: String, text: String }
    struct ImagePart { r#type: String, url: String }
    #[serde(rename_all = "lowercase")] enum ConstA { A }
    #[serde(rename_all = "lowercase")] enum ConstB { B }
    #[serde(rename_all = "lowercase")] enum Word { A, Bb }
    enum External { One(u8), Two }
    #[serde(tag = "type", rename_all = "lowercase")] enum Part { Text { text: String }, Image { url: String } }
    #[serde(untagged)] enum Inner { A(HasA), N(i64) }
    struct NotExpr { not: Box<Expr> }
    struct AndExpr { and: Vec<Expr> }
    #[serde(untagged)] enum Expr { Name(String), Not(NotExpr), And(AndExpr) }
    #[serde(untagged)] enum Nested { Leaf(i64), Node(Vec<Nested>) }
    struct Group { of: Option<Vec<Item>> }
    #[serde(untagged)] enum Item { Group(Box<Group>), Named(HasA) }
}

#[derive(Deserialize, Serialize)]
struct Unit;

#[derive(Deserialize, Serialize)]
struct Page<T> {
    data: Vec<T>,
}

/// A day, as types of dates read it: ten characters, and nothing else.
#[derive(Serialize)]
struct Day(String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Day, D::Error> {
        let text = String::deserialize(input)?;
        let form: String = text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
        match form.as_str() {
            "9999-99-99" => Ok(Day(text)),
            _ => Err(de::Error::custom("no day")),
        }
    }
}

/// A number that may come as a string.
#[derive(Serialize)]
struct Lenient(u8);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Lenient, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Lenient;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a number")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Lenient, E> {
                number.try_into().map(Lenient).map_err(E::custom)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Lenient, E> {
                text.parse().map(Lenient).map_err(E::custom)
            }
        }
        input.deserialize_any(Visitor)
    }
}

/// True, and nothing else.
#[derive(Serialize)]
struct True(bool);

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<True, D::Error> {
        match bool::deserialize(input)? {
            true => Ok(True(true)),
            false => Err(de::Error::custom("not true")),
        }
    }
}

const CLASH: &str = "untagged_ambiguous";
const DEAD: &str = "untagged_unreachable";

/// The value with its keys in order.
fn sorted(text: &str) -> String {
    serde_json::from_str::<Value>(text).unwrap().to_string()
}

fn compare(name: &str, union: &wireproof::subject::EnumSubject, wanted: &[(&str, &str)]) {
    let verdict = verdict(union);
    let found: Vec<(&str, String)> = told(&verdict)
        .into_iter()
        .map(|(code, text)| (code, sorted(text)))
        .collect();
    let wanted: Vec<(&str, String)> = wanted.iter().map(|(code, text)| (*code, sorted(text))).collect();
    assert_eq!(found, wanted, "{name}");
    assert_eq!(verdict.unknown, [], "{name}");
}

macro_rules! catalogue {
    ($($name:ident { $($variants:tt)* } => [$($wanted:expr),*];)+) => {$(
        #[test]
        fn $name() {
            #[derive(Deserialize, Serialize)]
            #[serde(untagged)]
            #[allow(dead_code)]
            enum Sample { $($variants)* }
            compare(stringify!($name), &untagged! { Sample { $($variants)* } }, &[$($wanted),*]);
        }
    )+};
}

catalogue! {
    // What reads too much, in front.
    lax_struct_first { Lax(LaxA), B(HasB) } => [(CLASH, r#"{"b":""}"#)];
    string_first { Text(String), Word(Word) } => [(DEAD, r#""a""#), (CLASH, r#""a""#)];
    value_first { Any(Value), A(HasA) } => [(DEAD, r#"{"a":""}"#), (CLASH, r#"{"a":""}"#)];
    map_first { Map(HashMap<String, String>), A(HasA) } => [(CLASH, r#"{"a":""}"#)];
    flat_map_first { All(FlatAll), A(HasA) } => [(DEAD, r#"{"a":""}"#), (CLASH, r#"{"a":""}"#)];
    struct_without_fields_first { Empty(Empty), A(HasA) } => [(DEAD, r#"{"a":""}"#), (CLASH, r#"{"a":""}"#)];
    subset_first { One(HasA), Both(HasAB) } => [(DEAD, r#"{"a":"","b":""}"#), (CLASH, r#"{"a":"","b":""}"#)];
    open_before_closed { Open(HasA), Closed(OnlyAB) } => [(DEAD, r#"{"a":"","b":""}"#), (CLASH, r#"{"a":"","b":""}"#)];
    any_list_first { Any(Vec<Value>), Bytes(Vec<u8>) } => [(DEAD, "[]"), (CLASH, "[]")];
    list_before_tuple { Many(Vec<u8>), One((u8,)) } => [(DEAD, "[0]"), (CLASH, "[0]")];
    struct_takes_the_tuple { Both(HasAB), Pair(String, String) } => [(DEAD, r#"["",""]"#), (CLASH, r#"["",""]"#)];
    float_before_integer { Float(f64), Whole(u64) } => [(DEAD, "0"), (CLASH, "0")];
    narrow_float_first { Single(f32), Double(f64) } => [(DEAD, "0"), (CLASH, "0")];
    number_before_non_zero { Any(u8), Some(NonZeroU8) } => [(DEAD, "1"), (CLASH, "1")];
    bool_before_true { Flag(bool), True(True) } => [(DEAD, "true"), (CLASH, "true")];
    option_before_unit { Maybe(Option<String>), Nothing } => [(DEAD, "null"), (CLASH, "null")];
    string_before_day { Text(String), Day(Day) } => [(DEAD, r#""2020-01-02""#), (CLASH, r#""2020-01-02""#)];
    cow_and_string { Cow(Cow<'static, str>), Text(String) } => [(DEAD, r#""""#), (CLASH, r#""""#)];
    any_tag_first { Any(TagAny), A(TagA), B(TagB) } => [
        (DEAD, r#"{"type":"a"}"#), (DEAD, r#"{"type":"b"}"#), (CLASH, r#"{"type":"a"}"#), (CLASH, r#"{"type":"b"}"#)
    ];
    string_before_address { Text(String), Address(IpAddr) } => [(DEAD, r#""::""#), (CLASH, r#""::""#)];
    path_and_string { Path(PathBuf), Text(String) } => [(DEAD, r#""""#), (CLASH, r#""""#)];
    json_map_first { Map(serde_json::Map<String, Value>), A(HasA) } => [(DEAD, r#"{"a":""}"#), (CLASH, r#"{"a":""}"#)];
    set_and_list { Set(HashSet<u8>), List(Vec<u8>) } => [(DEAD, "[]"), (CLASH, "[]")];
    array_and_tuple { Array([u8; 2]), Tuple((u8, u8)) } => [(DEAD, "[0,0]"), (CLASH, "[0,0]")];
    // A value that is held as a value loses its spelling.
    address_before_string { Address(IpAddr), Text(String) } => [(CLASH, r#""0::""#)];
    // What overlaps.
    parts { Parts(Vec<Part>), Words(Vec<String>) } => [(CLASH, "[]")];
    result { Result(Result<u8, String>), Map(HashMap<String, u8>) } => [(CLASH, r#"{"Ok":0}"#)];
    options { A(Option<HasA>), B(Option<HasB>) } => [(CLASH, "null")];
    option_of_one { A(Option<HasA>), B(HasB) } => [(CLASH, r#"{"a":"","b":""}"#)];
    lists_of_structs { A(Vec<HasA>), B(Vec<HasB>) } => [(CLASH, "[]")];
    three_lists { A(Vec<u8>), B(Vec<String>), C(Vec<bool>) } => [(CLASH, "[]"), (CLASH, "[]")];
    signs { Unsigned(u64), Signed(i64) } => [(CLASH, "0")];
    small_sign { Unsigned(u64), Signed(i8) } => [(CLASH, "0")];
    struct_variants { Circle { radius: f64 }, Square { side: f64 } } => [(CLASH, r#"{"radius":0,"side":0}"#)];
    mixed_variants { Pair(u8, u8), List(Vec<u8>), Nothing, Named { name: String }, Text(String) } => [];
    inner_union { Inner(Inner), Text(String), B(HasB) } => [(CLASH, r#"{"a":"","b":""}"#)];
    pages { A(Page<HasA>), B(Page<HasB>) } => [(CLASH, r#"{"data":[]}"#)];
    alias { A(AliasA), B(HasB) } => [(CLASH, r#"{"b":""}"#)];
    renamed { T(Renamed), A(HasA) } => [(CLASH, r#"{"a":"","type":""}"#)];
    camel { F(Camel), A(HasA) } => [(CLASH, r#"{"a":"","fileId":""}"#)];
    flat_rest { Flat(FlatRest), A(HasA) } => [(CLASH, r#"{"a":"","id":0}"#)];
    map_of_strings { A(HasA), Map(BTreeMap<String, String>) } => [(CLASH, r#"{"a":""}"#)];
    boxes { A(Box<HasA>), B(Box<HasB>) } => [(CLASH, r#"{"a":"","b":""}"#)];
    externally_tagged_and_map { E(External), Map(HashMap<String, u8>) } => [(CLASH, r#"{"One":0}"#)];
    externally_tagged_and_lax { E(External), Lax(LaxB) } => [(CLASH, r#"{"One":0}"#)];
    content_parts { Text(Vec<TextPart>), Image(Vec<ImagePart>) } => [(CLASH, "[]")];
    loose_parts { Text(TextPart), Image(ImagePart) } => [(CLASH, r#"{"text":"","type":"","url":""}"#)];
    lenient { Number(Lenient), Text(String) } => [(CLASH, r#""0""#)];
    two_lax_structs { A(LaxA), B(LaxB) } => [(CLASH, "{}")];
    recursive_group { Group(Group), A(HasA) } => [(CLASH, r#"{"a":""}"#)];
    recursive_expressions { Name(String), Not(NotExpr), And(AndExpr) } => [(CLASH, r#"{"and":[],"not":""}"#)];
    // A struct takes keys that it does not know from one behind it.
    required_before_default { A(HasA), X(DefaultX) } => [(CLASH, r#"{"a":""}"#)];
    // A word reads the object form of its variant as well, and writes the word.
    value_last { A(HasAB), Word(Word), Any(Value) } => [(CLASH, r#"{"":0,"a":"","b":""}"#), (CLASH, r#"{"a":null}"#)];
    // serde's buffer holds keys as strings, so that keys which are numbers are refused.
    number_keys { Map(BTreeMap<u8, String>), A(HasA) } => [("rejected", r#"{"1":""}"#)];
    // A struct variant reads no array, unlike a struct within a variant.
    struct_variant_and_list { Named { name: String }, Words(Vec<String>) } => [];
    struct_variant_without_fields { Nothing {}, A(HasA) } => [(DEAD, r#"{"a":""}"#), (CLASH, r#"{"a":""}"#)];
    lax_struct_variant { Lax { a: Option<String> }, Map(HashMap<String, Value>) } => [(CLASH, "{}")];
    // What is sanitize_for_terminal.
    unit_struct { Unit(Unit), Lax(LaxA) } => [];
    duration { Time(Duration), A(HasA) } => [];
    float_and_string { Float(f64), Text(String) } => [];
    whole_before_float { Whole(u64), Float(f64) } => [];
    kinds { Flag(bool), Number(i64), Text(String), List(Vec<u8>), Object(HasA), Nothing } => [];
    number_ladder { A(u8), B(i64), C(f64) } => [];
    string_or_object { Text(String), Object(HasA) } => [];
    string_or_parts { Text(String), Parts(Vec<Part>) } => [];
    word_before_string { Word(Word), Text(String) } => [];
    day_before_string { Day(Day), Text(String) } => [];
    char_before_string { One(char), Text(String) } => [];
    const_tags { A(TagA), B(TagB) } => [];
    const_tags_before_any { A(TagA), B(TagB), Any(TagAny) } => [];
    superset_first { Both(HasAB), One(HasA) } => [];
    closed_structs { A(OnlyA), AB(OnlyAB), Empty(OnlyEmpty) } => [];
    closed_before_open { Closed(OnlyA), Open(HasA) } => [];
    required_before_empty { A(HasA), Empty(Empty) } => [];
    tuple_before_list { Pair((u8, u8)), List(Vec<u8>) } => [];
    tuple_before_struct { Pair(String, String), Both(HasAB) } => [];
    unit_before_option { Nothing, Maybe(Option<String>) } => [];
    recursive_lists { Leaf(i64), Node(Vec<Nested>) } => [];
}

/// Thirteen structs with a required key each: every two of them clash, on the two keys and nothing else.
#[test]
fn thirteen_variants() {
    macro_rules! thirteen {
        ($($Name:ident $key:ident),+) => {{
            $(#[derive(Deserialize, Serialize)] struct $Name { $key: u8 })+
            #[derive(Deserialize, Serialize)]
            #[serde(untagged)]
            enum Sample { $($Name($Name)),+ }
            (untagged! { Sample { $($Name($Name)),+ } }, [$(stringify!($key)),+])
        }};
    }
    let (union, keys) = thirteen!(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m);
    let mut wanted = Vec::new();
    for other in 1..keys.len() {
        wanted.extend((0..other).map(|pick| format!(r#"{{"{}":0,"{}":0}}"#, keys[pick], keys[other])));
    }
    let wanted: Vec<(&str, &str)> = wanted.iter().map(|text| (CLASH, text.as_str())).collect();
    compare("thirteen", &union, &wanted);
}

/// Twelve structs that a constant tells apart, and behind them one for what comes new.
#[test]
fn twelve_kinds_and_what_is_new() {
    macro_rules! twelve {
        ($($Name:ident $Tag:ident),+) => {{
            $(
                #[derive(Deserialize, Serialize)] enum $Tag { $Name }
                #[derive(Deserialize, Serialize)] struct $Name { r#type: $Tag, id: String }
            )+
            #[derive(Deserialize, Serialize)] struct New { r#type: String }
            #[derive(Deserialize, Serialize)]
            #[serde(untagged)]
            enum Sample { $($Name($Name)),+, New(New) }
            untagged! { Sample { $($Name($Name)),+, New(New) } }
        }};
    }
    let union = twelve!(A Ta, B Tb, C Tc, D Td, E Te, F Tf, G Tg, H Th, I Ti, J Tj, K Tk, L Tl);
    compare("twelve", &union, &[]);
}

/// What holds itself is read as deep as anything else, and its witness is as small.
#[test]
fn recursive_enums_themselves() {
    let union = untagged! { Expr { Name(String), Not(NotExpr), And(AndExpr) } };
    compare("expressions", &union, &[(CLASH, r#"{"and":[],"not":""}"#)]);
    compare("lists", &untagged! { Nested { Leaf(i64), Node(Vec<Nested>) } }, &[]);
    // `{"a":"","of":0}` is read as the second alone.
    let union = untagged! { Item { Group(Box<Group>), Named(HasA) } };
    compare("items", &union, &[(CLASH, r#"{"a":""}"#)]);
}

/// What an enum says of all its struct variants stands on each of them where it is registered.
#[test]
fn closed_struct_variants() {
    #[derive(Deserialize, Serialize)]
    #[serde(untagged, deny_unknown_fields, rename_all_fields = "camelCase")]
    enum Sample {
        One { file_id: String },
        Two { file_id: String, file_name: String },
        Rest {},
    }
    let union = untagged! {
        Sample {
            #[serde(deny_unknown_fields, rename_all = "camelCase")]
            One { file_id: String },
            #[serde(deny_unknown_fields, rename_all = "camelCase")]
            Two { file_id: String, file_name: String },
            #[serde(deny_unknown_fields)]
            Rest {},
        }
    };
    compare("closed", &union, &[]);
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Either<A, B> {
    Left(A),
    Right(B),
}

#[test]
fn generic_enums() {
    let union = untagged! { Either<Vec<HasA>, Page<u8>> { Left(Vec<HasA>), Right(Page<u8>) } };
    compare("list and page", &union, &[]);
    let union = untagged! { Either<Page<HasA>, Page<u8>> { Left(Page<HasA>), Right(Page<u8>) } };
    compare("pages", &union, &[(CLASH, r#"{"data":[]}"#)]);
    let union =
        untagged! { Either<Either<u8, String>, Option<bool>> { Left(Either<u8, String>), Right(Option<bool>) } };
    compare("either of either", &union, &[]);
}
