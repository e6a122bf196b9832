//! A summary for a pull request: a table in Markdown.

use super::block::place_of;
use super::causes::CauseEntry;
use super::digest::Digest;
use super::help::help_of;
use super::words::{brief, count, sanitize_for_terminal, shown_pointer};
use crate::finding::Level;
use std::io::{self, Write};

/// Entries listed; a comment has a limit of 65,536 characters.
const MOST_ENTRIES: usize = 100;
/// The maximum number of characters of a message.
const LONGEST: usize = 160;

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn markdown(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let summary = digest.summary;
    writeln!(out, "## wireproof {}\n", digest.facts.verb)?;
    let causes = digest.causes();
    let numbers = [
        (Level::Error, causes.errors, summary.errors),
        (Level::Warning, causes.warnings, summary.warnings),
        (Level::Note, causes.notes, summary.notes),
    ];
    writeln!(out, "| level | causes | findings |\n| --- | ---: | ---: |")?;
    for (level, causes, findings) in numbers {
        writeln!(out, "| {} | {causes} | {findings} |", level.as_str())?;
    }
    let (subjects, objects) = (count(summary.subjects, "subject"), count(summary.objects, "text"));
    writeln!(
        out,
        "\n{subjects}, {objects}: {} clean, {} findings expected, {} questions unknown, {} inputs not examined{}\n",
        summary.clean,
        summary.expected,
        summary.unknown,
        summary.skipped,
        if summary.interrupted { "; **interrupted**" } else { "" }
    )?;
    let shown: Vec<&CauseEntry> = digest.shown().collect();
    if !shown.is_empty() {
        writeln!(
            out,
            "| level | code | where | what | times |\n| --- | --- | --- | --- | ---: |"
        )?;
    }
    for entry in shown.iter().take(MOST_ENTRIES) {
        writeln!(out, "{}", row(entry))?;
    }
    if shown.len() > MOST_ENTRIES {
        writeln!(out, "\n… and {} more causes.", shown.len() - MOST_ENTRIES)?;
    }
    let failing: Vec<_> = shown
        .iter()
        .filter(|entry| entry.finding.level >= digest.facts.fail_on)
        .take(MOST_ENTRIES)
        .collect();
    if !failing.is_empty() {
        writeln!(out, "\n<details><summary>How to reproduce and to repair</summary>\n")?;
        for entry in failing {
            let finding = &entry.finding;
            let (help, replay) = (help_of(digest.facts.rules, finding), code(&finding.replay));
            writeln!(
                out,
                "- {} {}: {help} {replay}",
                code(finding.code.as_str()),
                code(&finding.subject)
            )?;
            if let Some(repair) = entry.source.as_ref().and_then(|source| source.repair.as_deref()) {
                fenced(out, repair)?;
            }
        }
        writeln!(out, "\n</details>")?;
    }
    out.flush()
}

fn row(entry: &CauseEntry) -> String {
    let finding = &entry.finding;
    let place = match &entry.source {
        Some(source) => format!("{}:{}", source.file, source.line),
        None => place_of(entry),
    };
    let at = format!("{} {}", finding.subject, shown_pointer(&finding.pointer));
    format!(
        "| {} | `{}` | {}<br>{} | {} | {} |",
        finding.level.as_str(),
        finding.code,
        code(&at),
        code(&place),
        code(&brief(&finding.message, LONGEST)),
        entry.count
    )
}

/// A text that nothing in it can change: a code span, between more backticks than it holds, with no bar that would end a cell.
fn code(text: &str) -> String {
    let text = brief(text, 400).replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// A diff inside a list, between more backticks than it holds.
fn fenced(out: &mut impl Write, diff: &str) -> io::Result<()> {
    let longest = diff.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    writeln!(out, "\n  {fence}diff")?;
    for line in diff.lines() {
        writeln!(out, "  {}", sanitize_for_terminal(line))?;
    }
    writeln!(out, "  {fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_cell() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("``` @all <img>"), "```` ``` @all <img> ````");
        assert!(!code("a\nb").contains('\n'));
    }

    #[test]
    fn a_diff_stays_in_its_fence() {
        let mut out = Vec::new();
        fenced(&mut out, "-a\n+```\n").unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\n  ````diff\n  -a\n  +```\n  ````\n\n"
        );
    }
}
