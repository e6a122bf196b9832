//! Formats whose members tell that they are.

use super::validation;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Formats whose members look like nothing else. A text of one of them is meant for it.
const TELLING: [&str; 10] = [
    "date-time",
    "local-date-time",
    "date",
    "time",
    "local-time",
    "uuid",
    "ipv4",
    "ipv6",
    "email",
    "uri",
];

/// The formats of which a text tells that it is a member.
pub(crate) fn formats_of(text: &str) -> Vec<&'static str> {
    static TESTS: LazyLock<Vec<(&str, Option<Validator>)>> = LazyLock::new(|| {
        let test = |name: &'static str| {
            let schema = validation::asserting(json!({ "format": name }), true);
            (name, validation::build(&schema))
        };
        TELLING.into_iter().map(test).collect()
    });
    let value = Value::from(text);
    // A word and a colon are a URI by its syntax.
    let may_be = |name: &str| name != "uri" || text.contains("://");
    let is_member = |test: &Option<Validator>| test.as_ref().is_some_and(|test| test.is_valid(&value));
    TESTS
        .iter()
        .filter(|(name, test)| may_be(name) && is_member(test))
        .map(|(name, _)| *name)
        .collect()
}
