//! The report on what changed between two documents.

use super::coverage::{skipped_json, skipped_line};
use super::words::{brief, count, sanitize_for_terminal};
use crate::case::Skipped;
use crate::impact::{Shown, Touches, Witness};
use crate::schema::{Answer, Change, Compared};
use anstyle::Style;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What changed between two documents.
#[derive(Debug)]
pub struct DiffReport<'d> {
    /// The old document.
    pub old: &'d str,
    /// The new document.
    pub new: &'d str,
    /// The components that are in both.
    pub compared: &'d [Compared],
    /// Where the comparison ended before it was done, and why.
    pub incomplete: Option<&'d str>,
    /// Those that only the old document has.
    pub gone: &'d [String],
    /// Those that only the new document has.
    pub come: &'d [String],
    /// What changed.
    pub changes: Vec<Changed<'d>>,
    /// The captures of which the documents say different things.
    pub captures: BTreeSet<String>,
    /// Findings that only the new document makes.
    pub appear: usize,
    /// Findings that only the old document makes.
    pub vanish: usize,
    /// Captures that were not looked at.
    pub skipped: &'d [Skipped],
}

/// One change, with what shows it.
#[derive(Debug)]
pub struct Changed<'d> {
    /// The change.
    pub change: &'d Change,
    /// Its witnesses.
    pub shown: Shown,
    /// What it touches.
    pub touches: Touches,
}

/// The number of captures of a change that are listed without `--verbose`.
const MOST_CAPTURES: usize = 3;
const WITNESS: usize = 160;

