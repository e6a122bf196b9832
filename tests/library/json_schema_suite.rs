//! The JSON Schema Test Suite, where it is at hand: `WIREPROOF_SUITE` names its folder `tests`.
//!
//! What the generator makes of each of its schemas is valid, says the validator; where an instance is valid there are
//! values, or it is unknown whether there are. The verdicts about its instances are those of the suite.

#![allow(clippy::disallowed_macros, clippy::print_stdout, clippy::print_stderr)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wireproof::generate::{Generator, NoPlan, Plan};
use wireproof::schema::{Dialect, Document, Spec};

/// Members of formats that ISO 8601 and the DNS have, and that the documents which JSON Schema refers to do not: types refuse them
/// rightly, so they count as unusual spellings.
const DISPUTED: [&str; 4] = ["PT0.5S", "PT1.50S", "example.com.", "a@[192.0.2.1]"];

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
    fn take(&mut self, name: &str, group: &Value, draft: &str) {
        let tests = group["tests"].as_array().into_iter().flatten();
        let has_valid = tests.clone().any(|test| test["valid"] == true);
        let schema = &in_draft(&group["schema"], draft);
        // Formats are not asserted, and yet a text that is made of one is a member of it.
        let options = jsonschema::options().offline().should_validate_formats(true);
        let Ok(validator) = options.build(schema) else {
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
        let Ok(read) = document.and_then(|document| Spec::new(document, Dialect::Strict).component("#")) else {
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
                (None, false) if DISPUTED.iter().any(|member| value == *member) => {}
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

/// A schema that says in which draft it is written.
fn in_draft(schema: &Value, draft: &str) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(members) = &mut schema {
        members.entry("$schema").or_insert_with(|| draft.into());
    }
    schema
}

/// The files of a folder, by their stems, with their groups of tests.
fn files(folder: &Path) -> Vec<(String, Vec<Value>)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
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

/// The folders of drafts, with what `$schema` is in each; none, and a word about it, where the suite is not at hand.
fn suite() -> Vec<(PathBuf, &'static str)> {
    let Some(folder) = env::var_os("WIREPROOF_SUITE").map(PathBuf::from) else {
        eprintln!("SKIPPED: WIREPROOF_SUITE does not name the folder `tests` of the JSON Schema Test Suite");
        return Vec::new();
    };
    let drafts = DRAFTS.iter().map(|(name, uri)| (folder.join(name), *uri));
    let found: Vec<_> = drafts.filter(|(folder, _)| folder.is_dir()).collect();
    assert!(!found.is_empty(), "{}: no folder of a draft", folder.display());
    found
}

#[test]
fn every_sample_is_valid_and_every_mutant_is_not() {
    let mut tally = Tally::default();
    let suite = suite();
    for (folder, draft) in &suite {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let with_formats = [folder.clone(), folder.join("optional"), folder.join("optional/format")];
        for (file, groups) in with_formats.iter().flat_map(|folder| files(folder)) {
            for group in &groups {
                let name = format!("{name} {file}: {}", group["description"].as_str().unwrap_or_default());
                tally.take(&name, group, draft);
            }
        }
    }
    println!(
        "{} made, {} unreadable, unknown: {:#?}",
        tally.made, tally.unreadable, tally.unknown
    );
    assert!(
        tally.failures.is_empty(),
        "{} {:#?}",
        tally.failures.len(),
        tally.failures
    );
    assert!(suite.is_empty() || tally.made > 200, "{tally:#?}");
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
    let mut take = |name: &str, schema: &str| tally.take(name, &group(schema), DRAFTS[4].1);
    take("made", r#"{"type": "string", "minLength": 2}"#);
    take(
        "unknown",
        r#"{"type": "string", "not": {"not": {"pattern": "^(?=ab)[a-z]{2}$"}}}"#,
    );
    take("unreadable", r#"{"$ref": "elsewhere.json"}"#);
    assert_eq!(
        (tally.made, tally.unreadable, tally.failures.len()),
        (1, 1, 0),
        "{tally:#?}"
    );
    assert_eq!(tally.unknown.len(), 1, "{tally:#?}");
}

/// The folders of the suite, and the `$schema` of the draft that each is about.
const DRAFTS: [(&str, &str); 5] = [
    ("draft4", "http://json-schema.org/draft-04/schema#"),
    ("draft6", "http://json-schema.org/draft-06/schema#"),
    ("draft7", "http://json-schema.org/draft-07/schema#"),
    ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
];

/// What each draft takes for an integer, for a member of a format, and for a key that may be there.
#[test]
fn samples_are_valid_in_the_draft_of_their_schema() {
    let mut tally = Tally::default();
    let schemas = [
        (
            0,
            r#"{"properties": {"n": {"type": "integer"}}, "required": ["n"], "type": "object"}"#,
        ),
        (0, r#"{"format": "date-time"}"#),
        (1, r#"{"patternProperties": {"b.*": false}}"#),
        (
            2,
            r#"{"contentEncoding": "base64", "contentMediaType": "application/json"}"#,
        ),
        (3, r#"{"format": "uuid"}"#),
        (4, r#"{"maximum": 18446744073709551615}"#),
        (4, r#"{"exclusiveMinimum": 9007199254740993, "type": "number"}"#),
    ];
    for (draft, schema) in schemas {
        let group = format!(r#"{{"schema": {schema}, "tests": []}}"#);
        tally.take(schema, &serde_json::from_str(&group).unwrap(), DRAFTS[draft].1);
    }
    assert_eq!((&tally.failures, tally.made), (&vec![], schemas.len()), "{tally:#?}");
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
    let (mut agreed, mut unreadable, mut wrong) = (0, Vec::new(), Vec::new());
    let suite = suite();
    for (folder, draft) in &suite {
        let draft_name = folder.file_name().unwrap_or_default().to_string_lossy();
        for (file, groups) in files(folder) {
            for group in groups {
                let name = format!("{file}: {}", group["description"].as_str().unwrap_or_default());
                let text = in_draft(&group["schema"], draft).to_string();
                if !group["schema"].is_object() {
                    continue;
                }
                let document = Document::parse("suite.json", text.as_bytes());
                let read = match document.and_then(|document| Spec::new(document, Dialect::Strict).component("#")) {
                    Ok(read) => read,
                    Err(error) => {
                        unreadable.push(format!("{draft_name} {name}: {error}"));
                        continue;
                    }
                };
                if let Some(unread) = read.unread() {
                    unreadable.push(format!("{draft_name} {name}: {unread}"));
                    continue;
                }
                for test in group["tests"].as_array().into_iter().flatten() {
                    match read.is_valid(&test["data"]) == test["valid"] {
                        true => agreed += 1,
                        false if is_beyond_us(&name) => {}
                        false => wrong.push(format!("{draft_name} {name}: {}: {text}", test["description"])),
                    }
                }
            }
        }
    }
    println!("{agreed} agreed, unreadable: {unreadable:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(suite.is_empty() || agreed > 500, "{agreed}");
}
