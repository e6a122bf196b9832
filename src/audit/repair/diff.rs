//! Unified diffs.

use std::fmt::Write;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;
/// Lines that are compared with each other; a change of more lines is shown as a whole.
const MOST_COMPARED: usize = 400;

/// A line of a hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'t> {
    Kept(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

/// The difference between two versions of a file; empty if there is none.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    let lines = compared(&lines_of(old), &lines_of(new));
    let mut out = String::new();
    let mut at = 0;
    let is_change = |line: &Line<'_>| !matches!(line, Line::Kept(_));
    while let Some(first) = lines[at..].iter().position(is_change).map(|first| at + first) {
        let start = first.saturating_sub(CONTEXT).max(at);
        let mut end = first;
        // A change that is near enough belongs to the same hunk.
        while let Some(next) = lines[end..]
            .iter()
            .position(is_change)
            .filter(|next| end == first || *next <= 2 * CONTEXT)
        {
            end += next + 1;
        }
        let end = (end + CONTEXT).min(lines.len());
        if out.is_empty() {
            let _ = writeln!(out, "--- a/{name}\n+++ b/{name}");
        }
        hunk(&mut out, &lines, start, end);
        at = end;
    }
    out
}

fn hunk(out: &mut String, lines: &[Line<'_>], start: usize, end: usize) {
    let count = |lines: &[Line<'_>]| {
        let old = lines.iter().filter(|line| !matches!(line, Line::Added(_))).count();
        let new = lines.iter().filter(|line| !matches!(line, Line::Removed(_))).count();
        (old, new)
    };
    let (before, inside) = (count(&lines[..start]), count(&lines[start..end]));
    let range = |before: usize, count: usize| match count {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        count => format!("{},{count}", before + 1),
    };
    let _ = writeln!(
        out,
        "@@ -{} +{} @@",
        range(before.0, inside.0),
        range(before.1, inside.1)
    );
    for line in &lines[start..end] {
        let (sign, text) = match line {
            Line::Kept(text) => (' ', text),
            Line::Removed(text) => ('-', text),
            Line::Added(text) => ('+', text),
        };
        let _ = match text.strip_suffix('\n') {
            Some(text) => writeln!(out, "{sign}{text}"),
            None => writeln!(out, "{sign}{text}\n\\ No newline at end of file"),
        };
    }
}

fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The lines of both versions: what both begin and end with, and between them what is compared.
fn compared<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    let same = |a: &&&str, b: &&&str| a == b;
    let head = old.iter().zip(new).take_while(|(a, b)| same(a, b)).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = tail.take_while(|(a, b)| same(a, b)).count();
    let (old_middle, new_middle) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut lines: Vec<Line<'t>> = old[..head].iter().map(|text| Line::Kept(text)).collect();
    if old_middle.len() > MOST_COMPARED || new_middle.len() > MOST_COMPARED {
        lines.extend(old_middle.iter().map(|text| Line::Removed(text)));
        lines.extend(new_middle.iter().map(|text| Line::Added(text)));
    } else {
        middle(old_middle, new_middle, &mut lines);
    }
    lines.extend(old[old.len() - tail..].iter().map(|text| Line::Kept(text)));
    lines
}

/// The longest common subsequence keeps its lines.
fn middle<'t>(old: &[&'t str], new: &[&'t str], lines: &mut Vec<Line<'t>>) {
    let width = new.len() + 1;
    let mut lengths = vec![0_usize; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i * width + j] = match old[i] == new[j] {
                true => lengths[(i + 1) * width + j + 1] + 1,
                false => lengths[(i + 1) * width + j].max(lengths[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        let (is_old, is_new) = (i < old.len(), j < new.len());
        if is_old && is_new && old[i] == new[j] {
            lines.push(Line::Kept(old[i]));
            (i, j) = (i + 1, j + 1);
        } else if is_old && (!is_new || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) {
            lines.push(Line::Removed(old[i]));
            i += 1;
        } else {
            lines.push(Line::Added(new[j]));
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_three_lines_around_it() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let new = old.replace('5', "five\nfünf");
        assert_eq!(
            unified("f", old, &new),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+fünf\n 6\n 7\n 8\n"
        );
        assert_eq!(unified("f", old, old), "");
    }

    #[test]
    fn near_changes_share_a_hunk_and_far_ones_do_not() {
        let lines = |replaced: &[usize]| -> String {
            let line = |at| match replaced.contains(&at) {
                true => "x\n".to_owned(),
                false => format!("{at}\n"),
            };
            (0..30).map(line).collect()
        };
        let hunks = |replaced: &[usize]| unified("f", &lines(&[]), &lines(replaced)).matches("@@ -").count();
        assert_eq!((hunks(&[2, 9]), hunks(&[2, 10]), hunks(&[0, 29])), (1, 2, 2));
    }

    #[test]
    fn a_missing_line_end_is_told() {
        assert_eq!(
            unified("f", "a", "a\n"),
            "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
        );
        assert_eq!(unified("f", "", "a\n"), "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
    }
}
