//! The GitHub Action and the examples for CI: what of them can run here is run, and what cannot is pinned.

use super::captures::{text_for_a_time, unknown_status};
use super::lab::Lab;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn yaml(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Runs a script as a step of a build does, with the program in the search path.
fn bash(lab: &Lab, script: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_wireproof")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(lab.path(""))
        .env("PATH", path)
        .env("RUNNER_TEMP", lab.path(""))
        .env("GITHUB_OUTPUT", lab.path("output"))
        .env("GITHUB_STEP_SUMMARY", lab.path("summary.md"))
        .env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"))
        .envs(variables.iter().copied())
        .output()
        .expect("bash");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.code(), said)
}

fn step(action: &Value, name: &str) -> String {
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let step = steps
        .iter()
        .find(|step| step["name"] == name)
        .unwrap_or_else(|| panic!("no step `{name}`"));
    step["run"].as_str().expect("a script").to_owned()
}

#[test]
fn the_action_runs_and_its_verdict_is_the_exit_code() {
    let lab = Lab::new();
    lab.write("runs.jsonl", [text_for_a_time(), unknown_status()].join("\n"));
    let action = yaml("action.yml");
    let (code, said) = bash(&lab, &step(&action, "Name of the build"), &[]);
    assert_eq!(code, Some(0), "{said}");
    let hash = lab.read("output");
    assert!(
        hash.starts_with("hash=") && hash.trim_end().len() == "hash=".len() + 16,
        "{hash}"
    );
    let (code, said) = bash(&lab, &step(&action, "Run"), &[("ARGUMENTS", "check runs.jsonl")]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("error[rejected]") && said.contains("\n::error file=runs.jsonl,line=1,"),
        "{said}"
    );
    assert!(lab.read("output").ends_with("exit-code=1\n"));
    assert!(lab.read("summary.md").contains("## wireproof check"));
    assert!(
        lab.read("wireproof.sarif").contains("\"2.1.0\"") && lab.read("wireproof.html").contains("<!DOCTYPE html>")
    );
    for verdict in ["0", "1"] {
        let (code, _) = bash(&lab, &step(&action, "Verdict"), &[("CODE", verdict)]);
        assert_eq!(code.map(|code| code.to_string()).as_deref(), Some(verdict));
    }
}

#[test]
fn the_examples_run() {
    let lab = Lab::new();
    let gitlab = yaml("examples/ci/gitlab.yml");
    let script = |job: &str| {
        gitlab[job]["script"][0]
            .as_str()
            .expect("a script")
            .replace("--cases 2000", "--cases 30")
    };
    for part in ["1", "2"] {
        let variables = [("CI_NODE_INDEX", part), ("CI_NODE_TOTAL", "2")];
        let (code, said) = bash(&lab, &script("explore"), &variables);
        assert_eq!(code, Some(0), "{said}");
    }
    let (code, said) = bash(&lab, &script("report"), &[]);
    assert!(code == Some(0) && said.contains("Explored"), "{said}");
    assert!(lab.read("wireproof.xml").contains("<testsuites"));
    lab.write("runs.jsonl", text_for_a_time());
    let plain = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ci/plain.sh");
    let (code, said) = bash(&lab, &format!("sh '{}' runs.jsonl", plain.display()), &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(lab.read("reports/wireproof.md").contains("`rejected`"));
}

#[test]
fn actions_of_others_are_pinned_by_commit_and_permissions_are_few() {
    let mut used = Vec::new();
    let mut stack = vec![yaml("action.yml"), yaml("examples/ci/github.yml")];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(members) => {
                used.extend(members.get("uses").and_then(Value::as_str).map(str::to_owned));
                stack.extend(members.into_iter().map(|(_, value)| value));
            }
            Value::Array(items) => stack.extend(items),
            _ => {}
        }
    }
    assert!(used.len() >= 5, "{used:?}");
    for action in used.iter().filter(|action| !action.starts_with("OWNER/")) {
        let commit = action.rsplit('@').next().unwrap_or_default();
        assert!(
            commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{action}"
        );
    }
    assert_eq!(
        yaml("examples/ci/github.yml")["permissions"],
        serde_json::json!({"contents": "read"})
    );
}