impl DiffReport<'_> {
    /// Writes the changes, each with its witnesses, and a summary.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn human(&self, out: &mut impl Write, quiet: bool, verbose: bool) -> io::Result<()> {
        let bold = Style::new().bold();
        if !quiet {
            for changed in &self.changes {
                self.change(out, changed, verbose)?;
            }
            for (name, what) in self
                .gone
                .iter()
                .map(|name| (name, "only in the old document"))
                .chain(self.come.iter().map(|name| (name, "only in the new document")))
            {
                writeln!(out, "{bold}{}{bold:#}  {what}\n", sanitize_for_terminal(name))?;
            }
            for compared in self.compared {
                writeln!(
                    out,
                    "{bold}{:<28}{bold:#}  {}",
                    brief(&compared.component, 60),
                    directions(compared.wider, compared.narrower)
                )?;
            }
            writeln!(out)?;
        }
        for skipped in self.skipped {
            writeln!(out, "skipped {}", skipped_line(skipped))?;
        }
        let number = |direction: fn(&Change) -> Answer, answer| {
            let changes = self.changes.iter();
            changes.filter(|changed| direction(changed.change) == answer).count()
        };
        let unknown = self.changes.iter().filter(|changed| is_unknown(changed.change)).count();
        writeln!(
            out,
            "{:>12} {} in {}: {} wider, {} narrower, {unknown} unknown",
            "Changed",
            count(self.changes.len(), "place"),
            count(self.compared.len(), "component"),
            number(|change| change.wider, Answer::Yes),
            number(|change| change.narrower, Answer::Yes),
        )?;
        writeln!(
            out,
            "{:>12} {}: {} findings come, {} go",
            "Touched",
            count(self.captures.len(), "capture"),
            self.appear,
            self.vanish
        )
    }

    fn change(&self, out: &mut impl Write, changed: &Changed<'_>, verbose: bool) -> io::Result<()> {
        let Changed { change, shown, touches } = changed;
        let places = change
            .places
            .iter()
            .map(|(component, place)| format!("{component} {place}"));
        let places: Vec<String> = places.collect();
        writeln!(
            out,
            "{}: {}",
            brief(places.first().map_or("", String::as_str).trim_end(), 200),
            brief(&change.what, 200)
        )?;
        for place in places.iter().skip(1) {
            writeln!(out, "    also {}", brief(place, 200))?;
        }
        writeln!(out, "    {}", directions(change.wider, change.narrower))?;
        for (witness, wider, answer) in [
            (&shown.allowed_now, true, change.wider),
            (&shown.forbidden_now, false, change.narrower),
        ] {
            let (allows, forbids) = if wider { ("new", "old") } else { ("old", "new") };
            match (witness, answer) {
                (Some(Witness { component, value, says }), _) => {
                    let most = if verbose { usize::MAX } else { WITNESS };
                    let place = if says.pointer.is_empty() {
                        "(whole)"
                    } else {
                        &says.pointer
                    };
                    let says = format!("{place}: {}", says.message);
                    writeln!(out, "    the {forbids} document forbids {}", brief(&says, 200))?;
                    let value = brief(&value.to_string(), most);
                    writeln!(
                        out,
                        "    in this {}, which the {allows} one allows: {value}",
                        sanitize_for_terminal(component)
                    )?;
                }
                (None, Answer::Yes) => writeln!(out, "    no value found that only the {allows} document allows")?,
                (None, _) => {}
            }
        }
        if change.old_pointer == change.new_pointer {
            writeln!(out, "    at {}", sanitize_for_terminal(&change.old_pointer))?;
        } else {
            writeln!(
                out,
                "    at {}, now {}",
                sanitize_for_terminal(&change.old_pointer),
                sanitize_for_terminal(&change.new_pointer)
            )?;
        }
        if !touches.captures.is_empty() {
            let most = if verbose { usize::MAX } else { MOST_CAPTURES };
            let listed: Vec<String> = touches
                .captures
                .iter()
                .take(most)
                .map(|name| sanitize_for_terminal(name))
                .collect();
            let more = match touches.captures.len().saturating_sub(most) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            writeln!(
                out,
                "    touches {}{more}: {} findings come, {} go",
                listed.join(", "),
                touches.appear,
                touches.vanish
            )?;
        }
        writeln!(out)
    }

    /// The report for programs.
    pub fn json(&self) -> Value {
        let witness = |witness: &Option<Witness>| {
            witness.as_ref().map(|Witness { component, value, says }| {
                json!({"component": component, "value": value, "pointer": says.pointer, "message": says.message})
            })
        };
        let changes: Vec<Value> = self
            .changes
            .iter()
            .map(|Changed { change, shown, touches }| {
                let places = change.places.iter();
                json!({
                    "kind": change.kind.as_str(),
                    "message": change.what,
                    "places": places.map(|(component, place)| json!({"component": component, "pointer": place})).collect::<Vec<_>>(),
                    "key": change.key,
                    "old_schema_pointer": change.old_pointer,
                    "new_schema_pointer": change.new_pointer,
                    "wider": change.wider.as_str(),
                    "narrower": change.narrower.as_str(),
                    "allowed_now": witness(&shown.allowed_now),
                    "forbidden_now": witness(&shown.forbidden_now),
                    "captures": touches.captures,
                    "findings_come": touches.appear,
                    "findings_go": touches.vanish,
                })
            })
            .collect();
        let compared = self.compared.iter().map(|compared| {
            json!({"component": compared.component, "wider": compared.wider.as_str(), "narrower": compared.narrower.as_str()})
        });
        let unknown = self.changes.iter().filter(|changed| is_unknown(changed.change)).count();
        json!({
            "wireproof": env!("CARGO_PKG_VERSION"),
            "verb": "spec diff",
            "old": self.old,
            "new": self.new,
            "summary": {
                "components": self.compared.len(),
                "changes": self.changes.len(),
                "unknown": unknown,
                "captures_touched": self.captures.len(),
                "findings_come": self.appear,
                "findings_go": self.vanish,
                "skipped": self.skipped.len(),
            },
            "components": compared.collect::<Vec<_>>(),
            "incomplete": self.incomplete,
            "only_old": self.gone,
            "only_new": self.come,
            "changes": changes,
            "skipped": self.skipped.iter().map(skipped_json).collect::<Vec<_>>(),
        })
    }
}

fn is_unknown(change: &Change) -> bool {
    change.wider == Answer::Unknown || change.narrower == Answer::Unknown
}

fn directions(wider: Answer, narrower: Answer) -> String {
    format!("wider {}, narrower {}", wider.as_str(), narrower.as_str())
}
