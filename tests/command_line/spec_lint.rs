//! `wireproof spec lint`: where a document breaks its own rules.

use super::lab::{Lab, assert_transcript};
use serde_json::Value;

/// One component for each kind of defect, and one without.
const DEFECTS: &str = r##"{
  "openapi": "3.1.0",
  "components": {"schemas": {
    "all_of_nullable": {"allOf": [{"$ref": "#/components/schemas/sound"}, {"nullable": true}]},
    "boolean_exclusive_bound": {"minimum": 0, "exclusiveMinimum": true},
    "dangling_ref": {"$ref": "#/components/schemas/sond"},
    "duplicate_enum": {"enum": ["a", "a"]},
    "duplicate_required": {"type": "object", "properties": {"a": {}}, "required": ["a", "a"]},
    "endless_ref": {"$ref": "#/components/schemas/endless_ref"},
    "enum_of_other_type": {"type": "string", "enum": ["a", 1]},
    "external_ref": {"$ref": "other.yaml#/Y"},
    "failing_example": {"type": "object", "properties": {"id": {"type": "string", "example": 1}}},
    "illegal_keyword": {"type": "file"},
    "invalid_default": {"type": "string", "default": 1},
    "one_of_overlap": {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 5}]},
    "nullable_keyword": {"type": "string", "nullable": true},
    "properties_without_type": {"properties": {"a": {}}},
    "recursive_ref": {"items": {"$recursiveRef": "#"}},
    "ref_with_nullable": {"$ref": "#/components/schemas/sound", "nullable": true},
    "required_not_named": {"type": "object", "properties": {"a": {}}, "required": ["a", "b"]},
    "sound": {"type": "string"}
  }}
}"##;

#[test]
fn every_kind_of_defect_is_listed() {
    let lab = Lab::new();
    lab.write("spec.json", DEFECTS);
    assert_transcript!(lab.run(&["spec", "lint", "spec.json"]));
}

#[test]
fn each_defect_is_found_in_the_component_named_after_it() {
    let lab = Lab::new();
    lab.write("spec.json", DEFECTS);
    let report = lab
        .run(&["spec", "lint", "--format", "json", "spec.json"])
        .says(1, &[])
        .json();
    let document: Value = serde_json::from_str(DEFECTS).expect("JSON");
    let defects = report["defects"].as_array().expect("a list");
    for name in document["components"]["schemas"]
        .as_object()
        .expect("components")
        .keys()
    {
        let at = format!("#/components/schemas/{name}/");
        let found = defects.iter().any(|defect| {
            defect["kind"] == name.as_str()
                && defect["pointer"]
                    .as_str()
                    .is_some_and(|pointer| pointer.starts_with(&at))
        });
        assert_eq!(
            found,
            !["sound", "failing_example"].contains(&name.as_str()),
            "{name}: {report:#}"
        );
    }
    let summary = &report["summary"];
    assert_eq!(summary["defects"].as_u64(), Some(defects.len() as u64));
    let kinds = summary["kinds"].as_object().expect("kinds");
    assert_eq!(
        kinds.values().filter_map(Value::as_u64).sum::<u64>(),
        defects.len() as u64
    );
    assert_eq!(
        (&summary["examples"], &summary["examples_failed"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        report["examples"][0]["pointer"],
        "#/components/schemas/failing_example/properties/id/example"
    );
}

#[test]
fn quiet_prints_one_line() {
    let lab = Lab::new();
    lab.write("spec.json", DEFECTS);
    let ran = lab.run(&["spec", "lint", "--quiet", "spec.json"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (1, 1), "{ran:#?}");
}

#[test]
fn a_sound_document_is_clean() {
    let lab = Lab::new();
    lab.write(
        "spec.yaml",
        "openapi: 3.0.0\ncomponents:\n  schemas:\n    A: {type: string, nullable: true}\n",
    );
    assert_transcript!(lab.run(&["spec", "lint", "spec.yaml"]));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let lab = Lab::new();
    lab.write("spec.yaml", "openapi: 3.0.0\ncomponents: [\n");
    lab.run(&["spec", "lint", "spec.yaml"])
        .says(2, &["`spec.yaml` cannot be read: line "]);
    lab.run(&["spec", "lint", "gone.yaml"])
        .says(2, &["cannot read `gone.yaml`: "]);
}
