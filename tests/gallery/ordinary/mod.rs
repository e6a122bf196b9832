//! Faults in ordinary types, each with its twin: the attribute or the field's type alone is wrong.

mod branches;
mod collections;
mod numbers;
mod recursion;
mod skipped;
mod state;

use crate::exhibit::Exhibit;
use crate::explored::explore;
use std::collections::BTreeSet;
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject::Subject;

const CASES: usize = 2_000;

/// Code, kind and innermost named key of what explore finds at a level and above it.
fn found(
    schema: &'static str,
    component: &'static str,
    subject: &Subject,
    from: Level,
) -> BTreeSet<(Code, &'static str, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "ordinary",
        schema,
        component,
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let is_named = |key: &&str| schema.contains(&format!("{key:?}: {{"));
    explore(&exhibit, subject, CASES)
        .into_keys()
        .filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) >= from)
        .map(|(code, kind, pointer)| {
            let key = pointer.rsplit('/').find(is_named).unwrap_or_default();
            (code, kind.map_or("", Kind::as_str), key.to_owned())
        })
        .collect()
}

/// The errors of the broken type are these and no others; its twin has neither an error nor a warning.
fn caught(
    schema: &'static str,
    component: &'static str,
    [broken, twin]: [&Subject; 2],
    expects: &[(Code, &'static str, &str)],
) {
    let expects = expects
        .iter()
        .map(|(code, kind, key)| (*code, *kind, (*key).to_owned()));
    assert_eq!(found(schema, component, broken, Level::Error), expects.collect());
    assert_eq!(found(schema, component, twin, Level::Warning), BTreeSet::new());
}
