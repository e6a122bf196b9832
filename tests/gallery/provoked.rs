//! Types that change values which few samples hold: one row for each transformation that was met in real code. The type
//! without the transformation is silent under the same schemas.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use wireproof::case::{Case, CaseKind};
use wireproof::finding::{Code, Level};
use wireproof::generate::{Generator, Plan};
use wireproof::schema::{Dialect, Document, Schema, Spec};
use wireproof::subject::Subject;
use wireproof::{examine, subject};

/// A marker type for each row, and the row: its name, the schema of `it`, and the type.
macro_rules! rows {
    ($($name:ident, $schema:expr, |$value:ident| $change:expr;)*) => {
        $(
            struct $name;
            impl crate::provoked::Change for $name {
                fn change($value: &mut serde_json::Value) -> Result<(), String> {
                    $change
                }
            }
        )*

        pub fn rows() -> Vec<(&'static str, &'static str, wireproof::subject::Subject)> {
            vec![$((stringify!($name), $schema, wireproof::subject!(crate::provoked::Changed<$name> as "Holder" named "Holder"))),*]
        }
    };
}

macro_rules! formats {
    ($($name:ident = $format:literal;)*) => {
        $(const $name: &str = concat!(r#"{"type": "string", "format": ""#, $format, r#""}"#);)*
    };
}

mod formats;
mod keys;
mod patterns;
mod sizes;
mod texts;
mod values;

/// A bug may take so many cases to be found, mutants included.
const FOUND_WITHIN: usize = 1_500;
/// The same for a type of thirty texts.
const FOUND_WITHIN_THIRTY: usize = 2_000;
const SILENT_OVER: usize = 1_000;

/// What a type does to the value under `it`.
pub trait Change {
    /// Changes the value, or refuses it.
    fn change(value: &mut Value) -> Result<(), String>;
}

/// An object that keeps everything but what a change makes of it.
pub struct Changed<C>(Map<String, Value>, PhantomData<C>);

impl<C> PartialEq for Changed<C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<'de, C: Change> Deserialize<'de> for Changed<C> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(input)?;
        if let Some(value) = members.get_mut("it") {
            C::change(value).map_err(D::Error::custom)?;
        }
        Ok(Changed(members, PhantomData))
    }
}

impl<C> Serialize for Changed<C> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(output)
    }
}

/// Changes nothing.
struct Nothing;

impl Change for Nothing {
    fn change(_: &mut Value) -> Result<(), String> {
        Ok(())
    }
}

fn text(value: &mut Value, change: impl Fn(&str) -> Option<Value>) -> Result<(), String> {
    if let Some(changed) = value.as_str().and_then(change) {
        *value = changed;
    }
    Ok(())
}

fn keys(value: &mut Value, change: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    if let Value::Object(members) = value {
        let changed = std::mem::take(members).into_iter();
        *members = changed
            .filter_map(|(key, value)| Some((change(&key)?, value)))
            .collect();
    }
    Ok(())
}

fn at_most(value: &mut Value, count: usize) -> Result<(), String> {
    match value {
        Value::Array(items) => items.truncate(count),
        Value::Object(members) => *members = std::mem::take(members).into_iter().take(count).collect(),
        Value::String(text) => *text = text.chars().take(count).collect(),
        _ => {}
    }
    Ok(())
}

fn refuse(value: &Value, is_refused: impl Fn(&str) -> bool) -> Result<(), String> {
    match value.as_str().is_some_and(is_refused) {
        true => Err("cannot be represented".to_owned()),
        false => Ok(()),
    }
}

const TEXT: &str = r#"{"type": "string"}"#;
const SHORT: &str = r#"{"type": "string", "maxLength": 40}"#;
const MAP: &str = r#"{"type": "object", "additionalProperties": {"type": "boolean"}}"#;
const LIST: &str = r#"{"type": "array", "items": {"type": "boolean"}}"#;
const FULL_LIST: &str = r#"{"type": "array", "maxItems": 500, "items": {"type": "boolean"}}"#;
const NUMBER: &str = r#"{"type": "number"}"#;
const COUNT: &str = r#"{"type": "integer", "minimum": 0, "maximum": 1000000}"#;
const RANGE: &str = r#"{"type": "object", "additionalProperties": false, "required": ["from", "until"], "properties": {
    "from": {"type": "string", "format": "date-time"}, "until": {"type": "string", "format": "date-time"}}}"#;
