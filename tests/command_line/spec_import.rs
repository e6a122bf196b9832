//! `wireproof spec import`: the schemas of some components, without their prose.

use super::lab::{Lab, assert_transcript};
use serde_json::Value;
use wireproof::default_types as corpus;

const PETS: &str = r##"{
  "openapi": "3.1.0",
  "info": {"title": "Pets", "version": "7", "description": "All of them."},
  "paths": {"/pets": {}},
  "components": {"schemas": {
    "Pet": {"type": "object", "description": "One.", "required": ["name"], "properties": {
      "name": {"type": "string", "example": "Rex"}, "owner": {"$ref": "#/components/schemas/Owner"}}},
    "Owner": {"type": "object", "title": "Owner", "x-order": 1, "properties": {"description": {"type": "string"}}},
    "Toy": {"type": "string"}
  }}
}"##;

#[test]
fn facts_come_along_and_prose_stays_behind() {
    let lab = Lab::new();
    lab.write("pets.json", PETS);
    assert_transcript!(lab.run(&["spec", "import", "pets.json", "--component", "Pet"]));
}

#[test]
fn provenance_is_as_told() {
    let lab = Lab::new();
    lab.write("pets.json", PETS);
    let told = ["--repository", "pets/openapi", "--commit", "c0ffee", "--license", "MIT"];
    let ran = lab.run(&[&["spec", "import", "pets.json", "--component", "Toy"], &told[..]].concat());
    let origin = &ran.says(0, &[]).json()["info"]["x-wireproof-provenance"];
    assert_eq!(
        (&origin["document"], &origin["commit"]),
        (&"pets/openapi".into(), &"c0ffee".into())
    );
    assert_eq!((&origin["licence"], &origin["version"]), (&"MIT".into(), &"7".into()));
    assert_eq!(origin["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn a_file_is_written_whole_and_nothing_is_said() {
    let lab = Lab::new();
    lab.write("pets.json", PETS).write("out.json", "old");
    let shown = lab.run(&["spec", "import", "pets.json", "--component", "Pet"]);
    let ran = lab.run(&["spec", "import", "pets.json", "--component", "Pet", "--out", "out.json"]);
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
    assert_eq!(lab.read("out.json"), shown.stdout);
    assert_eq!(
        lab.path("").read_dir().expect("a folder").count(),
        2,
        "something was left behind"
    );
    lab.run(&[
        "spec",
        "import",
        "pets.json",
        "--component",
        "Pet",
        "--out",
        "no/such/folder.json",
    ])
    .says(
        2,
        &["error: output cannot be written: no/such/folder.json: No such file"],
    );
}

#[test]
fn an_unknown_component_is_answered_with_the_closest() {
    let lab = Lab::new();
    lab.write("pets.json", PETS);
    assert_transcript!(lab.run(&[
        "spec",
        "import",
        "pets.json",
        "--component",
        "Pet",
        "--component",
        "Ownr",
        "--out",
        "out.json"
    ]));
    assert!(!lab.path("out.json").exists());
}

#[test]
fn references_that_cannot_come_along_are_refused() {
    let lab = Lab::new();
    for (reference, says) in [
        ("other.json#/X", "leaves the document, and is not followed"),
        ("http://localhost/x", "leaves the document, and is not followed"),
        (
            "#/components/schemas/Ownr",
            "points to nothing; the closest name is `Owner`",
        ),
        ("#/info", "points to no component"),
    ] {
        lab.write("pets.json", PETS.replace("#/components/schemas/Owner", reference));
        let ran = lab.run(&["spec", "import", "pets.json", "--component", "Pet"]);
        ran.says(2, &[says, "#/components/schemas/Pet/properties/owner/$ref"]);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn importing_what_was_imported_changes_nothing() {
    let lab = Lab::new();
    let text = corpus::file(corpus::SCHEMA).expect("the embedded schema");
    lab.write("embedded.json", text);
    let embedded: Value = serde_json::from_slice(text).expect("JSON");
    let origin = &embedded["info"]["x-wireproof-provenance"];
    let components: Vec<&str> = origin["components"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("a name"))
        .collect();
    let import = |from: &str, to: &str| {
        let named = components.join(",");
        lab.run(&["spec", "import", from, "--out", to, "--component", &named])
            .says(0, &[]);
        lab.read(to)
    };
    // The hash of the document that was read is the one thing that cannot stay.
    let facts = |text: &str| -> String { text.lines().filter(|line| !line.contains("\"sha256\": ")).collect() };
    let once = import("embedded.json", "once.json");
    let twice = import("once.json", "twice.json");
    assert_eq!(facts(&once), facts(&twice));
    let once: Value = serde_json::from_str(&once).expect("JSON");
    assert_eq!(once["components"], embedded["components"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let lab = Lab::new();
    lab.write("document.json", corpus::file(corpus::SCHEMA).expect("the document"));
    let pipe = lab.path("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo");
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).expect("what is written to the pipe")
    });
    let ran = lab.run(&["spec", "dictionary", "document.json", "--out", "pipe"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!reader.join().expect("the reader").is_empty());
    assert!(std::fs::metadata(&pipe).expect("the pipe").file_type().is_fifo());
    let ran = lab.run(&["spec", "dictionary", "document.json", "--out", "."]);
    assert_eq!(ran.code, 2, "{ran:?}");
}
