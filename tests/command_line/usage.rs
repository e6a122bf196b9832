//! How the program is called, and what it promises of its output.

use super::captures::{RUN, text_for_a_time, unknown_status};
use super::lab::Lab;

#[test]
fn wrong_usage_is_told_from_findings() {
    let lab = Lab::new();
    for (arguments, says) in [
        (&[][..], "Usage: wireproof"),
        (&["chek"], "unrecognized subcommand 'chek'"),
        (&["check", "--colour", "always"], "unexpected argument '--colour'"),
        (&["check", "--format", "xml"], "[possible values: human, json, jsonl]"),
        (&["check", "--color", "some"], "[possible values: auto, always, never]"),
        (
            &["check", "--expectations"],
            "a value is required for '--expectations <FILE>'",
        ),
        (&["list", "more"], "unexpected argument 'more'"),
        (&["replay", "a", "b"], "unexpected argument 'b'"),
        (&["spec"], "Usage: wireproof spec"),
        (&["spec", "lint"], "<DOCUMENT>"),
        (&["spec", "import", "x.json"], "--component <NAME>"),
    ] {
        let ran = lab.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:#?}");
        assert!(ran.stderr.contains(says), "no `{says}` in {ran:#?}");
    }
}

#[test]
fn help_is_no_error() {
    let lab = Lab::new();
    let ran = lab.run(&["--help"]);
    ran.says(
        0,
        &["Exit codes: 0 no finding at error level, 1 findings at error level, 2 wrong usage"],
    );
    for verb in ["check", "ingest", "replay", "list", "explain", "spec"] {
        assert!(ran.stdout.contains(&format!("\n  {verb} ")), "no `{verb}` in {ran:#?}");
        lab.run(&[verb, "--help"])
            .says(0, &[&format!("Usage: wireproof {verb}"), "--color <WHEN>"]);
    }
    assert!(!ran.stdout.contains("worker"), "{ran:#?}");
    lab.run(&["--version"])
        .says(0, &[concat!("wireproof ", env!("CARGO_PKG_VERSION"), "\n")]);
}

/// A folder with something to say of every sort, in more than one batch.
fn busy() -> Lab {
    let lab = Lab::new();
    let lines: Vec<String> = (0..90)
        .map(|index| match index % 3 {
            0 => RUN.to_owned(),
            1 => unknown_status(),
            _ => text_for_a_time().replace("run_1", &format!("run_{index}")),
        })
        .collect();
    lab.write("in/b/runs.jsonl", lines.join("\n"))
        .write("in/a/run.json", RUN);
    lab.write("in/a/broken.json", "{").write("in/c.json", "[]");
    lab
}

#[test]
fn the_same_input_gives_the_same_report() {
    let lab = busy();
    let run = || lab.run(&["check", "in"]);
    // The first run saves what failed, and says so; from then on nothing is new.
    run();
    let first = run();
    first.says(1, &["error[rejected]", "91 objects: 31 clean", " 2 texts not examined"]);
    assert_eq!(first.steady_stdout(), run().steady_stdout());
}

#[test]
fn the_same_input_gives_the_same_json() {
    let lab = busy();
    let run = || lab.run(&["check", "--format", "json", "in"]).stdout;
    let first = run();
    assert!(first.contains("\"in/b/runs.jsonl\""), "{first}");
    assert_eq!(first, run());
}

#[test]
fn saved_cases_are_not_captures() {
    let lab = busy();
    let first = lab.run(&["check", "."]);
    assert!(lab.path(".wireproof").is_dir(), "{first:#?}");
    lab.run(&["check", "."])
        .says(1, &["91 objects: 31 clean", " 2 texts not examined"]);
}

#[test]
fn findings_come_in_the_order_of_the_input() {
    let report = busy().run(&["check", "--format", "json", "in"]).json();
    let findings = report["findings"].as_array().expect("a list").iter();
    let lines: Vec<_> = findings.map(|finding| finding["line"].as_u64()).collect();
    assert!(lines.len() >= 90 && lines.is_sorted(), "{lines:?}");
}

#[test]
fn colours_come_only_when_asked_for() {
    let lab = Lab::new();
    lab.write("run.json", unknown_status());
    let escapes = |arguments: &[&str]| lab.run(arguments).stdout.matches('\u{1b}').count();
    assert_eq!(escapes(&["check", "run.json"]), 0);
    assert_eq!(escapes(&["check", "--color", "never", "run.json"]), 0);
    assert!(escapes(&["check", "--color", "always", "run.json"]) > 0);
    assert_eq!(
        escapes(&["check", "--color", "always", "--format", "json", "run.json"]),
        0
    );
    assert!(
        lab.run(&["explain", "x", "--color", "always"])
            .stderr
            .contains('\u{1b}')
    );
    assert!(!lab.run(&["explain", "x"]).stderr.contains('\u{1b}'));
}

#[test]
fn an_option_that_says_nothing_to_a_verb_is_refused() {
    let lab = super::lab::Lab::new();
    for (arguments, verb, option) in [
        (&["list", "--spec", "gone"][..], "list", "--spec"),
        (&["list", "--no-overlay"], "list", "--no-overlay"),
        (&["explain", "--expectations", "gone"], "explain", "--expectations"),
        (
            &["spec", "import", "x", "--component", "A", "--overlay", "y"],
            "spec import",
            "--overlay",
        ),
        (
            &["spec", "lint", "gone", "--dialect", "strict"],
            "spec lint",
            "--dialect",
        ),
        (&["audit", "gone", "--types", "x"], "audit", "--types"),
        (&["coverage", "--expectations", "x"], "coverage", "--expectations"),
    ] {
        lab.run(arguments).says(
            2,
            &[&format!(
                "error: `{verb}` does not take {option}; `{verb} --help` lists"
            )],
        );
        let help = lab.run(&[&verb.split(' ').collect::<Vec<_>>()[..], &["--help"]].concat());
        assert!(!help.says(0, &[]).stdout.contains(option), "{help:#?}");
    }
    lab.run(&["check", "--help"]).says(
        0,
        &["Document:", "Reports:", "Levels:", "Types:", "Run:", "--no-overlay"],
    );
}
