//! How validators are built, wherever one is.

use jsonschema::{Draft, FancyRegex, PatternOptions, ValidationOptions};

/// How often a pattern with a look around or a back reference may go back before its text counts as no match. Such a pattern can take
/// the square of its text and more; one that is meant to match goes back a few times for each character.
const MOST_BACKTRACKS: usize = 50_000;

/// Options for schemas as the dialect has rewritten them. Formats are not asserted, and nothing is fetched.
pub(crate) fn options() -> ValidationOptions<'static> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(false)
        .with_pattern_options(patterns())
        .offline()
}

/// Options for patterns.
pub(super) fn patterns() -> PatternOptions<FancyRegex> {
    PatternOptions::fancy_regex().backtrack_limit(MOST_BACKTRACKS)
}
