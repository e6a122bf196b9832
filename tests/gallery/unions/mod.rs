//! The classes of bugs that lie between the variants of an untagged enum: a broken enum that must be caught, with the
//! smallest witness, and a twin of which nothing is said.

mod branch_unread;
mod buffered_numbers_refused;
mod catch_all_swallows;
mod checked_by_code;
mod known_tag_falls_through;
mod listed_word_left_to_the_rest;
mod one_schema;
mod one_value_of_a_branch;
mod payload_of_two_branches;
mod spelling_lost;
mod spelling_of_forms;
mod tag_forbidden;
mod tags_swapped;
mod tool_calls_of_the_seed;
mod variant_unreachable;
mod wrong_variant_wins;

use wireproof::enums::EnumAnalysis;
use wireproof::examine_enum;
use wireproof::finding::{Code, Level};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::EnumSubject;

/// One bug between the variants of an enum.
pub struct Clash {
    /// The number of the bug class.
    class: u8,
    /// The document that has the union.
    schema: &'static str,
    /// The enum with the bug.
    broken: EnumSubject,
    /// The enum without it.
    good: EnumSubject,
    /// All that is to be found in the broken one: the code, and the witness.
    expects: &'static [(&'static str, &'static str)],
}

fn clashes() -> Vec<Clash> {
    vec![
        wrong_variant_wins::clash(),
        payload_of_two_branches::clash(),
        one_schema::clash(),
        one_value_of_a_branch::clash(),
        spelling_lost::clash(),
        spelling_lost::of_two(),
        spelling_of_forms::of_identifiers(),
        spelling_of_forms::of_times(),
        tags_swapped::clash(),
        tool_calls_of_the_seed::clash(),
        variant_unreachable::clash(),
        checked_by_code::of_beginnings(),
        checked_by_code::of_lengths(),
        catch_all_swallows::clash(),
        known_tag_falls_through::clash(),
        known_tag_falls_through::as_reference(),
        listed_word_left_to_the_rest::clash(),
        branch_unread::clash(),
        branch_unread::of_words(),
        buffered_numbers_refused::clash(),
    ]
}

/// What is found in an enum that is worse than a note, and what could not be decided.
fn found(clash: &Clash, union: &EnumSubject) -> (Vec<(&'static str, String)>, usize) {
    let document = Document::parse("gallery", clash.schema.as_bytes()).unwrap();
    let spec = Spec::new(document, Dialect::AsMeant);
    let verdict = examine_enum(&EnumAnalysis::new(union, Some(&spec), &[]).unwrap());
    let findings = verdict.findings.iter().filter(|finding| finding.level > Level::Note);
    let found = findings.map(|finding| (finding.code.as_str(), finding.witness.clone().unwrap()));
    (found.collect(), verdict.unknown.len())
}

/// The codes that are found in the broken enums.
pub fn of_broken_enums() -> Vec<Code> {
    let found = clashes().into_iter().flat_map(|clash| found(&clash, &clash.broken).0);
    found.filter_map(|(code, _)| Code::from_text(code)).collect()
}

#[test]
fn every_clash_is_caught_with_its_smallest_witness_and_for_nothing_else() {
    for clash in clashes() {
        let (found, unknown) = found(&clash, &clash.broken);
        let found: Vec<(&str, &str)> = found.iter().map(|(code, witness)| (*code, witness.as_str())).collect();
        assert_eq!(found, clash.expects, "{:?}", clash.broken);
        assert_eq!(unknown, 0, "{:?}", clash.broken);
    }
}

#[test]
fn every_twin_is_silent() {
    for clash in clashes() {
        assert_eq!(found(&clash, &clash.good), (vec![], 0), "{:?}", clash.good);
    }
}

#[test]
fn every_class_between_variants_is_shown() {
    let mut classes: Vec<u8> = clashes().iter().map(|clash| clash.class).collect();
    classes.dedup();
    assert_eq!(classes, [1, 2, 3, 8, 20]);
}
