//! The generated cases of a component, in their order, until there are as many as were asked for or their texts are too long.

use super::shard::Shard;
use super::summary::Explored;
use crate::case::{Case, CaseKind, Fault, Origin};
use crate::generate::{Generated, Generator, Plan};
use crate::schema::{Guide, Schema, budget};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// One of so many parts of a document's steps is for each case that is asked for, and a step is a byte of its text: some 65 KiB, where
/// values of published documents take a few.
const PARTS_OF_CASE: u64 = 3_000;
/// And one of so many for the first cases of all components, which are the longest.
const PARTS_OF_ALL: u64 = 10;

/// A component to make cases of.
pub struct Target {
    /// The component.
    pub component: String,
    /// How its values are made.
    pub plan: Plan,
    /// Whether the schema allows more than the values that are made, so that a mutant may be valid.
    pub is_narrowed: bool,
    /// The places that its schema describes.
    pub guide: Guide,
    /// Its schema.
    pub schema: Arc<Schema>,
}

impl Target {
    /// Whether a case is a mutant that the schema allows.
    fn allows_mutant(&self, case: &Case) -> bool {
        let allows = || serde_json::from_str(&case.text).is_ok_and(|value| self.schema.is_valid(&value));
        self.is_narrowed && case.kind == CaseKind::Mutant && allows()
    }
}

/// Makes the cases of components.
pub(super) struct Cases {
    seed: u64,
    count: u64,
    shard: Shard,
    /// How many bytes the texts of a component's cases may have.
    bytes: u64,
    explored: Mutex<Explored>,
    /// The components whose cases had more.
    long: Mutex<BTreeSet<String>>,
}

impl Cases {
    /// Makes so many cases of each of so many components.
    pub(super) fn new(seed: u64, count: u64, shard: Shard, components: usize) -> Cases {
        let of_all = budget::steps(PARTS_OF_ALL) / (components as u64).max(1);
        let of_each = budget::steps(PARTS_OF_CASE).max(1).saturating_mul(shard.share(count));
        Cases {
            seed,
            count,
            shard,
            bytes: of_all.saturating_add(of_each),
            explored: Mutex::new(Explored::new(seed)),
            long: Mutex::default(),
        }
    }

    /// The cases of a component, counted by phases.
    pub(super) fn of<'t>(&'t self, target: &'t Target, end: Option<Instant>) -> impl Iterator<Item = Case> + 't {
        let lock = || self.explored.lock().unwrap_or_else(PoisonError::into_inner);
        lock().start(&target.component);
        let is_in_time = move || end.is_none_or(|end| Instant::now() < end);
        let mut generator = Generator::new(&target.plan, &target.component, self.seed);
        let mut left = self.bytes;
        (0..self.count)
            .filter(|number| self.shard.holds(*number))
            .map_while(move |number| {
                if left == 0 {
                    let mut long = self.long.lock().unwrap_or_else(PoisonError::into_inner);
                    long.insert(target.component.clone());
                    return None;
                }
                let generated = is_in_time().then(|| generator.case(number))??;
                lock().count(&target.component, &generated);
                let case = case_of(&target.component, self.seed, &generated);
                left = left.saturating_sub(case.text.len() as u64);
                Some((!target.allows_mutant(&case)).then_some(case))
            })
            .flatten()
    }

    /// What was made, and why there are not as many cases of each component as were asked for. `ended` says whether the run was ended early.
    pub(super) fn finish(self, ended: bool) -> (Explored, Vec<(String, String)>) {
        let explored = self.explored.into_inner().unwrap_or_else(PoisonError::into_inner);
        let long = self.long.into_inner().unwrap_or_else(PoisonError::into_inner);
        let wanted = self.shard.share(self.count);
        let reasons = explored.short(wanted).into_iter().filter_map(|(component, made)| {
            let reason = match long.contains(&component) {
                true => format!(
                    "only {made} of {wanted} cases were made: their texts have more than {} KiB, see --max-schema-steps",
                    self.bytes >> 10
                ),
                false if ended => return None,
                false => format!("only {made} of {wanted} cases could be made"),
            };
            Some((component, reason))
        });
        let reasons = reasons.collect();
        (explored, reasons)
    }
}

fn case_of(component: &str, seed: u64, generated: &Generated<'_>) -> Case {
    let origin = Origin::Generated {
        component: component.to_owned(),
        number: generated.number,
        seed,
    };
    let Some(mutant) = &generated.mutant else {
        return Case::of(origin, CaseKind::Sample, generated.text());
    };
    let mut case = Case::of(origin, CaseKind::Mutant, generated.text());
    case.fault = Some(Fault {
        operator: mutant.operator.to_owned(),
        pointer: mutant.pointer.clone(),
    });
    case.was = mutant.was();
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::json;

    fn made(items: usize, wanted: u64) -> (usize, Vec<(String, String)>) {
        let list = json!({"type": "array", "minItems": items, "items": {"type": "string", "minLength": 200}});
        let document = json!({"$defs": {"A": list}}).to_string();
        let spec = Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant);
        let schema = spec.component("A").unwrap();
        let target = Target {
            component: "A".to_owned(),
            plan: Plan::new(schema.json_schema()).unwrap(),
            is_narrowed: false,
            guide: Guide::new(&schema),
            schema,
        };
        let cases = Cases::new(1, wanted, Shard::default(), 100);
        let count = cases.of(&target, None).count();
        (count, cases.finish(false).1)
    }

    #[test]
    fn components_with_very_long_values_get_fewer_cases() {
        assert_eq!(made(10, 60), (60, Vec::new()));
        let (count, reasons) = made(2_000, 60);
        assert!((1..40).contains(&count), "{count}");
        let reason = &reasons[0].1;
        assert!(
            reason.starts_with(&format!("only {count} of 60 cases were made")),
            "{reason}"
        );
    }
}
