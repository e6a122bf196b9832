//! One line for a user's own test: a type, a document and captures.

use crate::case::Skipped;
use crate::check_path::{add_subject, check_captures};
use crate::finding::matches;
use crate::schema::{Dialect, Document, Schema, Spec, SpecError};
use crate::subject::Subject;
use crate::verdict::Verdict;
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The schema that is the whole document.
const ROOT: &str = "#";

/// Asserts that a type conforms to a document on captures: the type reads each of them, and writes the same back; each satisfies the
/// schema; and what is written satisfies it too; and the type reads every key that the schema names. The checks are those of
/// [`examine`](crate::examine) and [`examine_subject`](crate::examine_subject()).
///
/// ```no_run
/// # #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
/// # struct Pet { name: String }
/// // A document (JSON or YAML) with a pointer to the schema, and captures. `*` and `**` stand for any file and folder.
/// wireproof::assert_conforms!(Pet, "pets.json#/$defs/Pet", "fixtures/*.json");
/// // The component that has the name of the type.
/// wireproof::assert_conforms!(Pet, "openapi.yaml", "fixtures/pets", "fixtures/more.jsonl");
/// // A schema as a value: anything that serializes to JSON, such as `schemars::schema_for!(Pet)`.
/// wireproof::assert_conforms!(Pet, serde_json::json!({"type": "object", "required": ["name"]}), "fixtures/*.json");
/// ```
///
/// Paths are relative to the folder of the crate's `Cargo.toml`. [`conforms`](crate::conforms) returns the verdict instead.
///
/// # Panics
/// If there is an error or a warning, if a question could not be decided, or if the document or a capture cannot be read. The
/// message has every finding with the text that shows it.
#[macro_export]
macro_rules! assert_conforms {
    ($Type:ty, $document:expr, $($captures:expr),+ $(,)?) => {
        $crate::conforms(
            &$crate::subject!($Type),
            $document,
            &[$($captures),+],
            ::std::path::Path::new(::std::env!("CARGO_MANIFEST_DIR")),
        )
        .assert_clean()
    };
}

/// Runs all checks of a type on captures, as [`assert_conforms!`](crate::assert_conforms) does.
///
/// `document` is the path of a document, perhaps with a pointer (`pets.json#/$defs/Pet`), or a value that serializes to a schema.
/// `captures` are files, folders and patterns. Paths are relative to `folder`. What cannot be read, and a pattern that matches
/// nothing, is in [`Verdict::skipped`], so that the verdict is not clean.
pub fn conforms(subject: &Subject, document: impl Serialize, captures: &[&str], folder: &Path) -> Verdict {
    let mut verdict = Verdict::default();
    let schema = match schema_of(subject, document, folder) {
        Ok(schema) => schema,
        Err(skipped) => {
            verdict.skipped.push(skipped);
            return verdict;
        }
    };
    for pattern in captures {
        let paths = paths_of(folder, pattern);
        if paths.is_empty() {
            verdict.skipped.push(Skipped::whole(*pattern, "no file matches"));
        }
        for path in paths {
            verdict.extend(check_captures(subject, Some(&*schema), &path));
        }
    }
    // Once for all captures: it runs the type many times.
    add_subject(&mut verdict, subject, &schema);
    verdict
}

fn schema_of(subject: &Subject, document: impl Serialize, folder: &Path) -> Result<Arc<Schema>, Skipped> {
    let value = serde_json::to_value(document);
    let value = value.map_err(|error| Skipped::whole("the document", format!("not JSON: {error}")))?;
    let Value::String(path) = value else {
        let text = value.to_string();
        let refused = |error: SpecError| Skipped::whole("the document", error.to_string());
        let document = Document::parse("schema.json", text.as_bytes()).map_err(refused)?;
        return Spec::new(document, Dialect::AsMeant).component(ROOT).map_err(refused);
    };
    let (file, pointer) = match path.split_once('#') {
        Some((file, pointer)) => (file, Some(format!("#{pointer}"))),
        None => (path.as_str(), None),
    };
    let refused = |error: SpecError| Skipped::whole(path.as_str(), error.to_string());
    let document = Document::open(&folder.join(file)).map_err(refused)?;
    let named = subject
        .component()
        .filter(|name| document.component_names().any(|other| other == *name));
    let component = pointer.or_else(|| named.map(str::to_owned));
    let spec = Spec::new(document, Dialect::AsMeant);
    spec.component(component.as_deref().unwrap_or(ROOT)).map_err(refused)
}

