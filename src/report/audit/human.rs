//! The report of an audit for people.

use crate::audit::{AuditFinding, AuditResult, RepairCounts};
use crate::check::RULES;
use crate::finding::Level;
use crate::report::link::linked;
use crate::report::without_debug::without_debug;
use crate::report::words::{brief, count, sanitize_for_terminal, text_of};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::time::Duration;

/// Findings of one level that are shown in full without `--verbose`. Of the errors, those behind them are shown by their place alone.
const MOST_LISTED: usize = 50;
/// Characters of a text in one line.
const LONGEST: usize = 200;

/// Writes the report. With `verbose` everything is listed; with `quiet` only the summary.
///
/// # Errors
/// When it cannot be written.
pub(super) fn audit_human(
    out: &mut impl Write,
    result: &AuditResult,
    took: Duration,
    verbose: bool,
    quiet: bool,
) -> io::Result<()> {
    if !quiet {
        for level in [Level::Error, Level::Warning, Level::Note] {
            let of_level: Vec<&AuditFinding> = shown(result, level).collect();
            let most = if verbose { usize::MAX } else { MOST_LISTED };
            for finding in of_level.iter().take(most) {
                match level {
                    Level::Note => note(out, finding)?,
                    Level::Error | Level::Warning => block(out, finding, verbose)?,
                }
            }
            let rest = of_level.get(most..).unwrap_or_default();
            if level == Level::Error {
                rest.iter().try_for_each(|finding| headline(out, finding))?;
            }
            match (level, rest.len()) {
                (_, 0) => {}
                (Level::Error, more) => writeln!(
                    out,
                    "{more} errors are shown by their place alone; --verbose shows them in full\n"
                )?,
                (_, more) => writeln!(out, "… and {more} more; --verbose lists them\n")?,
            }
        }
        left_out(out, result, verbose)?;
    }
    summary(out, result, took)
}

fn shown(result: &AuditResult, level: Level) -> impl Iterator<Item = &AuditFinding> {
    result
        .findings
        .iter()
        .filter(move |finding| finding.level == level && !finding.expected)
}

/// What is wrong, and where.
fn headline(out: &mut impl Write, finding: &AuditFinding) -> io::Result<()> {
    let style = style(finding.level);
    let headline = sanitize_for_terminal(&finding.headline);
    writeln!(
        out,
        "{style}{}[{}]{style:#}: {headline}",
        finding.level.as_str(),
        linked(finding.code)
    )?;
    let Some(source) = &finding.source else { return Ok(()) };
    let place = format!("{}:{}:{}", source.shown, source.line, source.column);
    writeln!(out, "  --> {}", sanitize_for_terminal(&place))
}

fn block(out: &mut impl Write, finding: &AuditFinding, verbose: bool) -> io::Result<()> {
    headline(out, finding)?;
    if let Some(line) = finding.source.as_ref().and_then(|source| source.text.as_ref()) {
        writeln!(out, "   | {}", sanitize_for_terminal(line))?;
    }
    let mut line = |word: &str, text: &str| writeln!(out, "   = {word:<9} {}", brief(text, LONGEST));
    if !finding.json.is_empty() {
        line("json", &finding.json)?;
    }
    if !finding.pointer.is_empty() {
        line("at", &finding.pointer)?;
    }
    line("message", &finding.message)?;
    if let Some(wrote) = &finding.wrote {
        line("wrote", wrote)?;
    }
    if let Some(schema) = &finding.schema_pointer {
        line("schema", schema)?;
    }
    let listed = if verbose { usize::MAX } else { 5 };
    line("subjects", &some_of(&finding.subjects, listed))?;
    if !finding.captures.is_empty() {
        line("captures", &some_of(&finding.captures, listed))?;
    }
    if let Some(repair) = &finding.repair {
        writeln!(
            out,
            "   = repair    (proven: with it this finding is gone, and there is no new one)"
        )?;
        for text in repair.lines() {
            writeln!(out, "     {}", sanitize_for_terminal(text))?;
        }
    } else if finding.level > Level::Note {
        writeln!(out, "   = help      {}", text_of(RULES, finding.code, |rule| rule.fix))?;
    }
    if !finding.replay.is_empty() {
        writeln!(out, "   = reproduce {}", sanitize_for_terminal(&finding.replay))?;
    }
    writeln!(out)
}

