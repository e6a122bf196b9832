//! The import rule of DESIGN.md: downwards only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The parts from the top down; those on one line may import those below, and themselves.
const FLOORS: &[&[&str]] = &[
    &["main"],
    &["cli"],
    &["report"],
    &["ingest"],
    &["runner", "fuzzing"],
    &["written"],
    &["examine"],
    &["check", "recording", "store", "shape"],
    &["enums", "redact"],
    &["generate", "resolve"],
    &["case", "schema"],
    &["diff", "corpus", "exit_code"],
    &["finding", "json"],
    &["pointer", "subject"],
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn part_of(source: &Path, root: &Path) -> String {
    let first = source.strip_prefix(root).unwrap().iter().next().unwrap();
    first.to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let named = lines.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    named
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

fn floor(part: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&part))
}

#[test]
fn every_part_imports_downwards_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files {
        let part = part_of(&file, &root);
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            let allowed = match (floor(&part), floor(&import)) {
                _ if part == "lib" || part == import => true,
                (Some(from), Some(to)) => from < to,
                _ => part == "main",
            };
            if !allowed {
                wrong.push(format!("{} imports {import}", file.display()));
            }
        }
    }
    assert!(
        seen > 50,
        "only {seen} imports seen: the test does not read the sources any more"
    );
    assert!(wrong.is_empty(), "against the rule: {wrong:#?}");
}

#[test]
fn every_part_has_its_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let parts: BTreeSet<String> = files.iter().map(|file| part_of(file, &root)).collect();
    let placed: BTreeSet<String> = FLOORS
        .iter()
        .copied()
        .flatten()
        .chain([&"lib"])
        .map(|part| (*part).to_owned())
        .collect();
    assert_eq!(parts, placed);
}
