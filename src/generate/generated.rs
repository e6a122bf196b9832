//! A generated case, and what it is for.

use super::mutant::Mutant;
use super::render::Style;
use super::value::GeneratedValue;

/// The purpose of a generated case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// To make each choice that the schema leaves open at least once.
    Covering,
    /// To write a value in each style that JSON allows.
    Rendering,
    /// To violate each constraint of the schema once.
    Faults,
    /// To combine the states of any two keys of an object.
    Pairs,
    /// To try anything else.
    Random,
}

impl Phase {
    /// All phases, in the order in which they follow each other.
    pub const ALL: [Phase; 5] = [
        Phase::Covering,
        Phase::Rendering,
        Phase::Faults,
        Phase::Pairs,
        Phase::Random,
    ];

    /// The phase as reports print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Covering => "covering",
            Phase::Rendering => "rendering",
            Phase::Faults => "faults",
            Phase::Pairs => "pairs",
            Phase::Random => "random",
        }
    }
}

/// A generated case.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated<'p> {
    /// Which case of the generator it is, from 0.
    pub number: u64,
    /// Its purpose.
    pub phase: Phase,
    /// How it is written as JSON.
    pub style: Style,
    /// The valid value.
    pub sample: GeneratedValue<'p>,
    /// The value with a fault in it, if the case is a mutant.
    pub mutant: Option<Mutant<'p>>,
    /// The attempts that were thrown away before this one.
    pub discarded: Discarded,
}

impl Generated<'_> {
    /// The JSON text.
    pub fn text(&self) -> String {
        self.mutant
            .as_ref()
            .map_or(&self.sample, |mutant| &mutant.made)
            .text_in(self.style)
    }
}

/// Attempts that were thrown away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Discarded {
    /// Values that were meant to be invalid and are not proven to be.
    pub unproven: u64,
    /// Values that could not be built.
    pub failed: u64,
}
