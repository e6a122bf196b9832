//! What a worker is asked to make smaller.

use super::bug::Bug;
use super::case_runner::CaseRunner;
use super::leeway::{Needed, kinds_in, usual_spellings, without_leeways};
use super::outcome::Outcome;
use super::refusal::{self, culprit_of, first_culprit, placed};
use super::wall::Wall;
use crate::case::{Case, CaseKind, Fault};
use crate::check::{by_change, depends_on_text, has_exact_place, kind_near, kind_of_text, open_place, weakest_kind};
use crate::examine::{examine, examine_unjudged};
use crate::finding::{Code, Finding, Kind};
use crate::generate::{Failing, GeneratedValue, Style, shrink};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Guide;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// How many values are tried to make one case smaller.
const ATTEMPTS: usize = 2000;

/// A case to be made smaller.
#[derive(Debug, Clone)]
pub(super) struct ShrinkRequest {
    /// What it must go on showing.
    pub(super) bug: Bug,
    /// The case, without its text.
    pub(super) case: Case,
    /// The text that fails, in the ordinary style.
    pub(super) text: String,
    /// The valid value behind it.
    pub(super) sample: String,
    /// How it is written down.
    pub(super) style: Style,
}

/// The smallest case that shows the same.
#[derive(Debug, Clone, Default)]
pub(super) struct ShrinkResult {
    pub(super) text: String,
    pub(super) fault: Option<Fault>,
    pub(super) outcome: Outcome,
    /// What the bug is if it is placed at the value that is refused.
    pub(super) placed: Option<Bug>,
    /// The property that is refused.
    pub(super) wall: Option<Wall>,
}

