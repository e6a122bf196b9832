//! One place where a value breaks a schema, and its wording.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// One place where a value breaks a schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Violation {
    /// The place in the value, a JSON pointer.
    pub pointer: String,
    /// The keyword that is broken, in the published document, as a URI fragment.
    pub schema_pointer: String,
    /// The keyword's name.
    pub keyword: String,
    /// The key that is missing, if it is about one.
    pub missing: Option<String>,
    /// What is wrong, in a few words.
    pub message: String,
}

impl Violation {
    /// That the component at a pointer of the document does not allow a value, where it is not known what is wrong.
    pub(super) fn unexplained(schema_pointer: &str) -> Violation {
        Violation {
            pointer: String::new(),
            schema_pointer: schema_pointer.to_owned(),
            keyword: String::new(),
            missing: None,
            message: "the value is not allowed; where cannot be told".to_owned(),
        }
    }
}

/// The wording of the validator's error about `value`.
pub(super) fn message(kind: &Kind, value: &Value) -> String {
    let shown = short(value);
    match kind {
        Kind::Type { kind } => format!("{shown} is not of type {}", types(kind)),
        Kind::Enum { options } => not_one_of(value, options.as_array().into_iter().flatten()),
        Kind::Constant { expected_value } => format!("{shown} is not {}", short(expected_value)),
        Kind::Required { property } => format!("the key {} is missing", short(property)),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let names = unexpected.iter().map(|name| short(&Value::String(name.clone())));
            format!("the keys {} are not allowed", joined(names))
        }
        Kind::AdditionalItems { limit } => format!("more than {limit} items are not allowed"),
        Kind::Minimum { limit } => format!("{shown} is less than {}", short(limit)),
        Kind::Maximum { limit } => format!("{shown} is greater than {}", short(limit)),
        Kind::ExclusiveMinimum { limit } => format!("{shown} is not greater than {}", short(limit)),
        Kind::ExclusiveMaximum { limit } => format!("{shown} is not less than {}", short(limit)),
        Kind::MultipleOf { multiple_of, .. } => format!("{shown} is no multiple of {multiple_of}"),
        Kind::MinLength { limit } => format!("{shown} has fewer than {limit} characters"),
        Kind::MaxLength { limit } => format!("{shown} has more than {limit} characters"),
        Kind::MinItems { limit } => format!("the array has fewer than {limit} items"),
        Kind::MaxItems { limit } => format!("the array has more than {limit} items"),
        Kind::MinProperties { limit } => format!("the object has fewer than {limit} keys"),
        Kind::MaxProperties { limit } => format!("the object has more than {limit} keys"),
        Kind::UniqueItems => "the array holds an item twice".to_owned(),
        Kind::Pattern { pattern } => format!("{shown} does not match `{}`", cut(pattern)),
        Kind::PropertyNames { error } => format!("a key is not allowed: {}", message(error.kind(), error.instance())),
        Kind::Contains => "no item is as one of them must be".to_owned(),
        Kind::FalseSchema => "no value is allowed here".to_owned(),
        Kind::Format { format } => format!("{shown} is no member of the format `{}`", cut(format)),
        Kind::Not { .. } => format!("{shown} is what it must not be"),
        // Unions are keywords of our own where errors are asked for.
        Kind::Custom { keyword, .. } if matches!(&**keyword, "anyOf" | "oneOf") => no_branch(value),
        Kind::Custom { keyword, .. } => format!("{shown} breaks `{keyword}`"),
        other => format!("{shown} breaks `{}`", other.keyword()),
    }
}

/// `value` is not one of these constants.
pub(super) fn not_one_of<'v>(value: &Value, constants: impl Iterator<Item = &'v Value>) -> String {
    const MOST: usize = 12;
    let mut constants = constants;
    let mut shown: Vec<String> = constants.by_ref().take(MOST).map(short).collect();
    let rest = constants.count();
    if rest > 0 {
        shown.push(format!("{rest} more"));
    }
    let options = shown.join(", ");
    match shown.len() {
        0 | 1 => format!("{} is not {options}", short(value)),
        _ => format!("{} is not one of {options}", short(value)),
    }
}

/// `value` is what no branch of a union allows.
pub(super) fn no_branch(value: &Value) -> String {
    format!("{} is valid under no branch", short(value))
}

/// `value` is what these branches of a `oneOf` allow.
pub(super) fn several_branches(value: &Value, branches: &[usize]) -> String {
    let branches = joined(branches.iter().map(usize::to_string));
    format!("{} is valid under several branches: {branches}", short(value))
}

/// `value` is of none of these types.
pub(super) fn not_of_types(value: &Value, types: &[String]) -> String {
    format!("{} is not of type {}", short(value), types.join(" or "))
}

/// The type names in a validator's error.
pub(super) fn type_names(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|t| t.to_string()).collect(),
    }
}

fn types(kind: &TypeKind) -> String {
    type_names(kind).join(" or ")
}

fn joined(names: impl Iterator<Item = String>) -> String {
    cut(&names.collect::<Vec<_>>().join(", "))
}

/// A value in at most about 60 characters: containers by their size, long texts cut.
fn short(value: &Value) -> String {
    match value {
        Value::Array(items) if !items.is_empty() => format!("an array of {}", items.len()),
        Value::Object(members) if !members.is_empty() => {
            let keys = members
                .keys()
                .take(3)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            let more = if members.len() > 3 { ", …" } else { "" };
            format!("an object with {}{more}", cut(&keys))
        }
        Value::String(text) if text.chars().nth(MOST_LETTERS).is_some() => {
            let start: String = text.chars().take(MOST_LETTERS).collect();
            format!("{}…", Value::String(start))
        }
        other => cut(&other.to_string()),
    }
}

const MOST_LETTERS: usize = 56;

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn huge_values_are_not_dumped() {
        for value in [
            json!("é".repeat(500)),
            json!(vec![1; 500]),
            json!({"a".repeat(500): 1, "b": 2}),
            json!(1e300),
        ] {
            assert!(short(&value).chars().count() < 90, "{}", short(&value));
        }
    }

    #[test]
    fn constants_are_listed_up_to_a_point() {
        let constants: Vec<Value> = (0..20).map(|i| json!(i)).collect();
        assert!(not_one_of(&json!(99), constants.iter()).ends_with("11, 8 more"));
        assert_eq!(not_one_of(&json!("x"), [json!("a")].iter()), r#""x" is not "a""#);
    }
}
