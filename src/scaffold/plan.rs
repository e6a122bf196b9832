//! Which files are written, and what they say.

use super::captures::{Captures, captures_of};
use super::fuzz::fuzz_crate;
use super::relative::from_folder;
use super::setting::{Setting, sample};
use super::texts::{self, TypeInTest};
use super::write::NewFile;
use crate::schema::Spec;
use std::collections::BTreeSet;

/// Where first captures go.
const CAPTURES: &str = "tests/captures";

/// The files for a crate.
#[derive(Debug)]
pub(crate) struct Scaffold {
    pub(crate) files: Vec<NewFile>,
    /// How many types the test has.
    pub(crate) types: usize,
    /// Types without a test: of schemas that are no component, or without a value.
    pub(crate) without_test: Vec<String>,
    /// Why there are no fuzz targets, if there are none.
    pub(crate) without_fuzz: Option<String>,
}

impl Scaffold {
    /// Plans the files.
    pub(crate) fn new(setting: &Setting<'_>) -> Scaffold {
        let mut files = Vec::new();
        let (mut types, mut without_test) = (Vec::new(), Vec::new());
        let (mut names, mut folders) = (BTreeSet::new(), BTreeSet::new());
        for bound in &setting.bound {
            let component = component_of(setting.spec, &bound.at).filter(|name| is_plain(name));
            let Some((component, captures)) = component.and_then(|name| captures(setting, name, &mut files)) else {
                without_test.push(bound.name.clone());
                continue;
            };
            folders.extend(captures.checked);
            types.push(TypeInTest {
                type_in_rust: bound.type_in_rust.clone(),
                name: bound.name.clone(),
                test: unique(&mut names, &texts::test_name(&bound.name)),
                component,
                at: bound.at.clone(),
                captures: captures.pattern,
            });
        }
        let file = |path: &str, text: String| NewFile {
            path: path.to_owned(),
            text,
        };
        let document = from_folder(setting.folder, setting.document);
        let program = format!("examples/wire_types{}", std::env::consts::EXE_SUFFIX);
        let program = from_folder(setting.folder, &setting.target_folder.join("debug").join(program));
        let folders: Vec<String> = folders.into_iter().collect();
        let mut all = vec![
            file("wireproof.toml", texts::configuration(&program, &document, &folders)),
            file("examples/wire_types.rs", texts::program(&types)),
            file("tests/wire.rs", texts::test(&types, &document)),
            file(".github/workflows/wire.yml", texts::workflow(setting.package)),
        ];
        if !files.is_empty() {
            all.push(file(&format!("{CAPTURES}/README.md"), texts::about_captures()));
        }
        all.extend(files);
        let without_fuzz = match fuzz_crate(setting, &types, &document) {
            Ok(files) => {
                all.extend(files);
                None
            }
            Err(reason) => Some(reason),
        };
        Scaffold {
            files: all,
            types: types.len(),
            without_test,
            without_fuzz,
        }
    }
}

/// The captures of a component. A component without captures gets a generated value.
fn captures(setting: &Setting<'_>, component: String, files: &mut Vec<NewFile>) -> Option<(String, Captures)> {
    let schema = setting.spec.component(&component).ok()?;
    let is_root = setting.spec.document().component_place(&component).as_deref() == Some("#");
    if let Some(found) = captures_of(setting.folder, &component, &schema, is_root) {
        return Some((component, found));
    }
    let text = sample(setting.spec, &component)?;
    let pattern = new_folder(&component, files);
    let path = format!("{pattern}/sample.json");
    if !files.iter().any(|file| file.path == path) {
        files.push(NewFile { path, text });
    }
    let checked = Some(CAPTURES.to_owned());
    Some((component, Captures { pattern, checked }))
}

/// A folder for the captures of a component. Where case does not count, two names may be one, so the second gets a folder around.
fn new_folder(component: &str, files: &[NewFile]) -> String {
    let is_taken = |folder: &String| {
        let mut others = files.iter().filter_map(|file| file.path.strip_suffix("/sample.json"));
        others.any(|other| other != folder && other.eq_ignore_ascii_case(folder))
    };
    let numbered = (2..).map(|number| format!("{CAPTURES}/{number}/{component}"));
    let mut folders = std::iter::once(format!("{CAPTURES}/{component}")).chain(numbered);
    folders.find(|folder| !is_taken(folder)).unwrap_or_default()
}

