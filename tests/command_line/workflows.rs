//! The project's own workflows: what of them can run here is run, and what others wrote is pinned.

use super::lab::{Lab, skipped};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WORKFLOWS: [&str; 3] = ["ci", "fuzz", "release"];

fn workflow(name: &str) -> Value {
    let path = Path::new(ROOT).join(format!(".github/workflows/{name}.yml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Each job of each workflow: its name and itself.
fn jobs() -> Vec<(String, Value)> {
    let of = |name: &&str| workflow(name)["jobs"].as_object().expect("jobs").clone();
    WORKFLOWS.iter().flat_map(of).collect()
}

fn steps(job: &Value) -> &Vec<Value> {
    job["steps"].as_array().expect("steps")
}

/// Runs a script in the root of the repository, as a step of a build does.
fn bash(script: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(ROOT)
        .envs(variables.iter().copied())
        .output()
        .expect("bash");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn actions_of_others_are_pinned_by_commit_and_permissions_are_few() {
    for (name, job) in jobs() {
        for step in steps(&job) {
            let Some(action) = step["uses"].as_str() else { continue };
            let commit = action.rsplit('@').next().unwrap_or_default();
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit, "{name}: {action}");
            if action.starts_with("actions/checkout@") {
                assert_eq!(step["with"]["persist-credentials"], json!(false), "{name}");
            }
        }
        assert!(job["timeout-minutes"].is_u64(), "{name} has no limit of time");
        let machine = job["runs-on"].as_str().expect("a machine");
        assert!(!machine.ends_with("-latest"), "{name} runs on {machine}");
        let writes: Vec<&String> = job["permissions"]
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, right)| *right == "write")
            .map(|(what, _)| what)
            .collect();
        match name.as_str() {
            "release" => assert_eq!(writes, ["contents"]),
            "audit" => assert_eq!(writes, ["checks"]),
            _ => assert!(writes.is_empty(), "{name}: {writes:?}"),
        }
    }
    for name in WORKFLOWS {
        assert_eq!(workflow(name)["permissions"], json!({"contents": "read"}), "{name}");
    }
}

#[test]
fn each_script_is_one_and_takes_no_expression_of_the_workflow_into_its_text() {
    for (name, job) in jobs() {
        for script in steps(&job).iter().filter_map(|step| step["run"].as_str()) {
            // An expression is put into the text before the shell sees it, so that a name could become a command.
            assert!(!script.contains("${{"), "{name}: {script}");
            let (code, said) = bash("bash -n <<<\"$SCRIPT\"", &[("SCRIPT", script)]);
            assert_eq!(code, Some(0), "{name}: {said}");
            for file in script.split_whitespace().filter(|word| word.starts_with(".ci/")) {
                let file = file.trim_end_matches([')', '"']);
                assert!(Path::new(ROOT).join(file).is_file(), "{name}: {file}");
            }
        }
    }
}

#[test]
fn a_release_has_the_version_of_its_tag() {
    let jobs = jobs();
    let (_, build) = jobs.iter().find(|(name, _)| name == "build").expect("a job");
    let step = steps(build)
        .iter()
        .find(|step| step["name"] == "The tag is the version")
        .expect("a step");
    let script = step["run"].as_str().expect("a script");
    let tag = format!("v{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(bash(script, &[("GITHUB_REF_NAME", &tag)]).0, Some(0));
    assert_eq!(bash(script, &[("GITHUB_REF_NAME", "v99.0.0")]).0, Some(1));
}

#[cfg(unix)]
#[test]
fn an_archive_has_the_programs_their_completions_and_their_pages() {
    let lab = Lab::new();
    let program = Path::new(env!("CARGO_BIN_EXE_wireproof"));
    let folder = lab.path("target/x86_64-unknown-linux-gnu/release");
    std::fs::create_dir_all(&folder).expect("a folder");
    // A link to a program of a hundred megabytes is enough to see which files are packed.
    let start = format!("#!/bin/sh\nexec '{}' \"$@\"\n", program.display());
    for name in ["wireproof", "cargo-wireproof"] {
        std::fs::write(folder.join(name), &start).expect("a file");
        let _ = Command::new("chmod").arg("+x").arg(folder.join(name)).status();
    }
    let (target, dist) = (lab.path("target"), lab.path("dist"));
    let path = |path: &Path| path.display().to_string();
    let variables = [("CARGO_TARGET_DIR", &*path(&target)), ("DIST", &*path(&dist))];
    let (code, said) = bash(".ci/pack x86_64-unknown-linux-gnu", &variables);
    assert_eq!(code, Some(0), "{said}");
    let name = format!("wireproof-{}-x86_64-unknown-linux-gnu", env!("CARGO_PKG_VERSION"));
    let (_, listed) = bash(
        &format!("cd \"$DIST\" && sha256sum -c {name}.tar.gz.sha256 && tar tzf {name}.tar.gz"),
        &variables,
    );
    for file in [
        "wireproof",
        "cargo-wireproof",
        "LICENSE-MIT",
        "completions/wireproof.zsh",
        "man/wireproof-check.1",
    ] {
        assert!(
            listed.lines().any(|line| line == format!("{name}/{file}")),
            "no {file} in {listed}"
        );
    }
    assert!(listed.contains(": OK"), "{listed}");
}

#[test]
fn a_slim_target_folder_keeps_dependencies_alone() {
    let lab = Lab::new();
    let kept = [
        "debug/deps/libserde-0123456789abcdef.rlib",
        "debug/.fingerprint/serde-0123456789abcdef/lib",
        "debug/build/libc-0123456789abcdef/out/x",
        "x/release/deps/libclap-0123456789abcdef.rmeta",
    ];
    let removed = [
        "debug/wireproof",
        "debug/deps/libwireproof-0123456789abcdef.rlib",
        "debug/deps/libwireproof_subject-0123456789abcdef.rlib",
        "debug/deps/command_line-0123456789abcdef",
        "debug/.fingerprint/openai-run-types-0123456789abcdef/lib",
        "debug/incremental/x",
        "x/release/wireproof",
        "doc/x",
        "package/x",
        "tmp/x",
    ];
    kept.iter().chain(&removed).for_each(|name| {
        lab.write(&format!("target/{name}"), "");
    });
    let target = lab.path("target").display().to_string();
    let (code, said) = bash(".ci/slim \"$TARGET\"", &[("TARGET", &target)]);
    assert_eq!(code, Some(0), "{said}");
    for name in kept {
        assert!(lab.path(&format!("target/{name}")).exists(), "{name} is gone");
    }
    for name in removed {
        assert!(!lab.path(&format!("target/{name}")).exists(), "{name} is there");
    }
}

#[test]
fn a_package_holds_what_its_users_need_and_nothing_else() {
    let common = ["src/", "Cargo.", "LICENSE-", ".cargo_vcs_info.json"];
    let own: [(&str, &[&str]); 3] = [
        (
            "wireproof",
            &[
                "build.rs",
                "corpus/",
                "docs/",
                "examples/ci/",
                "examples/spark/",
                "action.yml",
            ],
        ),
        ("wireproof-subject", &[]),
        ("openai-run-types", &["examples/many_runs.rs"]),
    ];
    for (package, own) in own {
        let listed = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["package", "--list", "--offline", "--allow-dirty", "-p", package])
            .current_dir(ROOT)
            .output()
            .expect("cargo");
        if !listed.status.success() {
            let reason = String::from_utf8_lossy(&listed.stderr);
            return skipped(&format!("packages: {}", reason.lines().next().unwrap_or_default()));
        }
        let files = String::from_utf8_lossy(&listed.stdout).replace('\\', "/");
        for file in files.lines() {
            let is_page = !file.contains('/') && file.ends_with(".md");
            let is_known = common.iter().chain(own).any(|start| file.starts_with(start));
            assert!(is_page || is_known, "{package} would publish {file}");
        }
        for needed in ["src/lib.rs", "LICENSE-MIT", "LICENSE-APACHE", "Cargo.toml"] {
            assert!(files.lines().any(|file| file == needed), "{package} lacks {needed}");
        }
    }
}
