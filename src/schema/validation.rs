//! How validators are built, wherever one is.

use super::format_tests::{self, Options};
use jsonschema::json::Json;
use jsonschema::{Draft, FancyRegex, PatternOptions, ValidationOptions, Validator};
use serde_json::Value;

/// How often a pattern with a look around or a back reference may go back before its text counts as no match. Such a pattern can take
/// the square of its text and more; one that is meant to match goes back a few times for each character.
const MOST_BACKTRACKS: usize = 50_000;

/// Stands at the root of schemas whose formats are asserted. Parts of a schema are compiled in many places, and each part is asserted
/// like the whole.
const ASSERTS: &str = "x-wireproof-asserts-formats";

/// Options for schemas as the dialect has rewritten them. Formats are not asserted, and nothing is fetched.
pub(crate) fn options() -> ValidationOptions<'static> {
    without_formats(jsonschema::options())
}

/// Options for a schema: its formats are asserted if it says so.
pub(crate) fn options_for(schema: &Value) -> ValidationOptions<'static> {
    options_of(schema, jsonschema::options())
}

/// As [`options_for`], of any kind of value.
pub(super) fn options_of<F: Json>(schema: &Value, options: Options<F>) -> Options<F> {
    let options = without_formats(options);
    match asserts_formats(schema) {
        true => format_tests::asserted(options),
        false => options,
    }
}

/// The validator of a schema; `None` if it cannot be compiled.
pub(crate) fn build(schema: &Value) -> Option<Validator> {
    options_for(schema).build(schema).ok()
}

/// Whether the formats of a schema are asserted.
pub(crate) fn asserts_formats(schema: &Value) -> bool {
    schema.get(ASSERTS).is_some()
}

/// The schema, with formats asserted if `asserts` says so.
pub(crate) fn asserting(mut schema: Value, asserts: bool) -> Value {
    if let (true, Value::Object(members)) = (asserts, &mut schema) {
        members.insert(ASSERTS.to_owned(), Value::Bool(true));
    }
    schema
}

fn without_formats<F: Json>(options: Options<F>) -> Options<F> {
    options
        .with_draft(Draft::Draft202012)
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::<FancyRegex>::fancy_regex().backtrack_limit(MOST_BACKTRACKS))
        .offline()
}
