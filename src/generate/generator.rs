//! Cases of a schema without end: first what covers it, in a planned order, then random ones.

use super::choices::{Choices, seed_of};
use super::cover::{Cover, Task};
use super::mutant::Mutant;
use super::plan::Plan;
use super::render::Style;
use super::sample::{Aim, ValueBuilder};
use super::value::{GeneratedValue, NodeId};
use std::collections::VecDeque;

/// What a generated case is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Each choice that the schema leaves, once.
    Covering,
    /// Each way of writing one value down.
    Rendering,
    /// Each fault of each part of the schema, once.
    Faults,
    /// Each pair of what two keys of an object may be, once.
    Pairs,
    /// Anything.
    Random,
}

impl Phase {
    /// All phases, in their order.
    pub const ALL: [Phase; 5] = [
        Phase::Covering,
        Phase::Rendering,
        Phase::Faults,
        Phase::Pairs,
        Phase::Random,
    ];

    /// The phase as it is printed.
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
    /// Which case of the run it is, from 0.
    pub number: u64,
    /// What it is for.
    pub phase: Phase,
    /// How it is written down.
    pub style: Style,
    /// The valid value.
    pub sample: GeneratedValue<'p>,
    /// The value with a fault in it, if the case is a mutant.
    pub mutant: Option<Mutant<'p>>,
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

/// Makes cases of one schema. The same seed makes the same cases.
#[derive(Debug)]
pub struct Generator<'p> {
    plan: &'p Plan,
    name: String,
    seed: u64,
    number: u64,
    cover: Cover,
    waiting: VecDeque<(Phase, Option<Task>, Style)>,
    phase: Phase,
    /// Values that were to be invalid and are not: thrown away.
    pub unproven: u64,
    /// Values that could not be made.
    pub failed: u64,
}

/// In a row, this many failures to make a value end the run.
const PATIENCE: u32 = 200;
/// How many values are written in every style.
const RENDERED: usize = 4;

impl<'p> Generator<'p> {
    /// Sets out to make cases. `name` tells the cases of one schema from those of the next.
    pub fn new(plan: &'p Plan, name: &str, seed: u64) -> Generator<'p> {
        let cover = Cover::new(plan);
        let choices = cover
            .choices()
            .map(|task| (Phase::Covering, Some(task), Style::default()));
        let mut waiting: VecDeque<_> = choices.collect();
        for style in Style::EACH.into_iter().flat_map(|style| [style; RENDERED]) {
            waiting.push_back((Phase::Rendering, None, style));
        }
        Generator {
            plan,
            name: name.to_owned(),
            seed,
            number: 0,
            cover,
            waiting,
            phase: Phase::Covering,
            unproven: 0,
            failed: 0,
        }
    }

    /// The next thing to do; `None` for anything.
    fn task(&mut self) -> (Phase, Option<Task>, Option<Style>) {
        loop {
            if let Some((phase, task, style)) = self.waiting.pop_front() {
                match task {
                    Some(Task::Choice(id, choice)) if self.cover.has(id, choice) => continue,
                    task => return (phase, task, Some(style)),
                }
            }
            let plain = Style::default();
            match self.phase {
                Phase::Covering | Phase::Rendering => {
                    let faults = self
                        .cover
                        .entries()
                        .iter()
                        .map(|id| (Phase::Faults, Some(Task::Fault(*id, 0)), plain));
                    self.waiting = faults.collect();
                    self.phase = Phase::Faults;
                }
                Phase::Faults => {
                    let rows = self.cover.rows(self.plan).into_iter();
                    self.waiting = rows.map(|task| (Phase::Pairs, Some(task), plain)).collect();
                    self.phase = Phase::Pairs;
                }
                Phase::Pairs | Phase::Random => {
                    self.phase = Phase::Random;
                    return (Phase::Random, None, None);
                }
            }
        }
    }

    fn generate(&mut self) -> Result<Generated<'p>, Miss> {
        let (phase, task, style) = self.task();
        let seed = seed_of(self.seed, &self.name, self.number + self.failed + self.unproven);
        let mut choices = Choices::from_seed(seed);
        let style = style.unwrap_or_else(|| Style::choose(&mut choices));
        let goal = task.as_ref().map(Task::goal);
        let path = goal.map_or_else(Vec::new, |(id, _)| self.cover.path(id));
        let aim = goal.map_or(Aim::NOTHING, |(_, goal)| Aim::at(&path, goal));
        let mut heard = Vec::new();
        let made = ValueBuilder::new(self.plan, &mut choices, Some(&mut heard)).value(aim);
        let mutant = match (&made, &task) {
            (Some(made), Some(Task::Fault(id, number))) => {
                let mutant = self.fault(made, *id, *number);
                if mutant.is_some() {
                    self.waiting
                        .push_front((phase, Some(Task::Fault(*id, number + 1)), Style::default()));
                }
                Some(mutant.ok_or(Miss::NoFault)?)
            }
            (Some(made), None) if phase == Phase::Random && choices.chance(128) => {
                Some(Mutant::anywhere(self.plan, made.clone(), &mut choices).ok_or(Miss::NoFault)?)
            }
            _ => None,
        };
        self.cover.observe(&heard);
        // What could not be covered once is not tried again and again.
        if let Some(Task::Choice(id, choice)) = task {
            self.cover.observe(&[(id, choice as u32)]);
        }
        let sample = made.ok_or(Miss::NotMade)?;
        if let Some(mutant) = &mutant
            && self.plan.allows(&mutant.made) != Some(false)
        {
            return Err(Miss::Unproven);
        }
        Ok(Generated {
            number: self.number,
            phase,
            style,
            sample,
            mutant,
        })
    }

    /// A fault of the first value that an entry made.
    fn fault(&self, made: &GeneratedValue<'p>, id: NodeId, number: usize) -> Option<Mutant<'p>> {
        let places = made.places();
        let place = places
            .into_iter()
            .find(|place| made.at(place).is_some_and(|value| value.node == id))?;
        Mutant::of(self.plan, made.clone(), place, number)
    }
}

/// Why there is no case.
enum Miss {
    NotMade,
    NoFault,
    Unproven,
}

impl<'p> Iterator for Generator<'p> {
    type Item = Generated<'p>;

    fn next(&mut self) -> Option<Generated<'p>> {
        let mut patience = PATIENCE;
        loop {
            match self.generate() {
                Ok(case) => {
                    self.number += 1;
                    return Some(case);
                }
                Err(Miss::Unproven) => self.unproven += 1,
                // There is no further fault: the plan goes on.
                Err(Miss::NoFault) => self.failed += u64::from(self.phase == Phase::Random),
                Err(Miss::NotMade) => {
                    self.failed += 1;
                    patience = patience.checked_sub(1)?;
                }
            }
        }
    }
}

impl Plan {
    /// A value that the schema allows; `None` if what only tests could tell did not come out in a number of attempts.
    ///
    /// The fewer and the smaller the choices, the smaller the value.
    pub fn sample(&self, choices: &mut Choices<'_>) -> Option<GeneratedValue<'_>> {
        ValueBuilder::new(self, choices, None).value(Aim::NOTHING)
    }

    /// A value with exactly one fault, proven invalid; `None` if the fault that was chosen is none.
    pub fn mutant(&self, choices: &mut Choices<'_>) -> Option<Mutant<'_>> {
        let sample = self.sample(choices)?;
        let mutant = Mutant::anywhere(self, sample, choices)?;
        (self.allows(&mutant.made) == Some(false)).then_some(mutant)
    }
}