/// The component at a place of the document.
fn component_of(spec: &Spec, at: &str) -> Option<String> {
    let document = spec.document();
    let mut names = document.component_names();
    let found = names.find(|name| document.component_place(name).as_deref() == Some(at));
    found.map(str::to_owned)
}

/// Whether a name of a document can be the name of a folder anywhere.
fn is_plain(name: &str) -> bool {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '.' | ' ');
    let is_odd_at = |one: char| matches!(one, '.' | ' ');
    !name.starts_with(is_odd_at) && !name.ends_with(is_odd_at) && name.len() <= 100 && name.chars().all(is_plain)
}

fn unique(names: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
    let free = candidates.find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::BoundInRust;
    use crate::schema::{Dialect, Document};
    use std::fs;
    use std::path::Path;

    const DOCUMENT: &[u8] =
        br#"{"$defs": {"Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "../Cat": {"type": "object"}, "Never": false}}"#;

    fn bound(name: &str, at: &str) -> BoundInRust {
        BoundInRust {
            type_in_rust: format!("zoo::{name}"),
            name: name.to_owned(),
            at: at.to_owned(),
        }
    }

    fn scaffold(folder: &Path) -> Scaffold {
        let spec = Spec::new(Document::parse("pets.json", DOCUMENT).unwrap(), Dialect::AsMeant);
        Scaffold::new(&Setting {
            package: "zoo",
            folder,
            target_folder: &folder.join("target"),
            document: &folder.join("pets.json"),
            spec: &spec,
            bound: vec![
                bound("Pet", "#/$defs/Pet"),
                bound("Cat", "#/$defs/..~1Cat"),
                bound("Never", "#/$defs/Never"),
                bound("Name", "#/$defs/Pet/properties/name"),
                bound("PET", "#/$defs/Pet"),
            ],
        })
    }

    #[test]
    fn each_component_gets_a_test_and_a_first_capture_and_no_hostile_name_leaves_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let scaffold = scaffold(folder.path());
        let paths: Vec<&str> = scaffold.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "wireproof.toml",
                "examples/wire_types.rs",
                "tests/wire.rs",
                ".github/workflows/wire.yml",
                "tests/captures/README.md",
                "tests/captures/Pet/sample.json",
                "fuzz/Cargo.toml",
                "fuzz/.gitignore",
                "fuzz/src/lib.rs",
                "fuzz/fuzz_targets/decode.rs",
                "fuzz/fuzz_targets/sample.rs",
                "fuzz/fuzz_targets/mutant.rs",
                "fuzz/wire.dict",
                "fuzz/seeds/decode/Pet.json",
            ]
        );
        assert_eq!(scaffold.types, 2);
        assert_eq!(scaffold.without_test, ["Cat", "Never", "Name"]);
        let test = &scaffold.files[2].text;
        assert!(
            test.contains("fn pet_conforms()") && test.contains("fn pet_conforms_2()"),
            "{test}"
        );
        let sample: serde_json::Value = serde_json::from_str(&scaffold.files[5].text).unwrap();
        assert!(sample["name"].is_string());
    }

    #[test]
    fn captures_that_are_there_are_used() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("fixtures/Pet")).unwrap();
        fs::write(folder.path().join("fixtures/Pet/rex.json"), r#"{"name": "Rex"}"#).unwrap();
        let scaffold = scaffold(folder.path());
        assert!(
            scaffold
                .files
                .iter()
                .all(|file| !file.path.starts_with("tests/captures"))
        );
        assert!(
            scaffold.files[0].text.contains("captures = [\"fixtures\"]"),
            "{}",
            scaffold.files[0].text
        );
    }

    #[test]
    fn names_that_differ_by_case_alone_are_two_folders_everywhere() {
        let file = |path: &str| NewFile {
            path: path.to_owned(),
            text: String::new(),
        };
        let files = [file("tests/captures/Schema/sample.json")];
        assert_eq!(new_folder("Schema", &files), "tests/captures/Schema");
        assert_eq!(new_folder("schema", &files), "tests/captures/2/schema");
    }
}