const USAGE: &str = r#"{"type": "object", "additionalProperties": false, "required": ["input", "output", "total"], "properties": {
    "input": {"type": "integer", "format": "uint32"}, "output": {"type": "integer", "format": "uint32"},
    "total": {"type": "integer", "format": "uint64"}}}"#;
const SLUG: &str = r#"{"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.-]{0,20}$"}"#;
const CODE: &str = r#"{"type": "string", "pattern": "^[0-9A-Z]{4}$"}"#;

formats! {
    DATE = "date"; TIME = "time"; DATE_TIME = "date-time"; DURATION = "duration"; EMAIL = "email"; HOSTNAME = "hostname";
    IPV6 = "ipv6"; URI = "uri"; UUID = "uuid"; BYTE = "byte"; TEMPLATE = "uri-template";
}

rows! {
    // Free strings.
    Trimmed, TEXT, |value| text(value, |text| Some(text.trim().into()));
    TrimmedShort, SHORT, |value| text(value, |text| Some(text.trim_end().into()));
    Collapsed, TEXT, |value| text(value, |text| Some(text.replace("  ", " ").into()));
    EntitiesDecoded, SHORT, |value| text(value, |text| Some(text.replace("&amp;", "&").into()));
    EntitiesEncoded, TEXT, |value| text(value, |text| Some(text.replace('<', "&lt;").into()));
    PlusIsSpace, SHORT, |value| text(value, |text| Some(text.replace('+', " ").into()));
    PercentDecoded, TEXT, |value| text(value, |text| Some(text.replace("%20", " ").into()));
    QuotesDoubled, SHORT, |value| text(value, |text| Some(text.replace('\'', "''").into()));
    QuotesStraightened, TEXT, |value| text(value, |text| Some(text.replace('’', "'").into()));
    QuotesStripped, TEXT, |value| text(value, |text| Some(text.strip_prefix('"')?.strip_suffix('"')?.into()));
    Unescaped, SHORT, |value| text(value, |text| Some(text.replace("\\n", "\n").into()));
    BackslashesUnescaped, TEXT, |value| text(value, |text| Some(text.replace("\\\\", "\\").into()));
    TrueIsBoolean, SHORT, |value| text(value, |text| text.parse::<bool>().ok().map(Value::Bool));
    Underscored, SHORT, |value| text(value, |text| Some(text.replace('-', "_").into()));
    CutAtHash, TEXT, |value| text(value, |text| Some(text.split('#').next()?.into()));
    FinalDotDropped, SHORT, |value| text(value, |text| Some(text.strip_suffix('.')?.into()));
    MarkDropped, TEXT, |value| text(value, |text| Some(text.strip_prefix('\u{feff}')?.into()));
    ZeroWidthDropped, SHORT, |value| text(value, |text| Some(text.replace('\u{200b}', "").into()));
    HardSpaceSoftened, TEXT, |value| text(value, |text| Some(text.replace('\u{a0}', " ").into()));
    LineEndsChanged, TEXT, |value| text(value, |text| Some(text.replace("\r\n", "\n").into()));
    PathsNormalized, SHORT, |value| text(value, |text| Some(text.replace("//", "/").into()));
    NoneIsNothing, TEXT, |value| text(value, |text| (text == "none").then_some("".into()));
    NotApplicableIsNothing, SHORT, |value| text(value, |text| (text == "N/A").then_some("".into()));
    ZerosDropped, TEXT, |value| text(value, |text| Some(text.parse::<i64>().ok()?.to_string().into()));
    SplitAtCommas, TEXT, |value| text(value, |text| text.contains(", ").then(|| text.replace(", ", ",").into()));
    JsonInText, TEXT, |value| refuse(value, |text| {
        serde_json::from_str(text).is_ok_and(|inner: Value| inner.is_object() || inner.is_array())
    });
    DatesInText, TEXT, |value| refuse(value, |text| text == "2024-05-28");
    AutoIsNothing, TEXT, |value| text(value, |text| (text == "auto").then_some("".into()));
    DefaultIsNothing, SHORT, |value| text(value, |text| (text == "default").then_some("".into()));
    AnyIsNothing, TEXT, |value| text(value, |text| (text == "any").then_some("".into()));
    LatestIsNothing, SHORT, |value| text(value, |text| (text == "latest").then_some("".into()));
    UtcIsNothing, TEXT, |value| text(value, |text| (text == "UTC").then_some("".into()));
    SchemeOfTokensDropped, TEXT, |value| text(value, |text| Some(text.strip_prefix("Bearer ")?.into()));
    BranchesShortened, SHORT, |value| text(value, |text| Some(text.strip_prefix("refs/heads/")?.into()));
    ParametersOfTypesDropped, TEXT, |value| text(value, |text| Some(text.strip_suffix("; charset=utf-8")?.into()));
    LocaleWithDash, SHORT, |value| text(value, |text| (text == "en_US").then_some("en-US".into()));
    ColoursLowered, TEXT, |value| text(value, |text| (text == "#A1B2C3").then_some("#a1b2c3".into()));
    HoursInSeconds, SHORT, |value| text(value, |text| Some((text.strip_suffix('h')?.parse::<u64>().ok()? * 3_600).to_string().into()));
    UnitsCounted, TEXT, |value| text(value, |text| Some((text.strip_suffix("MB")?.trim().parse::<u64>().ok()? * 1_000_000).to_string().into()));
    HalvesOfTheDayDropped, TEXT, |value| text(value, |text| Some(text.strip_suffix(" PM")?.into()));
    NumbersOfCardsMasked, SHORT, |value| text(value, |text| {
        (text.len() == 16 && text.parse::<u64>().is_ok()).then(|| format!("****{}", &text[12..]).into())
    });
    BracketsOfPhonesDropped, TEXT, |value| text(value, |text| Some(text.strip_prefix("(555) ")?.into()));
    AddressesNormalized, TEXT, |value| text(value, |text| Some(text.parse::<std::net::IpAddr>().ok()?.to_string().into()));
    NamesOfUuidsDropped, TEXT, |value| text(value, |text| Some(text.strip_prefix("urn:uuid:")?.into()));
    // Strings with a pattern.
    SlugLowered, SLUG, |value| text(value, |text| Some(text.to_lowercase().into()));
    SlugUnderscored, SLUG, |value| text(value, |text| Some(text.replace('-', "_").into()));
    CodeIsNumber, CODE, |value| text(value, |text| Some(text.parse::<u32>().ok()?.to_string().into()));
    // Unicode.
    Composed, TEXT, |value| text(value, |text| Some(text.replace("e\u{301}", "é").into()));
    Decomposed, SHORT, |value| text(value, |text| Some(text.replace('é', "e\u{301}").into()));
    Compatible, TEXT, |value| text(value, |text| Some(text.replace('ﬁ', "fi").into()));
    SharpFolded, SHORT, |value| text(value, |text| Some(text.replace('ß', "ss").into()));
    DottedFolded, TEXT, |value| text(value, |text| Some(text.replace('İ', "i").into()));
    LongFolded, SHORT, |value| text(value, |text| Some(text.replace('ſ', "s").into()));
    KelvinFolded, TEXT, |value| text(value, |text| Some(text.replace('\u{212a}', "k").into()));
    DirectionsDropped, SHORT, |value| text(value, |text| Some(text.replace('\u{200f}', "").into()));
    JoinersDropped, TEXT, |value| text(value, |text| Some(text.replace('\u{200c}', "").into()));
    NarrowSpaceSoftened, SHORT, |value| text(value, |text| Some(text.replace('\u{202f}', " ").into()));
    ParagraphsEnded, TEXT, |value| text(value, |text| Some(text.replace('\u{2029}', "\n").into()));
    TonesOfSkinDropped, TEXT, |value| text(value, |text| Some(text.replace('\u{1f3fd}', "").into()));
    // Caps on size.
    At10000, TEXT, |value| at_most(value, 10_000);
    At65535, TEXT, |value| at_most(value, 65_535);
    Entries16, MAP, |value| at_most(value, 16);
    Entries50, MAP, |value| at_most(value, 50);
    Entries64, MAP, |value| at_most(value, 64);
    Items32, LIST, |value| at_most(value, 32);
    Items100, LIST, |value| at_most(value, 100);
    Items256, LIST, |value| at_most(value, 256);
    ItemsBelowMost, FULL_LIST, |value| at_most(value, 499);
    // Keys of maps.
    DotsInKeys, MAP, |value| keys(value, |key| Some(key.replace('.', "_")));
    DashesInKeys, MAP, |value| keys(value, |key| Some(key.replace('-', "_")));
    PrototypeDropped, MAP, |value| keys(value, |key| (key != "__proto__").then(|| key.to_owned()));
    UnderscoreDropped, MAP, |value| keys(value, |key| (key != "_").then(|| key.to_owned()));
    DollarsDropped, MAP, |value| keys(value, |key| Some(key.replace('$', "")));
    DefaultKeyDropped, MAP, |value| keys(value, |key| (key != "default").then(|| key.to_owned()));
    SchemaKeyDropped, MAP, |value| keys(value, |key| (key != "$schema").then(|| key.to_owned()));
    CommentsInKeysDropped, MAP, |value| keys(value, |key| (key != "//").then(|| key.to_owned()));
    KeysAt40, MAP, |value| keys(value, |key| Some(key.chars().take(40).collect()));
    // Formats.
    EmailLowered, EMAIL, |value| text(value, |text| Some(text.to_lowercase().into()));
    HostLowered, HOSTNAME, |value| text(value, |text| Some(text.to_lowercase().into()));
    HostUndotted, HOSTNAME, |value| text(value, |text| Some(text.strip_suffix('.')?.into()));
    Ipv6Shortened, IPV6, |value| text(value, |text| Some(text.parse::<std::net::Ipv6Addr>().ok()?.to_string().into()));
    PortDropped, URI, |value| text(value, |text| Some(text.replace(":443/", "/").into()));
    DotsResolved, URI, |value| text(value, |text| Some(text.replace("/./", "/").into()));
    FirstLabelDropped, URI, |value| text(value, |text| Some(text.replace("://www.", "://").into()));
    EndOfRepositoriesDropped, URI, |value| text(value, |text| Some(text.strip_suffix(".git")?.into()));
    IndexDropped, URI, |value| text(value, |text| Some(text.strip_suffix("index.html")?.into()));
    LinkLocalRefused, IPV6, |value| refuse(value, |text| text.starts_with("fe80:"));
    TemplateFilled, TEMPLATE, |value| text(value, |text| Some(text.replace("{id}", "").into()));
    UuidLowered, UUID, |value| text(value, |text| Some(text.to_lowercase().into()));
    PaddingDropped, BYTE, |value| text(value, |text| Some(text.trim_end_matches('=').into()));
    WeeksInDays, DURATION, |value| text(value, |text| (text == "P1W").then_some("P7D".into()));
    SecondsWhole, DURATION, |value| text(value, |text| Some(text.replace("0.5S", "0S").into()));
    HoursInDays, DURATION, |value| text(value, |text| (text == "PT24H").then_some("P1D".into()));
    LeapSecondDropped, TIME, |value| text(value, |text| Some(text.replace(":60", ":59").into()));
    TimesUppercase, DATE_TIME, |value| text(value, |text| Some(text.to_uppercase().into()));
    Microseconds, DATE_TIME, |value| text(value, |text| {
        let (whole, fraction) = text.split_once('.')?;
        Some(format!("{whole}.{}", fraction.replacen("999999999", "999999", 1)).into())
    });
    NothingBefore1900, DATE, |value| refuse(value, |text| text < "1900");
    NothingBefore1970, DATE_TIME, |value| refuse(value, |text| text < "1970");
    NothingAfter2262, DATE_TIME, |value| refuse(value, |text| text > "2262");
    // One particular value, and several in one relation.
    IntegersAreFloats, NUMBER, |value| {
        if let Some(float) = value.as_i64().map(|integer| integer as f64) {
            *value = json!(float);
        }
        Ok(())
    };
    ThousandIsNothing, COUNT, |value| { if *value == 1_000 { *value = json!(0) }; Ok(()) };
    EmptyRangeDropped, RANGE, |value| { if value["from"] == value["until"] { *value = json!({}) }; Ok(()) };
    RangeInOrder, RANGE, |value| {
        if value["from"].as_str() > value["until"].as_str() { return Err("ends before it begins".to_owned()) };
        Ok(())
    };
    TotalDropped, USAGE, |value| {
        let count = |key: &str| value[key].as_u64().filter(|count| *count > 0);
        if count("total") == count("input").zip(count("output")).map(|(a, b)| a + b) && count("total").is_some() {
            value["total"] = json!(0);
        }
        Ok(())
    };
}

