//! Unions and enums, decided: an event each.

use super::pool::Fault;
use super::record::Record;
use super::run::{Event, Replay};
use crate::case::{Case, CaseKind, Skipped};
use crate::examine::{examine, examine_union};
use crate::finding::{Code, Finding, Level, WholeWitness};
use crate::spec::{Schema, Spec, UnionPlace};
use crate::subject::{Subject, Union};
use crate::unions::{Around, Branches, Meeting, UnionExam};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was decided of one union of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    /// Where it stands, as a URI fragment.
    pub pointer: String,
    /// How many branches it has.
    pub branches: usize,
    /// How many pairs of branches are disjoint.
    pub disjoint: usize,
    /// The pairs that overlap, each with a text that both allow.
    pub overlapping: Vec<Overlap>,
    /// The pairs of which neither was shown, and why.
    pub unknown: Vec<(usize, usize, String)>,
}

/// Two branches that overlap.
#[derive(Debug, Clone, Serialize)]
pub struct Overlap {
    /// The branches.
    pub branches: (usize, usize),
    /// A text that both allow.
    pub witness: String,
}

/// What is to be decided.
pub struct Ambiguity<'a> {
    /// The document.
    pub spec: &'a Spec,
    /// Its unions.
    pub places: Vec<UnionPlace>,
    /// The enums.
    pub unions: Vec<&'a Union>,
    /// The subjects in whose objects witnesses are shown.
    pub subjects: Vec<&'a Subject>,
    /// Texts to ask the enums about, beside those that are made.
    pub texts: Vec<String>,
    /// Whether only what these texts show is told.
    pub only_texts: bool,
    /// Whether a warning counts as an error.
    pub strict: bool,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
}

impl Ambiguity<'_> {
    /// Decides, and tells the record.
    ///
    /// # Errors
    /// When the listener fails.
    pub fn run(mut self, record: &mut Record<'_>) -> Result<(), Fault> {
        record.summary.unions.get_or_insert_default();
        for place in std::mem::take(&mut self.places).chunks(64) {
            for decided in decide(self.spec, place) {
                record.decided(&decided)?;
            }
        }
        for union in std::mem::take(&mut self.unions) {
            self.examine(union, record)?;
        }
        Ok(())
    }

    fn examine(&mut self, union: &Union, record: &mut Record<'_>) -> Result<(), Fault> {
        let exam = match UnionExam::new(union, Some(self.spec), &self.texts) {
            Ok(exam) => exam,
            Err(reason) => return record.skip(&Skipped::whole(union.name(), reason)),
        };
        record.count_subject(union.name());
        record.asked(&exam);
        let mut verdict = examine_union(&exam);
        if self.only_texts {
            let wanted = |finding: &Finding| finding.witness.as_ref().is_some_and(|text| self.texts.contains(text));
            verdict.findings.retain(wanted);
        }
        for mut finding in verdict.findings {
            finding.known = record.accepts(&finding);
            if self.strict && finding.level == Level::Warning {
                finding.level = Level::Error;
            }
            self.show_whole(&exam, &mut finding);
            let mut case = Case::new(finding.case.clone(), finding.witness.clone().unwrap_or_default());
            case.kind = CaseKind::Witness;
            finding.replay = (self.replay)(&case, &finding);
            record.tell(&finding)?;
        }
        let case = Case::new(union.name(), "");
        for (code, reason) in &verdict.unknown {
            record.unknown(&case, *code, reason)?;
        }
        for ((a, b), meeting) in &exam.meetings {
            if let Meeting::Unknown(reason) = meeting {
                let reason = format!("{} and {}: {reason}", exam.branch_name(*a), exam.branch_name(*b));
                record.unknown(&case, Code::UntaggedShadowed, &reason)?;
            }
        }
        Ok(())
    }

    /// Puts a witness into the smallest valid object of a subject, and says what the checks find in it.
    fn show_whole(&self, exam: &UnionExam<'_>, finding: &mut Finding) {
        let (Some(place), Some(table), Some(witness)) = (&exam.place, &mut finding.union, &finding.witness) else {
            return;
        };
        table.whole = self
            .subjects
            .iter()
            .find_map(|subject| whole(self.spec, subject, place, witness));
    }
}

