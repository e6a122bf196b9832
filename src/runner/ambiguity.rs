//! Unions and enums, decided: an event each.

use super::decided::{Decided, Overlap};
use super::enums::{EnumRequest, EnumResult};
use super::event::{Event, Replay};
use super::fault::Fault;
use super::guard::{guarded, lock};
use super::pool::Pool;
use super::state::RunState;
use crate::case::{Case, Skipped};
use crate::enums::{Branches, PairRelation};
use crate::interrupt::is_interrupted;
use crate::schema::{Spec, UnionPlace};
use crate::subject::EnumSubject;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is to be decided.
pub struct Ambiguity<'a> {
    /// The document.
    pub spec: &'a Spec,
    /// Its unions.
    pub places: Vec<UnionPlace>,
    /// The enums.
    pub unions: Vec<&'a EnumSubject>,
    /// Who asks the enums; not needed where there are none.
    pub pool: Option<Pool>,
    /// Texts to ask the enums about, by the enum's name, beside those that are made.
    pub texts: BTreeMap<String, Vec<String>>,
    /// Whether only what these texts show is told.
    pub only_texts: bool,
    /// Gives the command that shows a finding again.
    pub replay: Replay<'a>,
}

impl Ambiguity<'_> {
    /// Decides, and tells the record, until it is done or the run is interrupted.
    ///
    /// # Errors
    /// When no worker can be started, or the listener fails.
    pub fn run(mut self, record: &mut RunState<'_>) -> Result<(), Fault> {
        record.summary.unions.get_or_insert_default();
        for place in std::mem::take(&mut self.places).chunks(64) {
            for decided in decide(self.spec, place) {
                if is_interrupted() {
                    return Ok(());
                }
                record.decided(&decided)?;
            }
        }
        let Some(pool) = self.pool.take() else { return Ok(()) };
        let unions = std::mem::take(&mut self.unions);
        let requests: Vec<EnumRequest> = unions
            .iter()
            .map(|union| EnumRequest {
                name: union.name().to_owned(),
                texts: self.texts.remove(union.name()).unwrap_or_default(),
                only_texts: self.only_texts,
            })
            .collect();
        let next = AtomicUsize::new(0);
        let results: Vec<Mutex<Option<EnumResult>>> = requests.iter().map(|_| Mutex::new(None)).collect();
        pool.on_threads(requests.len(), |runner| {
            while let Some(index) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < requests.len()) {
                if is_interrupted() {
                    return;
                }
                let decided = guarded(|| runner.decide(&requests[index]));
                let failed = |message| EnumResult::refused(format!("wireproof failed at the enum: {message}"));
                *lock(&results[index]) = Some(decided.unwrap_or_else(failed));
            }
        })?;
        for (union, result) in unions.into_iter().zip(results) {
            // What was on its way when the run was interrupted says nothing: its process was stopped.
            let Some(result) = lock(&result).take().filter(|_| !is_interrupted()) else {
                return Ok(());
            };
            self.tell(union, result, record)?;
        }
        Ok(())
    }

    fn tell(&mut self, union: &EnumSubject, answer: EnumResult, record: &mut RunState<'_>) -> Result<(), Fault> {
        if let Some(reason) = answer.refused {
            return record.skip(&Skipped::whole(union.name(), reason));
        }
        record.count_subject(union.name());
        record.asked(union.name(), answer.asked, answer.clean);
        for mut finding in answer.findings {
            record.policy.apply(&mut finding);
            let case = Case::witness(union.name(), finding.witness.clone().unwrap_or_default());
            finding.replay = (self.replay)(&case, &finding);
            record.report(Some(&case), &finding)?;
        }
        let case = Case::new(union.name(), "");
        for (code, reason) in &answer.unknown {
            record.unknown(&case, *code, reason)?;
        }
        Ok(())
    }
}

/// The pairs of one union that are looked at: those of 2,000 branches.
const MOST_PAIRS: usize = 2_000_000;

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
        Err(error) => {
            let mut decided = nothing_decided(place);
            undecided_from(&mut decided, 0, &error.to_string());
            decided
        }
    }
}

fn nothing_decided(place: &UnionPlace) -> Decided {
    Decided {
        pointer: place.pointer(),
        branches: place.branches,
        disjoint: 0,
        overlapping: Vec::new(),
        unknown: Vec::new(),
        more_unknown: 0,
    }
}

/// Counts the pairs behind the first ones as undecided.
fn undecided_from(decided: &mut Decided, first: usize, reason: &str) {
    let count = decided.branches.saturating_mul(decided.branches.saturating_sub(1)) / 2;
    let rest = count.saturating_sub(first);
    let listed = pairs(decided.branches).skip(first).take(Decided::MOST_LISTED.min(rest));
    listed.for_each(|pair| decided.undecided(pair, reason));
    decided.more_unknown += rest.saturating_sub(Decided::MOST_LISTED);
}

fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

fn decided(place: &UnionPlace, branches: &Branches, first: usize) -> Decided {
    let mut decided = nothing_decided(place);
    let looked_at = || pairs(place.branches).take(MOST_PAIRS);
    let meetings = branches.meetings(looked_at().map(|(a, b)| (first + a, first + b)));
    for ((a, b), meeting) in looked_at().zip(meetings) {
        match meeting {
            PairRelation::Disjoint(_) => decided.disjoint += 1,
            PairRelation::Overlapping(witness) => decided.overlapping.push(Overlap {
                branches: (a, b),
                witness,
            }),
            PairRelation::Unknown(reason) => decided.undecided((a, b), &reason),
        }
    }
    undecided_from(
        &mut decided,
        MOST_PAIRS,
        &format!("the union has more than {MOST_PAIRS} pairs of branches"),
    );
    decided
}

impl RunState<'_> {
    fn decided(&mut self, decided: &Decided) -> Result<(), Fault> {
        let of = self.summary.unions.get_or_insert_default();
        of.unions += 1;
        of.disjoint += decided.disjoint;
        of.overlapping += decided.overlapping.len();
        of.pairs += decided.pairs();
        self.summary.unknown += decided.undecided_pairs();
        self.on_event(&Event::Union(decided))
    }

    fn asked(&mut self, name: &str, texts: usize, clean: usize) {
        let numbers = self.summary.by_subject.entry(name.to_owned()).or_default();
        numbers.objects += texts;
        numbers.failed += texts - clean.min(texts);
        self.summary.unions.get_or_insert_default().enums += 1;
        self.summary.cases += 1;
        self.summary.objects += texts;
        self.summary.clean += clean;
    }
}
