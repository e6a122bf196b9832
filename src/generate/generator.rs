//! Cases of one schema without end: first planned ones that cover it, then random ones.

use super::choices::{Choices, seed_of};
use super::generated::{Discarded, Generated, Phase};
use super::mutant::Mutant;
use super::plan::Plan;
use super::planner::{PATIENCE, PATIENCE_WORK, Planner, Recipe};
use super::render::Style;
use super::sample::{Aim, ValueBuilder};
use super::value::GeneratedValue;

/// Generates cases of one schema.
///
/// The case of a number is the same for the same plan, component and seed, whichever cases were generated before it. The
/// planned cases at the beginning depend on each other: a choice that an earlier sample has made by chance is not planned
/// again. So the first request for a planned case works out the recipes of those before it, which is a matter of
/// milliseconds, and from then on each is generated on its own. Random cases depend on nothing but their number.
#[derive(Debug)]
pub struct Generator<'p> {
    plan: &'p Plan,
    component: String,
    seed: u64,
    planner: Planner,
    /// The recipes of the planned cases that are known so far, by number.
    recipes: Vec<Recipe>,
    /// The number of the next case of the iteration.
    next: u64,
}

impl<'p> Generator<'p> {
    /// A generator for the schema of a component. The name of the component is part of the seed, so that components with
    /// the same schema get different cases.
    pub fn new(plan: &'p Plan, component: &str, seed: u64) -> Generator<'p> {
        Generator {
            plan,
            component: component.to_owned(),
            seed,
            planner: Planner::new(plan, component, seed),
            recipes: Vec::new(),
            next: 0,
        }
    }

    /// How many values were made and tested so far, those that are part of others and those that were thrown away included.
    pub(crate) fn work(&self) -> u64 {
        self.planner.work
    }

    /// The case with a number; `None` if no such case can be built.
    pub fn case(&mut self, number: u64) -> Option<Generated<'p>> {
        while self.recipes.len() as u64 <= number {
            let Some((recipe, case)) = self.planner.next(self.plan) else {
                break;
            };
            self.recipes.push(recipe);
            if case.number == number {
                return Some(case);
            }
        }
        let recipe = usize::try_from(number).ok().and_then(|index| self.recipes.get(index));
        match recipe {
            Some(recipe) => self.planner.again(self.plan, recipe, number),
            None if self.planner.gave_up() => None,
            None => self.random(number),
        }
    }

    /// A random case. Each attempt has a seed of its own.
    fn random(&mut self, number: u64) -> Option<Generated<'p>> {
        let seed = seed_of(self.seed, &self.component, number);
        let mut discarded = Discarded::default();
        let before = self.planner.work;
        for attempt in 0.. {
            let mut choices = Choices::from_seed(seed_of(seed, "random", attempt));
            let style = self.plan.allowed(Style::choose(&mut choices));
            let Some(sample) =
                ValueBuilder::new(self.plan, &mut choices, None).value(Aim::NOTHING, &mut self.planner.work)
            else {
                discarded.failed += 1;
                if discarded.failed > PATIENCE || self.planner.work - before > PATIENCE_WORK {
                    return None;
                }
                continue;
            };
            let is_mutant = choices.chance(128);
            let mutant = is_mutant.then(|| Mutant::anywhere(self.plan, sample.clone(), &mut choices));
            match &mutant {
                Some(None) => {
                    discarded.failed += 1;
                    continue;
                }
                Some(Some(mutant)) if !mutant.is_proven(self.plan) => {
                    discarded.unproven += 1;
                    continue;
                }
                _ => {}
            }
            return Some(Generated {
                number,
                phase: Phase::Random,
                style,
                sample,
                mutant: mutant.flatten(),
                discarded,
            });
        }
        None
    }
}

impl<'p> Iterator for Generator<'p> {
    type Item = Generated<'p>;

    fn next(&mut self) -> Option<Generated<'p>> {
        let case = self.case(self.next)?;
        self.next += 1;
        Some(case)
    }
}

impl Plan {
    /// A value that the schema allows; `None` if no attempt met the constraints that values can be tested for, but not
    /// built to meet.
    ///
    /// Fewer and smaller choices give a smaller value.
    pub fn sample(&self, choices: &mut Choices<'_>) -> Option<GeneratedValue<'_>> {
        self.sample_counted(choices, &mut 0)
    }

    /// As [`sample`](Self::sample); `work` grows by the values that were made and tested, those that were thrown away included.
    pub(crate) fn sample_counted(&self, choices: &mut Choices<'_>, work: &mut u64) -> Option<GeneratedValue<'_>> {
        ValueBuilder::new(self, choices, None).value(Aim::NOTHING, work)
    }

    /// A value with exactly one fault, proven invalid; `None` if the chosen fault is not proven to make it invalid.
    pub fn mutant(&self, choices: &mut Choices<'_>) -> Option<Mutant<'_>> {
        let sample = self.sample(choices)?;
        let mutant = Mutant::anywhere(self, sample, choices)?;
        mutant.is_proven(self).then_some(mutant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plan() -> Plan {
        let item = json!({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "maxLength": 3}]});
        let schema = json!({"type": "object", "required": ["id"], "properties": {
            "id": {"type": "string"}, "list": {"type": "array", "items": item}, "flag": {"type": "boolean"}}});
        Plan::new(&schema).unwrap()
    }

    fn key(case: &Generated<'_>) -> (u64, Phase, String, Discarded) {
        (case.number, case.phase, case.text(), case.discarded)
    }

    #[test]
    fn a_case_is_the_same_whatever_was_generated_before_it() {
        let plan = plan();
        let in_order: Vec<_> = Generator::new(&plan, "T", 1).take(400).map(|case| key(&case)).collect();
        assert_eq!(in_order[0].1, Phase::Covering);
        assert_eq!(in_order[399].1, Phase::Random);
        let mut generator = Generator::new(&plan, "T", 1);
        for number in [399, 5, 0, 120, 398, 7, 6] {
            let alone = Generator::new(&plan, "T", 1).case(number).unwrap();
            assert_eq!(key(&alone), in_order[number as usize], "{number}");
            assert_eq!(
                key(&generator.case(number).unwrap()),
                in_order[number as usize],
                "{number}"
            );
        }
    }

    #[test]
    fn seeds_and_components_have_cases_of_their_own() {
        let plan = plan();
        let texts = |component: &str, seed| -> Vec<String> {
            let mut generator = Generator::new(&plan, component, seed);
            (1000..1020)
                .map(|number| generator.case(number).unwrap().text())
                .collect()
        };
        assert_ne!(texts("T", 1), texts("T", 2));
        assert_ne!(texts("T", 1), texts("U", 1));
    }
}
