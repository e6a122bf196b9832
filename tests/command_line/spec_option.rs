//! `--spec FILE`: another document.

use super::captures::RUN;
use super::lab::Lab;
use std::io::ErrorKind;
use std::net::TcpListener;

fn refused(spec: &str, says: &[&str]) {
    let lab = Lab::new();
    lab.write("run.json", RUN).write("spec.json", spec);
    let ran = lab.run(&["check", "--spec", "spec.json", "run.json"]);
    ran.says(2, says);
    assert_eq!(ran.stdout, "", "{ran:#?}");
    assert_eq!(ran.stderr.lines().count(), 1, "more than one line: {ran:#?}");
}

fn referring(reference: &str) -> String {
    format!(r#"{{"$defs":{{"RunObject":{{"properties":{{"id":{{"$ref":"{reference}"}}}}}}}}}}"#)
}

#[test]
fn a_document_of_ones_own_is_used() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.write(
        "spec.yaml",
        "$defs:\n  RunObject:\n    type: object\n    maxProperties: 3\n",
    );
    let arguments = ["check", "--spec", "spec.yaml", "--subject", "RunObject"];
    // Nothing in this document says by which constant a run is known, so the folder or the option must.
    lab.run(&[&arguments[..], &["run.json"]].concat())
        .says(2, &["no bound component fits: `object` is \"thread.run\""]);
    let ran = lab.run(&[&arguments[..], &["--component", "RunObject", "run.json"]].concat());
    ran.says(0, &["warning[schema_violation]", "more than 3"]);
}

#[test]
fn what_is_no_spec_is_refused() {
    refused(
        RUN,
        &[
            "`spec.json` is not an OpenAPI 3, Swagger 2.0 or JSON Schema document, but an object with none of their keywords",
        ],
    );
    refused(
        "[]",
        &["`spec.json` is not an OpenAPI 3, Swagger 2.0 or JSON Schema document, but an array"],
    );
    refused(
        "",
        &["`spec.json` is not an OpenAPI 3, Swagger 2.0 or JSON Schema document, but an empty document"],
    );
    refused(
        r#"{"swagger":"1.2"}"#,
        &[
            "`spec.json` is not an OpenAPI 3, Swagger 2.0 or JSON Schema document, but a version of Swagger that is not supported",
        ],
    );
    refused(
        "{\n  \"openapi\": nope\n}",
        &["`spec.json` cannot be read: line 2, column 15: "],
    );
    refused(&"[".repeat(100_000), &["`spec.json` cannot be read: line 1, column "]);
}

#[test]
fn a_missing_file_is_named() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    let ran = lab.run(&["check", "--spec", "gone.json", "run.json"]);
    ran.says(2, &["error: cannot read `gone.json`: "]);
    let folder = lab
        .write("folder/x", "")
        .run(&["check", "--spec", "folder", "run.json"]);
    folder.says(2, &["error: `folder` is not", "but a folder without any of them"]);
}

#[test]
fn a_component_that_a_subject_is_bound_to_must_be_there() {
    refused(
        r#"{"openapi":"3.1.0","components":{"schemas":{"RunObjekt":{}}}}"#,
        &["the document has no component `RunObject`; the closest name is `RunObjekt`"],
    );
}

#[test]
fn a_reference_into_the_network_is_never_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let url = format!("http://{}/run.json", listener.local_addr().expect("an address"));
    refused(
        &referring(&url),
        &[
            &url,
            "#/$defs/RunObject/properties/id/$ref",
            "leaves the document, and is not followed",
        ],
    );
    let knocked = listener.accept();
    assert!(
        knocked.is_err_and(|error| error.kind() == ErrorKind::WouldBlock),
        "somebody connected"
    );
}

