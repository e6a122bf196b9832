//! The report of an ingest for people: new captures, findings, ignored recordings, and the five steps.

use super::words::{brief, count, sanitize_for_terminal, text_of};
use crate::case::Skipped;
use crate::finding::{Code, Finding, Level, RuleInfo};
use crate::ingest::{CappedList, IngestReport, NewShape, ReasonCounts};
use anstyle::{AnsiColor, Style};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The maximum number of facts on the line of a shape.
const MOST_ADDS: usize = 5;
const REASON: usize = 300;

/// Findings by the text of their line.
type Places<'a> = BTreeMap<String, Vec<&'a Finding>>;

/// How much is written.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The maximum number of lines of each list; `None` if there is no limit.
    pub most: Option<usize>,
    /// Whether only the summary is written.
    pub quiet: bool,
}

/// Writes the report of an ingest for people.
///
/// # Errors
/// When it cannot be written.
pub fn ingest_human(
    out: &mut impl Write,
    report: &IngestReport,
    rules: &[RuleInfo],
    extent: Extent,
    seconds: f64,
) -> io::Result<()> {
    let most = extent.most.unwrap_or(usize::MAX);
    if !extent.quiet {
        for shape in &report.shapes {
            new(out, report, shape, extent.most.map_or(usize::MAX, |_| MOST_ADDS))?;
        }
        if !report.shapes.is_empty() {
            writeln!(out)?;
        }
        findings(out, &report.findings, rules, most)?;
        groups(out, "unclassified", &report.unclassified, most)?;
        groups(out, "ignored", &report.ignored, most)?;
    }
    skipped(out, "held back", &report.held_back, most)?;
    skipped(out, "skipped", &report.skipped, most)?;
    for (label, name) in &report.names {
        writeln!(out, "{label} is {}", sanitize_for_terminal(name))?;
    }
    summary(out, report, seconds)?;
    out.flush()
}

fn new(out: &mut impl Write, report: &IngestReport, shape: &NewShape, most: usize) -> io::Result<()> {
    let style = AnsiColor::Green.on_default().bold();
    let word = if report.dry_run { "would be new" } else { "new" };
    let more = match shape.objects {
        0 | 1 => String::new(),
        objects => format!(
            ", and {} more",
            count(usize::try_from(objects - 1).unwrap_or(usize::MAX), "object")
        ),
    };
    writeln!(
        out,
        "{style}{word}{style:#} {}  {}",
        sanitize_for_terminal(&shape.file),
        shape.fingerprint
    )?;
    writeln!(out, "    from {}{more}", sanitize_for_terminal(&shape.seen))?;
    let mut adds: Vec<String> = shape.adds.iter().take(most).map(|add| brief(add, REASON)).collect();
    if shape.adds.len() > most {
        adds.push(format!("and {} more", shape.adds.len() - most));
    }
    match adds.is_empty() {
        true => writeln!(out, "    adds nothing but a new combination"),
        false => writeln!(out, "    adds {}", adds.join(", ")),
    }
}

