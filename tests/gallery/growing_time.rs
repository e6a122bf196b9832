//! Types that read each level of a text twice, and so take twice as long with each level; their twins read it once.

use serde::Deserialize;
use wireproof::finding::{Code, Kind};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::Subject;
use wireproof::{examine_subject, subject};

const SCHEMA: &[u8] =
    br##"{"$defs": {"Folder": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
    "name": {"type": "string"}, "inner": {"$ref": "#/$defs/Folder"}}}}}"##;

/// Both variants are tried at each level, and the first one fails at its end.
#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Slow {
    Locked { inner: Box<Slow>, key: u64 },
    Open { name: String, inner: Option<Box<Slow>> },
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Fast {
    name: String,
    inner: Option<Box<Fast>>,
}

/// `flatten` buffers the rest of each level, and the enum within it reads that once more.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Flattened {
    name: String,
    #[serde(flatten)]
    rest: Nested,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Nested {
    Locked { inner: Box<Flattened>, key: u64 },
    Open { inner: Option<Box<Flattened>> },
}

/// What is flattened holds no level of its own.
#[derive(Deserialize)]
#[allow(dead_code)]
struct FlattenedOnce {
    name: String,
    #[serde(flatten)]
    rest: Rest,
    inner: Option<Box<FlattenedOnce>>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Rest {
    key: Option<u64>,
}

fn found(subject: &Subject) -> Vec<(Code, Option<Kind>, String)> {
    let spec = Spec::new(Document::parse("folders", SCHEMA).unwrap(), Dialect::AsMeant);
    let verdict = examine_subject(subject, &spec.component("Folder").unwrap());
    let findings = verdict.findings.into_iter();
    let grown = findings.filter(|finding| finding.kind == Some(Kind::GrowingTime));
    grown
        .map(|finding| (finding.code, finding.kind, finding.pointer.as_str().to_owned()))
        .collect()
}

#[test]
fn time_that_grows_faster_than_the_text_is_found() {
    assert_eq!(
        found(&subject!(Slow as "Folder")),
        [(Code::Panicked, Some(Kind::GrowingTime), "/inner".to_owned())]
    );
    assert_eq!(found(&subject!(Fast as "Folder")), []);
}

#[test]
fn an_enum_that_is_flattened_into_a_recursion_is_found() {
    let grown = (Code::Panicked, Some(Kind::GrowingTime), "/inner".to_owned());
    assert_eq!(found(&subject!(Flattened as "Folder")), [grown]);
    assert_eq!(found(&subject!(FlattenedOnce as "Folder")), []);
}
