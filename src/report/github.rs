//! Commands for the runner of GitHub Actions, which shows them at the lines of a pull request.

use super::block::{block, place_of};
use super::causes::CauseEntry;
use super::digest::Digest;
use crate::finding::{Level, SourceKind, sanitize_for_terminal};
use std::io::{self, Write};

/// GitHub shows no more of one level and step.
const MOST_OF_LEVEL: usize = 10;

/// Writes the commands. Of each level, the first are written; the summary of the step has all.
///
/// # Errors
/// When they cannot be written.
pub(super) fn github(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    for (level, command) in [
        (Level::Error, "error"),
        (Level::Warning, "warning"),
        (Level::Note, "notice"),
    ] {
        let of_level: Vec<&CauseEntry> = digest.shown().filter(|entry| entry.finding.level == level).collect();
        // The last one says how many there are.
        let shown = match of_level.len() > MOST_OF_LEVEL {
            true => MOST_OF_LEVEL - 1,
            false => of_level.len(),
        };
        for entry in of_level.iter().take(shown) {
            writeln!(
                out,
                "::{command} {}::{}",
                properties(entry),
                data(&block(digest, entry))
            )?;
        }
        if of_level.len() > shown {
            let more = of_level.len() - shown;
            writeln!(
                out,
                "::{command} title=wireproof::{more} more causes; the summary of the step lists them"
            )?;
        }
    }
    let all = &digest.collection.skipped;
    for skipped in all.iter().take(MOST_OF_LEVEL - 1) {
        let place = match skipped.line {
            0 => String::new(),
            line => format!(",line={line},col={}", skipped.column),
        };
        let file = property(&skipped.case);
        writeln!(
            out,
            "::warning file={file}{place},title=wireproof%3A not examined::{}",
            data(&skipped.reason)
        )?;
    }
    let more = digest.summary.skipped.saturating_sub(all.len().min(MOST_OF_LEVEL - 1));
    if more > 0 {
        writeln!(out, "::warning title=wireproof::{more} more texts were not examined")?;
    }
    out.flush()
}

fn properties(entry: &CauseEntry) -> String {
    let finding = &entry.finding;
    let title = property(&format!("wireproof {}: {}", finding.code, finding.subject));
    let place = match &entry.source {
        Some(source) => Some((source.file.as_str(), source.line, source.column)),
        None => (finding.case_kind == SourceKind::Capture && finding.line > 0).then_some((
            finding.case.as_str(),
            finding.line,
            finding.column,
        )),
    };
    match place {
        Some((file, line, column)) => format!("file={},line={line},col={column},title={title}", property(file)),
        None => format!("title={title} ({})", property(&place_of(entry))),
    }
}

/// The text of a command: on one line, and without characters that a terminal acts on.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.trim_end().lines().map(sanitize_for_terminal).collect();
    lines
        .join("\n")
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a command, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_command_or_begins_another() {
        assert_eq!(data("50%\n::error::x"), "50%25%0A::error::x");
        assert_eq!(property("a:b,c%\nd"), "a%3Ab%2Cc%25%0Ad");
        assert!(!data("a\r\nb\u{1b}[1m").contains(['\r', '\n', '\u{1b}']));
    }
}
