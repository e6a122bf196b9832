//! `wireproof list` and `wireproof explain`.

use super::lab::{Lab, assert_transcript};
use serde_json::Value;
use wireproof::finding::Code;

#[test]
fn list_names_subjects_and_checks() {
    assert_transcript!(Lab::new().run(&["list"]));
}

#[test]
fn list_gives_the_same_to_programs() {
    let report = Lab::new().run(&["list", "--format", "json"]).says(0, &[]).json();
    assert_eq!((&report["verb"], &report["type_set"]), (&"list".into(), &"runs".into()));
    let texts = |list: &Value, key: &str| -> Vec<String> {
        let items = list.as_array().expect("a list").iter();
        items.map(|item| item[key].as_str().expect(key).to_owned()).collect()
    };
    let set = openai_run_types::type_set();
    let subjects: Vec<&str> = set.subjects().iter().map(|subject| subject.name()).collect();
    assert_eq!(texts(&report["subjects"], "subject"), subjects);
    assert!(
        report["subjects"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["writes"] == true))
    );
    assert_eq!(report["subjects"][7]["component"], Value::Null);
    let mut codes = texts(&report["checks"], "code");
    codes.sort_unstable();
    let mut all: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    all.sort_unstable();
    assert_eq!(codes, all);
    assert!(
        texts(&report["checks"], "question")
            .iter()
            .all(|question| question.ends_with('?'))
    );
}

#[test]
fn explain_explains_every_check() {
    assert_transcript!(Lab::new().run(&["explain"]));
}

#[test]
fn explain_explains_one_check() {
    assert_transcript!(Lab::new().run(&["explain", "lossy"]));
}

#[test]
fn explain_gives_the_same_to_programs() {
    let report = Lab::new()
        .run(&["explain", "--format", "json", "lossy"])
        .says(0, &[])
        .json();
    let checks = report["checks"].as_array().expect("a list");
    assert_eq!(
        (checks.len(), &checks[0]["code"], &checks[0]["level"]),
        (1, &"lossy".into(), &"error".into())
    );
    for key in ["question", "summary", "rationale", "fix"] {
        assert!(
            checks[0][key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}: {report:#}"
        );
    }
}

#[test]
fn explain_answers_nonsense_with_the_codes_that_exist() {
    assert_transcript!(Lab::new().run(&["explain", "nonsense"]));
}
