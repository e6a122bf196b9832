//! How validators are built, wherever one is.

use super::format_tests;
use super::validator_options::{self, Options, without_formats};
use jsonschema::json::Json;
use jsonschema::{ValidationOptions, Validator};
use serde_json::Value;

/// Stands at the root of schemas whose formats are asserted. Parts of a schema are compiled in many places, and each part is asserted
/// like the whole.
const ASSERTS: &str = "x-wireproof-asserts-formats";

/// Options for schemas as the dialect has rewritten them. Formats are not asserted, and nothing is fetched.
pub(crate) fn options() -> ValidationOptions<'static> {
    validator_options::options()
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
