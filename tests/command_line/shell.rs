//! `cargo wireproof`, completions for shells, and pages for `man`.

use super::captures::RUN;
use super::lab::Lab;
use std::path::Path;
use std::process::Command;

#[test]
fn cargo_starts_the_program_with_the_same_arguments_and_exit_code() {
    let lab = Lab::new();
    lab.write("run.json", RUN).write("cut.json", "{");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-wireproof"))
            .args(arguments)
            .current_dir(lab.path(""))
            .output();
        let output = output.expect("the program starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (code, said) = run(&["wireproof", "check", "run.json"]);
    assert_eq!(code, Some(0));
    assert!(said.contains("1 object: 1 clean"), "{said}");
    assert_eq!(run(&["check", "cut.json"]).0, Some(2));
    assert_eq!(
        run(&["wireproof", "--version"]).1,
        format!("wireproof {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn each_shell_gets_completions_for_the_verbs_and_their_own_options() {
    let lab = Lab::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = lab.run(&["completions", shell]);
        ran.says(0, &["explore", "fail-fast", "shard"]);
    }
    lab.run(&["completions", "dos"]).says(2, &["invalid value 'dos'"]);
    // What the shell itself says of it.
    let bash = lab.run(&["completions", "bash"]).stdout;
    lab.write("completions", bash);
    if let Ok(status) = Command::new("bash")
        .args(["-n", "completions"])
        .current_dir(lab.path(""))
        .status()
    {
        assert!(status.success());
    }
}

#[test]
fn man_has_a_page_for_each_verb() {
    let lab = Lab::new();
    lab.run(&["man"]).says(0, &[".TH wireproof", "serde types"]);
    lab.run(&["man", "--out", "pages"]).says(0, &[]);
    for page in [
        "wireproof.1",
        "wireproof-check.1",
        "wireproof-spec-import.1",
        "wireproof-report-merge.1",
    ] {
        let text = lab.read(&Path::new("pages").join(page).to_string_lossy());
        assert!(text.contains(".TH"), "{page}: {text}");
    }
    let check = lab.read("pages/wireproof-check.1");
    assert!(
        check.contains("accept") && !lab.read("pages/wireproof-list.1").contains("overlay"),
        "{check}"
    );
    lab.write("file", "")
        .run(&["man", "--out", "file/pages"])
        .says(2, &["cannot be written"]);
}
