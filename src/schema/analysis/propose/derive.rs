//! From what is wrong with a value to what would correct it.

use super::fix::{CorrectionKind, Fix, steps_inside};
use crate::schema::Schema;
use crate::schema::pointer::{child, split_last, unescape};
use crate::schema::violation::Violation;
use serde_json::{Map, Value};

/// A correction that would help, and the value from which it is inferred, if it is inferred.
pub(super) struct Wish<'v> {
    pub(super) fix: Fix,
    pub(super) sample: Option<&'v Value>,
}

/// The corrections that would help against a violation, those to be preferred first where `choose` says so; empty if none is
/// known.
pub(super) struct Wishes<'v> {
    pub(super) wishes: Vec<Wish<'v>>,
    /// Whether one of them is enough, the first that helps.
    pub(super) choose: bool,
}

/// What would correct a violation of `schema` by `value`. `fixes` are the corrections in effect.
pub(super) fn against<'v>(
    document: &Value,
    schema: &Schema,
    value: &'v Value,
    violation: &Violation,
    fixes: &[Fix],
) -> Wishes<'v> {
    let at = violation.schema_pointer.trim_start_matches('#');
    if let Some(wish) = grown(document, value, violation, at, fixes) {
        return all(vec![wish]);
    }
    let Some(here) = value.pointer(&violation.pointer) else {
        return all(Vec::new());
    };
    if here.is_null() {
        let mut places = schema.places(value, &violation.pointer);
        places.extend(split_last(at).map(|(schema, _)| schema.to_owned()));
        let wishes = places
            .iter()
            .map(|place| plain(Fix::new(CorrectionKind::Nullable, place)));
        return Wishes {
            wishes: wishes.collect(),
            choose: true,
        };
    }
    all(match violation.keyword.as_str() {
        "required" => missing(document, at, here),
        // What a dialect made of another keyword, such as a discriminator, has no list to which a word could be added.
        keyword @ ("enum" | "const") if !at.ends_with(keyword) => Vec::new(),
        "enum" | "const" if !here.is_array() && !here.is_object() => vec![plain(Fix {
            value: here.clone(),
            ..Fix::new(CorrectionKind::EnumValue, at)
        })],
        "oneOf" | "anyOf" => branch(document, at, value, violation),
        "additionalProperties" | "unevaluatedProperties" => unexpected(document, schema, at, value, violation, here),
        keyword => bound(keyword, at, here),
    })
}

/// What would name an undocumented key.
pub(super) fn naming<'v>(value: &'v Value, pointer: &str, schema_pointer: &str) -> Option<Wish<'v>> {
    let (_, key) = split_last(pointer)?;
    property(
        schema_pointer.trim_start_matches('#'),
        &unescape(key),
        value.pointer(pointer)?,
    )
}

fn property<'v>(schema: &str, key: &str, sample: &'v Value) -> Option<Wish<'v>> {
    Some(Wish {
        fix: Fix {
            key: key.to_owned(),
            ..Fix::new(CorrectionKind::Property, schema)
        },
        sample: Some(sample),
    })
}

fn all(wishes: Vec<Wish<'_>>) -> Wishes<'_> {
    Wishes { wishes, choose: false }
}

fn plain<'v>(fix: Fix) -> Wish<'v> {
    Wish { fix, sample: None }
}

/// A schema that was inferred from other values must allow this one as well.
fn grown<'v>(document: &Value, value: &'v Value, violation: &Violation, at: &str, fixes: &[Fix]) -> Option<Wish<'v>> {
    let (fix, steps) = fixes
        .iter()
        .find_map(|fix| Some((fix, steps_inside(fix, document, at)?)))?;
    let mut pointer = violation.pointer.as_str();
    for _ in 0..steps {
        pointer = split_last(pointer)?.0;
    }
    Some(Wish {
        fix: fix.clone(),
        sample: Some(value.pointer(pointer)?),
    })
}

