//! Enums, asked in a worker process: their own code may overflow the stack, abort or never end, like that of any type.

use super::bench::Bench;
use super::crash::Crash;
use super::interrupt::is_interrupted;
use super::pool::{Fault, Pool};
use super::process::{At, Worker};
use crate::case::{Case, CaseKind};
use crate::enums::{Embedding, EnumAnalysis, PairRelation};
use crate::examine::{examine, examine_enum};
use crate::finding::{Code, Finding, Level, WholeWitness};
use crate::schema::{Spec, UnionPlace};
use crate::subject::{ASKED, Downs, Hears, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An enum that goes down on so many texts, or does not come back from so many, is given up.
const CRASHES: usize = 8;
const HANGS: usize = 2;

/// What a worker is asked about one enum.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Question {
    /// The enum's name.
    pub(super) name: String,
    /// Texts to ask about, beside those that are made.
    pub(super) texts: Vec<String>,
    /// Whether only what these texts show is told.
    pub(super) only_texts: bool,
    /// The texts that brought a worker down before, and how.
    pub(super) downs: Downs,
}

/// What a worker says of one enum.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Answer {
    /// Why it was not examined.
    pub(super) refused: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) unknown: Vec<(Code, String)>,
    /// How many texts it was asked about, and of how many nothing bad is to be said.
    pub(super) asked: usize,
    pub(super) clean: usize,
}

/// The parent's side: a worker, and a new one whenever the old one went down.
pub(super) struct Enums {
    pool: Pool,
    worker: Option<Worker>,
}

impl Enums {
    pub(super) fn new(pool: Pool) -> Enums {
        Enums { pool, worker: None }
    }

    /// Asks about one enum. What brings the worker down is a finding; then it is asked again without that text.
    ///
    /// # Errors
    /// When no worker can be started, or the run is interrupted.
    pub(super) fn ask(&mut self, mut question: Question) -> Result<Answer, Fault> {
        let mut downs: Vec<(String, Crash)> = Vec::new();
        let mut slowly = false;
        loop {
            let mut worker = match self.worker.take() {
                Some(worker) => worker,
                None => Worker::start((self.pool.command)(), &self.pool.greeting)?,
            };
            let (mut at, limit) = (At::default(), self.pool.time_limit);
            if let Ok(answer) = worker.decide(&question, slowly, limit, &mut at) {
                self.worker = Some(worker);
                return Ok(with_kinds(answer, &downs));
            }
            if is_interrupted() {
                return Err(Fault("interrupted".to_owned()));
            }
            let crash = worker.diagnose_exit(limit, &at);
            // The second time it says at which text it is.
            if !std::mem::replace(&mut slowly, true) {
                continue;
            }
            if !at.in_type {
                return Ok(Answer {
                    refused: Some(crash.message()),
                    ..Answer::default()
                });
            }
            question.downs.insert(at.text.clone(), crash.message());
            downs.push((at.text, crash));
            let hangs = downs.iter().filter(|(_, crash)| matches!(crash, Crash::TimedOut(_)));
            if hangs.count() >= HANGS || downs.len() >= CRASHES {
                return Ok(given_up(&self.pool.type_set, &question.name, &downs));
            }
        }
    }
}

/// The findings about texts that brought a worker down, with how they did.
fn with_kinds(mut answer: Answer, downs: &[(String, Crash)]) -> Answer {
    for finding in answer
        .findings
        .iter_mut()
        .filter(|finding| finding.code == Code::Panicked)
    {
        let down = downs.iter().find(|(text, _)| finding.witness.as_deref() == Some(text));
        if let Some((_, crash)) = down {
            finding.kind = Some(crash.kind().to_owned());
        }
    }
    answer
}

