//! The report on coverage, for people and for programs.

use super::words::{brief, count, sanitize_for_terminal};
use crate::case::Skipped;
use crate::schema::{Coverage, Feature, Hole, Spot, StaleReason};
use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The result of `coverage`.
#[derive(Debug)]
pub struct CoverageReport<'c> {
    /// The features of the schemas, and how often each occurs.
    pub coverage: &'c Coverage,
    /// The number of captures.
    pub captures: usize,
    /// The number of JSON texts in the captures.
    pub objects: usize,
    /// The inputs that could not be read.
    pub skipped: &'c [Skipped],
    /// The texts that no `Value` holds.
    pub unknown: &'c [Skipped],
    /// The reasons in `never.toml` that are wrong.
    pub stale: &'c [StaleReason],
    /// Whether the run was interrupted, so that this is of a part of the captures.
    pub interrupted: bool,
    /// The required coverage, in percent.
    pub min: Option<f64>,
}

/// The number of holes that are listed without `--verbose`.
const MOST_HOLES: usize = 20;
const LABEL: usize = 60;

const SEEN: Style = AnsiColor::Green.on_default();
const MISSED: Style = AnsiColor::Red.on_default();
const NEVER: Style = Style::new().dimmed();

impl CoverageReport<'_> {
    /// Writes the tree, the holes and the summary.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn human(&self, out: &mut impl Write, quiet: bool, verbose: bool) -> io::Result<()> {
        if !quiet {
            for section in self.coverage.sections() {
                self.section(out, section, verbose)?;
            }
            self.holes(out, verbose)?;
            self.never(out, verbose)?;
        }
        for skipped in self.skipped {
            writeln!(out, "skipped {}", skipped_line(skipped))?;
        }
        for unknown in self.unknown {
            writeln!(out, "unknown {}", skipped_line(unknown))?;
        }
        for stale in self.stale {
            writeln!(
                out,
                "stale {}: the reason {}",
                sanitize_for_terminal(&stale.place),
                stale.why
            )?;
        }
        if self.skipped.len() + self.unknown.len() + self.stale.len() > 0 {
            writeln!(out)?;
        }
        let share = self.coverage.share(None);
        writeln!(
            out,
            "{:>12} {:.1} % of what can occur: {} of {}, in {}, {}",
            "Covered",
            share.percent(),
            share.seen,
            share.possible,
            count(self.captures, "capture"),
            count(self.objects, "object"),
        )?;
        writeln!(out, "{:>12} {} cannot occur", "Never", share.never)?;
        if !self.skipped.is_empty() {
            let texts = count(self.skipped.len(), "text");
            writeln!(out, "{:>12} {texts} not looked at", "Skipped")?;
        }
        if !self.unknown.is_empty() {
            writeln!(
                out,
                "{:>12} {} not looked at",
                "Unknown",
                count(self.unknown.len(), "text")
            )?;
        }
        if self.interrupted {
            let part = "before the end: the numbers are of what was read so far";
            writeln!(out, "{:>12} {part}", "Interrupted")?;
        }
        if let Some(min) = self.min.filter(|min| share.percent() < *min) {
            writeln!(out, "{:>12} less than the {min} % that are asked for", "Fail")?;
        }
        Ok(())
    }

    fn section(&self, out: &mut impl Write, section: &str, verbose: bool) -> io::Result<()> {
        let share = self.coverage.share(Some(section));
        let bold = Style::new().bold();
        writeln!(
            out,
            "{bold}{}{bold:#}  {:.1} % ({} of {})",
            sanitize_for_terminal(section),
            share.percent(),
            share.seen,
            share.possible
        )?;
        let places = self.coverage.places().iter().filter(|place| place.section == section);
        for place in places {
            let shown: Vec<&Feature> = place
                .features
                .iter()
                .filter(|feature| verbose || feature.hits > 0 || feature.never.is_none())
                .collect();
            if place.depth == 0 && shown.is_empty() && place.refers.is_empty() {
                continue;
            }
            let indent = "  ".repeat(place.depth);
            let label = if place.depth == 0 { "" } else { place.label.as_str() };
            write!(
                out,
                "  {indent}{:<w$}",
                brief(label, LABEL),
                w = 30usize.saturating_sub(2 * place.depth)
            )?;
            for feature in shown {
                let (style, mark) = mark(feature);
                write!(out, "  {style}{mark}{style:#} {}", brief(&feature.to_string(), LABEL))?;
            }
            for target in &place.refers {
                write!(out, "  → {}", brief(target, LABEL))?;
            }
            writeln!(out)?;
        }
        writeln!(out)
    }

    fn holes(&self, out: &mut impl Write, verbose: bool) -> io::Result<()> {
        let holes = self.coverage.holes();
        if holes.is_empty() {
            return Ok(());
        }
        writeln!(out, "holes, most valuable first: {}", holes.len())?;
        let most = if verbose { usize::MAX } else { MOST_HOLES };
        for hole in holes.iter().take(most) {
            let with = match hole.worth {
                1 => String::new(),
                more => format!("  (and {} behind it)", more - 1),
            };
            writeln!(out, "    {}{with}", sanitize_for_terminal(&words(hole)))?;
        }
        if holes.len() > most {
            writeln!(out, "    … and {} more; --verbose lists them", holes.len() - most)?;
        }
        writeln!(out)
    }

    /// Writes the features that cannot occur, by reason.
    fn never(&self, out: &mut impl Write, verbose: bool) -> io::Result<()> {
        let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (place, feature) in features(self.coverage).filter(|(_, feature)| feature.hits == 0) {
            if let Some(reason) = &feature.never {
                let at = format!("{}{} {feature}", place.section, place.value);
                reasons.entry(reason).or_default().push(at);
            }
        }
        if reasons.is_empty() {
            return Ok(());
        }
        writeln!(out, "cannot occur:")?;
        for (reason, places) in reasons {
            writeln!(out, "    {:>4}  {}", places.len(), sanitize_for_terminal(reason))?;
            for place in places.iter().filter(|_| verbose) {
                writeln!(out, "          {}", sanitize_for_terminal(place))?;
            }
        }
        writeln!(out)
    }

    /// The report for programs.
    pub fn json(&self) -> Value {
        let share = self.coverage.share(None);
        let sections: Vec<Value> = self
            .coverage
            .sections()
            .into_iter()
            .map(|section| {
                let share = self.coverage.share(Some(section));
                json!({"schema": section, "percent": share.percent(), "seen": share.seen, "possible": share.possible,
                       "never": share.never})
            })
            .collect();
        let all: Vec<Value> = features(self.coverage)
            .map(|(place, feature)| {
                json!({
                    "schema": place.section,
                    "schema_pointer": place.pointer,
                    "pointer": place.value,
                    "branch": (feature.kind == crate::schema::FeatureKind::Branch).then_some(&place.label),
                    "kind": feature.kind.as_str(),
                    "detail": feature.detail,
                    "seen": feature.hits,
                    "first": feature.first,
                    "never": feature.never.as_ref().filter(|_| feature.hits == 0),
                })
            })
            .collect();
        let holes: Vec<Value> = self
            .coverage
            .holes()
            .iter()
            .map(|hole| {
                json!({
                    "schema": hole.place.section,
                    "schema_pointer": hole.place.pointer,
                    "pointer": hole.place.value,
                    "kind": hole.feature.kind.as_str(),
                    "detail": hole.feature.detail,
                    "worth": hole.worth,
                    "passed_by": hole.place.visits,
                    "message": words(hole),
                })
            })
            .collect();
        let stale = self
            .stale
            .iter()
            .map(|stale| json!({"place": stale.place, "why": stale.why}));
        json!({
            "wireproof": env!("CARGO_PKG_VERSION"),
            "verb": "coverage",
            "summary": {
                "percent": share.percent(),
                "min": self.min,
                "seen": share.seen,
                "possible": share.possible,
                "never": share.never,
                "captures": self.captures,
                "objects": self.objects,
                "unknown": self.unknown.len(),
                "skipped": self.skipped.len(),
                "interrupted": self.interrupted,
            },
            "schemas": sections,
            "holes": holes,
            "features": all,
            "stale": stale.collect::<Vec<_>>(),
            "skipped": self.skipped.iter().map(skipped_json).collect::<Vec<_>>(),
            "unknown": self.unknown.iter().map(skipped_json).collect::<Vec<_>>(),
        })
    }
}