fn missing<'v>(document: &Value, at: &str, here: &Value) -> Vec<Wish<'v>> {
    let (Some(names), Some(members)) = (document.pointer(at).and_then(Value::as_array), here.as_object()) else {
        return Vec::new();
    };
    let names = names.iter().filter_map(Value::as_str);
    let missing = names.filter(|name| !members.contains_key(*name));
    let fix = |name: &str| Fix {
        key: name.to_owned(),
        ..Fix::new(CorrectionKind::NotRequired, at)
    };
    missing.map(|name| plain(fix(name))).collect()
}

/// An object whose tag no branch has: it becomes a branch of its own.
fn branch<'v>(document: &Value, at: &str, value: &'v Value, violation: &Violation) -> Vec<Wish<'v>> {
    let wish = || {
        let (object, key) = split_last(&violation.pointer)?;
        let key = unescape(key);
        let tag = value.pointer(&violation.pointer)?;
        let object = value.pointer(object).filter(|object| object.is_object())?;
        let branches = document.pointer(at)?.as_array()?;
        let tagged = branches.iter().any(|branch| is_tagged(document, branch, &key, 0));
        let scalar = !tag.is_array() && !tag.is_object();
        (tagged && scalar).then(|| Wish {
            fix: Fix {
                key: key.into_owned(),
                value: tag.clone(),
                ..Fix::new(CorrectionKind::Branch, at)
            },
            sample: Some(object),
        })
    };
    wish().into_iter().collect()
}

/// Whether a branch has constants for a key.
fn is_tagged(document: &Value, branch: &Value, key: &str, depth: usize) -> bool {
    const DEEPEST: usize = 16;
    let follow = |schema: &Value| {
        let at = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        document.pointer(at).cloned()
    };
    let constant = |schema: &Value| schema.get("const").is_some() || schema.get("enum").is_some();
    let property = branch.get("properties").and_then(|properties| properties.get(key));
    let here =
        property.is_some_and(|schema| constant(schema) || follow(schema).is_some_and(|schema| constant(&schema)));
    let parts = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|keyword| branch.get(keyword)?.as_array());
    here || depth < DEEPEST
        && (parts.flatten().any(|part| is_tagged(document, part, key, depth + 1))
            || follow(branch).is_some_and(|target| is_tagged(document, &target, key, depth + 1)))
}

/// Keys that the schema forbids because it does not name them.
fn unexpected<'v>(
    document: &Value,
    schema: &Schema,
    at: &str,
    value: &'v Value,
    violation: &Violation,
    here: &'v Value,
) -> Vec<Wish<'v>> {
    let (Some((parent, _)), Some(members)) = (split_last(at), here.as_object()) else {
        return Vec::new();
    };
    let unnamed: Vec<String> = schema
        .undocumented(value)
        .into_iter()
        .map(|field| field.pointer)
        .collect();
    let named = |keyword: &str| document.pointer(&child(parent, keyword)).and_then(Value::as_object);
    let own = |key: &String| named("properties").is_some_and(|named| named.contains_key(key));
    let patterns = named("patternProperties").is_some_and(|patterns: &Map<String, Value>| !patterns.is_empty());
    let is_unexpected = |key: &String| {
        unnamed.contains(&child(&violation.pointer, key)) || (unnamed.is_empty() && !patterns && !own(key))
    };
    let keys = members.iter().filter(|(key, _)| is_unexpected(key));
    keys.filter_map(|(key, held)| property(parent, key, held)).collect()
}

fn bound<'v>(keyword: &str, at: &str, here: &Value) -> Vec<Wish<'v>> {
    let value = match (keyword, here) {
        ("minimum" | "maximum", Value::Number(number)) => Value::Number(number.clone()),
        ("minLength" | "maxLength", Value::String(text)) => text.chars().count().into(),
        ("minItems" | "maxItems", Value::Array(items)) => items.len().into(),
        ("minProperties" | "maxProperties", Value::Object(members)) => members.len().into(),
        _ => return Vec::new(),
    };
    // A dialect may have made it of another keyword.
    if !at.ends_with(keyword) {
        return Vec::new();
    }
    vec![plain(Fix {
        value,
        ..Fix::new(CorrectionKind::Bound, at)
    })]
}
