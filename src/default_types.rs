//! The type set that is compiled in: the OpenAI run types, with the corpus of this project.

use crate::schema::{Spec, SpecError};
use crate::subject::{ResourceKind, TypeSet};

/// Every file of `corpus/`: its name below that folder, and its bytes.
pub static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/corpus.rs"));

/// The run types, with the published document, its corrections, accepted findings and captures.
pub fn type_set() -> TypeSet {
    let set = openai_run_types::type_set();
    FILES.iter().fold(set, |set, (name, bytes)| {
        match name.split_once('/').map_or(("", *name), |(folder, _)| (folder, *name)) {
            ("schema", _) => set.with_document(*name, *bytes),
            ("overlays", _) => set.with_overlay(*name, *bytes),
            ("captures", name) if !name.ends_with(".tsv") => set.with_capture(name, *bytes),
            ("", "expectations.toml") => set.with_expectations(format!("corpus/{name}"), *bytes),
            ("", "severities.toml") => set.with_severities(format!("corpus/{name}"), *bytes),
            ("", "never.toml") => set.with_resource(ResourceKind::Never, format!("corpus/{name}"), *bytes),
            _ => set,
        }
    })
}

/// The published document with its corrections, read as meant.
///
/// # Errors
/// None, unless the corpus that was compiled in is broken.
pub fn spec() -> Result<Spec, SpecError> {
    let missing = || SpecError::UnknownComponent {
        component: SCHEMA.to_owned(),
        closest: None,
    };
    Spec::of_types(&type_set())?.ok_or_else(missing)
}

/// The published document.
pub const SCHEMA: &str = "schema/openai-runs.json";

/// The bytes of one file.
pub fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(file, _)| *file == name).map(|(_, bytes)| *bytes)
}

/// The files of one folder and of the folders in it, in the order of their names.
pub fn folder(name: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let inside = move |file: &str| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    FILES.iter().copied().filter(move |(file, _)| inside(file))
}

/// The captures, without their index.
pub fn captures() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    folder("captures").filter(|(file, _)| !file.ends_with(".tsv"))
}
