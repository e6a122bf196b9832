//! Samples of many components of a document, to prove the generator itself.

use super::generator::Generator;
use super::plan::{NoPlan, Plan};
use crate::interrupt::is_interrupted;
use crate::schema::budget::{self, Steps, size};
use crate::schema::{Schema, Spec, SpecError};
use crate::subject::catch_panic;
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Enough for schemas that are nested as deep as a document may be.
const STACK_BYTES: usize = 64 << 20;

/// What sampling one component showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledComponent {
    /// The component.
    pub component: String,
    /// The result.
    pub outcome: SamplingOutcome,
    /// How many valid samples were generated.
    pub samples: u64,
    /// How many mutants were generated between them.
    pub mutants: u64,
    /// How many values were discarded because they are not proven to be invalid, as a mutant must be.
    pub unproven: u64,
}

/// The result of sampling one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SamplingOutcome {
    /// All samples are valid.
    Generated,
    /// No value is valid, and the schema algebra proves it.
    Unsatisfiable,
    /// There are no samples, or fewer than requested; the reason.
    Unknown(String),
    /// This sample is not valid: the generator has a fault.
    Invalid(String),
    /// The component cannot be read; the reason.
    Unreadable(String),
}

impl SampledComponent {
    fn without_samples(component: &str, outcome: SamplingOutcome) -> SampledComponent {
        SampledComponent {
            component: component.to_owned(),
            outcome,
            samples: 0,
            mutants: 0,
            unproven: 0,
        }
    }
}

/// A part of a plan is combined with others, compiled and ordered.
const STEPS_OF_PART: u64 = 5;
/// A part of a schema is rewritten, and parsed to see what it leads to.
const STEPS_OF_READING: u64 = 10;

/// A value is made, tested, written and read again.
const STEPS_OF_VALUE: u64 = 4;
/// One component gets this part of the steps.
const PART: u64 = 10;

/// So many components are sampled before the first look at what is left of the budget, and twice as many before each further one, as
/// long as a round takes no more than [`CHEAP`].
const FIRST_ROUND: usize = 4;
/// A round that takes less than this part of the steps may be followed by a longer one.
const CHEAP: u64 = 200;

/// Generates `count` samples of each component, on all cores. The results are in the order of `components`. If the run is interrupted,
/// the components whose turn it is not yet are left out.
pub fn sample_components(spec: &Spec, components: &[String], count: u64, seed: u64) -> Vec<SampledComponent> {
    let mut sampled = Vec::new();
    let steps = Steps::share_of(2, spec.document().value());
    let (mut rest, mut length) = (components, FIRST_ROUND);
    while !rest.is_empty() {
        let (round, behind) = rest.split_at(length.min(rest.len()));
        rest = behind;
        if steps.is_exhausted() {
            let outcome = || SamplingOutcome::Unknown(format!("with the components before {}", steps.reason()));
            sampled.extend(
                round
                    .iter()
                    .map(|name| SampledComponent::without_samples(name, outcome())),
            );
            continue;
        }
        let before = steps.spent();
        for (component, spent) in sample_round(spec, round, count, seed) {
            steps.spend(spent);
            sampled.push(component);
        }
        length = match steps.spent() - before < budget::steps(CHEAP) {
            true => length * 2,
            false => FIRST_ROUND,
        };
    }
    sampled
}

/// Samples some components, and says how many steps each took.
fn sample_round(spec: &Spec, components: &[String], count: u64, seed: u64) -> Vec<(SampledComponent, u64)> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<Option<(SampledComponent, u64)>>> = Mutex::new(vec![None; components.len()]);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(name) = components.get(index).filter(|_| !is_interrupted()) else {
                return;
            };
            let mut spent = 0;
            let sampled = catch_panic(|| sample_component(spec, name, count, seed, &mut spent));
            let sampled = sampled.unwrap_or_else(|message| {
                let outcome = SamplingOutcome::Unknown(format!("wireproof panicked: {message}"));
                SampledComponent::without_samples(name, outcome)
            });
            results.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some((sampled, spent));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let builder = thread::Builder::new().stack_size(STACK_BYTES);
            if builder.spawn_scoped(scope, work).is_err() {
                work();
            }
        }
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().flatten().collect()
}