fn findings(out: &mut impl Write, findings: &[Finding], rules: &[RuleInfo], most: usize) -> io::Result<()> {
    let mut codes: BTreeMap<(Reverse<Level>, Code), Places<'_>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.expected) {
        let kind = finding
            .kind
            .as_ref()
            .map_or(finding.message.as_str(), |kind| kind.as_str());
        let place = match finding.pointer.as_str() {
            "" => "(whole)".to_owned(),
            _ => finding.pointer.in_every_item(),
        };
        let line = format!(
            "{}  {:<28} {}",
            finding.subject,
            brief(&place, REASON),
            brief(kind, REASON)
        );
        let places = codes.entry((Reverse(finding.level), finding.code)).or_default();
        places.entry(line).or_default().push(finding);
    }
    for ((Reverse(level), code), places) in codes {
        let style = style(level);
        writeln!(
            out,
            "{style}{}[{code}]{style:#}: {}",
            level.as_str(),
            text_of(rules, code, |rule| rule.summary)
        )?;
        for (line, alike) in places.iter().take(most) {
            let Some(first) = alike.first() else { continue };
            let more = match alike.len() {
                1 => String::new(),
                many => format!("  (and {} alike)", many - 1),
            };
            writeln!(
                out,
                "    {line}  {}:{}:{}{more}",
                sanitize_for_terminal(&first.case),
                first.line,
                first.column
            )?;
        }
        if places.len() > most {
            writeln!(
                out,
                "    … and {} more places; --verbose lists them",
                places.len() - most
            )?;
        }
        if level > Level::Note {
            writeln!(out, "  = help: {}", text_of(rules, code, |rule| rule.fix))?;
        }
        if let Some(first) = places.values().flatten().next() {
            writeln!(out, "  reproduce with: {}", first.replay)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn groups(out: &mut impl Write, word: &str, groups: &ReasonCounts, most: usize) -> io::Result<()> {
    let mut lines: Vec<_> = groups.0.iter().collect();
    lines.sort_by_key(|(_, (count, _))| Reverse(*count));
    for (reason, (number, first)) in lines.iter().take(most) {
        writeln!(
            out,
            "{word} {number}: {}; first {}",
            brief(reason, REASON),
            sanitize_for_terminal(first)
        )?;
    }
    if lines.len() > most {
        writeln!(out, "… and {} more reasons; --verbose lists them", lines.len() - most)?;
    }
    match lines.is_empty() {
        true => Ok(()),
        false => writeln!(out),
    }
}

fn skipped(out: &mut impl Write, word: &str, listed: &CappedList<Skipped>, most: usize) -> io::Result<()> {
    let style = style(Level::Error);
    for skipped in listed.first.iter().take(most) {
        let place = match skipped.line {
            0 => String::new(),
            line => format!(":{line}:{}", skipped.column),
        };
        let pointer = match skipped.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" at {}", brief(pointer, REASON)),
        };
        writeln!(
            out,
            "{style}{word}{style:#} {}{place}{pointer}: {}",
            sanitize_for_terminal(&skipped.case),
            brief(&skipped.reason, REASON)
        )?;
    }
    if listed.count > most.min(listed.first.len()) as u64 {
        writeln!(out, "… and {} more", listed.count - most.min(listed.first.len()) as u64)?;
    }
    match listed.count {
        0 => Ok(()),
        _ => writeln!(out),
    }
}

fn summary(out: &mut impl Write, report: &IngestReport, seconds: f64) -> io::Result<()> {
    let bold = Style::new().bold();
    let mut line = |word: &str, rest: String| writeln!(out, "{bold}{word:>12}{bold:#} {rest}");
    line(
        "Ingested",
        format!(
            "[{seconds:>8.3}s] {}, {} objects",
            count(usize::try_from(report.recordings).unwrap_or(usize::MAX), "recording"),
            report.objects
        ),
    )?;
    let number = |sort: &str| report.redacted[sort].as_u64().unwrap_or_default();
    line(
        "Redacted",
        format!(
            "{} ids, {} texts, {} keys, {} numbers",
            number("ids"),
            number("texts"),
            number("keys"),
            number("numbers")
        ),
    )?;
    let classified: Vec<String> = report
        .classified
        .iter()
        .filter(|(_, objects)| **objects > 0)
        .map(|(component, objects)| format!("{objects} {component}"))
        .chain([format!("{} unclassified", report.unclassified.total())])
        .collect();
    line("Classified", classified.join(", "))?;
    line(
        "Deduplicated",
        format!(
            "{}, {} objects in shapes that the corpus has, {} more in new ones",
            match report.shapes.len() {
                0 => "nothing new".to_owned(),
                new => count(new, "new shape"),
            },
            report.known,
            report.repeated
        ),
    )?;
    line(
        "Examined",
        format!(
            "{} before and after redaction; new captures: {}, {}, {}, {} unknown",
            match report.held_back.count {
                0 => "all alike".to_owned(),
                1 => "1 object, held back, not alike".to_owned(),
                objects => format!("{objects} objects, held back, not alike"),
            },
            count(report.of_level(Level::Error), "error"),
            count(report.of_level(Level::Warning), "warning"),
            count(report.of_level(Level::Note), "note"),
            report.unknown
        ),
    )?;
    if report.known_disagree > 0 {
        line(
            "",
            format!(
                "{} objects of known shapes disagree at error level",
                report.known_disagree
            ),
        )?;
    }
    let stored = report.shapes.iter().filter(|shape| shape.stored).count();
    line(
        "Stored",
        match report.dry_run {
            true => "nothing: a dry run".to_owned(),
            false => format!(
                "{} in {}",
                count(stored, "capture"),
                sanitize_for_terminal(&report.into)
            ),
        },
    )?;
    if report.index_lines_repaired > 0 {
        line(
            "",
            format!(
                "{} that an ingest left without a line in the index have one now",
                count(report.index_lines_repaired, "capture")
            ),
        )?;
    }
    if report.interrupted {
        line(
            "Interrupted",
            "before the end: this is what was stored until then".to_owned(),
        )?;
    }
    if report.skipped.count > 0 {
        line("Skipped", format!("{} that could not be read", report.skipped.count))?;
    }
    Ok(())
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