fn features(coverage: &Coverage) -> impl Iterator<Item = (&Spot, &Feature)> {
    let places = coverage.places().iter();
    places.flat_map(|place| place.features.iter().map(move |feature| (place, feature)))
}

fn mark(feature: &Feature) -> (Style, char) {
    match (feature.hits, &feature.never) {
        (0, None) => (MISSED, '✗'),
        (0, Some(_)) => (NEVER, '·'),
        _ => (SEEN, '✓'),
    }
}

/// The description of a hole.
fn words(hole: &Hole<'_>) -> String {
    use crate::schema::FeatureKind as Kind;
    let Hole { place, feature, .. } = hole;
    let at = match place.value.as_str() {
        "" => place.section.clone(),
        value => format!("{} {value}", place.section),
    };
    match feature.kind {
        Kind::Present if place.value.is_empty() => format!("{at}: no capture"),
        Kind::Present => format!("{at}: never there with a value"),
        Kind::Branch => format!("{at}: branch {} never taken", place.label),
        Kind::OtherKey => format!("{at}: no such key"),
        Kind::Null => format!("{at}: never null"),
        Kind::Absent => format!("{at}: never absent"),
        Kind::Type | Kind::Member => format!("{at}: never {}", feature.detail),
        Kind::Size => format!("{at}: never with {}", feature.detail),
        Kind::Form => format!("{at}: no number such as {}", form(&feature.detail)),
    }
}

fn form(form: &str) -> &str {
    match form {
        "whole" => "7",
        "fraction" => "0.5",
        "exponent" => "7e0",
        "negative" => "-7",
        form => form,
    }
}

/// The line of a skipped input.
pub fn skipped_line(skipped: &Skipped) -> String {
    let place = match skipped.line {
        0 => String::new(),
        line => format!(":{line}:{}", skipped.column),
    };
    let pointer = match skipped.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" at {}", brief(pointer, 200)),
    };
    format!(
        "{}{place}{pointer}: {}",
        sanitize_for_terminal(&skipped.case),
        sanitize_for_terminal(&skipped.reason)
    )
}

/// A skipped input, for programs.
pub fn skipped_json(skipped: &Skipped) -> Value {
    json!({"case": skipped.case, "line": skipped.line, "column": skipped.column, "pointer": skipped.pointer,
           "reason": skipped.reason})
}
