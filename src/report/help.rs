//! How to repair a finding: what its kind or its message calls for, else what its rule says.

use super::words::text_of;
use crate::finding::{Code, Finding, Kind, RuleInfo, remedy_of};

/// The help for a finding.
pub(super) fn help_of(rules: &[RuleInfo], finding: &Finding) -> &'static str {
    let of_kind = finding.kind.and_then(of_text);
    let specific = match finding.code {
        Code::Rejected => of_kind.or_else(|| of_refusal(&finding.message)),
        Code::Lossy => finding.kind.and_then(of_change).or(of_kind),
        Code::EmitsInvalid | Code::Unstable | Code::DecodersDisagree => of_kind,
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
        _ if message.contains("expected key to be") => {
            "Give the map a key type that reads every key that the document allows, such as `String`."
        }
        _ if message.starts_with("invalid type") => {
            "Give the field a type that reads this value too, such as an untagged enum of both forms, or correct the document."
        }
        _ if remedy_of(message).is_some_and(|(_, remedy)| remedy.ends_with("is left out")) => {
            "Read this key as the document describes it. If it is the key of a map, give the map a key type that reads it, such as `String`."
        }
        _ => return None,
    })
}

/// The help for what a text needs to show a finding, of any code.
fn of_text(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::UnknownKey => "Ignore keys that are not known, or keep them with `#[serde(flatten)]` in a map.",
        Kind::OneDirection => {
            "Nothing, if the type is for requests or for responses alone; else make the field optional, and keep what was read."
        }
        Kind::SetOrder => {
            "Keep the items in a `Vec` or an `IndexSet`, or in a `BTreeSet` so that the order is the same each time. If the order means \
             nothing, accept the finding."
        }
        Kind::FormatSpelling => {
            "Keep the text beside what was parsed of it, or read every spelling that the format allows. If only the spelling changes, \
             accept the finding."
        }
        Kind::DocumentedDefault => {
            "Leave the key out only if it was absent: `Option` instead of `#[serde(default)]`, or accept the finding: both texts mean the same."
        }
        Kind::UnnamedKey => "Do not write keys that the document does not name, or correct the document.",
        Kind::UndescribedValue => {
            "Describe the value in the document, or use `serde_json::Value` for it, which reads and keeps everything."
        }
        Kind::SentAsText => {
            "Nothing, unless the type is also sent as JSON: a query or a form has no other form for this."
        }
        Kind::UnboundedInteger => "Use `i64`, or state the bounds or the `format` of the integer in the document.",
        Kind::FloatDigits => {
            "Use `f64`, with the feature `float_roundtrip` of `serde_json`, or a decimal type; or state the bounds in the document."
        }
        Kind::IntegerDigits => {
            "Use `i64` or `serde_json::Number`, or state the bounds or the `format` of the number in the document."
        }
        Kind::NumberRange => {
            "Use a type that holds the number, such as `f64` or `serde_json::Number`, or state the bounds in the document."
        }
        Kind::MixedBranches => {
            "Nothing, if a text is of one branch only: close the branches in the document (`additionalProperties: false`). Else keep the \
             keys of the others with `#[serde(flatten)]` in a map."
        }
        Kind::IntegerAsFloat => "Read `1.0` as an integer too if the server may send it: `deserialize_with`, or `f64`.",
        Kind::EmptyText | Kind::LongText | Kind::OddText => {
            "Keep the text as it is, or state in the document what it may be: `minLength`, `maxLength`, `pattern`."
        }
        Kind::OddKey => "Keep every key of the map as it is: `String`, or a type that changes nothing.",
        Kind::UnpairedSurrogate => "Nothing: a `String` cannot hold half of a surrogate pair.",
        Kind::EscapedText => {
            "Nothing, unless the server escapes digits: `serde_json` reads keys that are numbers or booleans from the bytes of the text."
        }
        Kind::TagUnknown | Kind::TagForbidden | Kind::ValueUnknown => {
            "Keep what is not known: a last variant with `#[serde(untagged)]` that holds the whole value, in place of `#[serde(other)]`."
        }
        Kind::TagMissing => "Refuse a text without its tag, or keep it as it was read.",
        _ => return None,
    })
}

/// The help for a change of a text that is read and written back.
fn of_change(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::DroppedKey => "Add the field, or keep unknown keys with `#[serde(flatten)]` in a map.",
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
        Kind::Reordered => "Keep the items in the order in which they were read: `Vec`, `IndexSet` or `IndexMap`.",
        Kind::ValueChanged => {
            "Write the value as it was read: trim, convert and normalize only where it is used. If both are the same to you, accept the \
             finding, for URLs and times with `equal`."
        }
        Kind::DuplicateKey => "Give one key to one field: two fields, or a field and the tag, write the same key.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The general help of a rule speaks of other faults than those that have a kind of their own.
    #[test]
    fn each_kind_of_a_change_has_its_help() {
        for kind in Kind::ALL {
            let is_open = kind.at_most().is_some();
            assert_eq!(is_open, is_open && of_text(*kind).is_some(), "{kind}");
        }
        let changes = [
            Kind::Reordered,
            Kind::ValueChanged,
            Kind::DuplicateKey,
            Kind::NumberChanged,
        ];
        assert!(changes.iter().all(|kind| of_change(*kind).is_some()));
        let tags = [Kind::TagUnknown, Kind::TagMissing, Kind::ValueUnknown];
        assert!(tags.iter().all(|kind| of_text(*kind).is_some()));
        let key = "invalid value: expected key to be a number in quotes";
        assert!(of_refusal(key).unwrap().contains("key type"));
        let left_out = "UUID parsing failed: invalid character; it is read if /by_date/key_4 is left out";
        assert!(of_refusal(left_out).unwrap().contains("key type"));
    }

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
