//! Wider or narrower, as the schema algebra decides it.

use crate::schema::algebra;
use crate::schema::budget::{Steps, size};
use crate::schema::patterns;
use serde_json::Value;

/// The answer to a question that may be undecidable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// That cannot be decided.
    Unknown,
}

impl Answer {
    /// The answer as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Unknown => "unknown",
        }
    }
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }
}

/// A part of a schema is read and combined with others, wherever it is referred to.
const STEPS_OF_PART: u64 = 20;
/// The algebra looks for circles among the definitions again and again: so many pairs of them count as a step.
const PAIRS_OF_STEP: u64 = 5;

/// Whether `after` is wider than `before`, and whether it is narrower; both are JSON Schema documents.
pub(super) fn compare(before: &Value, after: &Value, steps: &Steps) -> (Answer, Answer) {
    let work = |schema: &Value| {
        let parts = STEPS_OF_PART * size(schema).max(algebra::cost(schema));
        let definitions = schema["$defs"]
            .as_object()
            .map_or(0, |definitions| definitions.len() as u64);
        let circles = definitions.saturating_mul(definitions) / PAIRS_OF_STEP;
        parts.saturating_add(circles).saturating_add(patterns::cost_of(schema))
    };
    if !steps.spend(work(before).saturating_add(work(after))) {
        return (Answer::Unknown, Answer::Unknown);
    }
    let (before_covers, after_covers) = algebra::cover(before, after);
    let leaves = |covers: Option<bool>| covers.map_or(Answer::Unknown, |covers| Answer::from(!covers));
    (leaves(before_covers), leaves(after_covers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_direction_has_its_answer() {
        let (a, b) = (json!({"type": "string"}), json!({"type": ["string", "null"]}));
        let steps = Steps::share(1);
        assert_eq!(compare(&a, &b, &steps), (Answer::Yes, Answer::No));
        assert_eq!(compare(&b, &a, &steps), (Answer::No, Answer::Yes));
        assert_eq!(
            compare(&a, &json!({"type": "null"}), &steps),
            (Answer::Yes, Answer::Yes)
        );
        assert_eq!(compare(&a, &a, &steps), (Answer::No, Answer::No));
        while steps.spend(1 << 20) {}
        assert_eq!(compare(&a, &b, &steps), (Answer::Unknown, Answer::Unknown));
    }
}
