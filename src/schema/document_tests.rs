//! How documents are read and what their components are called.

use super::super::{Dialect, MAX_BYTES, Spec};
use super::*;

fn not_a_spec(text: &str) -> bool {
    matches!(Document::parse("t", text.as_bytes()), Err(SpecError::NotASpec { .. }))
}

#[test]
fn json_and_yaml_are_told_by_content() {
    let json = Document::parse("a.yaml", br#"{"openapi": "3.0.3", "components": {}}"#).unwrap();
    let yaml = Document::parse("a.json", b"openapi: 3.1.0\ncomponents: {}\n").unwrap();
    assert_eq!((json.kind(), yaml.kind()), (Kind::OpenApi30, Kind::OpenApi31));
}

#[test]
fn what_is_no_spec_is_refused() {
    for text in [
        "[]",
        "null",
        "",
        "{}",
        "hello",
        r#"{"id": "run_1", "object": "animal.pet"}"#,
        r#"{"swagger": "1.2"}"#,
        r#"{"openapi": "4.0.0"}"#,
        r#"{"type": "message_creation"}"#,
    ] {
        assert!(not_a_spec(text), "{text}");
    }
}

#[test]
fn a_mistake_is_placed() {
    let error = Document::parse("t.json", b"{\n  \"openapi\": nope }").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`t.json` cannot be read: line 2, column 15: expected ident"
    );
    let error = Document::parse("t", b"{\n\"\xff\"}").unwrap_err();
    assert!(matches!(error, SpecError::Syntax { line: 2, column: 2, .. }), "{error}");
}

