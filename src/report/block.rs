//! An entry as a block of plain text, for the formats that have no form of their own for its parts.

use super::causes::CauseEntry;
use super::digest::Digest;
use super::help::help_of;
use super::words::{brief, sanitize_for_terminal, shown_pointer};
use std::fmt::Write;

/// The maximum number of characters of a value.
const LONGEST: usize = 2000;

/// The lines of an entry.
pub(super) fn block(digest: &Digest<'_>, entry: &CauseEntry) -> String {
    let finding = &entry.finding;
    let mut out = format!(
        "{}[{}]: {}\n",
        finding.level.as_str(),
        finding.code,
        brief(&finding.message, LONGEST)
    );
    let mut line = |word: &str, text: &str| {
        let _ = writeln!(out, "  {word:<10} {}", brief(text, LONGEST));
    };
    line("subject", &finding.subject);
    if let Some(source) = &entry.source {
        line("source", &format!("{}:{}:{}", source.file, source.line, source.column));
        source.text.iter().for_each(|text| line("", text));
    }
    if !finding.case.is_empty() {
        line("in", &place_of(entry));
    }
    line("at", &shown_pointer(&finding.pointer));
    finding.kind.iter().for_each(|kind| line("kind", kind.as_str()));
    for (word, text) in [
        ("read", &finding.read),
        ("wrote", &finding.wrote),
        ("schema", &finding.schema_pointer),
        ("witness", &finding.witness),
    ] {
        text.iter().for_each(|text| line(word, text));
    }
    if entry.count > 1 {
        let codes: Vec<String> = entry
            .codes
            .iter()
            .map(|(code, count)| format!("{code} {count}"))
            .collect();
        line("findings", &codes.join(", "));
    }
    line("help", help_of(digest.facts.rules, finding));
    if !finding.replay.is_empty() {
        line("reproduce", &finding.replay);
    }
    out
}

/// The input, with line and column if it has them.
pub(super) fn place_of(entry: &CauseEntry) -> String {
    let finding = &entry.finding;
    let case = sanitize_for_terminal(&finding.case);
    match finding.line {
        0 => case,
        line => format!("{case}:{line}:{}", finding.column),
    }
}
