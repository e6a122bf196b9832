//! The formats of reports: each is read again by a parser of its own.

use super::captures::{RUN, run_with, text_for_a_time, unknown_status};
use super::lab::{Lab, Ran};
use roxmltree::{Document, Node};
use serde_json::Value;
use std::path::Path;

const KNOWN: &str = "[[expect]]\ncode = \"schema_violation\"\npointer = \"/status\"\nreason = \"paused by hand\"\n";

/// A run with an error, a warning, a note, an expected finding, a question that is open, and an input that cannot be read.
fn lab() -> Lab {
    let lab = Lab::new();
    let hint = run_with(r#"{"id""#, r#"{"hi\u001bnt|`</script>":1,"id""#);
    let nest = format!(r#"{{"nest":{}{},"id""#, "[".repeat(200), "]".repeat(200));
    let lines = [
        RUN.to_owned(),
        text_for_a_time(),
        unknown_status(),
        hint,
        run_with(r#"{"id""#, &nest),
    ];
    lab.write("runs.jsonl", lines.join("\n"))
        .write("cut.json", "{\"a\":")
        .write("known.toml", KNOWN);
    lab
}

fn check(lab: &Lab, reports: &[&str]) -> Ran {
    let mut arguments = vec!["check", "runs.jsonl", "cut.json", "--expectations", "known.toml"];
    reports.iter().for_each(|report| arguments.extend(["--report", report]));
    lab.run(&arguments)
}

fn named<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

fn number(node: Node<'_, '_>, name: &str) -> usize {
    let value = node
        .attribute(name)
        .unwrap_or_else(|| panic!("no `{name}` in {node:?}"));
    value
        .parse()
        .unwrap_or_else(|_| panic!("`{name}` is no number: {value}"))
}

/// What the schema that Jenkins and GitLab use demands.
fn assert_is_junit(xml: &Document<'_>) {
    let root = xml.root_element();
    assert!(root.has_tag_name("testsuites"));
    let sum = |name: &str| {
        root.children()
            .filter(Node::is_element)
            .map(|suite| number(suite, name))
            .sum::<usize>()
    };
    for suite in root.children().filter(Node::is_element) {
        assert!(
            suite.has_tag_name("testsuite") && suite.attribute("name").is_some(),
            "{suite:?}"
        );
        let cases: Vec<Node<'_, '_>> = suite.children().filter(Node::is_element).collect();
        for case in &cases {
            assert!(case.has_tag_name("testcase"), "{case:?}");
            for attribute in ["name", "classname", "time"] {
                assert!(case.attribute(attribute).is_some(), "{case:?}");
            }
            assert!(case.attribute("time").is_some_and(|time| time.parse::<f64>().is_ok()));
            for child in case.children().filter(Node::is_element) {
                let name = child.tag_name().name();
                assert!(["failure", "skipped", "system-out"].contains(&name), "{child:?}");
                assert!(
                    name == "system-out" || child.attribute("message").is_some(),
                    "{child:?}"
                );
            }
        }
        assert_eq!(number(suite, "tests"), cases.len());
        for (attribute, element) in [("failures", "failure"), ("skipped", "skipped")] {
            assert_eq!(number(suite, attribute), named(suite, element).count(), "{suite:?}");
        }
    }
    for name in ["tests", "failures", "skipped"] {
        assert_eq!(number(root, name), sum(name), "{name}");
    }
}

#[test]
fn junit_has_a_case_for_each_subject_and_check() {
    let lab = lab();
    check(&lab, &["junit=report.xml"]).says(1, &["error[rejected]"]);
    let text = lab.read("report.xml");
    let xml = Document::parse(&text).expect("XML");
    assert_is_junit(&xml);
    let case = |name: &str| {
        let mut cases = named(xml.root(), "testcase");
        cases
            .find(|case| case.attribute("name") == Some(name))
            .unwrap_or_else(|| panic!("no {name}: {text}"))
    };
    let failure = named(case("rejected"), "failure").next().expect("a failure");
    let said = failure.text().unwrap_or_default();
    assert!(
        said.contains("at         /created_at") && said.contains("reproduce  wireproof replay "),
        "{said}"
    );
    assert_eq!(case("lossy").children().count(), 0, "what passed has nothing to say");
    assert_eq!(named(case("schema_violation"), "skipped").count(), 1, "{text}");
    assert_eq!(named(case("undocumented_field"), "system-out").count(), 1);
    assert_eq!(named(case("cut.json:1:6"), "skipped").count(), 1);
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn sarif_satisfies_its_published_schema() {
    let lab = lab();
    check(&lab, &["sarif=report.sarif"]).says(1, &[]);
    let report: Value = serde_json::from_str(&lab.read("report.sarif")).expect("JSON");
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sarif-schema-2.1.0.json");
    let published = std::fs::read_to_string(published).expect("the published schema");
    let mut schema: Value = serde_json::from_str(&published).expect("a schema");
    // The schema has a pattern that is no regular expression.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        language.as_object_mut().expect("a property").remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let run = &report["runs"][0];
    let results = run["results"].as_array().expect("results");
    let of = |rule: &str| {
        results
            .iter()
            .find(|result| result["ruleId"] == rule)
            .unwrap_or_else(|| panic!("no {rule}: {run:#}"))
    };
    let rejected = of("rejected");
    assert_eq!(rejected["level"], "error");
    let place = &rejected["locations"][0]["physicalLocation"];
    assert_eq!(
        (&place["artifactLocation"]["uri"], &place["region"]["startLine"]),
        (&"runs.jsonl".into(), &2.into())
    );
    let index = rejected["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "rejected");
    let suppressed: Vec<&Value> = results
        .iter()
        .filter(|result| result.get("suppressions").is_some())
        .collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "paused by hand");
    for result in results {
        assert_eq!(
            result["partialFingerprints"]["wireproof/v1"].as_str().map(str::len),
            Some(16),
            "{result:#}"
        );
    }
}

#[test]
fn a_fingerprint_in_sarif_stays_when_lines_move() {
    let fingerprints = |text: String| {
        let lab = Lab::new();
        lab.write("runs.jsonl", text);
        lab.run(&["check", "runs.jsonl", "--report", "sarif=a.sarif"]);
        let report: Value = serde_json::from_str(&lab.read("a.sarif")).expect("JSON");
        let results = report["runs"][0]["results"].as_array().expect("results").clone();
        let of = |result: &Value| result["partialFingerprints"]["wireproof/v1"].clone();
        results.iter().map(of).collect::<Vec<Value>>()
    };
    let moved = format!("{RUN}\n{RUN}\n{}", text_for_a_time());
    assert_eq!(fingerprints(text_for_a_time()), fingerprints(moved));
}

#[test]
fn github_commands_are_at_most_ten_of_a_level_and_the_summary_of_the_step_has_the_rest() {
    let lab = Lab::new();
    let keys: String = (0..14).map(|index| format!(r#""x_{index}":1,"#)).collect();
    lab.write(
        "run.json",
        run_with(r#"{"id""#, &format!(r#"{{{keys}"::error::a%":1,"id""#)),
    );
    let arguments = ["check", "run.json", "--report", "github"];
    let ran = lab.run_with(&arguments, b"", &[("GITHUB_STEP_SUMMARY", &lab.path("summary.md"))]);
    let lines: Vec<&str> = ran.says(0, &[]).stdout.lines().collect();
    assert_eq!(lines.len(), 10, "{lines:#?}");
    assert!(lines.iter().all(|line| line.starts_with("::notice ")), "{lines:#?}");
    assert!(
        lines[0].starts_with("::notice file=run.json,line=1,col="),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[9],
        "::notice title=wireproof::6 more causes; the summary of the step lists them"
    );
    assert!(lab.read("summary.md").contains("x_13"), "{}", lab.read("summary.md"));
}

#[test]
fn markdown_is_a_table_that_no_text_leaves() {
    let lab = lab();
    let ran = check(&lab, &["markdown"]);
    ran.says(
        1,
        &[
            "## wireproof check",
            "| error | 1 | 1 |",
            "| error | `rejected` | `RunObject /created_at`<br>`runs.jsonl:2:",
        ],
    );
    let rows = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("| note | `undocumented_field`"));
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = rows.collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| cells(row) == 6), "{rows:#?}");
}

#[test]
fn every_format_can_be_written_in_one_run_and_of_an_exploration() {
    let lab = Lab::new();
    let formats = ["junit", "sarif", "github", "markdown", "human", "json"];
    let mut arguments = vec!["explore", "RunObject", "--cases", "60"];
    let reports: Vec<String> = formats
        .iter()
        .map(|format| format!("{format}=report.{format}"))
        .collect();
    reports.iter().for_each(|report| arguments.extend(["--report", report]));
    lab.run(&arguments).says(0, &["Explored ["]);
    assert_is_junit(&Document::parse(&lab.read("report.junit")).expect("XML"));
    for format in formats {
        assert!(
            format == "github" || !lab.read(&format!("report.{format}")).is_empty(),
            "{format}"
        );
    }
}
