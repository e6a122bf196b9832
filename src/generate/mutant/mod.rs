//! Mutants: samples with exactly one thing wrong, which has a name and a place, and is proven.

mod fault;

use super::choices::Choices;
use super::plan::Plan;
use super::value::GeneratedValue;
use crate::pointer::Pointer;

pub use fault::OPERATORS;
pub(in crate::generate) use fault::{Fault, faults};

/// A sample with exactly one thing wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant<'p> {
    /// What is wrong, by name.
    pub operator: &'static str,
    /// Where: the value, or the key that is missing or too many.
    pub pointer: Pointer,
    /// The value with the fault in it.
    pub made: GeneratedValue<'p>,
    /// The value without it.
    pub sample: GeneratedValue<'p>,
    /// Where in the sample the fault was put.
    pub(in crate::generate) place: Vec<u32>,
    /// Which of the faults that can be put there.
    pub(in crate::generate) number: usize,
}

impl<'p> Mutant<'p> {
    /// The value, as JSON, that became another; `None` if the fault is a key that is missing or too many.
    pub fn was(&self) -> Option<String> {
        let is_value = self.pointer == self.sample.pointer(&self.place);
        is_value
            .then(|| self.sample.at(&self.place))
            .flatten()
            .map(GeneratedValue::text)
    }

    /// Whether the plan proves that the value with the fault is invalid.
    pub(in crate::generate) fn is_proven(&self, plan: &Plan) -> bool {
        plan.allows(&self.made) == Some(false)
    }

    /// Puts a fault into a sample; `None` if there is no such fault there.
    pub(in crate::generate) fn of(
        plan: &'p Plan,
        sample: GeneratedValue<'p>,
        place: Vec<u32>,
        number: usize,
    ) -> Option<Mutant<'p>> {
        let fault = faults(plan, sample.at(&place)?).into_iter().nth(number)?;
        Mutant::with(sample, place, number, fault)
    }

    fn with(sample: GeneratedValue<'p>, place: Vec<u32>, number: usize, fault: Fault<'p>) -> Option<Mutant<'p>> {
        let mut pointer = sample.pointer(&place);
        if let Some(key) = &fault.key {
            pointer.push(key);
        }
        let mut made = sample.clone();
        made.at_mut(&place)?.body = fault.body;
        Some(Mutant {
            operator: fault.operator,
            pointer,
            made,
            sample,
            place,
            number,
        })
    }

    /// A fault somewhere in a sample, not yet proven.
    pub(in crate::generate) fn anywhere(
        plan: &'p Plan,
        sample: GeneratedValue<'p>,
        choices: &mut Choices<'_>,
    ) -> Option<Mutant<'p>> {
        let places = sample.places();
        // Half of the faults lie near the outside, where every type has something to say.
        let near = if choices.chance(128) {
            places.len()
        } else {
            places.len().min(24)
        };
        let place = places.into_iter().nth(choices.below(near))?;
        let mut possible = faults(plan, sample.at(&place)?);
        let number = choices.below(possible.len());
        let fault = (number < possible.len()).then(|| possible.swap_remove(number))?;
        Mutant::with(sample, place, number, fault)
    }
}
