//! The Rust type that a schema suggests.

use serde_json::{Map, Value};

/// References that are followed to find a type.
const MOST_LINKS: usize = 16;

/// A type in Rust, and whether null is allowed beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InferredType {
    pub(super) in_rust: String,
    pub(super) is_nullable: bool,
}

/// The type that the schema at a pointer suggests. `named` gives the crate's type for the place of a schema.
pub(super) fn inferred(
    document: &Value,
    fragment: &str,
    named: &dyn Fn(&str) -> Option<String>,
) -> Option<InferredType> {
    let schema = document.pointer(fragment.strip_prefix('#')?)?;
    Some(Inference { document, named }.of(schema, Some(fragment), MOST_LINKS))
}

struct Inference<'a> {
    document: &'a Value,
    named: &'a dyn Fn(&str) -> Option<String>,
}

impl Inference<'_> {
    fn of(&self, schema: &Value, place: Option<&str>, links: usize) -> InferredType {
        let found = |in_rust: String, is_nullable| InferredType { in_rust, is_nullable };
        let any = || found("serde_json::Value".to_owned(), false);
        let Some(links) = links.checked_sub(1) else {
            return any();
        };
        if let Some(name) = place.and_then(|place| (self.named)(place)) {
            return found(name, false);
        }
        let Value::Object(members) = schema else { return any() };
        if let Some(Value::String(reference)) = members.get("$ref") {
            let target = reference.strip_prefix('#').and_then(|at| self.document.pointer(at));
            return target.map_or_else(any, |target| self.of(target, Some(reference), links));
        }
        let says_nullable = ["nullable", "x-nullable"]
            .iter()
            .any(|key| members.get(*key) == Some(&Value::Bool(true)));
        let (types, has_null) = types(members);
        let is_nullable = says_nullable || has_null;
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let Some(Value::Array(parts)) = members.get(keyword) else {
                continue;
            };
            let is_null = |part: &&Value| part.get("type").and_then(Value::as_str) == Some("null");
            let others: Vec<&Value> = parts.iter().filter(|part| !is_null(part)).collect();
            return match others[..] {
                [one] => {
                    let inner = self.of(one, None, links);
                    let has_null = others.len() < parts.len();
                    found(inner.in_rust, is_nullable || has_null || inner.is_nullable)
                }
                _ => found(any().in_rust, is_nullable),
            };
        }
        let [one] = types[..] else {
            return found(any().in_rust, is_nullable);
        };
        let inner = |keyword: &str| {
            let inner = self.of(members.get(keyword).unwrap_or(&Value::Null), None, links);
            match inner.is_nullable {
                true => format!("Option<{}>", inner.in_rust),
                false => inner.in_rust,
            }
        };
        let in_rust = match one {
            "string" => "String".to_owned(),
            "integer" => "i64".to_owned(),
            "number" => "f64".to_owned(),
            "boolean" => "bool".to_owned(),
            "array" => format!("Vec<{}>", inner("items")),
            "object" if members.contains_key("additionalProperties") && !members.contains_key("properties") => {
                format!("std::collections::BTreeMap<String, {}>", inner("additionalProperties"))
            }
            _ => any().in_rust,
        };
        found(in_rust, is_nullable)
    }
}

/// The types that a schema lists, without null, and whether null is among them.
fn types(members: &Map<String, Value>) -> (Vec<&str>, bool) {
    let all: Vec<&str> = match members.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let others: Vec<&str> = all.iter().copied().filter(|one| *one != "null").collect();
    let has_null = others.len() < all.len();
    (others, has_null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemas_suggest_types() {
        let document = json!({
            "named": {"type": "object"},
            "loop": {"$ref": "#/loop"},
            "text": {"type": ["string", "null"], "format": "uri"},
            "list": {"type": "array", "items": {"$ref": "#/text"}},
            "map": {"type": "object", "additionalProperties": {"type": "integer"}, "nullable": true},
            "one": {"anyOf": [{"$ref": "#/named"}, {"type": "null"}]},
            "open": {"type": "object", "properties": {}},
            "two": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        });
        let named = |place: &str| (place == "#/named").then(|| "Named".to_owned());
        let of = |name: &str| {
            let found = inferred(&document, &format!("#/{name}"), &named).unwrap();
            format!("{}{}", found.in_rust, if found.is_nullable { " or null" } else { "" })
        };
        assert_eq!(of("text"), "String or null");
        assert_eq!(of("list"), "Vec<Option<String>>");
        assert_eq!(of("map"), "std::collections::BTreeMap<String, i64> or null");
        assert_eq!(of("one"), "Named or null");
        for name in ["open", "two", "loop"] {
            assert_eq!(of(name), "serde_json::Value", "{name}");
        }
        assert_eq!(inferred(&document, "#/none", &named), None);
    }
}
