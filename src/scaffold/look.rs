//! The document of a crate, found in its folder.

use crate::schema::Document;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use thiserror::Error;
use walkdir::{DirEntry, WalkDir};

/// Folders below the crate's own in which a document is searched for.
const DEPTH: usize = 4;
/// Documents that are opened to find out whether they are some.
const MOST: usize = 50;
/// How much of a file is searched for the names of others.
const MOST_BYTES: u64 = 1 << 20;
/// Why no document was found.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum NoDocument {
    #[error("no document in {0}: name an OpenAPI document or a JSON Schema with --spec")]
    Nowhere(String),
    #[error("several documents in {folder}: name one with --spec: {}", found.join(", "))]
    Several { folder: String, found: Vec<String> },
}

/// The only document in a folder: a file of JSON or YAML that is called like an OpenAPI document or a JSON Schema, and is one; or a
/// folder of such files that refer to each other.
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
        _ if are_one_document(&found) => Ok(found[0].parent().unwrap_or(folder).to_owned()),
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

/// Whether files are one document: all but one of them, where it starts, are named by others.
fn are_one_document(found: &[PathBuf]) -> bool {
    let texts: Vec<String> = found.iter().map(|path| text_of(path)).collect();
    let is_named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let mut others = found.iter().zip(&texts).filter(|(other, _)| *other != path);
        others.any(|(_, text)| text.contains(&*name))
    };
    let mut folders = found.iter().map(|path| path.parent());
    let first = folders.next();
    folders.all(|folder| Some(folder) == first) && found.iter().filter(|path| !is_named(path)).count() <= 1
}

fn text_of(path: &Path) -> String {
    let mut text = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
    match read {
        Ok(_) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn files_that_name_each_other_are_one_document() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("schemas")).unwrap();
        let write = |name: &str, of: &str| {
            let text = format!(r##"{{"$defs": {{"Of": {{"$ref": "{of}"}}}}}}"##);
            fs::write(folder.path().join("schemas").join(name), text).unwrap();
        };
        write("zoo.schema.json", "pet.schema.json");
        write("pet.schema.json", "name.schema.json");
        write("name.schema.json", "#");
        assert_eq!(find_document(folder.path()), Ok(folder.path().join("schemas")));
        write("shop.schema.json", "#");
        assert!(matches!(find_document(folder.path()), Err(NoDocument::Several { .. })));
    }
}
