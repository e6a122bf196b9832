//! `wireproof.toml`: what a project examines, found from its folders.

use crate::hostile_types::example;
use crate::lab::Lab;

const DOCUMENT: &str = r#"{"$defs": {"Behaves": {"type": "object", "required": ["word"],
    "properties": {"word": {"type": "string"}}, "additionalProperties": false}}}"#;

/// A project with a configuration, a document and one capture, below a folder of its own.
fn project(config: &str) -> Lab {
    let lab = Lab::new();
    let types = example().display().to_string().replace('\\', "/");
    let config = format!("types = \"{types}\"\ndocument = \"schema/doc.json\"\n{config}");
    lab.write("wireproof.toml", config)
        .write("schema/doc.json", DOCUMENT)
        .write("captures/Behaves/good.json", r#"{"word":"good"}"#)
        .write("captures/Behaves/bad.json", r#"{"word":7}"#);
    lab
}

#[test]
fn types_document_and_captures_are_those_of_the_configuration() {
    let lab = project("captures = [\"captures\"]\nsubject = \"Behaves\"\n");
    let ran = lab.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    assert_eq!(report["summary"]["objects"], 2, "{report}");
    let rejected = report["findings"].as_array().expect("a list").iter();
    let rejected: Vec<_> = rejected.filter(|finding| finding["code"] == "rejected").collect();
    assert_eq!(rejected.len(), 1);
    assert!(rejected[0]["case"].as_str().expect("a case").ends_with("bad.json"));
}

#[test]
fn captures_are_of_the_component_that_their_path_is_given() {
    let checked = |entries: &str| {
        let lab = project(&format!("captures = [\"recorded\"]\nsubject = \"Behaves\"\n{entries}"));
        lab.write("recorded/hooks/word-1.json", r#"{"word":7}"#);
        lab.run(&["check", "--format", "json"])
    };
    let entry = |component: &str| format!("[[capture]]\npath = \"hooks/word-*\"\ncomponent = \"{component}\"\n");
    let placed = checked(&entry("Behaves"));
    assert_eq!(placed.code, 1, "{placed:?}");
    assert!(placed.stdout.contains("\"rejected\""), "{placed:?}");
    let elsewhere = checked(&entry("Gone"));
    elsewhere.says(
        2,
        &["names the component `Gone` for it, which the document does not have"],
    );
}

#[test]
fn the_command_line_takes_precedence() {
    let lab = project("captures = [\"captures\"]\nsubject = \"Behaves\"\nquiet = true\nformat = \"json\"\n");
    let ran = lab.run(&["check", "--format", "human", "captures/Behaves/good.json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("1 object"), "{ran:?}");
}

#[test]
fn the_configuration_is_found_from_a_folder_below() {
    let lab = project("captures = [\"captures\"]\nsubject = \"Behaves\"\n");
    let ran = lab.run_in("captures/Behaves", &["check", "--quiet"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("2 objects"), "{ran:?}");
}

#[test]
fn a_key_that_does_not_exist_is_one_clear_error() {
    let lab = project("captuers = [\"captures\"]\n");
    let ran = lab.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .ends_with("wireproof.toml:3: unknown key `captuers`; did you mean `captures`?\n"),
        "{ran:?}"
    );
    let lab = project("dialect = \"loose\"\n");
    let ran = lab.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`dialect`: "), "{ran:?}");
}

#[test]
fn a_key_on_the_command_line_is_put_over_that_of_the_file() {
    let lab = project("captures = [\"nowhere\"]\nsubject = \"Behaves\"\n");
    let good = "captures=[\"captures/Behaves/good.json\"]";
    lab.run(&["check", "--config", good]).says(0, &["1 capture, 1 object"]);
    lab.run(&["check", "--config", good, "--config", "format=json"])
        .says(0, &["\"report_version\""]);
    lab.run(&["check", "--config", "captuers=x"]).says(
        2,
        &["error: --config captuers=x: unknown key `captuers`; did you mean `captures`?"],
    );
    lab.run(&["check", "--config", "dialect=loose"])
        .says(2, &["`dialect`: "]);
}

#[test]
fn levels_are_those_of_the_configuration() {
    let lab = project(
        "captures = [\"captures\"]\nsubject = \"Behaves\"\n\n[[severity]]\ncode = \"rejected\"\nlevel = \"warning\"\n",
    );
    let ran = lab.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    let findings = report["findings"].as_array().expect("a list").iter();
    let rejected: Vec<_> = findings.filter(|finding| finding["code"] == "rejected").collect();
    assert_eq!(rejected[0]["level"], "warning", "{report}");
    assert_eq!(lab.run(&["check", "--quiet", "--strict"]).code, 1);
}

#[test]
fn a_type_set_without_a_document_asks_for_one() {
    let lab = Lab::new();
    let types = example();
    let ran = lab.run(&["check", "--types", types.to_str().expect("a path that is text")]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: the type set `hostile` brings no document; name one with --spec, or as `document` in wireproof.toml\n"
    );
}
