//! Which branches of unions, and which conditions, the parts of a value satisfy.

use super::comparer::Comparer;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// Asks which branches the parts of one value satisfy. Only what is asked is compared: all answers of a value that nests in
/// unions of unions are more than memory holds.
pub(super) struct Branches<'v> {
    /// Without it no branch is satisfied.
    comparer: Option<&'v Comparer>,
    parts: RefCell<Parts>,
    /// The answers so far, by part and branch.
    known: RefCell<HashMap<String, HashMap<String, bool>>>,
}

/// A value from which one part at a time is taken out to be compared. All branches of a union are asked of one part, and a copy for
/// each would cost more than the answers.
struct Parts {
    rest: Value,
    out: Option<(String, Value)>,
}

impl<'v> Branches<'v> {
    pub(super) fn new(comparer: Option<&'v Comparer>, value: &Value) -> Branches<'v> {
        let rest = comparer.map_or(Value::Null, |_| value.clone());
        Branches {
            comparer,
            parts: RefCell::new(Parts { rest, out: None }),
            known: RefCell::default(),
        }
    }

    /// Whether the part at the pointer `at` satisfies the branch at the pointer `branch` of the bundle.
    pub(super) fn is_valid(&self, branch: &str, at: &str) -> bool {
        let known = self.known.borrow().get(at).and_then(|part| part.get(branch)).copied();
        known.unwrap_or_else(|| {
            let answer = self.compared(branch, at).unwrap_or(false);
            let mut known = self.known.borrow_mut();
            known
                .entry(at.to_owned())
                .or_default()
                .insert(branch.to_owned(), answer);
            answer
        })
    }

    fn compared(&self, branch: &str, at: &str) -> Option<bool> {
        let comparer = self.comparer?;
        let mut parts = self.parts.borrow_mut();
        let part = std::mem::take(parts.part(at)?);
        let under = Value::Object(Map::from_iter([(branch.to_owned(), part)]));
        let answer = comparer.is_valid_under(&under);
        if let Value::Object(members) = under
            && let Some((_, part)) = members.into_iter().next()
        {
            *parts.part(at)? = part;
        }
        Some(answer)
    }
}

impl Parts {
    /// The part at a pointer, which is outside of the rest until another one is asked for.
    fn part(&mut self, at: &str) -> Option<&mut Value> {
        if self.out.as_ref().is_none_or(|(pointer, _)| pointer != at) {
            if let Some((pointer, part)) = self.out.take()
                && let Some(place) = self.rest.pointer_mut(&pointer)
            {
                *place = part;
            }
            let part = std::mem::take(self.rest.pointer_mut(at)?);
            self.out = Some((at.to_owned(), part));
        }
        self.out.as_mut().map(|(_, part)| part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_part_is_put_back_before_another_is_taken() {
        let value = json!({"a": {"b": [1, {"c": 2}]}, "~/": "x"});
        let mut parts = Parts {
            rest: value.clone(),
            out: None,
        };
        for at in ["/a/b/1", "/a", "/a/b/1/c", "", "/a/b", "/a/b", "/~0~1"] {
            assert_eq!(
                parts.part(at).map(|part| part.clone()),
                value.pointer(at).cloned(),
                "{at}"
            );
        }
        assert!(parts.part("/none").is_none());
        assert_eq!(parts.part(""), Some(&mut value.clone()));
    }
}
