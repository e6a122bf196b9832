//! YAML as JSON values, within limits.

use serde_json::Value;

use super::depth::{MAX_DEPTH, with_stack};
use super::error::SpecError;
use crate::yaml_message::yaml_message;

/// Reads one YAML document.
///
/// Nesting, the number of nodes, and what aliases may expand to are limited, so that a small text cannot become a
/// value that fills the memory.
///
/// # Errors
///
/// [`SpecError::Syntax`], with line and column where the reader knows them.
pub(super) fn parse(name: &str, text: &str) -> Result<Value, SpecError> {
    // The reader recurses into what nests, with frames so large that the allowed depth needs a stack of its own.
    with_stack(READER_LEVELS, || read(name, text))
}

const READER_LEVELS: usize = 8 * MAX_DEPTH;

fn read(name: &str, text: &str) -> Result<Value, SpecError> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: 8_000_000,
            max_events: 20_000_000,
            max_documents: 1,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 200_000,
            max_replay_stack_depth: 32,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location();
        let number = |n: u64| usize::try_from(n).unwrap_or(0);
        SpecError::Syntax {
            name: name.to_owned(),
            line: place.map_or(0, |p| number(p.line())),
            column: place.map_or(0, |p| number(p.column())),
            reason: yaml_message(&error),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yaml_reads_as_the_same_value_as_json() {
        let value = parse("t", "a: 1\nb: [true, null, 'yes', no]\n").unwrap();
        assert_eq!(value, json!({"a": 1, "b": [true, null, "yes", "no"]}));
    }

    #[test]
    fn a_mistake_is_placed() {
        let error = parse("t", "a: 1\nb: [1, 2\nc: 3\n").unwrap_err();
        assert!(matches!(error, SpecError::Syntax { line: 1.., .. }), "{error}");
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let list = vec![format!("*l{}", i - 1); 10].join(", ");
            text.push_str(&format!("l{i}: &l{i} [{list}]\n"));
        }
        assert!(matches!(parse("t", &text), Err(SpecError::Syntax { .. })));
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(parse("t", &"[".repeat(100_000)).is_err());
        assert!(parse("t", &format!("{}1{}", "[".repeat(1000), "]".repeat(1000))).is_err());
        let indented: String = (0..3000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
        assert!(parse("t", &indented).is_err());
        let dashes = "- ".repeat(50_000);
        assert!(parse("t", &dashes).is_err());
    }
}
