//! The report for people: findings by level and code, one entry for each cause, then a summary.

use super::causes::CauseEntry;
use super::digest::Digest;
use super::help::help_of;
use super::link::linked;
use super::not_reproduced::not_reproduced;
use super::union;
use super::without_debug::without_debug;
use super::words::{brief, count, sanitize_for_terminal, shown_pointer, text_of};
use crate::case::Skipped;
use crate::finding::{Code, Finding, Level, without_beginning};
use crate::generate::Phase;
use anstyle::{AnsiColor, Style};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the report.
///
/// # Errors
/// When it cannot be written.
pub(super) fn human(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    if !digest.facts.quiet {
        overlaps(out, digest)?;
        findings(out, digest)?;
    }
    left_out(out, digest)?;
    summary(out, digest)
}

fn most(digest: &Digest<'_>) -> usize {
    digest.facts.most_lines.unwrap_or(usize::MAX)
}

/// The entries of each level and code, in their order.
fn by_code<'d>(digest: &'d Digest<'_>) -> Vec<((Level, Code), Vec<&'d CauseEntry>)> {
    let mut codes: Vec<((Level, Code), Vec<&CauseEntry>)> = Vec::new();
    for entry in digest.shown() {
        let head = (entry.finding.level, entry.finding.code);
        match codes.last_mut().filter(|(last, _)| *last == head) {
            Some((_, entries)) => entries.push(entry),
            None => codes.push((head, vec![entry])),
        }
    }
    codes
}

