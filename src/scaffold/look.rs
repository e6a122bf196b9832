//! What is there already: the document, and captures.

use crate::case::captures_at;
use crate::schema::Document;
use std::path::{Path, PathBuf};
use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

/// Folders below the crate's own in which a document is searched for.
const DEPTH: usize = 4;
/// Documents that are opened to find out whether they are some.
const MOST: usize = 50;
/// Folders that may hold captures, one folder for each component.
const FOLDERS: [&str; 7] = [
    "captures",
    "tests/captures",
    "fixtures",
    "tests/fixtures",
    "tests/data",
    "testdata",
    "tests/testdata",
];

/// Why no document was found.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum NoDocument {
    #[error("no document in {0}: name an OpenAPI document or a JSON Schema with --spec")]
    Nowhere(String),
    #[error("several documents in {folder}: name one with --spec: {}", found.join(", "))]
    Several { folder: String, found: Vec<String> },
}

/// The only document in a folder: a file of JSON or YAML that is called like an OpenAPI document or a JSON Schema, and is one.
///
/// # Errors
/// If there is none, or more than one.
pub(crate) fn find_document(folder: &Path) -> Result<PathBuf, NoDocument> {
    let walk = WalkDir::new(folder).max_depth(DEPTH).sort_by_file_name();
    let entries = walk
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry));
    let named = entries
        .flatten()
        .filter(|entry| entry.file_type().is_file() && is_called_document(entry));
    let found = named
        .take(MOST)
        .map(DirEntry::into_path)
        .filter(|path| is_document(path));
    // A document among the inputs of tests is less likely to be that of the crate.
    let (for_tests, own): (Vec<PathBuf>, Vec<PathBuf>) = found.partition(|path| is_for_tests(folder, path));
    let mut found = if own.is_empty() { for_tests } else { own };
    let shown = || folder.display().to_string();
    match found.len() {
        0 => Err(NoDocument::Nowhere(shown())),
        1 => Ok(found.remove(0)),
        _ => Err(NoDocument::Several {
            folder: shown(),
            found: found
                .iter()
                .map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string())
                .collect(),
        }),
    }
}

fn is_for_tests(folder: &Path, path: &Path) -> bool {
    const NAMES: [&str; 5] = ["tests", "fixtures", "testdata", "examples", "benches"];
    let below = path.strip_prefix(folder).unwrap_or(path);
    let mut parts = below.components().map(|part| part.as_os_str().to_string_lossy());
    parts.any(|part| NAMES.contains(&&*part))
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name == "target" || name == "node_modules"
}

fn is_called_document(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    let has_ending = [".json", ".yaml", ".yml"].iter().any(|ending| name.ends_with(ending));
    has_ending
        && ["openapi", "swagger", "schema", "spec"]
            .iter()
            .any(|word| name.contains(word))
}

fn is_document(path: &Path) -> bool {
    Document::open(path).is_ok_and(|document| document.component_names().next().is_some())
}

/// The folder with captures of a component, from the crate's folder, if there is one.
pub(super) fn captures_of(folder: &Path, component: &str) -> Option<String> {
    let below = FOLDERS.iter().map(|name| format!("{name}/{component}"));
    below.into_iter().find(|name| {
        let path = folder.join(name);
        path.is_dir() && captures_at(&path).iter().any(Result::is_ok)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const DOCUMENT: &str = r#"{"$defs": {"Pet": {"type": "object"}}}"#;

    #[test]
    fn the_only_document_is_found_and_of_several_none_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        assert!(matches!(find_document(folder.path()), Err(NoDocument::Nowhere(_))));
        for other in ["target/openapi.json", ".git/schema.json", "data.json"] {
            write(other, DOCUMENT);
        }
        write("api/schema-of-nothing.json", "[1]");
        write("tests/spec.json", DOCUMENT);
        assert_eq!(find_document(folder.path()), Ok(folder.path().join("tests/spec.json")));
        write("api/pets.schema.json", DOCUMENT);
        assert_eq!(
            find_document(folder.path()),
            Ok(folder.path().join("api/pets.schema.json"))
        );
        write("openapi.json", DOCUMENT);
        let refused = find_document(folder.path()).unwrap_err().to_string();
        assert!(
            refused.ends_with("name one with --spec: api/pets.schema.json, openapi.json"),
            "{refused}"
        );
    }

    #[test]
    fn captures_are_in_a_folder_with_the_name_of_the_component() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["fixtures/Pet", "fixtures/Empty"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("fixtures/Pet/rex.json"), "{}").unwrap();
        assert_eq!(captures_of(folder.path(), "Pet").as_deref(), Some("fixtures/Pet"));
        assert_eq!(captures_of(folder.path(), "Empty"), None);
    }
}
