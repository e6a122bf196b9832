//! What all validators have in common.

use jsonschema::json::Json;
use jsonschema::{Draft, FancyRegex, PatternOptions, Retrieve, ValidationOptions};
use std::sync::Arc;

/// How often a pattern with a look around or a back reference may go back before its text counts as no match. Such a pattern can take
/// the square of its text and more; one that is meant to match goes back a few times for each character.
const MOST_BACKTRACKS: usize = 50_000;

/// Options of any kind of value.
pub(super) type Options<F> = ValidationOptions<'static, Arc<dyn Retrieve>, F>;

/// Options for schemas as the dialect has rewritten them. Formats are not asserted, and nothing is fetched.
pub(super) fn options() -> ValidationOptions<'static> {
    without_formats(jsonschema::options())
}

/// The same of any kind of value.
pub(super) fn without_formats<F: Json>(options: Options<F>) -> Options<F> {
    options
        .with_draft(Draft::Draft202012)
        .should_validate_formats(false)
        .with_pattern_options(PatternOptions::<FancyRegex>::fancy_regex().backtrack_limit(MOST_BACKTRACKS))
        .offline()
}