/// `spent` grows by the parts of the schema and of its plan, and the bytes of the values.
fn sample_component(spec: &Spec, name: &str, count: u64, seed: u64, spent: &mut u64) -> SampledComponent {
    let without = |outcome| SampledComponent::without_samples(name, outcome);
    let schema = match spec.component_once(name) {
        Ok(schema) => schema,
        Err(error) => {
            // What is too complex was read to its end, and may be all of the document.
            if matches!(error, SpecError::TooComplex { .. } | SpecError::EndlessRef { .. }) {
                *spent += size(spec.document().value()) * STEPS_OF_READING;
            }
            return without(SamplingOutcome::Unreadable(error.to_string()));
        }
    };
    *spent += schema.work();
    let plan = match Plan::new(schema.json_schema()) {
        Ok(plan) => plan,
        Err(NoPlan::Unsatisfiable) => return without(no_sample(&schema)),
        Err(error) => {
            *spent += Plan::max_steps() * STEPS_OF_PART;
            return without(SamplingOutcome::Unknown(error.to_string()));
        }
    };
    *spent += plan.steps() * STEPS_OF_PART;
    let max_bytes = budget::bytes(256) as usize;
    let mut sampled = without(SamplingOutcome::Generated);
    let mut bytes = 0;
    let mut generator = Generator::new(&plan, name, seed);
    let (before, most) = (*spent, budget::steps(PART));
    while sampled.samples < count {
        *spent = before + bytes as u64 + generator.work() * STEPS_OF_VALUE;
        if *spent - before > most {
            let some = sampled.samples;
            sampled.outcome = SamplingOutcome::Unknown(format!(
                "only {some} of {count} values were made: {}",
                budget::exhausted(most)
            ));
            break;
        }
        let Some(case) = generator.next() else {
            sampled.outcome = match sampled.samples {
                0 => no_sample(&schema),
                some => SamplingOutcome::Unknown(format!(
                    "only {some} of {count} values met the constraints that values can be tested for, but not built to meet"
                )),
            };
            break;
        };
        sampled.unproven += case.discarded.unproven;
        if case.mutant.is_some() {
            sampled.mutants += 1;
            continue;
        }
        let text = case.text();
        let is_valid = serde_json::from_str(&text).map(|value: Value| schema.is_valid(&value));
        if !is_valid.unwrap_or(false) {
            sampled.outcome = SamplingOutcome::Invalid(text);
            break;
        }
        sampled.samples += 1;
        bytes += text.len();
        if bytes > max_bytes && sampled.samples < count {
            let some = sampled.samples;
            sampled.outcome = SamplingOutcome::Unknown(format!(
                "only {some} of {count} values were made: they have more than {} KiB, see --max-memory",
                max_bytes >> 10
            ));
            break;
        }
    }
    sampled
}

/// The outcome for a component of which no value was built.
fn no_sample(schema: &Schema) -> SamplingOutcome {
    match schema.is_satisfiable() {
        Some(false) => SamplingOutcome::Unsatisfiable,
        _ => SamplingOutcome::Unknown(
            "no value met the constraints that values can be tested for, but not built to meet; it is not proven that \
             no value is valid"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};

    #[test]
    fn components_are_sampled_in_their_order() {
        let document =
            r#"{"$defs": {"Text": {"type": "string"}, "Never": {"allOf": [{"type": "string"}, {"type": "null"}]}}}"#;
        let document = Document::parse("t", document.as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        let names = ["Never", "Gone", "Text"].map(str::to_owned);
        let sampled = sample_components(&spec, &names, 10, 1);
        assert_eq!(sampled[0].outcome, SamplingOutcome::Unsatisfiable);
        assert!(matches!(sampled[1].outcome, SamplingOutcome::Unreadable(_)));
        assert_eq!(
            (&sampled[2].outcome, sampled[2].samples),
            (&SamplingOutcome::Generated, 10)
        );
    }
}