/// What is said of an enum that goes down again and again: the shortest text that does it, and that the rest is not known.
fn given_up(type_set: &str, name: &str, downs: &[(String, Crash)]) -> Answer {
    let texts = downs.iter().filter(|(text, _)| !text.starts_with(ASKED));
    let Some((text, crash)) = texts.min_by_key(|(text, _)| text.len()) else {
        return Answer::default();
    };
    let mut case = Case::new(format!("witness/{name}"), text);
    case.kind = CaseKind::Witness;
    let mut findings = crash.outcome(type_set, name, &case).findings;
    for finding in &mut findings {
        finding.witness = Some(text.clone());
    }
    let reason = format!("`{name}` went down on {} texts, and was given up", downs.len());
    let codes = [
        Code::UntaggedShadowed,
        Code::UntaggedUnreachable,
        Code::UntaggedAmbiguous,
    ];
    Answer {
        findings,
        unknown: codes.map(|code| (code, reason.clone())).into(),
        ..Answer::default()
    }
}

impl Bench {
    /// The worker's side. `hears` is told at which text the types' own code runs.
    pub(super) fn decide(&self, question: &Question, hears: &Hears) -> Answer {
        let Some(union) = self.type_set.union(&question.name) else {
            return Answer {
                refused: Some(format!("there is no enum `{}`", question.name)),
                ..Answer::default()
            };
        };
        let watched = union.watched(question.downs.clone(), Hears::clone(hears));
        let analysis = match EnumAnalysis::new(&watched, Some(&self.spec), &question.texts) {
            Ok(analysis) => analysis,
            Err(reason) => {
                return Answer {
                    refused: Some(reason),
                    ..Answer::default()
                };
            }
        };
        let mut verdict = examine_enum(&analysis);
        if question.only_texts {
            let is_asked = |finding: &Finding| {
                let witness = finding.witness.as_ref();
                witness.is_some_and(|text| question.texts.contains(text))
            };
            verdict.findings.retain(is_asked);
        }
        for finding in &mut verdict.findings {
            self.show_whole(&analysis, finding, question, hears);
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
        for (text, how) in &question.downs {
            if let Some(name) = text.strip_prefix(ASKED) {
                let reason = format!("`{name}` could not be asked which texts it reads: {how}");
                verdict.unknown.push((Code::UntaggedShadowed, reason));
            }
        }
        let clean = analysis.readings.iter().filter(|reading| {
            analysis.wrong_pick(reading).is_none() && reading.reads.iter().filter(|reads| **reads).count() < 2
        });
        Answer {
            refused: None,
            asked: analysis.readings.len(),
            clean: clean.count(),
            findings: verdict.findings,
            unknown: verdict.unknown,
        }
    }

    /// Puts a witness into the smallest valid object of a subject, and says what the checks find in it.
    fn show_whole(&self, analysis: &EnumAnalysis<'_>, finding: &mut Finding, question: &Question, hears: &Hears) {
        let (Some(place), Some(table), Some(witness)) = (&analysis.place, &mut finding.union, &finding.witness) else {
            return;
        };
        let mut subjects = self.type_set.subjects().iter();
        table.whole = subjects.find_map(|subject| whole(&self.spec, subject, place, witness, question, hears));
    }
}

fn whole(
    spec: &Spec,
    subject: &Subject,
    place: &UnionPlace,
    witness: &str,
    question: &Question,
    hears: &Hears,
) -> Option<WholeWitness> {
    let component = subject.component()?;
    let schema = spec.component(component).ok()?;
    let around = Embedding::find(spec, component, place).ok()??;
    let object = around.object(&schema, witness, |_| true)?;
    let codes: BTreeSet<Code> = if question.downs.contains_key(&object) {
        BTreeSet::from([Code::Panicked])
    } else {
        let (hears, text) = (Hears::clone(hears), object.clone());
        let watched = subject.watched(move |running| hears(running.then_some(text.as_str())));
        let mut case = Case::new("whole", &object);
        case.kind = CaseKind::Sample;
        let verdict = examine(&watched, Some(&schema), &case).unwrap_or_default();
        let errors = verdict.findings.iter().filter(|finding| finding.level == Level::Error);
        errors.map(|finding| finding.code).collect()
    };
    Some(WholeWitness {
        subject: subject.name().to_owned(),
        pointer: around.pointer(),
        codes: codes.into_iter().collect(),
        text: object,
    })
}
