//! The report for people.

use super::group::{Group, Groups};
use super::union;
use super::words::{brief, count, sanitize_for_terminal, text_of};
use crate::finding::{Code, Level, RuleInfo};
use crate::generate::Phase;
use crate::runner::{Decided, Event, Reporter, Summary};
use anstyle::{AnsiColor, Style};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Instant;

/// Settings of the report, and facts for its summary.
#[derive(Debug, Clone)]
pub struct Totals {
    /// The number of rules.
    pub checks: usize,
    /// How many places and skipped inputs are listed before the rest is only counted; `None` if all are listed.
    pub most_lines: Option<usize>,
    /// Whether only the summary is written.
    pub quiet: bool,
    /// The name of the program.
    pub program: String,
    /// The number of failed cases that were saved, at the end of the run.
    pub saved: Rc<Cell<usize>>,
}

/// The report for people: findings grouped by code, then a summary.
pub struct Human<W> {
    out: W,
    rules: &'static [RuleInfo],
    totals: Totals,
    started: Instant,
    groups: Groups,
    skipped: Vec<String>,
    unknown: BTreeMap<(Code, String), usize>,
    unions: Vec<Decided>,
}

impl<W: Write> Human<W> {
    /// A report that is written to `out` at the end of the run. `rules` has the texts of the rules.
    pub fn new(out: W, rules: &'static [RuleInfo], totals: Totals) -> Human<W> {
        Human {
            out,
            rules,
            totals,
            started: Instant::now(),
            groups: Groups::default(),
            skipped: Vec::new(),
            unknown: BTreeMap::new(),
            unions: Vec::new(),
        }
    }

    fn most(&self) -> usize {
        self.totals.most_lines.unwrap_or(usize::MAX)
    }