/// The rows of this file, and of those beside it.
fn all() -> Vec<(&'static str, &'static str, Subject)> {
    let beside = [
        formats::rows(),
        keys::rows(),
        patterns::rows(),
        sizes::rows(),
        texts::rows(),
        values::rows(),
    ];
    rows().into_iter().chain(beside.into_iter().flatten()).collect()
}

/// An object that has the value, and as many other texts.
fn schema(of_it: &str, others: usize) -> std::sync::Arc<Schema> {
    let others: String = (0..others)
        .map(|number| format!(r#""text_{number}": {TEXT}, "#))
        .collect();
    let document = format!(
        r#"{{"$defs": {{"Holder": {{"type": "object", "required": ["it"], "additionalProperties": false, "properties": {{{others}"it": {of_it}}}}}}}}}"#
    );
    let document = Document::parse("provoked", document.as_bytes()).unwrap();
    Spec::new(document, Dialect::AsMeant).component("Holder").unwrap()
}

/// Code and place of the findings about samples, in the order of the cases; `enough` tells when to stop.
fn examined(schema: &Schema, subject: &Subject, cases: usize, enough: fn(Code, &str) -> bool) -> Vec<(Code, String)> {
    let plan = Plan::new(schema.json_schema()).unwrap();
    let mut found = Vec::new();
    for made in Generator::new(&plan, "Holder", 1)
        .take(cases)
        .filter(|made| made.mutant.is_none())
    {
        let mut case = Case::new("provoked", made.text());
        case.kind = CaseKind::Sample;
        let verdict = examine(subject, Some(schema), &case).unwrap();
        let findings = verdict
            .findings
            .into_iter()
            .filter(|finding| finding.level > Level::Note);
        found.extend(findings.map(|finding| (finding.code, finding.pointer.as_str().to_owned())));
        if found.last().is_some_and(|(code, pointer)| enough(*code, pointer)) {
            break;
        }
    }
    found
}

/// The rows whose change is not found.
fn missed(
    rows: impl Iterator<Item = (&'static str, &'static str, Subject)>,
    others: usize,
    cases: usize,
) -> Vec<&'static str> {
    fn is_found(code: Code, pointer: &str) -> bool {
        matches!(code, Code::Lossy | Code::Rejected) && (pointer.starts_with("/it") || pointer.is_empty())
    }
    rows.filter(|(_, of_it, subject)| {
        let found = examined(&schema(of_it, others), subject, cases, is_found);
        !found.iter().any(|(code, pointer)| is_found(*code, pointer))
    })
    .map(|(name, ..)| name)
    .collect()
}

#[test]
fn every_change_is_found_from_the_schema_alone() {
    assert_eq!(missed(all().into_iter(), 0, FOUND_WITHIN), [""; 0]);
}

#[test]
fn every_change_of_a_text_is_found_in_one_of_thirty() {
    let of_texts = all().into_iter().filter(|(_, of_it, _)| *of_it == TEXT);
    assert_eq!(missed(of_texts, 29, FOUND_WITHIN_THIRTY), [""; 0]);
}

#[test]
fn without_a_change_the_same_type_is_silent() {
    let twin = subject!(Changed<Nothing> as "Holder" named "Holder");
    let schemas: BTreeMap<&str, &str> = all().into_iter().map(|(name, of_it, _)| (of_it, name)).collect();
    for (of_it, name) in schemas {
        assert_eq!(
            examined(&schema(of_it, 0), &twin, SILENT_OVER, |_, _| false),
            [],
            "{name}"
        );
    }
}
