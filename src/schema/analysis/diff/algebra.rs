//! Wider or narrower, as the schema algebra decides it.

use jsonschema::Draft;
use jsonschema::canonical::{CanonicalSchema, Containment};
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

/// Whether `after` is wider than `before`, and whether it is narrower; both are JSON Schema documents.
pub(super) fn compare(before: &Value, after: &Value) -> (Answer, Answer) {
    let (Some(before), Some(after)) = (canonical(before), canonical(after)) else {
        return (Answer::Unknown, Answer::Unknown);
    };
    (leaves(&before, &after), leaves(&after, &before))
}

/// Whether `other` allows a value that `schema` forbids.
fn leaves(schema: &CanonicalSchema, other: &CanonicalSchema) -> Answer {
    match schema.covers(other) {
        Ok(Containment::Yes) => Answer::No,
        Ok(Containment::No) => Answer::Yes,
        _ => Answer::Unknown,
    }
}

fn canonical(schema: &Value) -> Option<CanonicalSchema> {
    jsonschema::canonical::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .canonicalize(schema)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_direction_has_its_answer() {
        let (a, b) = (json!({"type": "string"}), json!({"type": ["string", "null"]}));
        assert_eq!(compare(&a, &b), (Answer::Yes, Answer::No));
        assert_eq!(compare(&b, &a), (Answer::No, Answer::Yes));
        assert_eq!(compare(&a, &json!({"type": "null"})), (Answer::Yes, Answer::Yes));
        assert_eq!(compare(&a, &a), (Answer::No, Answer::No));
    }
}
