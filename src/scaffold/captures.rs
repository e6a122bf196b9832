//! Captures that are there already.

use crate::case::{Input, Origin, Texts, captures_at};
use crate::schema::Schema;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Folders that may hold captures.
const FOLDERS: [&str; 7] = [
    "captures",
    "tests/captures",
    "fixtures",
    "tests/fixtures",
    "tests/data",
    "testdata",
    "tests/testdata",
];
/// Texts that are read to find out what a folder holds.
const MOST_TEXTS: usize = 20;

/// Captures of a component, from the crate's folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Captures {
    /// What a test names: a folder, or a pattern.
    pub(super) pattern: String,
    /// The folder that `wireproof check` examines, if it can tell from there which captures belong to which component.
    pub(super) checked: Option<String>,
}

/// The captures of a component: a folder with its name; of the document's own schema also files in folders of any name.
///
/// Most of the texts must be valid, since a folder may have the name of a component by accident.
pub(super) fn captures_of(folder: &Path, component: &str, schema: &Schema, is_root: bool) -> Option<Captures> {
    let named = FOLDERS.iter().find_map(|around| {
        let pattern = format!("{around}/{component}");
        let checked = Some((*around).to_owned());
        let path = folder.join(&pattern);
        (path.is_dir() && fit(schema, captures_in(&path))).then_some(Captures { pattern, checked })
    });
    let around = FOLDERS.iter().filter(|_| is_root);
    named.or_else(|| {
        around
            .filter(|around| folder.join(around).is_dir())
            .find_map(|around| files_of_root(folder, around, schema))
    })
}

/// Files directly in a folder, or else below it, that are captures of the document's own schema.
fn files_of_root(folder: &Path, around: &str, schema: &Schema) -> Option<Captures> {
    let path = folder.join(around);
    let ending_of = |file: &PathBuf| file.extension().map(|ending| ending.to_string_lossy().into_owned());
    let below = captures_in(&path);
    let direct: Vec<PathBuf> = below
        .iter()
        .filter(|file| file.parent() == Some(&path))
        .cloned()
        .collect();
    let (files, is_direct) = if direct.is_empty() {
        (below, false)
    } else {
        (direct, true)
    };
    let ending = files.first().and_then(ending_of)?;
    let alike = files
        .into_iter()
        .filter(|file| ending_of(file).as_ref() == Some(&ending));
    fit(schema, alike.collect()).then(|| match is_direct {
        true => Captures {
            pattern: format!("{around}/*.{ending}"),
            checked: Some(around.to_owned()),
        },
        // The folders in between have names of their own, which are no names of components.
        false => Captures {
            pattern: format!("{around}/**/*.{ending}"),
            checked: None,
        },
    })
}

fn captures_in(folder: &Path) -> Vec<PathBuf> {
    let is_file = |path: &PathBuf| fs::metadata(path).is_ok_and(|found| found.is_file());
    captures_at(folder).into_iter().flatten().filter(is_file).collect()
}

/// Whether most texts of files are valid.
fn fit(schema: &Schema, files: Vec<PathBuf>) -> bool {
    let texts = files.into_iter().filter_map(|file| {
        let path = file.display().to_string();
        let reader = BufReader::new(File::open(file).ok()?);
        let origin = Origin::File { path };
        Some(Texts::new(Input { origin, reader }).map(|case| case.ok()))
    });
    let read: Vec<bool> = texts
        .flatten()
        .take(MOST_TEXTS)
        .map(|case| {
            case.is_some_and(|case| serde_json::from_str(&case.text).is_ok_and(|value| schema.is_valid(&value)))
        })
        .collect();
    let fitting = read.iter().filter(|fits| **fits).count();
    fitting > 0 && fitting * 2 >= read.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    const DOCUMENT: &[u8] = br##"{"title": "Zoo", "type": "object", "required": ["pets"],
        "properties": {"pets": {"type": "array", "items": {"$ref": "#/$defs/Pet"}}},
        "$defs": {"Pet": {"type": "object", "required": ["name"]}}}"##;

    fn found(files: &[(&str, &str)], component: &str) -> Option<Captures> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let spec = Spec::new(Document::parse("zoo.json", DOCUMENT).unwrap(), Dialect::AsMeant);
        let schema = spec.component(component).unwrap();
        captures_of(folder.path(), component, &schema, component == "Zoo")
    }

    fn captures(pattern: &str, checked: Option<&str>) -> Option<Captures> {
        Some(Captures {
            pattern: pattern.to_owned(),
            checked: checked.map(str::to_owned),
        })
    }

    #[test]
    fn a_folder_with_the_name_of_a_component_holds_its_captures_if_they_are_valid() {
        let rex = [("fixtures/Pet/rex.json", r#"{"name": "Rex"}"#)];
        assert_eq!(found(&rex, "Pet"), captures("fixtures/Pet", Some("fixtures")));
        assert_eq!(found(&[("fixtures/Pet/zoo.json", r#"{"pets": []}"#)], "Pet"), None);
        assert_eq!(found(&[("fixtures/Pet/README.md", "")], "Pet"), None);
    }

    #[test]
    fn captures_of_the_whole_document_may_lie_anywhere() {
        let zoo = r#"{"pets": []}"#;
        let direct = [
            ("fixtures/a.json", zoo),
            ("fixtures/Pet/rex.json", r#"{"name": "Rex"}"#),
        ];
        assert_eq!(found(&direct, "Zoo"), captures("fixtures/*.json", Some("fixtures")));
        let deep = [
            ("tests/fixtures/volume/a.yml", "pets: []"),
            ("tests/fixtures/b/a.yml", "pets: []"),
        ];
        assert_eq!(found(&deep, "Zoo"), captures("tests/fixtures/**/*.yml", None));
        assert_eq!(found(&deep, "Pet"), None);
        assert_eq!(found(&[("fixtures/a.json", "{}")], "Zoo"), None);
    }
}