    fn findings(&mut self) -> io::Result<()> {
        for ((level, code), groups) in self.groups.by_code() {
            let style = style(level);
            writeln!(
                self.out,
                "{style}{}[{code}]{style:#}: {}",
                level.as_str(),
                text_of(self.rules, code, |rule| rule.summary)
            )?;
            let most = self.totals.most_lines.unwrap_or(usize::MAX);
            let mut subject = "";
            for group in groups.iter().take(most) {
                if let Some(table) = &group.first.union {
                    union::table(&mut self.out, &group.first, table)?;
                    writeln!(self.out, "    reproduce with: {}", group.first.replay)?;
                    continue;
                }
                if subject != group.first.subject {
                    subject = &group.first.subject;
                    writeln!(self.out, "  --> {}", sanitize_for_terminal(subject))?;
                }
                writeln!(self.out, "    {}", line(group))?;
                for place in group.first.alike.iter().filter(|_| self.totals.most_lines.is_none()) {
                    let (subject, pointer) = (&place.subject, brief(place.pointer.as_str(), POINTER));
                    writeln!(self.out, "      and {} {pointer}", sanitize_for_terminal(subject))?;
                }
                if let Some(witness) = &group.first.witness {
                    writeln!(self.out, "      in {}", brief(witness, WITNESS))?;
                }
            }
            if groups.len() > most {
                writeln!(
                    self.out,
                    "    … and {} more places; --verbose lists them",
                    groups.len() - most
                )?;
            }
            if level > Level::Note {
                writeln!(self.out, "  = help: {}", text_of(self.rules, code, |rule| rule.fix))?;
            }
            let replay = groups
                .iter()
                .filter(|group| group.first.union.is_none())
                .map(|group| &group.first.replay)
                .find(|replay| !replay.is_empty());
            if let Some(replay) = replay {
                writeln!(self.out, "  reproduce with: {replay}")?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn overlaps(&mut self) -> io::Result<()> {
        for decided in self.unions.iter().take(self.most()) {
            union::overlaps(&mut self.out, decided)?;
        }
        if self.unions.len() > self.most() {
            writeln!(
                self.out,
                "… and {} more unions; --verbose lists them",
                self.unions.len() - self.most()
            )?;
        }
        if !self.unions.is_empty() {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn left_out(&mut self) -> io::Result<()> {
        let style = style(Level::Error);
        for line in self.skipped.iter().take(self.most()) {
            writeln!(self.out, "{style}skipped{style:#} {line}")?;
        }
        if self.skipped.len() > self.most() {
            writeln!(
                self.out,
                "… and {} more; --verbose lists them",
                self.skipped.len() - self.most()
            )?;
        }
        for ((code, reason), number) in self.unknown.iter().take(self.most()) {
            writeln!(
                self.out,
                "unknown {code}: {} ({})",
                sanitize_for_terminal(reason),
                count(*number, "object")
            )?;
        }
        if !(self.skipped.is_empty() && self.unknown.is_empty()) {
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        let bold = Style::new().bold();
        let seconds = self.started.elapsed().as_secs_f64();
        let checked = format!("Checked [{seconds:>8.3}s]");
        let mut line = |word: &str, style: Style, rest: String| writeln!(self.out, "{style}{word:>12}{style:#} {rest}");
        if let Some(unions) = &summary.unions {
            line(
                "Decided",
                bold,
                format!("[{seconds:>8.3}s] {}", union::numbers(unions, summary.unknown)),
            )?;
            if unions.enums > 0 {
                let texts = count(summary.objects, "text");
                line(
                    "",
                    Style::new(),
                    format!("{} asked about {texts}", count(unions.enums, "enum")),
                )?;
            }
        }
        let cases = match &summary.explored {
            Some(_) => count(summary.cases, "case"),
            None => format!(
                "{}, {}",
                count(summary.cases, "capture"),
                count(summary.objects, "object")
            ),
        };
        if summary.unions.is_none() {
            line(
                if summary.explored.is_some() {
                    "Explored"
                } else {
                    "Checked"
                },
                bold,
                format!(
                    "{} {}, {}, {cases}: {} clean",
                    checked.trim_start_matches("Checked "),
                    count(summary.subjects, "subject"),
                    count(self.totals.checks, "check"),
                    summary.clean
                ),
            )?;
        }
        if summary.interrupted {
            line(
                "Interrupted",
                style(Level::Error),
                "before the end: the numbers are of what was examined so far".to_owned(),
            )?;
        }
        if let Some(explored) = &summary.explored {
            for (component, phases) in &explored.components {
                let phase = |phase: Phase| Some(format!("{} {}", phase.as_str(), phases.get(phase.as_str())?));
                let phases: Vec<String> = Phase::ALL.into_iter().filter_map(phase).collect();
                line("", Style::new(), format!("{component:<20} {}", phases.join(", ")))?;
            }
            line(
                "Seed",
                bold,
                format!(
                    "{}, {} mutants thrown away because they are valid",
                    explored.seed, explored.unproven
                ),
            )?;
        }
        for (word, level, number) in [
            ("Fail", Level::Error, summary.errors),
            ("Warn", Level::Warning, summary.warnings),
            ("Note", Level::Note, summary.notes),
        ] {
            if number == 0 {
                continue;
            }
            line(word, style(level), count(number, "finding"))?;
            for (code, groups) in self.groups.by_code().into_iter().filter(|((of, _), _)| *of == level) {
                let findings: usize = groups.iter().map(|group| group.count).sum();
                let mut subjects: Vec<&str> = groups.iter().flat_map(|group| group.subjects()).collect();
                subjects.sort_unstable();
                subjects.dedup();
                let name = code.1.as_str();
                line(
                    "",
                    Style::new(),
                    format!("{name:<20} {findings:>5}  in {}", count(subjects.len(), "subject")),
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
            line(
                "Skipped",
                style(Level::Error),
                format!("{} not examined", count(summary.skipped, "text")),
            )?;
        }
        if self.groups.beyond > 0 {
            line(
                "",
                bold,
                format!("{} not listed: too many places", count(self.groups.beyond, "finding")),
            )?;
        }
        let saved = self.totals.saved.get();
        if saved > 0 {
            line(
                "Replay",
                bold,
                format!("{} replay ID ({saved} saved in .wireproof/)", self.totals.program),
            )?;
        }
        self.out.flush()
    }
}

/// The maximum number of characters of a value, a pointer, a message and a witness on one line.
const VALUE: usize = 40;
const POINTER: usize = 200;
const MESSAGE: usize = 400;
const WITNESS: usize = 160;

/// The line of a group: its pointer, the values that were read and written, and the number of findings.
fn line(group: &Group) -> String {
    let finding = &group.first;
    let place = match finding.pointer.as_str() {
        "" => "(whole)",
        pointer => pointer,
    };
    let mut line = format!("{:<28}", brief(place, POINTER));
    match (finding.code, &finding.read, &finding.wrote) {
        (Code::Lossy, read, wrote) => {
            let absent = || "(absent)".to_owned();
            line += &format!(
                " {:<20} -> {:<20}",
                read.as_deref().map_or_else(absent, |json| brief(json, VALUE)),
                wrote.as_deref().map_or_else(absent, |json| brief(json, VALUE))
            );
        }
        _ => line += &format!(" {}", brief(&finding.message, MESSAGE)),
    }
    if let Some(kind) = &finding.kind {
        line += &format!("  {kind}");
    }
    let case = sanitize_for_terminal(&finding.case);
    line += &format!("  {case}:{}:{}", finding.line, finding.column);
    if group.count > 1 {
        line += &format!("  (and {} alike)", group.count - 1);
    }
    line
}

fn style(level: Level) -> Style {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Cyan,
    };
    colour.on_default().bold()
}

impl<W: Write> Reporter for Human<W> {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Finding { finding, .. } if !finding.expected => self.groups.add(finding),
            Event::Skipped(skipped) => {
                let pointer = match skipped.pointer.as_str() {
                    "" => String::new(),
                    pointer => format!(" at {}", brief(pointer, POINTER)),
                };
                let place = match skipped.line {
                    0 => String::new(),
                    line => format!(":{line}:{}", skipped.column),
                };
                self.skipped.push(format!(
                    "{}{place}{pointer}: {}",
                    sanitize_for_terminal(&skipped.case),
                    sanitize_for_terminal(&skipped.reason)
                ));
            }
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => {}
            Event::Union(decided) => self.unions.push((*decided).clone()),
            Event::Unknown { code, reason, .. } => *self.unknown.entry((*code, (*reason).to_owned())).or_default() += 1,
            Event::Finished(summary) => {
                if !self.totals.quiet {
                    self.overlaps()?;
                    self.findings()?;
                }
                self.left_out()?;
                self.summary(summary)?;
            }
            _ => {}
        }
        Ok(())
    }
}