fn note(out: &mut impl Write, finding: &AuditFinding) -> io::Result<()> {
    let style = style(finding.level);
    let times = match finding.count {
        1 => String::new(),
        count => format!(" ({count} times)"),
    };
    writeln!(
        out,
        "{style}{}[{}]{style:#}: {}{times}\n   = json      {}\n",
        finding.level.as_str(),
        linked(finding.code),
        sanitize_for_terminal(&finding.headline),
        brief(&finding.json, LONGEST)
    )
}

fn some_of(names: &[String], most: usize) -> String {
    let listed = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => listed,
        more => format!("{listed} and {more} more"),
    }
}

fn left_out(out: &mut impl Write, result: &AuditResult, verbose: bool) -> io::Result<()> {
    let most = if verbose { usize::MAX } else { 10 };
    let mut list = |word: &str, lines: Vec<String>| -> io::Result<()> {
        for line in lines.iter().take(most) {
            writeln!(out, "{word} {}", brief(line, LONGEST))?;
        }
        if lines.len() > most {
            writeln!(out, "… and {} more; --verbose lists them", lines.len() - most)?;
        }
        if !lines.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    };
    let reasons = result
        .left_out
        .iter()
        .map(|(name, reason)| format!("`{name}`: {reason}"));
    list("not examined", reasons.collect())?;
    list("skipped", result.skipped.clone())?;
    let unknown = result.unknown.iter();
    let unknown = unknown.map(|(code, reason, times)| format!("{code}: {reason} ({})", count(*times, "case")));
    list("unknown", unknown.collect())
}

fn summary(out: &mut impl Write, result: &AuditResult, took: Duration) -> io::Result<()> {
    let bold = Style::new().bold();
    let mut line = |word: &str, style: Style, rest: String| writeln!(out, "{style}{word:>12}{style:#} {rest}");
    for audited in &result.crates {
        let (package, version) = (&audited.package, &audited.version);
        let what = format!("{package} {version} against {}", audited.document);
        let what = sanitize_for_terminal(&what);
        line("Audited", bold, format!("[{:>8.3}s] {what}", took.as_secs_f64()))?;
    }
    if result.summary.interrupted {
        let rest = "before the end: the numbers are of what was examined so far";
        line("Interrupted", style(Level::Error), rest.to_owned())?;
    }
    let not_bound: usize = result.not_bound.values().sum();
    let reasons: Vec<String> = result
        .not_bound
        .iter()
        .map(|(reason, count)| format!("{count} {reason}"))
        .collect();
    let rest = match not_bound {
        0 => String::new(),
        _ => format!("; {not_bound} not bound: {}", reasons.join(", ")),
    };
    line(
        "",
        Style::new(),
        format!(
            "{} bound to {}{rest}",
            count(result.bound_types, "type"),
            count(result.bound_schemas, "schema")
        ),
    )?;
    line(
        "",
        Style::new(),
        format!(
            "{}, {}; {} not examined, {} skipped, {} unknown",
            count(result.summary.subjects, "subject"),
            count(result.summary.objects, "text"),
            result.left_out.len(),
            result.summary.skipped,
            result.summary.unknown
        ),
    )?;
    if let Some(rest) = without_debug(&result.summary) {
        line("Not checked", bold, rest)?;
    }
    if let Some(rest) = repairs(&result.repairs) {
        line("", Style::new(), rest)?;
    }
    let number = |level: Level| shown(result, level).count();
    let expected = result.findings.iter().filter(|finding| finding.expected).count();
    line(
        "Found",
        bold,
        format!(
            "{}, {}, {}{}",
            count(number(Level::Error), "error"),
            count(number(Level::Warning), "warning"),
            count(number(Level::Note), "note"),
            match expected {
                0 => String::new(),
                _ => format!(", {expected} expected"),
            }
        ),
    )
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

/// How many findings can be repaired; nothing if none can.
fn repairs(counts: &RepairCounts) -> Option<String> {
    let repairable = count(counts.repairable, "finding");
    match counts.proven {
        _ if counts.repairable == 0 => None,
        None => Some(format!(
            "{repairable} may be repairable; --repair prints the changes that are proven"
        )),
        Some(proven) => {
            // A merged report does not say how many there were.
            let builds = match counts.builds {
                0 => String::new(),
                builds => format!(" with {}", count(builds, "build")),
            };
            let untried = match counts.untried {
                0 => String::new(),
                untried => format!("; {untried} not tried to the end, see --repair-builds"),
            };
            Some(format!("{proven} of {repairable} repaired, proven{builds}{untried}"))
        }
    }
}
