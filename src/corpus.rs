//! The corpus that is built into the program: schema, overlays, captures and known deviations.

/// Every file of `corpus/`: its name below that folder, and its bytes.
pub static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/corpus.rs"));

/// The published schema of the run types.
pub const SCHEMA: &str = "schema/openai-runs.json";

/// The known deviations.
pub const EXPECTATIONS: &str = "expectations.toml";

/// The bytes of one file.
pub fn file(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(file, _)| *file == name).map(|(_, bytes)| *bytes)
}

/// The files of one folder and the folders in it, in order of their names.
pub fn folder(name: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let inside = move |file: &str| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
    FILES.iter().copied().filter(move |(file, _)| inside(file))
}

/// The captures, without their index.
pub fn captures() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    folder("captures").filter(|(file, _)| !file.ends_with(".tsv"))
}
