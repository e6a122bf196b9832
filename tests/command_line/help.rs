//! `--help`, and the page that describes the command line.

use super::lab::Lab;
use std::collections::BTreeSet;

const VERBS: &[&[&str]] = &[
    &["audit"],
    &["init"],
    &["check"],
    &["explore"],
    &["ambiguity"],
    &["ingest"],
    &["replay"],
    &["coverage"],
    &["list"],
    &["explain"],
    &["completions"],
    &["man"],
    &["report", "merge"],
    &["spec", "import"],
    &["spec", "lint"],
    &["spec", "propose"],
    &["spec", "diff"],
    &["spec", "samples"],
    &["spec", "dictionary"],
];

#[test]
fn the_page_of_the_command_line_describes_every_verb_and_option() {
    let page = include_str!("../../docs/command-line.md");
    let lab = Lab::new();
    for verb in VERBS {
        assert!(
            page.contains(&format!("| `{}", verb.join(" "))),
            "{verb:?} is not described"
        );
        let ran = lab.run(&[*verb, &["--help"]].concat());
        let help = &ran.says(0, &[]).stdout;
        let words = help.split_whitespace().map(|word| word.trim_end_matches([',', ';']));
        let options: BTreeSet<&str> = words.filter(|word| word.starts_with("--")).collect();
        assert!(options.len() > 5, "{verb:?} has no options: {help}");
        for option in &options {
            let is_described = [' ', '`', '\\']
                .iter()
                .any(|end| page.contains(&format!("`{option}{end}")));
            assert!(is_described, "{option} of {verb:?} is not described");
        }
    }
}

#[test]
fn an_option_that_the_help_of_a_verb_does_not_show_is_refused() {
    let lab = Lab::new();
    let common = [
        "--types=x",
        "--time-limit=1",
        "--spec=x",
        "--overlay=x",
        "--no-overlay",
        "--dialect=strict",
        "--expectations=x",
        "--report=json",
        "--strict",
        "--shard=1/2",
        "--jobs=1",
    ];
    for verb in VERBS {
        let help = lab.run(&[*verb, &["--help"]].concat()).stdout;
        let shown: BTreeSet<&str> = help
            .split_whitespace()
            .map(|word| word.trim_end_matches([',', ';']))
            .collect();
        for option in common {
            let name = option.split('=').next().unwrap_or_default();
            if !shown.contains(name) {
                let mut ran = lab.run(&[*verb, &[option]].concat());
                if ran.stderr.contains("required arguments") {
                    let positional: &[&str] = match *verb {
                        ["completions"] => &["bash"],
                        ["spec", "diff"] => &["x", "x"],
                        ["spec", "import"] => &["x", "--component", "x"],
                        _ => &["x"],
                    };
                    ran = lab.run(&[*verb, &[option], positional].concat());
                }
                ran.says(2, &[name]);
                let is_refused = ["does not take", "unexpected argument"]
                    .iter()
                    .any(|words| ran.stderr.contains(words));
                assert!(is_refused, "{option} of {verb:?}: {ran:?}");
            }
        }
    }
}

#[test]
fn help_speaks_of_the_types_in_use_and_not_of_an_embedded_corpus() {
    let lab = Lab::new();
    for verb in VERBS {
        let ran = lab.run(&[*verb, &["--help"]].concat());
        let help = &ran.says(0, &[]).stdout;
        assert!(!help.contains("embedded"), "{verb:?}: {help}");
    }
}
