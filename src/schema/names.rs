//! Limits on the names of members, which are in the pointers of all that is below them.

use serde_json::Value;

use super::error::SpecError;
use super::limits::MAX_NAME;
use super::pointer::{child, fragment, item};

/// The pointers of all arrays and objects of a document may have so many bytes together, and so many for each byte of the document.
const MAX_POINTERS: usize = 32 << 20;
const POINTERS_PER_BYTE: usize = 16;

/// The longest pointer that is told whole.
const LONGEST_TOLD: usize = 200;

/// # Errors
///
/// [`SpecError::LongNames`] where a name is too long, or too many schemas are below long ones.
pub(super) fn within_limits(document: &str, bytes: usize, value: &Value) -> Result<(), SpecError> {
    let mut left = MAX_POINTERS.saturating_add(bytes.saturating_mul(POINTERS_PER_BYTE));
    let refused = |reason: String| SpecError::LongNames {
        name: document.to_owned(),
        reason,
    };
    // The values on the way, each with the rest of its members. Pointers are written out for the error alone.
    let mut way: Vec<(usize, Members<'_>)> = vec![(0, Members::of(value))];
    while let Some((length, members)) = way.last_mut() {
        let length = *length;
        let Some((step, value)) = members.next() else {
            way.pop();
            continue;
        };
        if let Step::Key(name) = step
            && name.len() > MAX_NAME
        {
            let reason = format!("one has {} bytes, and at most {MAX_NAME} are read", name.len());
            return Err(refused(format!("{reason}, at {}", pointer(&way))));
        }
        if value.is_array() || value.is_object() {
            let length = length + step.length();
            let Some(rest) = left.checked_sub(length) else {
                let reason = "the pointers of the schemas below them are many times the document";
                return Err(refused(format!("{reason}, at {}", pointer(&way))));
            };
            left = rest;
            way.push((length, Members::of(value)));
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

impl Step<'_> {
    fn length(self) -> usize {
        match self {
            Step::Key(name) => name.len() + 1,
            Step::Index(_) => 4,
        }
    }
}

/// The members or items of a value that are left, and the last one that was taken.
struct Members<'v> {
    rest: Box<dyn Iterator<Item = (Step<'v>, &'v Value)> + 'v>,
    last: Option<Step<'v>>,
}

impl<'v> Members<'v> {
    fn of(value: &'v Value) -> Members<'v> {
        let rest: Box<dyn Iterator<Item = _>> = match value {
            Value::Object(members) => Box::new(members.iter().map(|(name, value)| (Step::Key(name), value))),
            Value::Array(items) => {
                let steps = items.iter().enumerate();
                Box::new(steps.map(|(index, value)| (Step::Index(index), value)))
            }
            _ => Box::new(std::iter::empty()),
        };
        Members { rest, last: None }
    }
}

impl<'v> Iterator for Members<'v> {
    type Item = (Step<'v>, &'v Value);

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.rest.next();
        self.last = next.map(|(step, _)| step);
        next
    }
}

/// Where the last name was taken, with long names cut.
fn pointer(way: &[(usize, Members<'_>)]) -> String {
    let mut pointer = String::new();
    for step in way.iter().filter_map(|(_, members)| members.last) {
        pointer = match step {
            Step::Key(name) if name.len() > LONGEST_TOLD => {
                let start: String = name.chars().take(LONGEST_TOLD / 8).collect();
                child(&pointer, &format!("{start}…"))
            }
            Step::Key(name) => child(&pointer, name),
            Step::Index(index) => item(&pointer, index),
        };
    }
    fragment(&pointer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, json};

    fn refusal(value: &Value) -> Option<String> {
        let checked = within_limits("t", value.to_string().len(), value);
        checked.err().map(|error| error.to_string())
    }

    #[test]
    fn a_long_name_is_told_with_its_place() {
        let name = |bytes: usize| json!({"a": [1, {"x".repeat(bytes): {}}]});
        assert_eq!(refusal(&name(MAX_NAME)), None);
        let start = "x".repeat(LONGEST_TOLD / 8);
        let told = format!(
            "`t` has names that are too long: one has 4097 bytes, and at most 4096 are read, at #/a/1/{start}…"
        );
        assert_eq!(refusal(&name(MAX_NAME + 1)), Some(told));
    }

    #[test]
    fn many_schemas_below_long_names_are_refused() {
        let schemas =
            |count: usize| -> Map<String, Value> { (0..count).map(|at| (at.to_string(), json!({}))).collect() };
        let nested = |depth: usize, count| {
            (0..depth).fold(
                Value::Object(schemas(count)),
                |inner, _| json!({"x".repeat(4000): inner}),
            )
        };
        assert_eq!(refusal(&nested(100, 10)), None);
        assert!(refusal(&nested(100, 1000)).is_some_and(|told| told.contains("many times the document, at #/xxx")));
        assert_eq!(refusal(&Value::Object(schemas(100_000))), None);
    }
}
