//! Documents that are made to do harm.

use crate::generate::Choices;
use serde_json::{Map, Value, json};

/// The deepest nesting inside a component.
const DEPTH: usize = 4;

const PATTERNS: [&str; 7] = [
    "",
    "(",
    "^(a+)+$",
    "[a-z]{1000}",
    r"\p{L}{64}",
    "(?=a)b",
    "^(a|b|c|d){0,99}$",
];
const NUMBERS: [f64; 11] = [0.0, -1.0, 1.0, 0.1, 65_536.0, 1e9, 1e19, 1e20, 1e300, 5e-324, -1e308];
const KEYS: [&str; 6] = ["a", "b", "type", "c", "", "a/b~"];

/// A document of the choices.
pub(super) fn hostile_document(choices: &mut Choices<'_>) -> Value {
    let count = 1 + choices.below(64);
    let mut schemas = Map::new();
    let style = choices.below(5);
    for number in 0..count {
        let next = if number + 1 < count || choices.chance(64) {
            (number + 1) % count
        } else {
            number
        };
        let next = json!({"$ref": format!("#/$defs/C{next}")});
        let schema = match style {
            // Each component has the next one twice: 2 to the power of their number.
            1 => json!({"type": "object", "required": ["a", "b"], "properties": {"a": next, "b": next}}),
            2 => json!({"type": "object", "properties": {"a": next, "b": {"type": "array", "items": next}}}),
            3 => json!({"anyOf": [next, {"type": "object", "properties": {"a": next}}]}),
            4 => json!({"allOf": vec![json!({"oneOf": [{"type": "string"}, next]}); 1 + choices.below(4)]}),
            _ => schema(choices, count, 0),
        };
        schemas.insert(format!("C{number}"), schema);
    }
    json!({ "$defs": schemas })
}

fn schema(choices: &mut Choices<'_>, components: usize, depth: usize) -> Value {
    if depth >= DEPTH {
        return json!({"type": "string"});
    }
    let inner = |choices: &mut Choices<'_>| schema(choices, components, depth + 1);
    match choices.below(16) {
        0 => json!({"type": "string"}),
        1 => json!({"$ref": format!("#/$defs/C{}", choices.below(components))}),
        2 => {
            json!({"type": "number", "multipleOf": number(choices), "minimum": number(choices), "maximum": number(choices)})
        }
        3 => json!({"type": "integer", "exclusiveMinimum": number(choices), "multipleOf": number(choices)}),
        4 => json!({"type": "string", "pattern": PATTERNS[choices.below(PATTERNS.len())], "minLength": count(choices)}),
        5 => {
            let width = choices.below(3000);
            json!({"enum": (0..width).map(|number| format!("word{number}")).collect::<Vec<_>>()})
        }
        6 => {
            json!({"type": "array", "items": inner(choices), "minItems": count(choices), "uniqueItems": choices.chance(128)})
        }
        7 => json!({"minProperties": count(choices), "maxProperties": count(choices)}),
        8 => json!({"oneOf": (0..choices.below(12)).map(|_| inner(choices)).collect::<Vec<_>>()}),
        9 => json!({"anyOf": (0..choices.below(12)).map(|_| inner(choices)).collect::<Vec<_>>()}),
        10 => json!({"allOf": (0..choices.below(6)).map(|_| inner(choices)).collect::<Vec<_>>()}),
        11 => json!({"not": inner(choices)}),
        12 => json!({"if": inner(choices), "then": inner(choices), "else": inner(choices)}),
        13 => json!({"prefixItems": [inner(choices)], "contains": inner(choices), "minContains": count(choices)}),
        14 => json!({"patternProperties": {(PATTERNS[choices.below(PATTERNS.len())]): inner(choices)},
            "propertyNames": inner(choices), "unevaluatedProperties": false}),
        _ => {
            let properties: Map<String, Value> = (0..choices.below(6))
                .map(|_| (KEYS[choices.below(KEYS.len())].to_owned(), inner(choices)))
                .collect();
            let required: Vec<&String> = properties.keys().collect();
            json!({"type": "object", "required": required, "properties": properties,
                "additionalProperties": choices.chance(128), "default": 5, "$ref": choices.below(3)})
        }
    }
}

fn number(choices: &mut Choices<'_>) -> f64 {
    NUMBERS[choices.below(NUMBERS.len())]
}

fn count(choices: &mut Choices<'_>) -> Value {
    match choices.below(4) {
        0 => json!(choices.below(4)),
        1 => json!(number(choices)),
        2 => json!(u64::MAX),
        _ => json!(65_536),
    }
}
