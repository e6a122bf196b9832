//! Findings by their causes.

use super::alternative::read_by;
use super::cause_key::{CauseKey, Side, is_lost, key_of};
use super::culprit::{Culprit, Fault, culprit};
use super::own_schemas::OwnSchemas;
use super::slow::merge_slow;
use super::told::Cause;
use super::trail::{Trail, trail, trail_to_key};
use super::types::Types;
use crate::audit::model::{Instance, Shape, SourceItem, TypeRef};
use crate::case::Case;
use crate::check::likely_meant;
use crate::finding::{Code, Finding, Kind, Level, READ_BY_NONE, SourceKind, remedy_of, without_values};
use crate::json::Tree;
use crate::pointer::Pointer;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Puts findings together.
pub(crate) struct Fold<'a> {
    pub(super) types: &'a dyn Types,
    /// The instance behind each subject and enum.
    pub(super) instances: &'a HashMap<String, Instance>,
    /// The keys that the schema behind each subject names. Those that it allows without naming them are as good as one another.
    pub(super) names: &'a HashMap<String, BTreeSet<String>>,
    pub(super) own: OwnSchemas,
    causes: BTreeMap<CauseKey, Cause>,
    /// Findings that were seen already, by what tells them apart without running a type again.
    seen: HashMap<Seen, CauseKey>,
}

#[derive(PartialEq, Eq, Hash)]
struct Seen {
    subject: String,
    code: Code,
    kind: Option<crate::finding::Kind>,
    level: Level,
    place: String,
    missing: Option<String>,
    message: String,
    /// Generated texts are few and small, so each is looked at.
    text: Option<String>,
}

/// A text longer than this is not repeated in a report.
const LONGEST_TEXT: usize = 4096;
/// No more captures are listed for a cause.
const MOST_LISTED: usize = 1000;

