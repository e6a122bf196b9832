//! A schema as values are made of it.

use serde_json::Value;

use super::bundle::Bundle;
use super::document::Document;
use super::narrowed::{is_extended, of};
use super::reading_options::Reading;

/// The extensions of a component may make a schema so many times as large.
const MOST_TIMES: usize = 8;
/// Schemas below this size may grow to it.
const SMALL: usize = 2_000;

/// The schema at a pointer as values are made of it; `None` if that is the schema itself, or if it would be too large.
pub(super) fn narrowed(document: &Document, bundle: &Bundle, at: &str, reading: Reading) -> Option<Value> {
    let mut units = bundle.units().map(|unit| bundle.graph().pointer(unit));
    let is_some =
        reading.is_meant(document) && units.any(|unit| is_extended(document, &bundle.published_pointer(&unit)));
    if !is_some {
        return None;
    }
    let reading = Reading {
        narrows: true,
        ..reading
    };
    let root = match is_extended(document, at) {
        true => of(at),
        false => at.to_owned(),
    };
    let narrowed = Bundle::new(document, &root, reading).ok()?;
    let most = bundle.graph().len().max(SMALL / MOST_TIMES) * MOST_TIMES;
    (narrowed.graph().len() <= most && narrowed.schema != bundle.schema).then_some(narrowed.schema)
}

#[cfg(test)]
mod tests {
    use crate::generate::{Generator, Plan};
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    fn spec_of(document: &Value, dialect: Dialect) -> Spec {
        Spec::new(Document::parse("t", document.to_string().as_bytes()).unwrap(), dialect)
    }

    fn openapi(version: &str, schemas: Value) -> Value {
        json!({"openapi": version, "components": {"schemas": schemas}})
    }

    fn refer(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    fn values_of_a_component_that_others_extend_are_those_of_the_extensions() {
        let extension = |key: &str| json!({"allOf": [refer("Vehicle"), {"type": "object", "required": [key], "properties": {key: {"type": "integer", "format": "uint8"}}}]});
        let base = |mapping: Value| {
            json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind", "mapping": mapping}})
        };
        let schemas = |mapping: Value| {
            json!({"Vehicle": base(mapping), "Car": extension("doors"), "Boat": extension("sails"), "Kit": extension("parts"),
                "Garage": {"type": "object", "required": ["all"], "properties": {"all": {"type": "array", "minItems": 1, "items": refer("Vehicle")},
                    "own": {"nullable": true, "allOf": [refer("Vehicle")]}}}})
        };
        let document = openapi(
            "3.0.3",
            schemas(json!({"car": "#/components/schemas/Car", "boat": "Boat"})),
        );
        for (component, place) in [("Vehicle", ""), ("Garage", "/all/0"), ("Garage", "/own")] {
            let schema = spec_of(&document, Dialect::AsMeant).component(component).unwrap();
            let plan = Plan::new(&schema.narrowed().unwrap()).unwrap();
            let mut seen = 0;
            for case in Generator::new(&plan, component, 1)
                .take(400)
                .filter(|case| case.mutant.is_none())
            {
                let value: Value = serde_json::from_str(&case.text()).unwrap();
                assert!(schema.is_valid(&value), "{value}");
                if let Some(vehicle) = value.pointer(place).filter(|vehicle| !vehicle.is_null()) {
                    let key = if vehicle["kind"] == "car" { "doors" } else { "sails" };
                    assert!(vehicle["kind"] == "car" || vehicle["kind"] == "boat", "{vehicle}");
                    assert!(vehicle[key].is_number(), "{vehicle}");
                    seen += 1;
                }
            }
            assert!(seen > 50, "{component} {place}: {seen}");
            assert!(schema.is_valid(&if component == "Vehicle" {
                json!({"kind": "any"})
            } else {
                json!({"all": [{"kind": "any"}]})
            }));
        }
        let narrowed = |document: &Value, dialect: Dialect, name: &str| {
            spec_of(document, dialect).component(name).unwrap().narrowed()
        };
        assert_eq!(narrowed(&document, Dialect::Strict, "Garage"), None);
        // An extension is a value itself, and holds no other.
        assert_eq!(narrowed(&document, Dialect::AsMeant, "Car"), None);
        // What the mapping leads to is a value, whoever extends it.
        let itself = openapi("3.0.3", schemas(json!({"car": "Car", "plain": "Vehicle"})));
        assert_eq!(narrowed(&itself, Dialect::AsMeant, "Garage"), None);
    }
}