#[test]
fn deep_json_is_refused() {
    let text = format!("{}{}", r#"{"not":"#.repeat(100_000), "}".repeat(100_000));
    assert!(matches!(
        Document::parse("t", text.as_bytes()),
        Err(SpecError::Syntax { .. })
    ));
}

#[test]
fn huge_text_is_refused() {
    let text = vec![b' '; usize::try_from(MAX_BYTES).unwrap() + 1];
    assert!(matches!(Document::parse("t", &text), Err(SpecError::TooLarge { .. })));
}

#[test]
fn plain_schemas_name_their_root_and_definitions() {
    let document = Document::parse(
        "dir/event.schema.json",
        br#"{"type": "object", "$defs": {"B": {}, "A": {}}}"#,
    )
    .unwrap();
    assert_eq!(document.component_names().collect::<Vec<_>>(), ["A", "B", "event"]);
    assert_eq!(document.component_pointer("event").as_deref(), Some(""));
    assert_eq!(document.component_pointer("A").as_deref(), Some("/$defs/A"));
}

#[test]
fn a_component_is_also_named_by_its_pointer() {
    let document = Document::parse(
        "t",
        br#"{"openapi": "3.0.0", "paths": {"/a b": {"get": {"schema": {"%41": {}}}}}}"#,
    )
    .unwrap();
    let at = |name: &str| document.component_pointer(name);
    let inside = "/paths/~1a b/get/schema";
    assert_eq!(at(&format!("#{inside}")).as_deref(), Some(inside));
    assert_eq!(at("#/paths/~1a%20b/get/schema").as_deref(), Some(inside));
    assert_eq!(at(&format!("#{inside}/%41")), Some(format!("{inside}/%41")));
    assert_eq!((at("#/paths/~1a"), at("/paths")), (None, None));
}

/// A folder of these files, below the one for temporary files.
fn folder(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("wireproof-{}-{name}", std::process::id()));
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn files_refer_to_each_other() {
    let folder = folder(
        "files",
        &[
            (
                "api/main.json",
                r#"{"openapi": "3.0.0", "components": {"schemas": {"Pet": {"$ref": "./pets/pet.yaml"}}}}"#,
            ),
            (
                "api/pets/pet.yaml",
                "type: object\nproperties:\n  toy: {$ref: '../toy%20s.json#/Toy'}\n  secret: {$ref: ../../secret.json}\n",
            ),
            ("api/toy s.json", r#"{"Toy": {"type": "string", "maxLength": 3}}"#),
            ("api/unused.json", "{ no JSON"),
            ("secret.json", r#"{"type": "integer"}"#),
        ],
    );
    let document = Document::open(&folder.join("api/main.json")).unwrap();
    assert_eq!(document.others, ["pets/pet.yaml", "toy s.json"]);
    assert_eq!(document.component_names().collect::<Vec<_>>(), ["Pet"]);
    let spec = Spec::new(document, Dialect::AsMeant);
    let error = spec.component("Pet").unwrap_err();
    let expected = SpecError::ExternalRef {
        pointer: "pets/pet.yaml#/properties/secret/$ref".to_owned(),
        reference: "../../secret.json".to_owned(),
    };
    assert_eq!(error, expected);
    let toy = spec.component("pets/pet.yaml#/properties/toy").unwrap();
    let broken: Vec<String> = toy
        .violations(&"long".into())
        .into_iter()
        .map(|it| it.schema_pointer)
        .collect();
    assert_eq!(broken, ["toy s.json#/Toy/maxLength"]);
    let as_folder = Document::open(&folder.join("api")).unwrap_err();
    assert!(matches!(as_folder, SpecError::Syntax { .. }), "{as_folder}");
    std::fs::remove_file(folder.join("api/unused.json")).unwrap();
    let as_folder = Document::open(&folder.join("api")).unwrap();
    assert_eq!(as_folder.value(), spec.document().value());
    assert_eq!(as_folder.sha256(), spec.document().sha256());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_folder_of_schemas_is_one_document() {
    let folder = folder(
        "folder",
        &[
            (
                "a.schema.json",
                r#"{"$id": "https://x.org/s/a.schema.json", "title": "A", "type": "object", "properties": {
                "b": {"$ref": "b.schema.json"}, "c": {"$ref": "https://x.org/s/b.schema.json#/$defs/C"}}}"#,
            ),
            (
                "b.schema.json",
                r#"{"type": "string", "$defs": {"C": {"type": "integer"}}}"#,
            ),
        ],
    );
    let document = Document::open(&folder).unwrap();
    assert_eq!(document.component_names().collect::<Vec<_>>(), ["A", "C", "b"]);
    let schema = Spec::new(document, Dialect::AsMeant).component("A").unwrap();
    assert_eq!(schema.pointer(), "a.schema.json#");
    assert!(schema.is_valid(&serde_json::json!({"b": "x", "c": 1})));
    assert!(!schema.is_valid(&serde_json::json!({"b": 1})));
    assert!(!schema.is_valid(&serde_json::json!({"c": "x"})));
    std::fs::write(folder.join("api.json"), r#"{"openapi": "3.0.0"}"#).unwrap();
    std::fs::write(folder.join("old.json"), r#"{"swagger": "2.0"}"#).unwrap();
    let error = Document::open(&folder).unwrap_err();
    assert!(
        matches!(&error, SpecError::SeveralDocuments { entries, .. } if *entries == ["api.json", "old.json"]),
        "{error}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let folder = folder(
        "links",
        &[
            (
                "in/a.json",
                r#"{"type": "object", "properties": {"b": {"$ref": "b.json"}, "c": {"$ref": "c.json"}}}"#,
            ),
            ("in/real.json", r#"{"type": "string"}"#),
            ("secret.json", r#"{"type": "integer"}"#),
        ],
    );
    std::os::unix::fs::symlink("../secret.json", folder.join("in/b.json")).unwrap();
    std::os::unix::fs::symlink("real.json", folder.join("in/c.json")).unwrap();
    for path in ["in", "in/a.json"] {
        let document = Document::open(&folder.join(path)).unwrap();
        assert!(!document.others.iter().any(|path| path == "b.json"), "{path}");
        let spec = Spec::new(document, Dialect::AsMeant);
        assert!(spec.component("c").is_ok());
        assert!(matches!(spec.component("a"), Err(SpecError::ExternalRef { .. })));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_missing_file_is_an_error() {
    assert!(matches!(
        Document::open(Path::new("does/not/exist")),
        Err(SpecError::Unreadable { .. })
    ));
}