impl<'a> Fold<'a> {
    pub(crate) fn new(
        types: &'a dyn Types,
        instances: &'a HashMap<String, Instance>,
        names: &'a HashMap<String, BTreeSet<String>>,
    ) -> Fold<'a> {
        Fold {
            types,
            instances,
            names,
            own: OwnSchemas::default(),
            causes: BTreeMap::new(),
            seen: HashMap::new(),
        }
    }

    /// Tells the schemas that the types stand for.
    pub(crate) fn with_schemas(mut self, own: OwnSchemas) -> Fold<'a> {
        self.own = own;
        self
    }

    /// Adds a finding, with the case that shows it.
    pub(crate) fn add(&mut self, case: Option<&Case>, finding: &Finding) {
        let is_capture = finding.case_kind == SourceKind::Capture;
        let text = match (&finding.witness, case) {
            (Some(witness), _) if !is_capture && !witness.ends_with('…') => witness.as_str(),
            (_, Some(case)) => case.text.as_str(),
            (_, None) => "",
        };
        let seen = Seen {
            subject: finding.subject.clone(),
            code: finding.code,
            kind: finding.kind,
            level: finding.level,
            place: finding.pointer.in_every_item(),
            missing: finding.missing.clone(),
            message: finding.message.clone(),
            text: (!is_capture).then(|| text.to_owned()),
        };
        if self.is_read_around(finding, text) {
            return;
        }
        let known = self.seen.get(&seen).cloned();
        let (key, culprit, depth, dropped) = match known {
            Some(key) => (key, None, usize::MAX, None),
            None => {
                let (trail, culprit) = self.attribute(finding, text);
                let key = key_of(finding, &trail, culprit.as_ref());
                self.seen.insert(seen, key.clone());
                let depth = trail.holder_at.steps().count();
                let dropped = match key.side {
                    Side::Drops if finding.code != Code::UntaggedShadowed => trail.rest.into_iter().last(),
                    Side::Lacks => self.meant_instead(finding, &trail, &key.detail),
                    _ => None,
                };
                (key, culprit, depth, dropped)
            }
        };
        let shown = Shown {
            text,
            depth,
            culprit,
            dropped,
        };
        self.count(key, finding, shown);
    }

    /// Names what causes a finding, with what its message says: findings of one name need no second look.
    pub(crate) fn cause_of(&self, case: &Case, finding: &Finding) -> String {
        let (trail, culprit) = self.attribute(finding, &case.text);
        let key = key_of(finding, &trail, culprit.as_ref());
        let fault = culprit.as_ref().map(|culprit| &culprit.fault);
        let said = match fault {
            // The message names the key.
            Some(Fault::DeniedUnnamed) => String::new(),
            // Each of the keys is told.
            None if key.side == Side::Drops => trail.rest.last().cloned().unwrap_or_default(),
            _ => without_values(&finding.message),
        };
        format!("{} {} {key:?} {fault:?} {said}", finding.level.as_str(), finding.code)
    }

    /// The key that a type has and the document does not name, and that is most likely meant by one that the type lacks.
    fn meant_instead(&self, finding: &Finding, trail: &Trail, key: &str) -> Option<String> {
        let names = self.names.get(&finding.subject)?;
        let holder = trail.holder.clone()?;
        let Shape::Object(object) = self.types.shape(&TypeRef::Local(holder.id, holder.arguments)) else {
            return None;
        };
        let own = object.keys.iter().map(|key| key.name.as_str());
        likely_meant(key, own.filter(|own| !names.contains(*own))).map(str::to_owned)
    }

    fn count(&mut self, key: CauseKey, finding: &Finding, shown: Shown<'_>) {
        let cause = self.causes.entry(key.clone()).or_insert_with(|| Cause {
            key,
            finding: finding.clone(),
            text: String::new(),
            culprit: None,
            count: 0,
            codes: BTreeSet::new(),
            subjects: BTreeSet::new(),
            captures: BTreeSet::new(),
            words: BTreeSet::new(),
            takes_any_text: false,
            union: None,
        });
        if cause.union.is_none() {
            cause.union.clone_from(&finding.union);
        }
        cause.count += 1 + finding.alike.len();
        cause.codes.insert(finding.code);
        cause.subjects.insert(finding.subject.clone());
        cause
            .subjects
            .extend(finding.alike.iter().map(|place| place.subject.clone()));
        if finding.case_kind == SourceKind::Capture && cause.captures.len() < MOST_LISTED {
            cause.captures.insert(finding.case.clone());
        }
        if let Some(Culprit {
            fault: Fault::Word(word),
            at,
            ..
        }) = &shown.culprit
        {
            cause.words.insert(word.clone());
            cause.takes_any_text |= self.own.take_any_text(&finding.subject, at);
        }
        if let Some(Fault::DeniedInCapture(key)) = shown.culprit.as_ref().map(|culprit| &culprit.fault) {
            cause.words.insert(key.clone());
        }
        if finding.code == Code::UntaggedUnreadBranch
            && shown.culprit.as_ref().is_some_and(|found| found.fault == Fault::Value)
            && let Some((branch, _)) = finding.message.split_once(READ_BY_NONE)
        {
            cause.words.insert(branch.to_owned());
        }
        cause.words.extend(shown.dropped.clone());
        // The worst level first, then the code that says most, then the innermost type, then the shortest text.
        let rank = |finding: &Finding, depth, length| (finding.level, Reverse((finding.code, depth, length)));
        let is_better = cause.text.is_empty()
            || rank(finding, shown.depth, shown.text.len()) > rank(&cause.finding, depth_of(cause), cause.text.len());
        if is_better && shown.depth != usize::MAX {
            cause.finding = finding.clone();
            cause.text = match shown.text.len() {
                0..=LONGEST_TEXT => shown.text.to_owned(),
                _ => String::new(),
            };
            cause.culprit = shown.culprit;
        }
    }

    /// The causes: the worst first, then in the order of the source.
    pub(crate) fn finish(self) -> Vec<Cause> {
        let mut causes: Vec<Cause> = self.causes.into_values().collect();
        merge_slow(&mut causes, self.types, self.instances);
        causes.sort_by(|a, b| {
            let order = |cause: &Cause| {
                (
                    std::cmp::Reverse(cause.finding.level),
                    cause.key.item,
                    cause.key.clone(),
                )
            };
            order(a).cmp(&order(b))
        });
        causes
    }
}

struct Shown<'a> {
    text: &'a str,
    depth: usize,
    culprit: Option<Culprit>,
    /// The key that a variant drops, or that a type has instead.
    dropped: Option<String>,
}

/// How deep the cause's place lies in its text.
fn depth_of(cause: &Cause) -> usize {
    let at = cause
        .culprit
        .as_ref()
        .map_or(&cause.finding.pointer, |culprit| &culprit.at);
    at.steps().count()
}
