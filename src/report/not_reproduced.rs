//! What is said of the findings that a replay does not show any more.

use super::words::{brief, sanitize_for_terminal, shown_pointer};
use crate::runner::NotReproduced;

/// So many findings are named; others are counted.
const MOST_NAMED: usize = 10;
/// As much of a place is shown.
const POINTER: usize = 80;

/// A line for each finding that was expected and is not shown any more.
pub(super) fn not_reproduced(missing: &[NotReproduced]) -> Vec<String> {
    let mut lines: Vec<String> = missing.iter().take(MOST_NAMED).map(line).collect();
    let more = missing.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

fn line(missing: &NotReproduced) -> String {
    let kind = missing.kind.map_or_else(String::new, |kind| format!(" {kind}"));
    let (code, place) = (missing.code, brief(&shown_pointer(&missing.pointer), POINTER));
    let (subject, saved) = (
        sanitize_for_terminal(&missing.subject),
        sanitize_for_terminal(&missing.saved),
    );
    format!("{code}{kind} at {place} in {subject}, for which case {saved} was saved")
}
