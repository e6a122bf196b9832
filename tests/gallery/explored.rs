//! Every bug is found from the schema alone, with no capture; the twin is silent for as long as one cares to look.

use crate::exhibit::{Exhibit, Expect};
use crate::{each, exhibits};
use std::collections::BTreeMap;
use wireproof::case::{Case, CaseKind, Fault};
use wireproof::examine;
use wireproof::finding::{Code, Kind, Level};
use wireproof::generate::{Generator, Mutant, Plan};
use wireproof::json::Tree;
use wireproof::subject::Subject;

/// How many cases a bug may take to be found.
const FOUND_WITHIN: usize = 2_000;
/// How many cases the twin is held against; `WIREPROOF_GALLERY_CASES` asks for more.
const SILENT_OVER: usize = 3_000;
const SEED: u64 = 1;

/// Code, kind and place.
type Sort = (Code, Option<Kind>, String);

/// What the checks say of a subject over generated cases, each sort once: the number of the first case, and its text.
pub fn explore(exhibit: &Exhibit, subject: &Subject, cases: usize) -> BTreeMap<Sort, (usize, String)> {
    let schema = exhibit.schema();
    let plan = Plan::new(schema.json_schema()).unwrap_or_else(|reason| panic!("{}: {reason}", exhibit.name));
    let mut found = BTreeMap::new();
    for (number, made) in Generator::new(&plan, exhibit.component, SEED).take(cases).enumerate() {
        let mut case = Case::new(format!("{}-{number}", exhibit.name), made.text());
        case.kind = if made.mutant.is_some() {
            CaseKind::Mutant
        } else {
            CaseKind::Sample
        };
        case.was = made.mutant.as_ref().and_then(Mutant::was);
        case.fault = made.mutant.as_ref().map(|mutant| Fault {
            operator: mutant.operator.to_owned(),
            pointer: mutant.pointer.clone(),
        });
        let verdict =
            examine(subject, Some(&schema), &case).unwrap_or_else(|skipped| panic!("{skipped:?}: {}", case.text));
        assert_eq!(verdict.unknown, [], "{}", case.text);
        for finding in verdict.findings {
            found
                .entry((finding.code, finding.kind, finding.pointer.as_str().to_owned()))
                .or_insert_with(|| (number, case.text.clone()));
        }
    }
    found
}

#[test]
fn every_bug_is_found_from_the_schema_alone() {
    each(|exhibit| {
        let found = explore(exhibit, &exhibit.broken, FOUND_WITHIN);
        // Two values under one key are no value of any schema: only captures show what becomes of them.
        let twice = |capture: &&str| Tree::parse(capture).is_ok_and(|tree| tree.has_duplicate_keys());
        let wanted = |expect: &&Expect| expect.code != Code::Lossy || !exhibit.captures.iter().any(twice);
        let is_found = |expect: &&Expect| {
            let same = |(code, kind, _): &Sort| {
                // What the document leaves open is told under the kind of its text.
                let is_open = kind.is_some_and(|kind| kind.at_most().is_some());
                *code == expect.code && (is_open || kind.map(Kind::as_str) == expect.kind)
            };
            found.keys().any(same)
        };
        assert!(exhibit.expects.iter().any(|expect| wanted(&expect)), "{}", exhibit.name);
        match exhibit.expects.iter().filter(wanted).find(|expect| !is_found(expect)) {
            Some(missing) => Err(format!("not found: {missing:?}; found {found:#?}")),
            None => Ok(()),
        }
    });
}

#[test]
fn every_twin_is_silent_over_many_cases() {
    let cases = std::env::var("WIREPROOF_GALLERY_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    assert!(!exhibits().is_empty());
    each(|exhibit| {
        let mut found = explore(exhibit, &exhibit.good, cases.unwrap_or(SILENT_OVER));
        // What a type reads beyond the schema is a note, and a choice.
        found.retain(|(code, ..), _| code.level() > Level::Note);
        match found.is_empty() {
            true => Ok(()),
            false => Err(format!("{found:#?}")),
        }
    });
}
