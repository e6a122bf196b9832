//! The planned cases of a schema, in their order.

use super::choices::{Choices, seed_of};
use super::cover::{Cover, Task};
use super::generated::{Discarded, Generated, Phase};
use super::mutant::Mutant;
use super::plan::{Node, Plan};
use super::render::Style;
use super::sample::{Aim, Trace, ValueBuilder, is_large};
use super::value::{GeneratedValue, NodeId};
use std::collections::{BTreeMap, VecDeque};

/// A generator gives up when it fails to build so many values in a row, or has made and tested so many parts of such values.
pub(super) const PATIENCE: u64 = 200;
pub(super) const PATIENCE_WORK: u64 = 4_000_000;
/// A string or number that was not reached so often is not wanted again.
const FAILURES: u32 = 3;
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
    /// The choices that it made because no earlier case had made them.
    led: Vec<u32>,
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
    /// What is still to be covered of single values. There is much of it, so the later phases do not wait for it.
    values: VecDeque<Task>,
    phase: Phase,
    /// How many cases there are so far.
    number: u64,
    /// For each string and number that was wanted and not reached, how often. All choices of one are wanted at the same place.
    out_of_reach: BTreeMap<NodeId, u32>,
    /// How many attempts there are so far; each has a seed of its own.
    attempts: u64,
    gave_up: bool,
    /// How many values were made and tested so far, those that are part of others included.
    pub(super) work: u64,
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
        let structure = cover.structure(plan).into_iter();
        let mut waiting: VecDeque<_> = structure
            .map(|task| (Phase::Covering, Some(task), Style::default()))
            .collect();
        for style in Style::EACH
            .into_iter()
            .filter(|style| plan.allowed(*style) == *style)
            .flat_map(|style| [style; RENDERED])
        {
            waiting.push_back((Phase::Rendering, None, style));
        }
        Planner {
            component: component.to_owned(),
            seed,
            values: cover.values(plan),
            cover,
            waiting,
            phase: Phase::Covering,
            number: 0,
            out_of_reach: BTreeMap::new(),
            attempts: 0,
            gave_up: false,
            work: 0,
        }
    }

    /// Whether the planner stopped because it failed to build values.
    pub(super) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// The next planned case; `None` if there is no further one.
    pub(super) fn next<'p>(&mut self, plan: &'p Plan) -> Option<(Recipe, Generated<'p>)> {
        let mut discarded = Discarded::default();
        let before = self.work;
        while !self.gave_up {
            let (phase, task, style) = self.task(plan)?;
            let mut recipe = Recipe {
                phase,
                task,
                style,
                seed: seed_of(self.seed, &self.component, self.attempts),
                led: Vec::new(),
                discarded,
            };
            let mut trace = match is_led(phase) {
                true => Trace::toward_unseen(self.cover.seen()),
                false => Trace::default(),
            };
            let mut work = 0;
            let result = self.follow(plan, &recipe, &mut trace, &mut work);
            self.work += work;
            let covered = std::mem::take(&mut trace.covered);
            recipe.led = trace.led;
            if matches!(result, Err(Miss::NoFault)) {
                // The value has no further fault: the next task is due.
                continue;
            }
            self.attempts += 1;
            if !matches!(phase, Phase::Faults) {
                self.cover.observe(&covered);
            }
            match &recipe.task {
                // A choice that could not be covered is not tried again.
                Some(Task::Choice(id, choice)) => {
                    self.cover.observe(&[(*id, *choice as u32)]);
                    let is_single = matches!(plan.entry(*id).node, Node::String(_) | Node::Number(_));
                    if is_single && !covered.contains(&(*id, *choice as u32)) {
                        *self.out_of_reach.entry(*id).or_default() += 1;
                    }
                }
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
                    self.gave_up = discarded.failed > PATIENCE || self.work - before > PATIENCE_WORK;
                }
                Err(_) => discarded.unproven += 1,
            }
        }
        None
    }

    /// Generates a planned case once more.
    pub(super) fn again<'p>(&mut self, plan: &'p Plan, recipe: &Recipe, number: u64) -> Option<Generated<'p>> {
        let mut trace = match is_led(recipe.phase) {
            true => Trace::again(recipe.led.clone()),
            false => Trace::default(),
        };
        let mut work = 0;
        let followed = self.follow(plan, recipe, &mut trace, &mut work);
        self.work += work;
        let (sample, mutant) = followed.ok()?;
        Some(recipe.case(number, sample, mutant))
    }

    /// The next task; `None` after the last one.
    fn task(&mut self, plan: &Plan) -> Option<(Phase, Option<Task>, Style)> {
        loop {
            let structure_is_covered = matches!(self.phase, Phase::Faults | Phase::Pairs);
            if structure_is_covered
                && (self.attempts.is_multiple_of(2) || (self.phase == Phase::Pairs && self.waiting.is_empty()))
                && let Some(task) = self.next_value()
            {
                return Some((Phase::Covering, Some(task), Style::default()));
            }
            if let Some((phase, task, style)) = self.waiting.pop_front() {
                match task {
                    Some(task) if self.is_covered(&task) => continue,
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

    /// The next choice of a single value that no case has made.
    fn next_value(&mut self) -> Option<Task> {
        loop {
            let task = self.values.pop_front()?;
            if !self.is_covered(&task) {
                return Some(task);
            }
        }
    }

    /// Whether nothing is left to be done for a task.
    fn is_covered(&self, task: &Task) -> bool {
        matches!(task, Task::Choice(id, choice) if self.cover.has(*id, *choice) || self.is_out_of_reach(*id))
    }

    fn is_out_of_reach(&self, id: NodeId) -> bool {
        self.out_of_reach.get(&id).is_some_and(|failures| *failures >= FAILURES)
    }

    /// Generates the values of a recipe. `trace` leads the choices, and receives those that the sample makes; `work` grows by the values
    /// that are made and tested.
    fn follow<'p>(
        &self,
        plan: &'p Plan,
        recipe: &Recipe,
        trace: &mut Trace<'_>,
        work: &mut u64,
    ) -> Result<(GeneratedValue<'p>, Option<Mutant<'p>>), Miss> {
        let mut choices = Choices::from_seed(recipe.seed);
        let goal = recipe.task.as_ref().map(Task::goal);
        let path = goal.map_or_else(Vec::new, |(id, _)| self.cover.path(id));
        let aim = goal.map_or(Aim::NOTHING, |(_, goal)| Aim::at(&path, goal));
        let mut builder = ValueBuilder::new(plan, &mut choices, Some(trace));
        if let Some(Task::Choice(id, choice)) = recipe.task
            && is_large(plan.entry(id), choice)
        {
            builder = builder.plain();
        }
        let sample = builder.value(aim, work).ok_or(Miss::NotBuilt)?;
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

/// Whether the samples of a phase are led to what is not covered: not those that only carry a fault or a style.
fn is_led(phase: Phase) -> bool {
    matches!(phase, Phase::Covering | Phase::Pairs)
}

/// A fault of the first value that an entry of the plan made.
fn fault<'p>(plan: &'p Plan, sample: &GeneratedValue<'p>, id: NodeId, number: usize) -> Option<Mutant<'p>> {
    let place = sample.first_place(|value| value.node == id)?;
    Mutant::of(plan, sample.clone(), place, number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Generator;
    use serde_json::json;

    /// What no value can hold is wanted in vain, but only a few times: the other places are still covered.
    #[test]
    fn strings_out_of_reach_do_not_end_the_planning() {
        let texts: serde_json::Map<_, _> = (0..40)
            .map(|at| (format!("t{at}"), json!({"type": "string"})))
            .collect();
        let never = json!({"type": "object", "properties": texts, "not": {"minProperties": 1}});
        let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": never}});
        let plan = Plan::new(&schema).unwrap();
        let cases: Vec<_> = Generator::new(&plan, "T", 1).take(1_500).collect();
        assert_eq!(cases.len(), 1_500);
        let random = cases.iter().filter(|case| case.phase == Phase::Random).count();
        assert!(random > 100, "{random}");
    }

    /// A type that refuses a number in another field must not hide that it refuses so many items.
    #[test]
    fn nothing_odd_stands_beside_a_size_that_code_cuts_at() {
        let numbers: Vec<String> = (0..20).map(|at| format!("n{at}")).collect();
        let mut properties: serde_json::Map<_, _> = numbers
            .iter()
            .map(|name| (name.clone(), json!({"type": "integer"})))
            .collect();
        properties.insert(
            "list".to_owned(),
            json!({"type": "array", "items": {"type": "integer"}}),
        );
        let required: Vec<&String> = properties.keys().collect();
        let schema = json!({"type": "object", "required": required, "properties": properties});
        let plan = Plan::new(&schema).unwrap();
        let mut large = 0;
        for case in Generator::new(&plan, "T", 1).take(1_000) {
            let text = case.text();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            if value["list"].as_array().is_some_and(|list| list.len() > 100) {
                large += 1;
                assert!(numbers.iter().all(|name| value[name.as_str()] == 0), "{text}");
            }
        }
        // 101, 129, 257, 513 and 1,025.
        assert_eq!(large, 5);
    }
}
