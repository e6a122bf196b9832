//! How to repair a finding: what its kind or its message calls for, else what its rule says.

use super::words::text_of;
use crate::finding::{Code, Finding, Kind, RuleInfo};

/// The help for a finding.
pub(super) fn help_of(rules: &[RuleInfo], finding: &Finding) -> &'static str {
    let specific = match finding.code {
        Code::Rejected => of_refusal(&finding.message),
        Code::Lossy => finding.kind.and_then(of_change),
        Code::UnfulfilledExpectation if finding.kind == Some(Kind::NoReason) => {
            Some("Write why the finding is accepted in place of `TODO`, or repair it and delete the expectation.")
        }
        _ => None,
    };
    specific.unwrap_or_else(|| text_of(rules, finding.code, |rule| rule.fix))
}

/// The help for what serde says when a type refuses a text.
fn of_refusal(message: &str) -> Option<&'static str> {
    let (expected, found) = match message.split_once("expected") {
        Some((found, expected)) => (expected.trim(), found),
        None => ("", message),
    };
    let is_number = |text: &str| {
        [
            "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128", "f32", "f64", "isize", "usize",
        ]
        .contains(&text)
    };
    Some(match message {
        _ if message.starts_with("missing field") || message.starts_with("missing key") => {
            "Make the field optional: `Option` with `#[serde(default)]`, or a default value."
        }
        _ if message.starts_with("invalid type: null") => "Make the field nullable: `Option`.",
        _ if message.starts_with("unknown variant") => {
            "Add the variant, and one that keeps unknown values, such as `#[serde(untagged)] Other(String)` at the end."
        }
        _ if message.starts_with("unknown field") => "Remove `deny_unknown_fields`, or add the field.",
        _ if message.starts_with("duplicate field") => {
            "Check the names and aliases of the fields: two keys fill one field."
        }
        _ if message.starts_with("data did not match any variant") => {
            "Compare the value with each variant of the untagged enum, and repair the one that is meant for it, or add a variant."
        }
        _ if message.starts_with("invalid type: string") && is_number(expected) => {
            "Read the number from a string too, with `deserialize_with`, or make the field a `String`."
        }
        _ if found.starts_with("invalid type: floating point")
            || found.starts_with("invalid value: floating point") =>
        {
            "Make the field an `f64` or a `serde_json::Number`."
        }
        _ if message.starts_with("invalid value: integer") => "Use a wider or signed integer type for the field.",
        _ if message.starts_with("invalid type") => {
            "Give the field a type that reads this value too, such as an untagged enum of both forms, or correct the document."
        }
        _ => return None,
    })
}

/// The help for a change of a text that is read and written back.
fn of_change(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::DroppedKey | Kind::UnknownKey => "Add the field, or keep unknown keys with `#[serde(flatten)]` in a map.",
        Kind::AddedKey => {
            "Leave the key out if it was absent: `Option` with `#[serde(skip_serializing_if = \"Option::is_none\")]`."
        }
        Kind::NullBecameAbsent => {
            "Distinguish null from absent, with `Option<Option<T>>`, or write the null if the document requires the key."
        }
        Kind::AbsentBecameNull => {
            "Leave the key out if there is no value: `#[serde(skip_serializing_if = \"Option::is_none\")]`."
        }
        Kind::NumberChanged => {
            "Use a type that holds the number exactly: `f64` instead of `f32`, `i64`, or `serde_json::Number`."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_is_of_what_the_type_says() {
        let help = |message: &str| of_refusal(message).unwrap_or_default();
        assert!(help("missing field `id`").contains("optional"));
        assert!(help("invalid type: null, expected a string").contains("nullable"));
        assert!(help(r#"invalid type: string "4", expected u64"#).contains("from a string"));
        assert!(help("invalid type: map, expected a string").contains("untagged enum of both"));
        assert_eq!(of_refusal("the pet is too old"), None);
    }
}
