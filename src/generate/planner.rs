//! The planned cases of a schema, in their order.

use super::choices::{Choices, seed_of};
use super::cover::{Cover, Task};
use super::generated::{Discarded, Generated, Phase};
use super::mutant::Mutant;
use super::plan::Plan;
use super::render::Style;
use super::sample::{Aim, ValueBuilder};
use super::value::{GeneratedValue, NodeId};
use std::collections::VecDeque;

/// A generator gives up when it fails to build so many values in a row.
pub(super) const PATIENCE: u64 = 200;
/// How many values are written in every style.
const RENDERED: usize = 4;

/// Everything that is needed to generate one planned case again.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    phase: Phase,
    task: Option<Task>,
    style: Style,
    /// The seed of its choices.
    seed: u64,
    discarded: Discarded,
}

/// Works out the planned cases one after the other. What a sample happens to cover is not planned again, so each case
/// depends on those before it.
#[derive(Debug)]
pub(super) struct Planner {
    component: String,
    seed: u64,
    cover: Cover,
    waiting: VecDeque<(Phase, Option<Task>, Style)>,
    phase: Phase,
    /// How many cases there are so far.
    number: u64,
    /// How many attempts there are so far; each has a seed of its own.
    attempts: u64,
    gave_up: bool,
}

/// Why an attempt gives no case.
enum Miss {
    NotBuilt,
    NoFault,
    Unproven,
}

impl Planner {
    pub(super) fn new(plan: &Plan, component: &str, seed: u64) -> Planner {
        let cover = Cover::new(plan);
        let choices = cover.choices();
        let mut waiting: VecDeque<_> = choices
            .map(|task| (Phase::Covering, Some(task), Style::default()))
            .collect();
        for style in Style::EACH.into_iter().flat_map(|style| [style; RENDERED]) {
            waiting.push_back((Phase::Rendering, None, style));
        }
        Planner {
            component: component.to_owned(),
            seed,
            cover,
            waiting,
            phase: Phase::Covering,
            number: 0,
            attempts: 0,
            gave_up: false,
        }
    }

    /// Whether the planner stopped because it failed to build values.
    pub(super) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// The next planned case; `None` if there is no further one.
    pub(super) fn next<'p>(&mut self, plan: &'p Plan) -> Option<(Recipe, Generated<'p>)> {
        let mut discarded = Discarded::default();
        while !self.gave_up {
            let (phase, task, style) = self.task(plan)?;
            let mut recipe = Recipe {
                phase,
                task,
                style,
                seed: seed_of(self.seed, &self.component, self.attempts),
                discarded,
            };
            let mut covered = Vec::new();
            let result = self.follow(plan, &recipe, &mut covered);
            if matches!(result, Err(Miss::NoFault)) {
                // The value has no further fault: the next task is due.
                continue;
            }
            self.attempts += 1;
            self.cover.observe(&covered);
            match &recipe.task {
                // A choice that could not be covered is not tried again.
                Some(Task::Choice(id, choice)) => self.cover.observe(&[(*id, *choice as u32)]),
                Some(Task::Fault(id, number)) if !matches!(result, Err(Miss::NotBuilt)) => {
                    let next = Task::Fault(*id, number + 1);
                    self.waiting.push_front((phase, Some(next), Style::default()));
                }
                _ => {}
            }
            match result {
                Ok((sample, mutant)) => {
                    recipe.discarded = discarded;
                    let case = recipe.case(self.number, sample, mutant);
                    self.number += 1;
                    return Some((recipe, case));
                }
                Err(Miss::NotBuilt) => {
                    discarded.failed += 1;
                    self.gave_up = discarded.failed > PATIENCE;
                }
                Err(_) => discarded.unproven += 1,
            }
        }
        None
    }

    /// Generates a planned case once more.
    pub(super) fn again<'p>(&self, plan: &'p Plan, recipe: &Recipe, number: u64) -> Option<Generated<'p>> {
        let (sample, mutant) = self.follow(plan, recipe, &mut Vec::new()).ok()?;
        Some(recipe.case(number, sample, mutant))
    }

    /// The next task; `None` after the last one.
    fn task(&mut self, plan: &Plan) -> Option<(Phase, Option<Task>, Style)> {
        loop {
            if let Some((phase, task, style)) = self.waiting.pop_front() {
                match task {
                    Some(Task::Choice(id, choice)) if self.cover.has(id, choice) => continue,
                    task => return Some((phase, task, style)),
                }
            }
            let (phase, tasks): (Phase, Vec<Task>) = match self.phase {
                Phase::Covering | Phase::Rendering => {
                    let entries = self.cover.entries().iter();
                    (Phase::Faults, entries.map(|id| Task::Fault(*id, 0)).collect())
                }
                Phase::Faults => (Phase::Pairs, self.cover.rows(plan)),
                Phase::Pairs | Phase::Random => return None,
            };
            let tasks = tasks.into_iter().map(|task| (phase, Some(task), Style::default()));
            self.waiting = tasks.collect();
            self.phase = phase;
        }
    }

    /// Generates the values of a recipe. `covered` receives the choices that the sample makes.
    fn follow<'p>(
        &self,
        plan: &'p Plan,
        recipe: &Recipe,
        covered: &mut Vec<(NodeId, u32)>,
    ) -> Result<(GeneratedValue<'p>, Option<Mutant<'p>>), Miss> {
        let mut choices = Choices::from_seed(recipe.seed);
        let goal = recipe.task.as_ref().map(Task::goal);
        let path = goal.map_or_else(Vec::new, |(id, _)| self.cover.path(id));
        let aim = goal.map_or(Aim::NOTHING, |(_, goal)| Aim::at(&path, goal));
        let builder = ValueBuilder::new(plan, &mut choices, Some(covered));
        let sample = builder.value(aim).ok_or(Miss::NotBuilt)?;
        let mutant = match &recipe.task {
            Some(Task::Fault(id, number)) => Some(fault(plan, &sample, *id, *number).ok_or(Miss::NoFault)?),
            _ => None,
        };
        match mutant.as_ref().is_none_or(|mutant| mutant.is_proven(plan)) {
            true => Ok((sample, mutant)),
            false => Err(Miss::Unproven),
        }
    }
}

impl Recipe {
    fn case<'p>(&self, number: u64, sample: GeneratedValue<'p>, mutant: Option<Mutant<'p>>) -> Generated<'p> {
        Generated {
            number,
            phase: self.phase,
            style: self.style,
            sample,
            mutant,
            discarded: self.discarded,
        }
    }
}

/// A fault of the first value that an entry of the plan made.
fn fault<'p>(plan: &'p Plan, sample: &GeneratedValue<'p>, id: NodeId, number: usize) -> Option<Mutant<'p>> {
    let mut places = sample.places().into_iter();
    let place = places.find(|place| sample.at(place).is_some_and(|value| value.node == id))?;
    Mutant::of(plan, sample.clone(), place, number)
}
