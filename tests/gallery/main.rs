//! The gallery: one exhibit for each class of bug that users of API clients met. The harness must find every bug under
//! the right code, and must not say a word about the twin that lacks it.

mod accused;
mod circles;
mod discriminated;
mod exhibit;
mod explored;
mod fallen;
mod growing_time;
mod misplaced;
mod one_direction;
mod ordinary;
mod pairs;
mod printed;
mod provoked;
mod rare_values;
mod rules;
mod sets;
mod shown;
mod swapped;
mod tags_apart;
mod tags_swapped;
mod unions;
mod unread;
mod whole;

mod absent_and_null_merged;
mod alias_merges_keys;
mod borrowed_str_fails_on_escapes;
mod deep_nesting_panics;
mod default_written_back;
mod enum_value_unknown;
mod f32_loses_digits;
mod flatten_loses_keys;
mod i32_overflows;
mod integer_sent_as_float;
mod null_for_required_key;
mod null_written_for_absent_key;
mod numbers_beyond_the_machine;
mod order_and_duplicates_of_keys;
mod required_key_left_out;
mod required_null_dropped;
mod tag_unknown_loses_payload;
mod tag_unknown_rejects_all;
mod unknown_keys_dropped;
mod wrong_case_of_key;

use exhibit::Exhibit;
use std::collections::BTreeSet;
use std::path::Path;
use wireproof::finding::{Finding, Kind};
use wireproof::subject::{Attempt, Decoder, Subject};
use wireproof::{Case, Verdict, examine};

/// All exhibits, in the order of their classes.
pub fn exhibits() -> Vec<Exhibit> {
    vec![
        null_for_required_key::exhibit(),
        required_null_dropped::exhibit(),
        null_written_for_absent_key::exhibit(),
        enum_value_unknown::exhibit(),
        tag_unknown_rejects_all::exhibit(),
        tag_unknown_loses_payload::exhibit(),
        required_key_left_out::exhibit(),
        unknown_keys_dropped::exhibit(),
        f32_loses_digits::exhibit(),
        i32_overflows::exhibit(),
        integer_sent_as_float::exhibit(),
        numbers_beyond_the_machine::exhibit(),
        absent_and_null_merged::exhibit(),
        default_written_back::exhibit(),
        wrong_case_of_key::exhibit(),
        flatten_loses_keys::exhibit(),
        borrowed_str_fails_on_escapes::exhibit(),
        order_and_duplicates_of_keys::exhibit(),
        alias_merges_keys::exhibit(),
        deep_nesting_panics::exhibit(),
    ]
}

/// The classes that captures can show. Untagged enums (1 to 3) and buffered numbers (20) stand in `unions`.
const CLASSES: [u8; 20] = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24];

/// What is not an exhibit.
const OTHER_FILES: [&str; 22] = [
    "accused",
    "circles",
    "discriminated",
    "exhibit",
    "explored",
    "fallen",
    "growing_time",
    "main",
    "misplaced",
    "one_direction",
    "pairs",
    "printed",
    "provoked",
    "rare_values",
    "rules",
    "sets",
    "shown",
    "swapped",
    "tags_apart",
    "tags_swapped",
    "unread",
    "whole",
];

/// Looks at all exhibits before it tells which of them fail, and why.
fn each(question: impl Fn(&Exhibit) -> Result<(), String>) {
    let exhibits = exhibits();
    let answers = exhibits.iter().map(|exhibit| (exhibit.name, question(exhibit)));
    let failures: Vec<String> = answers
        .filter_map(|(name, answer)| Some(format!("{name}: {}", answer.err()?)))
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// What the harness says of one of the two types, capture by capture.
fn verdicts(exhibit: &Exhibit, subject: &Subject) -> Vec<Verdict> {
    let schema = exhibit.schema();
    let verdict = |(index, capture): (usize, &&str)| {
        let case = Case::new(format!("{}[{index}]", exhibit.name), *capture);
        examine(subject, Some(&schema), &case).unwrap_or_else(|skipped| panic!("{}: {skipped:?}", case.label()))
    };
    exhibit.captures.iter().enumerate().map(verdict).collect()
}

/// The findings, one a line.
fn listed(findings: &[&Finding]) -> String {
    let line = |finding: &&Finding| {
        let Finding {
            case,
            code,
            kind,
            pointer,
            message,
            ..
        } = finding;
        format!("\n    {case} {code} {kind:?} `{pointer}`: {message}")
    };
    findings.iter().map(line).collect()
}

fn decided(verdicts: &[Verdict]) -> Result<(), String> {
    match verdicts.iter().find_map(|verdict| verdict.unknown.first()) {
        Some((code, reason)) => Err(format!("{code} could not be decided: {reason}")),
        None => Ok(()),
    }
}

#[test]
fn every_capture_is_valid_under_its_schema() {
    each(|exhibit| {
        let schema = exhibit.schema();
        for capture in exhibit.captures {
            let value = serde_json::from_str(capture).map_err(|error| format!("{capture}: {error}"))?;
            if let Some(violation) = schema.violations(&value).first() {
                return Err(format!("{capture}: {violation:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn every_broken_type_is_caught_and_for_nothing_else() {
    each(|exhibit| {
        let verdicts = verdicts(exhibit, &exhibit.broken);
        let mut found: Vec<&Finding> = verdicts.iter().flat_map(|verdict| &verdict.findings).collect();
        found.sort_by_key(|finding| (finding.code, finding.kind.map(Kind::as_str), &finding.pointer));
        let mut expects = exhibit.expects.to_vec();
        expects.sort_unstable();
        let same = found.len() == expects.len() && expects.iter().zip(&found).all(|(expect, found)| expect.is(found));
        if !same || expects.is_empty() {
            return Err(format!("expected {expects:?}, found {}", listed(&found)));
        }
        decided(&verdicts)
    });
}

#[test]
fn every_good_twin_is_silent() {
    each(|exhibit| {
        let verdicts = verdicts(exhibit, &exhibit.good);
        let found: Vec<&Finding> = verdicts.iter().flat_map(|verdict| &verdict.findings).collect();
        if !found.is_empty() {
            return Err(format!("the twin is not silent, found {}", listed(&found)));
        }
        decided(&verdicts)
    });
}

#[test]
fn both_types_are_for_the_component_and_can_write_and_compare() {
    each(|exhibit| {
        for subject in [&exhibit.broken, &exhibit.good] {
            let Attempt::Done(instance) = subject.read(Decoder::FromStr, exhibit.captures[0]) else {
                return Err(format!("{subject:?} does not read the first capture"));
            };
            let compares = subject.equal(&instance, &instance) == Some(Attempt::Done(true));
            if subject.component() != Some(exhibit.component) || !subject.writes() || !compares {
                return Err(format!(
                    "{subject:?} is not for the component, or does not write or compare"
                ));
            }
        }
        Ok(())
    });
}

#[test]
fn every_class_has_one_exhibit() {
    let classes: Vec<u8> = exhibits().iter().map(|exhibit| exhibit.class).collect();
    assert_eq!(classes, CLASSES);
}

#[test]
fn every_exhibit_is_named_after_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| !OTHER_FILES.contains(&name.as_str()))
        .collect();
    let exhibits = exhibits();
    let names: BTreeSet<String> = exhibits.iter().map(|exhibit| exhibit.name.to_owned()).collect();
    assert_eq!(names, files);
    for exhibit in &exhibits {
        for subject in [&exhibit.broken, &exhibit.good] {
            let module = subject.type_name().split("::").nth(1);
            assert_eq!(module, Some(exhibit.name), "a type of another exhibit");
        }
    }
}