/// The paths that a pattern stands for, in order of their names: `*` stands for any characters of a name, `**` for any folders.
fn paths_of(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut steps = pattern.split(['/', '\\']).peekable();
    let mut base = match pattern.starts_with('/') {
        true => PathBuf::from("/"),
        false => folder.to_owned(),
    };
    while let Some(step) = steps.next_if(|step| !step.contains('*')) {
        base.push(step);
    }
    let steps: Vec<&str> = steps.collect();
    let mut found = Vec::new();
    if steps.is_empty() {
        found.push(base);
    } else {
        collect(&base, &steps, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn collect(folder: &Path, steps: &[&str], found: &mut Vec<PathBuf>) {
    let Some((step, rest)) = steps.split_first() else {
        return;
    };
    if *step == "**" {
        collect(folder, rest, found);
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let (path, name) = (entry.path(), entry.file_name());
        match (*step, rest) {
            // A link may lead back to a folder around it.
            ("**", _) if kind.is_dir() => collect(&path, steps, found),
            ("**", []) if kind.is_file() => found.push(path),
            ("**", _) => {}
            (step, []) if matches(step, &name.to_string_lossy()) => found.push(path),
            (step, _) if path.is_dir() && matches(step, &name.to_string_lossy()) => collect(&path, rest, found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;
    use crate::subject;
    use serde_json::json;

    #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
    struct Pet {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "pets.json",
            r#"{"$defs": {"Pet": {"type": "object", "required": ["name"]}, "Dog": {"minProperties": 9}}}"#,
        );
        write("fixtures/rex.json", r#"{"name": "Rex"}"#);
        write("fixtures/ada.json", r#"{"name": "Ada", "owner": "Bo"}"#);
        write("fixtures/deep/er/null.json", r#"{"name": "Cy", "owner": null}"#);
        folder
    }

    fn codes(verdict: &Verdict) -> Vec<Code> {
        verdict.findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_document_is_a_path_with_or_without_a_pointer_or_a_value() {
        let folder = folder();
        let with = |document: Value| conforms(&subject!(Pet), document, &["fixtures/*.json"], folder.path());
        with(json!("pets.json#/$defs/Pet")).assert_clean();
        with(json!("pets.json")).assert_clean();
        with(json!({"type": "object", "required": ["name"]})).assert_clean();
        assert_eq!(codes(&with(json!("pets.json#/$defs/Dog"))), [Code::SchemaViolation; 2]);
        assert_eq!(codes(&with(json!({"required": ["age"]}))), [Code::SchemaViolation; 2]);
        for document in ["absent.json", "pets.json#/$defs/Cat"] {
            assert_eq!(with(json!(document)).skipped[0].case, document);
        }
    }

    #[test]
    fn captures_are_files_folders_and_patterns() {
        let folder = folder();
        let count = |pattern: &str| paths_of(folder.path(), pattern).len();
        assert_eq!(
            (
                count("fixtures/*.json"),
                count("fixtures/**/*.json"),
                count("fixtures/r*.json")
            ),
            (2, 3, 1)
        );
        assert_eq!(
            (
                count("fixtures/*/er/null.json"),
                count("*/nothing"),
                count("fixtures/rex.json")
            ),
            (1, 0, 1)
        );
        let lost = conforms(&subject!(Pet), "pets.json", &["fixtures"], folder.path());
        assert_eq!(codes(&lost), [Code::Lossy], "{lost}");
        let none = conforms(&subject!(Pet), "pets.json", &["nothing/*.json"], folder.path());
        assert_eq!(none.skipped[0].reason, "no file matches");
        assert!(!none.is_clean());
    }

    #[test]
    fn a_key_that_is_never_read_is_told_once_for_all_captures() {
        let folder = folder();
        let document = json!({"type": "object", "properties": {"name": {"type": "string"}, "owner": {"type": "string"},
            "age": {"type": "integer"}}});
        let verdict = conforms(&subject!(Pet), document, &["fixtures/*.json"], folder.path());
        assert_eq!(codes(&verdict), [Code::UnreadKey], "{verdict}");
    }

    #[test]
    #[should_panic(expected = "error[lossy]")]
    fn a_failure_shows_the_findings() {
        let folder = folder();
        let path = folder.path().join("fixtures/deep/er/null.json");
        crate::assert_conforms!(Pet, json!({"type": "object"}), path.to_str().unwrap());
    }
}