fn findings(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    for ((level, code), entries) in by_code(digest) {
        let style = style(level);
        writeln!(
            out,
            "{style}{}[{}]{style:#}: {}",
            level.as_str(),
            linked(code),
            text_of(digest.facts.rules, code, |rule| rule.summary)
        )?;
        let most = most(digest);
        let mut subject = "";
        for entry in entries.iter().take(most) {
            let finding = &entry.finding;
            if let Some(table) = &finding.union {
                union::table(out, finding, table)?;
            } else {
                if subject != finding.subject {
                    subject = &finding.subject;
                    writeln!(out, "  --> {}", sanitize_for_terminal(subject))?;
                }
                lines(out, entry, digest.facts.most_lines.is_none())?;
            }
            // Notes are many, and one command at the end shows how to go on.
            if level > Level::Note || finding.union.is_some() {
                reproduce(out, "    ", finding)?;
            }
        }
        if entries.len() > most {
            writeln!(
                out,
                "    … and {} more places; --verbose lists them",
                entries.len() - most
            )?;
        }
        if level > Level::Note {
            help(out, digest, &entries[..entries.len().min(most)])?;
        } else if let Some(entry) = entries.iter().find(|entry| entry.finding.union.is_none()) {
            reproduce(out, "  ", &entry.finding)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn reproduce(out: &mut impl Write, indent: &str, finding: &Finding) -> io::Result<()> {
    match finding.replay.is_empty() {
        true => Ok(()),
        false => writeln!(out, "{indent}reproduce with: {}", finding.replay),
    }
}

/// The help, once for all entries that need the same.
fn help(out: &mut impl Write, digest: &Digest<'_>, entries: &[&CauseEntry]) -> io::Result<()> {
    let mut helps: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for entry in entries {
        let help = help_of(digest.facts.rules, &entry.finding);
        let place = place(&entry.finding);
        match helps.iter_mut().find(|(other, _)| *other == help) {
            Some((_, places)) => {
                places.insert(place);
            }
            None => helps.push((help, BTreeSet::from([place]))),
        }
    }
    let is_one = helps.len() == 1;
    for (help, places) in helps {
        let places: Vec<&str> = places.iter().map(String::as_str).take(MOST_PLACES).collect();
        match is_one {
            true => writeln!(out, "  = help: {help}")?,
            false => writeln!(out, "  = help: {}: {help}", brief(&places.join(", "), POINTER))?,
        }
    }
    Ok(())
}

fn overlaps(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let unions = &digest.collection.unions;
    for decided in unions.iter().take(most(digest)) {
        union::overlaps(out, decided)?;
    }
    more(out, unions.len(), most(digest), " unions")?;
    match unions.is_empty() {
        true => Ok(()),
        false => writeln!(out),
    }
}

fn more(out: &mut impl Write, all: usize, most: usize, noun: &str) -> io::Result<()> {
    match all.checked_sub(most).filter(|more| *more > 0) {
        Some(more) => writeln!(out, "… and {more} more{noun}; --verbose lists them"),
        None => Ok(()),
    }
}

fn left_out(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let (skipped, unknown) = (&digest.collection.skipped, &digest.collection.unknown);
    let style = style(Level::Error);
    for skipped in skipped.iter().take(most(digest)) {
        writeln!(out, "{style}skipped{style:#} {}", skipped_text(skipped))?;
    }
    more(out, digest.summary.skipped, most(digest).min(skipped.len()), "")?;
    for ((code, reason), number) in unknown.iter().take(most(digest)) {
        let (reason, number) = (sanitize_for_terminal(reason), count(*number, "object"));
        writeln!(out, "unknown {code}: {reason} ({number})")?;
    }
    match skipped.is_empty() && unknown.is_empty() {
        true => Ok(()),
        false => writeln!(out),
    }
}

fn skipped_text(skipped: &Skipped) -> String {
    let pointer = match skipped.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" at {}", brief(pointer, POINTER)),
    };
    let place = match skipped.line {
        0 => String::new(),
        line => format!(":{line}:{}", skipped.column),
    };
    let (case, reason) = (
        sanitize_for_terminal(&skipped.case),
        sanitize_for_terminal(&skipped.reason),
    );
    format!("{case}{place}{pointer}: {reason}")
}

fn summary(out: &mut impl Write, digest: &Digest<'_>) -> io::Result<()> {
    let (summary, facts) = (digest.summary, digest.facts);
    let bold = Style::new().bold();
    let plain = Style::new();
    let seconds = digest.took.as_secs_f64();
    let mut line = |word: &str, style: Style, rest: String| writeln!(out, "{style}{word:>12}{style:#} {rest}");
    if let Some(unions) = &summary.unions {
        let numbers = union::numbers(unions, summary.unknown);
        line("Decided", bold, format!("[{seconds:>8.3}s] {numbers}"))?;
        if unions.enums > 0 {
            let (enums, texts) = (count(unions.enums, "enum"), count(summary.objects, "text"));
            line("", plain, format!("{enums} asked about {texts}"))?;
        }
    } else {
        let (word, cases) = match &summary.explored {
            Some(_) => ("Explored", count(summary.cases, "case")),
            None => {
                let (cases, objects) = (count(summary.cases, "capture"), count(summary.objects, "object"));
                ("Checked", format!("{cases}, {objects}"))
            }
        };
        let (subjects, checks) = (count(summary.subjects, "subject"), count(facts.asked.len(), "check"));
        let clean = summary.clean;
        line(
            word,
            bold,
            format!("[{seconds:>8.3}s] {subjects}, {checks}, {cases}: {clean} clean"),
        )?;
    }
    if summary.objects == 0 && summary.unions.is_none() {
        line(
            "Nothing",
            style(Level::Error),
            "was examined: there is no text to read".to_owned(),
        )?;
    }
    // Those that were asked are counted above. Their names stand here only where they found something, so that a code in the
    // report is a finding to whoever looks for it.
    let others: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !facts.asked.contains(code))
        .map(|code| code.as_str())
        .collect();
    if !others.is_empty() {
        line("Not asked", bold, others.join(", "))?;
    }
    if summary.interrupted {
        let rest = "before the end: the numbers are of what was examined so far";
        line("Interrupted", style(Level::Error), rest.to_owned())?;
    }
    if summary.stopped {
        line(
            "Stopped",
            style(Level::Error),
            "at the first finding that makes the run fail".to_owned(),
        )?;
    }
    for rest in not_reproduced(&summary.not_reproduced) {
        line("Not found", style(Level::Warning), rest)?;
    }
    if let Some(explored) = &summary.explored {
        for (component, phases) in &explored.components {
            let phase = |phase: Phase| Some(format!("{} {}", phase.as_str(), phases.get(phase.as_str())?));
            let phases: Vec<String> = Phase::ALL.into_iter().filter_map(phase).collect();
            line("", plain, format!("{component:<20} {}", phases.join(", ")))?;
        }
        for (subject, numbers) in &explored.refusing {
            let subject = sanitize_for_terminal(subject);
            let rest = format!("{} of {} samples of {subject} were read", numbers.read, numbers.samples);
            line("Unread", style(Level::Warning), rest)?;
        }
        if let Some(rest) = without_debug(summary) {
            line("Not checked", bold, rest)?;
        }
        let (seed, unproven) = (explored.seed, explored.unproven);
        line(
            "Seed",
            bold,
            format!("{seed}, {unproven} mutants thrown away because they are valid"),
        )?;
    }
    for (word, level, number) in [
        ("Fail", Level::Error, summary.errors),
        ("Warn", Level::Warning, summary.warnings),
        ("Note", Level::Note, summary.notes),
    ] {
        let of_level: Vec<_> = by_code(digest)
            .into_iter()
            .filter(|((of, _), _)| *of == level)
            .collect();
        if number == 0 && of_level.is_empty() {
            continue;
        }
        let findings = count(number, "finding");
        let rest = match digest.causes().at(level) {
            0 => format!("{findings} of the causes above"),
            causes => format!("{}, {findings}", count(causes, "cause")),
        };
        line(word, style(level), rest)?;
        for ((_, code), entries) in of_level {
            let findings: usize = entries.iter().filter_map(|entry| entry.codes.get(&code)).sum();
            let subjects: BTreeSet<&String> = entries.iter().flat_map(|entry| &entry.subjects).collect();
            let (causes, findings) = (count(entries.len(), "cause"), count(findings, "finding"));
            let subjects = count(subjects.len(), "subject");
            line(
                "",
                plain,
                format!("{:<24} {causes}, {findings} in {subjects}", code.as_str()),
            )?;
        }
    }
    if summary.expected > 0 {
        line("Expected", bold, count(summary.expected, "finding"))?;
    }
    if summary.unknown > 0 {
        line(
            "Unknown",
            bold,
            format!("{} not decided", count(summary.unknown, "question")),
        )?;
    }
    if summary.skipped > 0 {
        let all = format!("{} not examined", count(summary.skipped, "text"));
        let unbound = match summary.unbound {
            0 => String::new(),
            some => format!(", of which {some} events or error bodies that no subject is bound to"),
        };
        let style = match summary.unbound == summary.skipped {
            true => bold,
            false => style(Level::Error),
        };
        line("Skipped", style, format!("{all}{unbound}"))?;
    }
    let beyond = digest.collection.causes.beyond;
    if beyond > 0 {
        line(
            "",
            bold,
            format!("{} not listed: too many causes", count(beyond, "finding")),
        )?;
    }
    let saved = facts.saved.get();
    if saved > 0 {
        let rest = format!("{} replay ID ({saved} saved in {}/)", facts.program, facts.saved_in);
        line("Replay", bold, rest)?;
    }
    out.flush()
}

