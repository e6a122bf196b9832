//! Which captures changes concern, and which findings about them.

use super::places::{find, validator};
use super::relevance::{concerns, findings};
use super::shown::Touches;
use crate::pointer::Pointer;
use crate::schema::budget::{Steps, size};
use crate::schema::{Change, ChangeKind, Spec, SpecError};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Collects what two documents say differently about captures.
pub struct Impact<'c> {
    old: &'c Spec,
    new: &'c Spec,
    judges: Vec<Judge<'c>>,
    /// For each change, in their order.
    pub each: Vec<Touches>,
    /// All captures about which the documents differ, and all findings.
    pub total: Touches,
    /// What may be spent on the question which changes concern which captures: each capture is compared with both schemas of each
    /// change.
    steps: Steps,
}

impl<'c> Impact<'c> {
    /// Prepares the changes between two documents.
    pub fn new(old: &'c Spec, new: &'c Spec, changes: &'c [Change]) -> Impact<'c> {
        Impact {
            old,
            new,
            judges: changes.iter().map(Judge::new).collect(),
            each: changes.iter().map(|_| Touches::default()).collect(),
            total: Touches::default(),
            steps: Steps::share(8),
        }
    }

    /// Why it is not known of all captures which changes concern them; `None` if it is.
    pub fn incomplete(&self) -> Option<String> {
        self.steps.is_exhausted().then(|| self.steps.reason())
    }

    /// Takes in a value of a component, which was read from `capture`.
    ///
    /// # Errors
    /// When the component is missing in one of the documents, or cannot be read.
    pub fn take(&mut self, component: &str, value: &Value, capture: &str) -> Result<(), SpecError> {
        let (old, new) = (self.old.component(component)?, self.new.component(component)?);
        let (before, after) = (findings(&old, value), findings(&new, value));
        if before == after {
            return Ok(());
        }
        let gone = before.difference(&after).map(|finding| (finding, false));
        let come = after.difference(&before).map(|finding| (finding, true));
        let all: Vec<_> = gone.chain(come).collect();
        for (_, appears) in &all {
            self.total.add(capture, *appears);
        }
        for (judge, touches) in self.judges.iter().zip(&mut self.each) {
            let about = all
                .iter()
                .filter(|(finding, _)| concerns(judge.change, component, finding));
            let mut about = about.peekable();
            if about.peek().is_some() && judge.differs(component, value, &self.steps) {
                about.for_each(|(_, appears)| touches.add(capture, *appears));
            }
        }
        Ok(())
    }
}

impl Touches {
    fn add(&mut self, capture: &str, appears: bool) {
        self.captures.insert(capture.to_owned());
        match appears {
            true => self.appear += 1,
            false => self.vanish += 1,
        }
    }
}

/// A change, with validators for the value at its place. They are compiled for the first value of a component that the change concerns.
struct Judge<'c> {
    change: &'c Change,
    before: OnceCell<Option<Validator>>,
    after: OnceCell<Option<Validator>>,
    /// How many parts its schemas have.
    parts: OnceCell<u64>,
}

impl<'c> Judge<'c> {
    fn new(change: &'c Change) -> Judge<'c> {
        Judge {
            change,
            before: OnceCell::new(),
            after: OnceCell::new(),
            parts: OnceCell::new(),
        }
    }

    /// Whether the change makes a difference to a value of a component, as far as there are steps left to find out.
    fn differs(&self, component: &str, value: &Value, steps: &Steps) -> bool {
        let places = self.change.places.iter().filter(|(name, _)| name == component);
        let mut found = Vec::new();
        for (_, place) in places {
            let steps: Vec<String> = Pointer::from(place.as_str()).steps().collect();
            find(value, &steps, "", usize::MAX, &mut found);
        }
        let here = found.iter().filter_map(|at| value.pointer(at));
        let named = |value: &Value| match (&self.change.key, self.change.kind) {
            (Some(key), ChangeKind::Property) => value.get(key).is_some(),
            _ => false,
        };
        let parts = || {
            *self
                .parts
                .get_or_init(|| size(&self.change.before.document()) + size(&self.change.after.document()))
        };
        let before = || self.before.get_or_init(|| validator(&self.change.before.document()));
        let after = || self.after.get_or_init(|| validator(&self.change.after.document()));
        here.into_iter().any(|value| {
            named(value)
                || steps.spend(parts().saturating_add(size(value)))
                    && complaints(before(), value) != complaints(after(), value)
        })
    }
}

/// Where a value breaks a schema, and how; a capture may break it in other ways as well.
fn complaints(validator: &Option<Validator>, value: &Value) -> BTreeSet<(String, String)> {
    let errors = validator.iter().flat_map(|validator| validator.iter_errors(value));
    let what = |kind: &ValidationErrorKind| match kind {
        ValidationErrorKind::Required { property } => format!("required {property}"),
        kind => kind.keyword().to_owned(),
    };
    errors
        .map(|error| (error.instance_path().to_string(), what(error.kind())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, difference};
    use serde_json::json;

    #[test]
    fn captures_are_compared_with_changes_as_long_as_there_are_steps() {
        let spec = |schema: Value| {
            let document = json!({"$defs": {"T": schema}}).to_string();
            Spec::new(Document::parse("t", document.as_bytes()).unwrap(), Dialect::AsMeant)
        };
        let (old, new) = (spec(json!({"maximum": 9})), spec(json!({"maximum": 5})));
        let found = difference(&old, &new, &["T".to_owned()]).unwrap();
        let mut impact = Impact::new(&old, &new, &found.changes);
        impact.take("T", &json!(7), "a").unwrap();
        assert_eq!((impact.each[0].captures.len(), impact.incomplete()), (1, None));
        let spent = impact.steps.spent();
        assert!(spent > 0 && impact.take("T", &json!(3), "b").is_ok());
        assert_eq!(
            impact.steps.spent(),
            spent,
            "where the documents agree there is nothing to compare"
        );
        while impact.steps.spend(1) {}
        impact.take("T", &json!(8), "c").unwrap();
        assert_eq!((impact.each[0].captures.len(), impact.total.captures.len()), (1, 2));
        assert!(
            impact
                .incomplete()
                .is_some_and(|reason| reason.contains("--max-schema-steps"))
        );
    }
}
