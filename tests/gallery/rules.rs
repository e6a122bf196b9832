//! Every rule has a fixture that breaks it.

use super::explored::explore;
use super::{exhibits, printed, unions, unread, verdicts};
use std::collections::BTreeSet;
use wireproof::check::{AppliedOverlay, RUN_CHECKS, RunContext};
use wireproof::finding::{Code, Expectations};
use wireproof::schema::{Dialect, Document, Overlay, Spec};
use wireproof::{Case, EnumAnalysis, examine, examine_enum, subject, untagged};

const SCHEMA: &[u8] = br#"{"$defs": {"Pet": {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}}
}}}"#;

const OVERLAY: &[u8] = br#"{
    "overlay": "1.0.0",
    "info": {"title": "Corrections", "version": "1"},
    "actions": [{"target": "$['$defs'].Gone", "remove": true, "description": "it is gone"}]
}"#;

const EXPECTATIONS: &str = "[[expect]]\ncode = \"lossy\"\nreason = \"the rest is not needed\"\n";

#[derive(serde::Deserialize, serde::Serialize, PartialEq)]
struct Pet {
    name: Option<String>,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

/// A capture without a required key and with a key that is not documented.
fn of_a_capture() -> Vec<Code> {
    let document = Document::parse("pets.json", SCHEMA).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("Pet").unwrap();
    let verdict = examine(&subject!(Pet), Some(&schema), &Case::new("pet.json", r#"{"age":3}"#)).unwrap();
    verdict.findings.iter().map(|finding| finding.code).collect()
}

/// A run with an overlay that corrects nothing, and an expectation of a finding that does not occur.
fn of_a_run() -> Vec<Code> {
    let mut document = Document::parse("pets.json", SCHEMA).unwrap();
    let overlay = Overlay::parse("corrections.json", OVERLAY).unwrap();
    let outcomes = document.apply(&overlay).unwrap();
    let mut expectations = Expectations::parse("expectations.toml", EXPECTATIONS).unwrap();
    expectations.examined("pets", "Pet", "pet.json");
    let context = RunContext {
        expectations: &expectations,
        overlays: &[AppliedOverlay {
            overlay,
            outcomes,
            unproven: Vec::new(),
        }],
        interrupted: false,
    };
    let drafts = RUN_CHECKS.iter().flat_map(|check| check.check_run(&context));
    drafts.map(|draft| draft.locate().code).collect()
}

/// Reads a number, and writes it as a text that it does not read.
#[derive(serde::Deserialize)]
struct Count(u8);

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

fn of_a_type_that_does_not_read_what_it_writes() -> Vec<Code> {
    let verdict = examine(&subject!(Count), None, &Case::new("count.json", "3")).unwrap();
    verdict.findings.iter().map(|finding| finding.code).collect()
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
#[allow(dead_code)]
enum Id {
    Text(String),
    Word(Word),
}

#[derive(serde::Deserialize)]
enum Word {
    A,
    B,
}

/// An enum whose second variant reads nothing that the first one does not read.
fn of_an_enum_with_a_catch_all_in_front() -> Vec<Code> {
    let id = untagged! { Id { Text(String), Word(Word) } };
    let verdict = examine_enum(&EnumAnalysis::new(&id, None, &[]).unwrap());
    verdict.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_rule_has_a_fixture_that_breaks_it() {
    let exhibits = exhibits();
    let verdicts = exhibits.iter().flat_map(|exhibit| verdicts(exhibit, &exhibit.broken));
    let mut shown: BTreeSet<Code> = verdicts
        .flat_map(|verdict| verdict.findings)
        .map(|finding| finding.code)
        .collect();
    let generated = explore(&exhibits[0], &exhibits[0].broken, 600);
    shown.extend(generated.into_keys().map(|(code, ..)| code));
    shown.extend(unread::of_a_misspelt_key());
    shown.extend(unions::of_broken_enums());
    shown.extend(printed::of_a_type_that_prints().iter().map(|finding| finding.code));
    shown.extend(of_a_capture());
    shown.extend(of_a_run());
    shown.extend(of_a_type_that_does_not_read_what_it_writes());
    shown.extend(of_an_enum_with_a_catch_all_in_front());
    let all: BTreeSet<Code> = Code::ALL.iter().copied().collect();
    let missing: Vec<&Code> = all.difference(&shown).collect();
    assert!(missing.is_empty(), "no fixture breaks {missing:?}");
}
