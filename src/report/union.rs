//! Enums and unions in the report for people: the table of variants and branches, and the pairs of branches that overlap.

use super::words::{brief, count, sanitize_for_terminal};
use crate::finding::{Finding, UnionTable};
use crate::runner::{Decided, Unions};
use std::io::{self, Write};

/// The maximum number of characters of a witness, a whole object, and a name in a table.
const WITNESS: usize = 2000;
const WHOLE: usize = 400;
const NAME: usize = 40;

/// Writes the lines below the heading of a finding about an enum.
pub(super) fn table(out: &mut impl Write, finding: &Finding, table: &UnionTable) -> io::Result<()> {
    let kind = if table.untagged { "untagged" } else { "by a tag" };
    let place = finding
        .schema_pointer
        .as_deref()
        .map_or_else(String::new, |place| format!(", {}", sanitize_for_terminal(place)));
    writeln!(
        out,
        "  --> {}    {kind}, {}{place}",
        sanitize_for_terminal(&finding.subject),
        count(table.variants.len(), "variant")
    )?;
    writeln!(out, "    {}", brief(&finding.message, WITNESS))?;
    if let Some(witness) = &finding.witness {
        writeln!(out, "    witness  {}", brief(witness, WITNESS))?;
    }
    rows(out, table)?;
    if !table.lost.is_empty() {
        let named = |pointer: &String| {
            if pointer.is_empty() {
                "(whole)".to_owned()
            } else {
                pointer.clone()
            }
        };
        let lost: Vec<String> = table.lost.iter().map(named).collect();
        writeln!(
            out,
            "    lost or changed when written back: {}",
            brief(&lost.join(", "), WHOLE)
        )?;
    }
    if let Some(whole) = &table.whole {
        writeln!(
            out,
            "    in {} at {}:  {}",
            sanitize_for_terminal(&whole.subject),
            whole.pointer,
            brief(&whole.text, WHOLE)
        )?;
        if !whole.codes.is_empty() {
            let codes: Vec<&str> = whole.codes.iter().map(|code| code.as_str()).collect();
            writeln!(out, "      where the checks find {}", codes.join(", "))?;
        }
    }
    Ok(())
}

fn rows(out: &mut impl Write, table: &UnionTable) -> io::Result<()> {
    let width = |names: &mut dyn Iterator<Item = usize>, least: usize| names.max().unwrap_or(0).clamp(least, NAME);
    let variants = width(&mut table.variants.iter().map(|row| row.name.chars().count()), 7);
    let branches = width(&mut table.branches.iter().map(|row| row.name.chars().count()), 6);
    let heading = match table.branches.is_empty() {
        true => format!("{:<variants$}  reads it", "variant"),
        false => format!(
            "{:<variants$}  reads it   {:<branches$}  allows it",
            "variant", "branch"
        ),
    };
    writeln!(out, "    {heading}")?;
    // Each branch is on the line of its variant; the branches without a variant follow.
    let mut beside: Vec<Option<usize>> = table.variants.iter().map(|row| row.branch).collect();
    let rest = (0..table.branches.len())
        .filter(|branch| !beside.contains(&Some(*branch)))
        .map(Some);
    let rest: Vec<Option<usize>> = rest.collect();
    beside.extend(rest);
    for (index, branch) in beside.into_iter().enumerate() {
        let (mark, name, reads) = match table.variants.get(index) {
            Some(row) => (
                if row.picked { "*" } else { " " },
                brief(&row.name, NAME),
                yes(row.reads),
            ),
            None => (" ", String::new(), ""),
        };
        let mut line = format!("  {mark} {name:<variants$}  {reads:<8}");
        if let Some(row) = branch.and_then(|branch| table.branches.get(branch)) {
            let violates = match row.violates.as_deref() {
                Some("") => "    (whole)".to_owned(),
                Some(pointer) => format!("    {}", brief(pointer, NAME)),
                None => String::new(),
            };
            line += &format!(
                "   {:<branches$}  {}{violates}",
                brief(&row.name, NAME),
                yes(row.allows)
            );
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    let pick = if table.untagged { "serde" } else { "the enum" };
    writeln!(out, "  * = what {pick} picks")
}

fn yes(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Writes the pairs of branches of a union that overlap or are undecided.
pub(super) fn overlaps(out: &mut impl Write, decided: &Decided) -> io::Result<()> {
    let keyword = decided.pointer.rsplit('/').next().unwrap_or_default();
    writeln!(
        out,
        "{}: {} of {} overlap",
        sanitize_for_terminal(&decided.pointer),
        decided.overlapping.len(),
        count(decided.pairs(), "pair")
    )?;
    for overlap in &decided.overlapping {
        let (a, b) = overlap.branches;
        writeln!(
            out,
            "    {keyword}/{a} and {keyword}/{b}: both allow {}",
            brief(&overlap.witness, WHOLE)
        )?;
    }
    for (a, b, reason) in &decided.unknown {
        writeln!(
            out,
            "    {keyword}/{a} and {keyword}/{b}: not decided: {}",
            brief(reason, WHOLE)
        )?;
    }
    match decided.more_unknown {
        0 => Ok(()),
        more => writeln!(out, "    and {} more are not decided", count(more, "pair")),
    }
}

/// The numbers of the summary, in one line.
pub(super) fn numbers(unions: &Unions, unknown: usize) -> String {
    format!(
        "{}, {} of branches: {} disjoint, {} overlapping, {unknown} unknown",
        count(unions.unions, "union"),
        count(unions.pairs, "pair"),
        unions.disjoint,
        unions.overlapping
    )
}
