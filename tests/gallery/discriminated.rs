//! Enums with a tag, for documents that name the tag in a `discriminator` and nowhere list its words. The words are those of the
//! mapping, or the names of the schemas; a type that knows other words reads nothing.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r##"{"openapi": "3.0.3", "components": {"schemas": {
    "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "petType", "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"}}},
    "Cat": {"type": "object", "required": ["petType", "hunts"], "additionalProperties": false, "properties": {
        "petType": {"type": "string"}, "hunts": {"type": "boolean"}}},
    "Dog": {"type": "object", "required": ["petType", "packs"], "additionalProperties": false, "properties": {
        "petType": {"type": "string"}, "packs": {"type": "boolean"}}},
    "Shape": {"anyOf": [{"$ref": "#/components/schemas/Circle"}, {"$ref": "#/components/schemas/Square"}],
        "discriminator": {"propertyName": "kind"}},
    "Circle": {"type": "object", "required": ["radius"], "additionalProperties": false, "properties": {
        "kind": {"type": "string"}, "radius": {"type": "integer", "format": "int32"}}},
    "Square": {"type": "object", "required": ["side"], "additionalProperties": false, "properties": {
        "kind": {"type": "string"}, "side": {"type": "integer", "format": "int32"}}},
    "Vehicle": {"type": "object", "required": ["model"], "properties": {"model": {"type": "string"}},
        "discriminator": {"propertyName": "model"}},
    "Bicycle": {"allOf": [{"$ref": "#/components/schemas/Vehicle"}, {"type": "object", "required": ["gears"], "properties": {
        "gears": {"type": "integer", "format": "uint8"}}}]}
}}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "petType", rename_all = "lowercase")]
enum Pet {
    Cat { hunts: bool },
    Dog { packs: bool },
}

/// Knows the names of the schemas, and not the words of the mapping.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "petType")]
enum NamedPet {
    Cat { hunts: bool },
    Dog { packs: bool },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Shape {
    Circle { radius: i32 },
    Square { side: i32 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum LowShape {
    Circle { radius: i32 },
    Square { side: i32 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model")]
enum Bicycle {
    Bicycle { gears: u8 },
}

/// Has the tag of another extension.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model")]
enum Tricycle {
    Tricycle { gears: u8 },
}

/// What explore finds in a type that is an error.
fn errors(component: &'static str, subject: &Subject) -> BTreeSet<(Code, &'static str)> {
    let exhibit = Exhibit {
        class: 0,
        name: "discriminated",
        schema: SCHEMA,
        component,
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, 1_000).into_keys();
    let told = found.filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) == Level::Error);
    told.map(|(code, kind, _)| (code, kind.map_or("", Kind::as_str)))
        .collect()
}

#[test]
fn the_words_of_a_tag_are_those_of_the_mapping_or_the_names() {
    for (component, good, broken) in [
        ("Pet", subject!(Pet), subject!(NamedPet as "Pet")),
        ("Shape", subject!(Shape), subject!(LowShape as "Shape")),
    ] {
        assert_eq!(errors(component, &good), BTreeSet::new(), "{component}");
        assert!(
            errors(component, &broken).contains(&(Code::Rejected, "")),
            "{component}"
        );
    }
}

#[test]
fn what_extends_a_component_with_a_discriminator_has_its_own_word() {
    let good = errors("Bicycle", &subject!(Bicycle));
    // The enum has no place for keys that the document neither names nor forbids.
    assert_eq!(good, BTreeSet::new());
    let broken = errors("Bicycle", &subject!(Tricycle as "Bicycle"));
    assert!(broken.contains(&(Code::Rejected, "")), "{broken:?}");
}