fn whole(spec: &Spec, subject: &Subject, place: &UnionPlace, witness: &str) -> Option<WholeWitness> {
    let component = subject.component()?;
    let schema: Arc<Schema> = spec.component(component).ok()?;
    let around = Around::find(spec, component, place).ok()??;
    let codes = |text: &str| -> BTreeSet<Code> {
        let mut case = Case::new("whole", text);
        case.kind = CaseKind::Sample;
        let verdict = examine(subject, Some(&schema), &case).unwrap_or_default();
        verdict
            .findings
            .into_iter()
            .filter(|finding| finding.level == Level::Error)
            .map(|finding| finding.code)
            .collect()
    };
    let object = around.object(&schema, witness, |_| true)?;
    let wanted = codes(&object);
    Some(WholeWitness {
        subject: subject.name().to_owned(),
        pointer: around.pointer(),
        codes: wanted.into_iter().collect(),
        text: object,
    })
}

/// Decides each pair of branches of some unions. What cannot be read is unknown.
pub fn decide(spec: &Spec, places: &[UnionPlace]) -> Vec<Decided> {
    let mut pointers = Vec::new();
    let mut first = Vec::new();
    for place in places {
        first.push(pointers.len());
        pointers.extend((0..place.branches).map(|branch| place.branch(branch)));
    }
    // All together, so that what they have in common is read once; where that fails, each by itself.
    let Ok(branches) = Branches::of(spec, &pointers) else {
        return places.iter().map(|place| alone(spec, place)).collect();
    };
    let all = places.iter().zip(first);
    all.map(|(place, first)| decided(place, &branches, first)).collect()
}

fn alone(spec: &Spec, place: &UnionPlace) -> Decided {
    match Branches::new(spec, place) {
        Ok(branches) => decided(place, &branches, 0),
        Err(error) => Decided {
            pointer: place.pointer(),
            branches: place.branches,
            disjoint: 0,
            overlapping: Vec::new(),
            unknown: pairs(place.branches).map(|(a, b)| (a, b, error.to_string())).collect(),
        },
    }
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

fn decided(place: &UnionPlace, branches: &Branches, first: usize) -> Decided {
    let mut decided = Decided {
        pointer: place.pointer(),
        branches: place.branches,
        disjoint: 0,
        overlapping: Vec::new(),
        unknown: Vec::new(),
    };
    let meetings = branches.meetings(pairs(place.branches).map(|(a, b)| (first + a, first + b)));
    for ((a, b), meeting) in pairs(place.branches).zip(meetings) {
        match meeting {
            Meeting::Disjoint(_) => decided.disjoint += 1,
            Meeting::Overlapping(witness) => decided.overlapping.push(Overlap {
                branches: (a, b),
                witness,
            }),
            Meeting::Unknown(reason) => decided.unknown.push((a, b, reason)),
        }
    }
    decided
}

impl Record<'_> {
    fn decided(&mut self, decided: &Decided) -> Result<(), Fault> {
        let of = self.summary.unions.get_or_insert_default();
        of.unions += 1;
        of.disjoint += decided.disjoint;
        of.overlapping += decided.overlapping.len();
        of.pairs += decided.disjoint + decided.overlapping.len() + decided.unknown.len();
        self.summary.unknown += decided.unknown.len();
        self.hear(&Event::Union(decided))
    }

    fn asked(&mut self, exam: &UnionExam<'_>) {
        self.summary.unions.get_or_insert_default().enums += 1;
        self.summary.cases += 1;
        self.summary.objects += exam.readings.len();
        let clean = exam.readings.iter().filter(|reading| {
            exam.wrong_pick(reading).is_none() && reading.reads.iter().filter(|reads| **reads).count() < 2
        });
        self.summary.clean += clean.count();
    }
}