/// The maximum number of characters of a value, a pointer, a message and a witness on one line.
const VALUE: usize = 40;
const POINTER: usize = 200;
const MESSAGE: usize = 400;
const WITNESS: usize = 160;
/// The maximum number of places that a line of help names.
const MOST_PLACES: usize = 8;

/// The lines of an entry: its pointer, the values that were read and written, and the number of findings.
fn lines(out: &mut impl Write, entry: &CauseEntry, verbose: bool) -> io::Result<()> {
    let finding = &entry.finding;
    let mut line = format!("{:<28}", place(finding));
    match (finding.code, &finding.read, &finding.wrote) {
        (Code::Lossy, read, wrote) => {
            // Two long values that begin alike are shown where they differ.
            let start = match read.as_deref().zip(wrote.as_deref()) {
                Some((read, wrote)) => without_beginning(read, wrote, VALUE),
                None => 0,
            };
            let shown = |json: &Option<String>| match (json, start) {
                (None, _) => "(absent)".to_owned(),
                (Some(json), 0) => brief(json, VALUE),
                (Some(json), _) => format!("…{}", brief(&json[start..], VALUE)),
            };
            line += &format!(" {:<20} -> {:<20}", shown(read), shown(wrote));
        }
        _ => line += &format!(" {}", brief(&finding.message, MESSAGE)),
    }
    if let Some(kind) = &finding.kind {
        line += &format!("  {kind}");
    }
    let case = sanitize_for_terminal(&finding.case);
    line += &format!("  {case}:{}:{}", finding.line, finding.column);
    let alike = entry.codes.get(&finding.code).copied().unwrap_or(1) - 1;
    if alike > 0 {
        line += &format!("  (and {alike} alike)");
    }
    writeln!(out, "    {line}")?;
    let others: Vec<String> = entry
        .other_codes()
        .map(|(code, count)| format!("{code} ({count})"))
        .collect();
    if !others.is_empty() {
        writeln!(out, "      and so {}", others.join(", "))?;
    }
    for place in finding.alike.iter().filter(|_| verbose) {
        let (subject, pointer) = (
            sanitize_for_terminal(&place.subject),
            brief(place.pointer.as_str(), POINTER),
        );
        writeln!(out, "      and {subject} {pointer}")?;
    }
    match &finding.witness {
        Some(witness) => writeln!(out, "      in {}", brief(witness, WITNESS)),
        None => Ok(()),
    }
}

/// The place of a finding. An empty key is shown as `""`.
fn place(finding: &Finding) -> String {
    brief(&shown_pointer(&finding.pointer), POINTER)
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}