#[test]
fn a_file_outside_the_folder_is_never_read() {
    let lab = Lab::new();
    lab.write("run.json", RUN).write("other.json", r#"{"type":"string"}"#);
    let other = format!("file://{}", lab.path("other.json").display());
    let absolute = lab.path("other.json").display().to_string();
    for reference in [
        "../other.json",
        "x/../../other.json#",
        "%2e%2e/other.json",
        &absolute,
        &other,
        "//localhost/other.json",
    ] {
        lab.write("api/spec.json", referring(reference));
        for spec in ["api/spec.json", "api"] {
            let ran = lab.run(&["check", "--spec", spec, "--subject", "RunObject", "run.json"]);
            ran.says(
                2,
                &[
                    "#/$defs/RunObject/properties/id/$ref",
                    "leaves the document, and is not followed",
                ],
            );
        }
    }
}

#[test]
fn a_file_beside_the_document_is_read() {
    let lab = Lab::new();
    lab.write("run.json", RUN)
        .write("spec.json", referring("types/id.yaml#/$defs/Id"))
        .write("types/id.yaml", "$defs:\n  Id: {type: integer}\n");
    let ran = lab.run(&[
        "check",
        "--spec",
        "spec.json",
        "--component",
        "RunObject",
        "--subject",
        "RunObject",
        "run.json",
    ]);
    ran.says(0, &["warning[schema_violation]", "is not of type integer"]);
}

#[test]
fn what_is_wrong_inside_a_document_names_the_document() {
    refused(
        &referring("other.json"),
        &["spec.json", "#/$defs/RunObject/properties/id/$ref"],
    );
    refused(
        &referring("#/$defs/Gone"),
        &["spec.json", "#/$defs/RunObject/properties/id/$ref"],
    );
}

#[test]
fn references_that_lead_nowhere_are_placed() {
    refused(
        &referring("#/$defs/RunObjekt"),
        &[
            "`#/$defs/RunObjekt` at #/$defs/RunObject/properties/id/$ref points to nothing; the closest name is `RunObject`",
        ],
    );
    let circle = r##"{"$defs":{"RunObject":{"$ref":"#/$defs/A"},"A":{"$ref":"#/$defs/RunObject"}}}"##;
    refused(circle, &["lead in a circle that never reaches a value"]);
}

#[cfg(unix)]
#[test]
fn document_overlay_and_known_deviations_may_come_from_a_pipe() {
    let lab = Lab::new();
    lab.write("run.json", RUN)
        .write("spec.json", r#"{"$defs":{"RunObject":{"type":"object"}}}"#);
    let stdin = |arguments: &[&str], text: &str| {
        let arguments = [
            &["check", "--subject", "RunObject", "--component", "RunObject"],
            arguments,
            &["run.json"],
        ];
        lab.run_with(&arguments.concat(), text.as_bytes(), &[])
    };
    let spec = r#"{"$defs":{"RunObject":{"type":"object","maxProperties":3}}}"#;
    stdin(&["--spec", "/dev/stdin"], spec).says(0, &["warning[schema_violation]", "more than 3"]);
    let overlay = r#"{"overlay":"1.0.0","info":{"title":"T","version":"1"},
        "actions":[{"target":"$['$defs'].RunObject","update":{"maxProperties":2}}]}"#;
    stdin(&["--spec", "spec.json", "--overlay", "/dev/stdin"], overlay)
        .says(0, &["warning[schema_violation]", "more than 2"]);
    stdin(&["--expectations", "/dev/stdin"], "").says(0, &["1 object: 1 clean"]);
    // Nothing is named, so the embedded overlays are proven too.
    let nothing =
        r#"{"overlay":"1.0.0","info":{"title":"T","version":"1"},"actions":[{"target":"$.nothing","remove":true}]}"#;
    lab.run_with(
        &["check", "--quiet", "--overlay", "/dev/stdin"],
        nothing.as_bytes(),
        &[],
    )
    .says(0, &["stale_overlay            1"]);
}

#[test]
fn a_document_need_hold_no_more_than_the_component_that_is_named() {
    let lab = Lab::new();
    lab.write("bare.json", r#"{"id":"run_1"}"#)
        .write("RunStepObject/step.json", "{}")
        .write(
            "spec.json",
            r#"{"$defs":{"RunObject":{"type":"object","maxProperties":0}}}"#,
        );
    let check = |arguments: &[&str]| lab.run(&[&["check", "--spec", "spec.json"], arguments].concat());
    check(&["--component", "RunObject", "bare.json"]).says(1, &["warning[schema_violation]", "more than 0"]);
    check(&["--component", "RunObject", "RunStepObject"]).says(
        2,
        &["skipped RunStepObject/step.json:1:1: component `RunStepObject` is not in the document"],
    );
    check(&["--subject", "RunStepObject", "bare.json"]).says(2, &["no component `RunStepObject`"]);
    check(&["bare.json"]).says(2, &["the document has no component `"]);
}

#[test]
fn a_schema_that_cannot_be_read_leaves_the_question_open() {
    let lab = Lab::new();
    lab.write("run.json", RUN).write(
        "spec.json",
        r#"{"$defs":{"RunObject":{"type":"object","required":"id","maxProperties":3}}}"#,
    );
    let arguments = [
        "check",
        "--spec",
        "spec.json",
        "--component",
        "RunObject",
        "--subject",
        "RunObject",
        "run.json",
    ];
    lab.run(&arguments).says(
        0,
        &[
            "warning[schema_violation]",
            "unknown schema_violation: the schema cannot be read at #/$defs/RunObject/required (1 object)",
        ],
    );
}
