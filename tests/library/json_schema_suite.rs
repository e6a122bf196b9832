//! The JSON Schema Test Suite, where it is at hand: `WIREPROOF_SUITE` names a folder of its files (`tests/draft2020-12`).
//!
//! What the generator makes of each of its schemas is valid, says the validator; where an instance is valid there are
//! values, or it is unknown whether there are. The verdicts about its instances are those of the suite.

#![allow(clippy::disallowed_macros, clippy::print_stdout)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wireproof::generate::{Generator, NoPlan, Plan};
use wireproof::schema::{Dialect, Document, Spec};

/// How many cases are made of each schema.
const CASES: usize = 200;

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    made: usize,
    /// No value was found, though there is one, which nobody denied.
    unknown: Vec<String>,
    /// The schema could not be read, because it refers to other documents, say.
    unreadable: usize,
    failures: Vec<String>,
}

impl Tally {
    fn take(&mut self, name: &str, group: &Value) {
        let tests = group["tests"].as_array().into_iter().flatten();
        let has_valid = tests.clone().any(|test| test["valid"] == true);
        let schema = &group["schema"];
        let Ok(validator) = jsonschema::options().offline().build(schema) else {
            self.unreadable += 1;
            return;
        };
        // Schemas are not always what the suite says: a format is not asserted, for one.
        for test in tests {
            if test["valid"] == true && !validator.is_valid(&test["data"]) {
                self.unreadable += 1;
                return;
            }
        }
        let document = Document::parse("suite.json", schema.to_string().as_bytes());
        let Ok(read) = document.and_then(|document| Spec::new(document, Dialect::Strict).component("suite")) else {
            self.unreadable += 1;
            return;
        };
        let plan = match Plan::new(read.json_schema()) {
            Ok(plan) => plan,
            Err(NoPlan::Unsatisfiable) if has_valid && read.is_satisfiable() == Some(false) => {
                return self.failures.push(format!("{name}: said to have no value"));
            }
            Err(reason) => {
                if has_valid {
                    self.unknown.push(format!("{name}: {reason}"));
                }
                return;
            }
        };
        let mut made = 0;
        for case in Generator::new(&plan, "suite", 1).take(CASES) {
            let text = case.text();
            let Ok(value) = serde_json::from_str(&text) else {
                continue;
            };
            match (&case.mutant, validator.is_valid(&value)) {
                (None, false) => return self.failures.push(format!("{name}: {text} is invalid under {schema}")),
                (Some(_), true) => {
                    return self
                        .failures
                        .push(format!("{name}: mutant {text} is valid under {schema}"));
                }
                (None, true) => made += 1,
                (Some(_), false) => {}
            }
        }
        if has_valid && made == 0 {
            self.unknown.push(format!("{name}: none passed what only tests tell"));
        }
        self.made += usize::from(made > 0);
    }
}

/// The files of a folder, by their stems, with their groups of tests.
fn files(folder: &Path) -> Vec<(String, Vec<Value>)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (stem, serde_json::from_slice(&fs::read(&path).unwrap()).unwrap())
    };
    files.into_iter().map(read).collect()
}

#[test]
fn every_sample_is_valid_and_every_mutant_is_not() {
    let Some(folder) = env::var_os("WIREPROOF_SUITE").map(PathBuf::from) else {
        return;
    };
    let mut tally = Tally::default();
    for (file, groups) in files(&folder) {
        for group in &groups {
            let name = format!("{file}: {}", group["description"].as_str().unwrap_or_default());
            tally.take(&name, group);
        }
    }
    println!(
        "{} made, {} unreadable, unknown: {:#?}",
        tally.made, tally.unreadable, tally.unknown
    );
    assert!(tally.failures.is_empty(), "{:#?}", tally.failures);
    assert!(tally.made > 200, "{tally:#?}");
}

/// The same, of what every machine has, and with an eye that sees.
#[test]
fn a_schema_is_told_from_one_that_the_generator_fails() {
    let mut tally = Tally::default();
    let group = |schema: &str| -> Value {
        serde_json::from_str(&format!(
            r#"{{"schema": {schema}, "tests": [{{"data": "ab", "valid": true}}]}}"#
        ))
        .unwrap()
    };
    tally.take("made", &group(r#"{"type": "string", "minLength": 2}"#));
    tally.take(
        "unknown",
        &group(r#"{"type": "string", "not": {"not": {"pattern": "^(?=ab)[a-z]{2}$"}}}"#),
    );
    tally.take("unreadable", &group(r#"{"$ref": "elsewhere.json"}"#));
    assert_eq!(
        (tally.made, tally.unreadable, tally.failures.len()),
        (1, 1, 0),
        "{tally:#?}"
    );
    assert_eq!(tally.unknown.len(), 1, "{tally:#?}");
}

/// The `$schema` of the draft that a folder of the suite is about.
fn draft_of(folder: &Path) -> Option<&'static str> {
    Some(match folder.file_name()?.to_str()? {
        "draft4" => "http://json-schema.org/draft-04/schema#",
        "draft6" => "http://json-schema.org/draft-06/schema#",
        "draft7" => "http://json-schema.org/draft-07/schema#",
        "draft2019-09" => "https://json-schema.org/draft/2019-09/schema",
        "draft2020-12" => "https://json-schema.org/draft/2020-12/schema",
        _ => return None,
    })
}

/// Instances of which the suite says something else for a known reason.
fn is_beyond_us(name: &str) -> bool {
    // Formats are not asserted, and a metaschema of one's own is not read.
    ["format:", "content:", "vocabulary:"]
        .iter()
        .any(|file| name.starts_with(file))
}

#[test]
fn verdicts_are_those_of_the_suite() {
    let Some(folder) = env::var_os("WIREPROOF_SUITE").map(PathBuf::from) else {
        return;
    };
    let draft = draft_of(&folder).expect("a folder of one draft");
    let (mut agreed, mut unreadable, mut wrong) = (0, Vec::new(), Vec::new());
    for (file, groups) in files(&folder) {
        for mut group in groups {
            let name = format!("{file}: {}", group["description"].as_str().unwrap_or_default());
            let Value::Object(schema) = &mut group["schema"] else {
                continue;
            };
            schema.entry("$schema").or_insert_with(|| draft.into());
            let text = group["schema"].to_string();
            let document = Document::parse("suite.json", text.as_bytes());
            let read = match document.and_then(|document| Spec::new(document, Dialect::Strict).component("#")) {
                Ok(read) => read,
                Err(error) => {
                    unreadable.push(format!("{name}: {error}"));
                    continue;
                }
            };
            if let Some(unread) = read.unread() {
                unreadable.push(format!("{name}: {unread}"));
                continue;
            }
            for test in group["tests"].as_array().into_iter().flatten() {
                match read.is_valid(&test["data"]) == test["valid"] {
                    true => agreed += 1,
                    false if is_beyond_us(&name) => {}
                    false => wrong.push(format!("{name}: {}: {text}", test["description"])),
                }
            }
        }
    }
    println!("{agreed} agreed, unreadable: {unreadable:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(agreed > 500, "{agreed}");
}
