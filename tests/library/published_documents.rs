//! Documents as they are published, where they are at hand: `WIREPROOF_DOCUMENTS` names a folder of folders of them.
//!
//! Each of them loads, each of its components and each schema of its operations can be read, and what the generator makes of
//! some of them is valid.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wireproof::generate::{SamplingOutcome, sample_components};
use wireproof::schema::{Dialect, Document, Spec, SpecError, lint, roots};

/// Of how many schemas of a document samples are made, and how many of each.
const SCHEMAS: usize = 24;
const SAMPLES: u64 = 5;

#[test]
fn each_published_document_can_be_read() {
    let mut out = std::io::stderr();
    let Some(folder) = env::var_os("WIREPROOF_DOCUMENTS").map(PathBuf::from) else {
        // The harness hides what a passing test prints through the macros.
        let _ = writeln!(out, "skipped: WIREPROOF_DOCUMENTS does not name a folder of documents");
        return;
    };
    let mut faults = Vec::new();
    let documents = documents(&folder);
    assert!(!documents.is_empty(), "{} holds no document", folder.display());
    for document in documents {
        let name = document.name().to_owned();
        let found = examine(document, &mut faults);
        let _ = writeln!(out, "{name}: {found}");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The documents below a folder. A folder with one description of an API is one; of others each file is, and the whole.
fn documents(folder: &Path) -> Vec<Document> {
    let mut found = Vec::new();
    match Document::open(folder) {
        Ok(document) if document.value()["openapi"].is_string() || document.value()["swagger"].is_string() => {
            return vec![document];
        }
        Ok(document) if !document.component_names().any(|name| name.contains('.')) => found.push(document),
        Ok(_) | Err(SpecError::SeveralDocuments { .. } | SpecError::NotASpec { .. } | SpecError::TooLarge { .. }) => {}
        Err(error) => panic!("{}: {error}", folder.display()),
    }
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "yaml")
        {
            found.push(Document::open(&path).unwrap_or_else(|error| panic!("{error}")));
        }
    }
    found
}

/// Reads every schema of a document that no other one holds, and samples some; the answer is a line about them.
fn examine(document: Document, faults: &mut Vec<String>) -> String {
    let document_name = document.name().to_owned();
    let report = lint(&document);
    let roots: Vec<String> = roots(&document).into_iter().map(|root| root.pointer).collect();
    let components: Vec<String> = document.component_names().map(str::to_owned).collect();
    let spec = Spec::new(document, Dialect::AsMeant);
    let names: Vec<String> = roots.iter().map(|pointer| format!("#{pointer}")).collect();
    let mut unread = 0;
    for name in components.iter().chain(&names) {
        match spec.component(name) {
            Ok(schema) => unread += usize::from(schema.unread().is_some()),
            Err(error) => faults.push(format!("{document_name}: {name}: {error}")),
        }
    }
    let step = names.len().div_ceil(SCHEMAS).max(1);
    let some: Vec<String> = names.iter().step_by(step).cloned().collect();
    let mut outcomes = [0; 4];
    for sampled in sample_components(&spec, &some, SAMPLES, 1) {
        let name = sampled.component;
        match sampled.outcome {
            SamplingOutcome::Generated => outcomes[0] += 1,
            SamplingOutcome::Unsatisfiable => outcomes[1] += 1,
            SamplingOutcome::Unknown(_) => outcomes[2] += 1,
            SamplingOutcome::Unreadable(_) => outcomes[3] += 1,
            SamplingOutcome::Invalid(text) => faults.push(format!("{document_name}: {name}: {text} is invalid")),
        }
    }
    let [sampled, empty, unknown, unreadable] = outcomes;
    format!(
        "{} components, {} roots, {unread} partly read, {} defects; {sampled} sampled, {empty} without value, {unknown} unknown, \
         {unreadable} unreadable",
        components.len(),
        roots.len(),
        report.defects.len()
    )
}
