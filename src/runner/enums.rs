//! Enums, decided: what a thread does with one.

use super::case_runner::CaseRunner;
use crate::case::{Case, CaseKind};
use crate::enums::{Embedding, EnumAnalysis, PairRelation};
use crate::examine::{examine, examine_enum};
use crate::finding::{Code, Finding, Level, WholeWitness};
use crate::schema::{Spec, UnionPlace};
use crate::subject::{Attempt, Subject};
use crate::verdict::Verdict;
use std::collections::BTreeSet;

/// What is asked about one enum.
#[derive(Debug, Clone, Default)]
pub(super) struct EnumRequest {
    /// The enum's name.
    pub(super) name: String,
    /// Texts to ask about, beside those that are made.
    pub(super) texts: Vec<String>,
    /// Whether only what these texts show is told.
    pub(super) only_texts: bool,
}

/// What is said of one enum.
#[derive(Debug, Clone, Default)]
pub(super) struct EnumResult {
    /// Why it was not examined.
    pub(super) refused: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) unknown: Vec<(Code, String)>,
    /// How many texts it was asked about, and of how many nothing bad is to be said.
    pub(super) asked: usize,
    pub(super) clean: usize,
}

impl EnumResult {
    pub(super) fn refused(reason: String) -> EnumResult {
        EnumResult {
            refused: Some(reason),
            ..EnumResult::default()
        }
    }
}

impl CaseRunner {
    /// Decides one enum.
    pub(super) fn decide(&self, request: &EnumRequest) -> EnumResult {
        let Some(union) = self.type_set.enum_named(&request.name) else {
            return EnumResult::refused(format!("there is no enum `{}`", request.name));
        };
        let analysis = match EnumAnalysis::new(union, Some(&self.scope.spec), &request.texts) {
            Ok(analysis) => analysis,
            Err(reason) => return EnumResult::refused(reason),
        };
        let mut verdict = examine_enum(&analysis);
        if analysis.readings.iter().any(|reading| reading.is_given_up()) {
            given_up(&mut verdict, &request.name);
        }
        if request.only_texts {
            let is_asked = |finding: &Finding| {
                let witness = finding.witness.as_ref();
                witness.is_some_and(|text| request.texts.contains(text))
            };
            verdict.findings.retain(is_asked);
        }
        for finding in &mut verdict.findings {
            self.show_whole(&analysis, finding);
        }
        for ((a, b), meeting) in &analysis.meetings {
            if let PairRelation::Unknown(reason) = meeting {
                let reason = format!(
                    "{} and {}: {reason}",
                    analysis.branch_name(*a),
                    analysis.branch_name(*b)
                );
                verdict.unknown.push((Code::UntaggedShadowed, reason));
            }
        }
        let payloads = union.variants().iter().filter_map(|variant| variant.payload());
        for (name, texts) in payloads.map(|payload| (payload.type_name(), payload.example_texts())) {
            if let Attempt::Crashed(crash) = texts {
                let reason = format!("`{name}` could not be asked which texts it reads: {crash}");
                verdict.unknown.push((Code::UntaggedShadowed, reason));
            }
        }
        let clean = analysis.readings.iter().filter(|reading| {
            analysis.wrong_pick(reading).is_none() && reading.reads.iter().filter(|reads| **reads).count() < 2
        });
        EnumResult {
            refused: None,
            asked: analysis.readings.len(),
            clean: clean.count(),
            findings: verdict.findings,
            unknown: verdict.unknown,
        }
    }

    /// Puts a witness into the smallest valid object of a subject, and says what the checks find in it.
    fn show_whole(&self, analysis: &EnumAnalysis<'_>, finding: &mut Finding) {
        let (Some(place), Some(table), Some(witness)) = (&analysis.place, &mut finding.union, &finding.witness) else {
            return;
        };
        let mut subjects = self.type_set.subjects().iter();
        table.whole = subjects.find_map(|subject| whole(&self.scope.spec, subject, place, witness));
    }
}

/// Of an enum that crashed so often that it was given up, only the crashes are certain: what was not asked is unknown.
fn given_up(verdict: &mut Verdict, name: &str) {
    verdict.findings.retain(|finding| finding.code == Code::Panicked);
    let reason = format!("`{name}` crashed on too many texts, and was given up");
    let codes = [
        Code::UntaggedShadowed,
        Code::UntaggedUnreadBranch,
        Code::UntaggedUnreachable,
        Code::UntaggedAmbiguous,
    ];
    verdict.unknown.extend(codes.map(|code| (code, reason.clone())));
}

fn whole(spec: &Spec, subject: &Subject, place: &UnionPlace, witness: &str) -> Option<WholeWitness> {
    let component = subject.component()?;
    let schema = spec.component(component).ok()?;
    let around = Embedding::find(spec, component, place).ok()??;
    let object = around.object(&schema, witness, |_| true)?;
    let mut case = Case::new("whole", &object);
    case.kind = CaseKind::Sample;
    let verdict = examine(subject, Some(&schema), &case).unwrap_or_default();
    let errors = verdict
        .findings
        .iter()
        .filter(|finding| finding.code.level() == Level::Error);
    let codes: BTreeSet<Code> = errors.map(|finding| finding.code).collect();
    Some(WholeWitness {
        subject: subject.name().to_owned(),
        pointer: around.pointer(),
        codes: codes.into_iter().collect(),
        text: object,
    })
}
