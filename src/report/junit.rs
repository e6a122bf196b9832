//! JUnit XML, as Jenkins and GitLab read it: one test case for each subject and check.

use super::block::block;
use super::causes::CauseEntry;
use super::digest::Digest;
use super::words::count;
use super::xml::xml;
use crate::finding::Code;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Entries in the text of one failure.
const MOST_ENTRIES: usize = 100;
/// Inputs that could not be examined, each of them a skipped test case.
const MOST_SKIPPED: usize = 1000;

/// What a report says of one subject and one check.
#[derive(Default)]
struct Case<'d> {
    failing: Vec<&'d CauseEntry>,
    others: Vec<&'d CauseEntry>,
    unknown: usize,
}

/// The test cases of one subject.
struct Suite<'d> {
    name: &'d str,
    seconds: f64,
    cases: BTreeMap<Code, Case<'d>>,
}

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn junit(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let suites = suites(digest);
    let skipped = digest.collection.skipped.len().min(MOST_SKIPPED);
    let cases = || suites.iter().flat_map(|suite| suite.cases.values());
    let failures = cases().filter(|case| !case.failing.is_empty()).count();
    let unknown = cases().filter(|case| case.is_skipped()).count();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"wireproof {}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\" time=\"{:.3}\">",
        digest.facts.verb,
        cases().count() + skipped,
        unknown + skipped,
        digest.took.as_secs_f64()
    )?;
    for suite in &suites {
        write_suite(out, digest, suite)?;
    }
    write_skipped(out, digest, skipped)?;
    writeln!(out, "</testsuites>")?;
    out.flush()
}

fn suites<'d>(digest: &'d Digest<'_>) -> Vec<Suite<'d>> {
    let mut suites: BTreeMap<&str, Suite<'d>> = BTreeMap::new();
    let new = |name| Suite {
        name,
        seconds: 0.0,
        cases: digest.facts.asked.iter().map(|code| (*code, Case::default())).collect(),
    };
    for (name, numbers) in &digest.summary.by_subject {
        let suite = suites.entry(name).or_insert_with(|| new(name));
        suite.seconds = numbers.micros as f64 / 1e6;
    }
    for entry in digest.shown() {
        let finding = &entry.finding;
        let suite = suites.entry(&finding.subject).or_insert_with(|| new(&finding.subject));
        let case = suite.cases.entry(finding.code).or_default();
        match finding.level >= digest.facts.fail_on {
            true => case.failing.push(entry),
            false => case.others.push(entry),
        }
    }
    for ((subject, code), count) in &digest.collection.unknown_of {
        let suite = suites.entry(subject).or_insert_with(|| new(subject));
        suite.cases.entry(*code).or_default().unknown += count;
    }
    suites.into_values().collect()
}

impl Case<'_> {
    /// Some answer is missing, and no finding says that it does not matter.
    fn is_skipped(&self) -> bool {
        self.failing.is_empty() && self.unknown > 0
    }
}

fn write_suite(out: &mut impl Write, digest: &Digest<'_>, suite: &Suite<'_>) -> io::Result<()> {
    let name = xml(suite.name);
    let failures = suite.cases.values().filter(|case| !case.failing.is_empty()).count();
    let skipped = suite.cases.values().filter(|case| case.is_skipped()).count();
    writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"{:.3}\">",
        suite.cases.len(),
        suite.seconds
    )?;
    // One pass over a text answers all questions about it, so each has an equal share of the time.
    let share = suite.seconds / suite.cases.len().max(1) as f64;
    for (code, case) in &suite.cases {
        write!(
            out,
            "    <testcase name=\"{code}\" classname=\"{name}\" time=\"{share:.6}\""
        )?;
        if case.failing.is_empty() && case.others.is_empty() && case.unknown == 0 {
            writeln!(out, "/>")?;
            continue;
        }
        writeln!(out, ">")?;
        if let Some(first) = case.failing.first() {
            let causes = count(case.failing.len(), "cause");
            let message = xml(&format!("{causes}; the first: {}", first.finding.message));
            writeln!(
                out,
                "      <failure message=\"{message}\" type=\"{code}\">{}</failure>",
                text(digest, &case.failing)
            )?;
        } else if case.unknown > 0 {
            let questions = count(case.unknown, "question");
            writeln!(out, "      <skipped message=\"{questions} could not be decided\"/>")?;
        }
        if !case.others.is_empty() {
            writeln!(out, "      <system-out>{}</system-out>", text(digest, &case.others))?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn text(digest: &Digest<'_>, entries: &[&CauseEntry]) -> String {
    let blocks = entries.iter().take(MOST_ENTRIES);
    let mut text: String = blocks.map(|entry| format!("\n{}", block(digest, entry))).collect();
    if entries.len() > MOST_ENTRIES {
        text += &format!("\n… and {} more\n", entries.len() - MOST_ENTRIES);
    }
    xml(&text).replace("&#10;", "\n")
}

/// Inputs that no subject examined.
fn write_skipped(out: &mut impl Write, digest: &Digest<'_>, most: usize) -> io::Result<()> {
    if most == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "  <testsuite name=\"not examined\" tests=\"{most}\" failures=\"0\" errors=\"0\" skipped=\"{most}\" time=\"0\">"
    )?;
    for skipped in digest.collection.skipped.iter().take(most) {
        let name = xml(&format!("{}:{}:{}", skipped.case, skipped.line, skipped.column));
        let reason = xml(&skipped.reason);
        writeln!(
            out,
            "    <testcase name=\"{name}\" classname=\"not examined\" time=\"0\"><skipped message=\"{reason}\"/></testcase>"
        )?;
    }
    writeln!(out, "  </testsuite>")
}
