//! The import rule of DESIGN.md: downwards only, and no circles between files.

mod graph;
mod source;

use graph::Graph;
use std::collections::BTreeSet;
use std::path::Path;

/// The parts from the top down; those on one line may import those below, and themselves.
pub const FLOORS: &[&[&str]] = &[
    &["default_types"],
    &["cli"],
    &["config", "report", "scaffold"],
    &["audit", "ingest"],
    &["runner", "fuzzing", "conforms"],
    &["check_path", "written"],
    &["examine"],
    &["verdict"],
    &["check", "recording", "store", "shape"],
    &["captures", "enums", "impact", "redact"],
    &["generate", "resolve"],
    &["case", "schema"],
    &["diff", "exit_code", "yaml_message"],
    &["finding", "json"],
    &["pointer", "subject"],
    &["interrupt", "process_group", "unfinished"],
];

fn graph() -> Graph {
    Graph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

fn floor(part: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&part))
}

#[test]
fn every_part_imports_downwards_only() {
    let graph = graph();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (module, imports) in &graph.imports {
        for (target, path) in imports {
            let (Some(from), Some(to)) = (module.first(), target.first()) else {
                continue;
            };
            seen += 1;
            let is_allowed = from == to || floor(from) < floor(to);
            if !is_allowed {
                wrong.push(format!("{} imports {}", module.join("::"), path.join("::")));
            }
        }
    }
    assert!(
        seen > 300,
        "only {seen} imports seen: the test does not read the sources any more"
    );
    assert!(wrong.is_empty(), "against the rule: {wrong:#?}");
}

#[test]
fn every_part_has_its_floor() {
    let graph = graph();
    let parts: BTreeSet<&str> = graph
        .imports
        .keys()
        .filter_map(|module| module.first())
        .map(String::as_str)
        .collect();
    let placed: BTreeSet<&str> = FLOORS.iter().copied().flatten().copied().collect();
    assert_eq!(parts, placed);
}

#[test]
fn no_file_imports_itself_through_others() {
    let circles = graph().circles();
    assert!(circles.is_empty(), "circles: {circles:#?}");
}

/// Words of the API whose types are compiled in as the default. Only the two files that bind them may use these words.
const API_WORDS: [&str; 3] = ["openai", "runobject", "thread.run"];
const API_FILES: [&str; 2] = ["main.rs", "default_types.rs"];

#[test]
fn the_engine_names_no_api() {
    let mut found = Vec::new();
    for (file, text) in graph::source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        if API_FILES.iter().any(|name| file.ends_with(name)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            if API_WORDS.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