impl CaseRunner {
    /// Makes a case smaller for as long as it shows the same bug; `None` if it does not show it at all.
    pub(super) fn shrink(&self, mut large: ShrinkRequest, limit: Duration) -> Option<ShrinkResult> {
        let start_of_work = Instant::now();
        let (subject, schema) = self.subject(&large.bug.subject)?;
        let guide = Guide::new(schema);
        let sample = GeneratedValue::read(&large.sample)?;
        let mutant = match &large.case.fault {
            Some(fault) => Some((GeneratedValue::read(&large.text)?, fault.pointer.steps().collect())),
            None => None,
        };
        let mut start = Failing {
            sample,
            mutant,
            style: large.style,
        };
        let whole = large.case.clone();
        let case = |failing: &Failing| {
            let mut case = whole.clone();
            case.text = failing.text();
            if let (Some(fault), Some((_, steps))) = (&mut case.fault, &failing.mutant) {
                fault.pointer = Pointer::root();
                steps.iter().for_each(|step| fault.pointer.push(step));
                let was = case.was.take();
                case.was = was.and(failing.sample.below(steps)).map(GeneratedValue::text);
            }
            case
        };
        let valid = |made: &GeneratedValue<'_>| {
            let value = serde_json::from_str(&made.text()).ok();
            value.map(|value| schema.is_valid(&value))
        };
        let has_formats = |made: &GeneratedValue<'_>| {
            serde_json::from_str(&made.text()).is_ok_and(|value| schema.is_valid_with_formats(&value))
        };
        // Formats are not asserted, but a text that no reader takes for a time shows nothing of times.
        let keeps_formats = has_formats(&start.sample);
        let stays_valid =
            |made: &GeneratedValue<'_>| valid(made) == Some(true) && (!keeps_formats || has_formats(made));
        // Where an error is placed depends on the white space, which says nothing of the bug.
        let style = Style {
            space: Style::default().space,
            ..start.style
        };
        if large.bug.code == Code::Rejected && start.style != style {
            let plain = Failing { style, ..start.clone() };
            let is_rejected = |code: Code| code == Code::Rejected;
            let found = examine_unjudged(is_rejected, subject, schema, &case(&plain)).unwrap_or_default();
            let mut placed = found.iter().map(|finding| Bug::of(finding, &guide));
            if let Some(placed) = placed.find(|bug| bug.words == large.bug.words) {
                large.bug.place = placed.place;
                start = plain;
            }
        }
        let found = |case: &Case| {
            // Each check finds its own code, but for the panics that all of them meet.
            let chosen = |code: Code| code == large.bug.code || large.bug.code == Code::Panicked;
            let findings = examine_unjudged(chosen, subject, schema, case)
                .unwrap_or_default()
                .into_iter();
            findings
                .filter(|finding| large.bug.is_shown_by(finding, &guide))
                .collect::<Vec<_>>()
        };
        let needed = {
            let case = case(&start);
            // What a mutant violates is no leeway.
            let found = if start.mutant.is_none() {
                found(&case)
            } else {
                Vec::new()
            };
            Needed::of(schema, &large.bug, &case.text, found.iter())
        };
        let shows = |failing: &Failing| {
            let case = case(failing);
            // Most smaller texts no longer show the bug, and validation costs more than reading.
            if !found(&case).iter().any(|finding| needed.is_all_of(&case.text, finding)) {
                return false;
            }
            let is_mutant = |(made, _): &(GeneratedValue<'_>, Vec<String>)| valid(made) == Some(false);
            stays_valid(&failing.sample) && failing.mutant.as_ref().is_none_or(is_mutant)
        };
        // Past the time limit nothing smaller is tried. No text is tried that uses more of what the document leaves open than the
        // one before: a smaller text shows less if it is an odd one.
        let depends = depends_on_text(large.bug.code);
        let kinds = |failing: &Failing| match depends {
            true => kinds_in(schema, failing),
            false => BTreeSet::new(),
        };
        let allowed = RefCell::new(kinds(&start));
        let is_acceptable = |failing: &Failing, shows: &dyn Fn(&Failing) -> bool| {
            if start_of_work.elapsed() >= limit || !shows(failing) {
                return false;
            }
            let kinds = kinds(failing);
            let is_accepted = kinds.is_subset(&allowed.borrow());
            if is_accepted {
                allowed.replace(kinds);
            }
            is_accepted
        };
        let accepts = |failing: &Failing| is_acceptable(failing, &shows);
        let mut small = start;
        if depends {
            small = without_leeways(schema, small, accepts);
        }
        small = shrink(small, ATTEMPTS, accepts);
        if depends {
            small = without_leeways(schema, small, accepts);
            small = usual_spellings(schema, small, accepts);
        }
        if !shows(&small) {
            return None;
        }
        let code = large.bug.code;
        // What ends the process each time takes too long to look for a place.
        let has_culprit = code == Code::Rejected || large.bug.kind == Some(Kind::Panic);
        let culprit = has_culprit.then(|| culprit_of(subject, &guide, &small, code)).flatten();
        if let Some(culprit) = &culprit {
            // Neither the place of the error nor what it says has to stay, so more of the text can go.
            let shows =
                |failing: &Failing| refusal::shows(subject, failing, code, culprit) && stays_valid(&failing.sample);
            let accepts = |failing: &Failing| is_acceptable(failing, &shows);
            small = shrink(small, ATTEMPTS, accepts);
            small = without_leeways(schema, small, accepts);
            small = usual_spellings(schema, small, accepts);
        }
        let first = match (code, &culprit) {
            (Code::Rejected, None) => first_culprit(subject, &guide, &small.sample),
            _ => None,
        };
        let case = case(&small);
        let mut verdict = examine(subject, Some(schema), &case).ok()?;
        if depends && small.mutant.is_none() {
            let tree = Tree::parse(&case.text).ok()?;
            let at = |place: &Pointer| kind_near(schema, &tree, place).or_else(|| open_place(schema, &tree, place));
            let near = |finding: &Finding| match (finding.code, &culprit) {
                (Code::Rejected, Some(culprit)) => at(&culprit.pointer),
                // The other values for which the text is refused are told by other texts.
                (Code::Rejected, None) if let Some(kind) = first.as_ref().and_then(|first| at(&first.pointer)) => {
                    Some(kind)
                }
                (code, _) if has_exact_place(code) => {
                    let mut place = finding.pointer.clone();
                    finding.missing.iter().for_each(|key| place.push(key));
                    at(&place)
                }
                // Where it comes from is not known.
                _ => weakest_kind(&kinds(&small)),
            };
            let same = |finding: &&mut Finding| match culprit {
                Some(_) => finding.code == code,
                None => large.bug.is_shown_by(finding, &guide),
            };
            for finding in verdict.findings.iter_mut().filter(same) {
                let refined = |kind| by_change(finding.code, kind, finding.read.as_deref(), finding.wrote.as_deref());
                finding.kind = near(finding).map(refined).or(finding.kind);
            }
            for finding in &mut verdict.findings {
                finding.kind = kind_of_text(schema, &*finding).or(finding.kind);
            }
        }
        let refused = culprit.as_ref().or(first.as_ref()).filter(|_| code == Code::Rejected);
        let wall = refused.and_then(|culprit| Wall::of(schema, &case.text, culprit));
        let placed = culprit.and_then(|culprit| placed(&mut verdict.findings, &case, (code, &culprit), &guide));
        Some(ShrinkResult {
            placed,
            wall,
            text: case.text,
            fault: case.fault.filter(|_| case.kind == CaseKind::Mutant),
            outcome: Outcome {
                subjects: vec![large.bug.subject.clone()],
                findings: verdict.findings,
                unknown: verdict.unknown,
                ..Outcome::default()
            },
        })
    }
}
