//! Very many findings in one text: their cost is that of their number, and all are told.

use super::captures::RUN;
use super::lab::Lab;
use serde_json::{Value, json};

#[test]
fn thousands_of_unknown_keys_in_one_run_are_notes() {
    let lab = Lab::new();
    let mut run: Value = serde_json::from_str(RUN).expect("a run");
    for number in 0..12_500 {
        run[format!("unknown_key_{number}")] = json!(number);
    }
    lab.write("run.json", run.to_string());
    let report = lab.run(&["check", "--format", "json", "run.json"]).says(0, &[]).json();
    assert_eq!(report["summary"]["notes"], 12_500);
    let columns: Vec<u64> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding["column"].as_u64())
        .collect();
    let text = lab.read("run.json");
    let last = text.find("\"unknown_key_9999\":").expect("the last key") + "\"unknown_key_9999\":".len() + 1;
    assert_eq!(columns.last(), Some(&(last as u64)));
}

#[test]
fn a_page_of_thousands_is_examined_in_time() {
    let lab = Lab::new();
    let mut run: Value = serde_json::from_str(RUN).expect("a run");
    run["extra"] = json!(1);
    let page = json!({"object": "list", "data": vec![run; 3000], "first_id": "a", "last_id": "b", "has_more": false});
    lab.write("page.json", page.to_string());
    let report = lab.run(&["check", "--format", "json", "page.json"]).says(0, &[]).json();
    assert_eq!(
        (&report["summary"]["errors"], &report["summary"]["notes"]),
        (&json!(0), &json!(3000))
    );
}

#[test]
fn where_nothing_can_be_kept_one_line_says_so_and_the_findings_decide() {
    let lab = Lab::new();
    let broken = r#"{"object":"thread.run"}"#;
    lab.write(".wireproof", "no folder")
        .write("runs.jsonl", format!("{broken}\n{broken}\n"));
    let ran = lab.run(&["check", "runs.jsonl"]);
    ran.says(
        1,
        &[
            "error[rejected]",
            "reproduce with: wireproof check --subject RunObject runs.jsonl",
        ],
    );
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:#?}");
    assert!(
        ran.stderr
            .starts_with("warning: failed cases cannot be kept in .wireproof/: "),
        "{ran:#?}"
    );
}

#[test]
fn no_more_than_a_thousand_cases_are_kept_and_that_is_said() {
    let lab = Lab::new();
    let lines: String = (0..1003)
        .map(|number| format!("{{\"object\":\"thread.run\",\"id\":{number}}}\n"))
        .collect();
    lab.write("runs.jsonl", lines);
    let ran = lab.run(&["check", "--quiet", "runs.jsonl"]);
    ran.says(
        1,
        &[
            "(1000 saved in .wireproof/)",
            "warning: 3 failed cases were not kept in .wireproof/: a run keeps no more than 1000 cases and 256 MiB",
        ],
    );
}
