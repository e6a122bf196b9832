//! A crate with fuzz targets for the types.

use super::dependencies::lines_below;
use super::setting::{Setting, sample};
use super::texts::TypeInTest;
use super::write::NewFile;
use crate::schema::dictionary;
use std::collections::BTreeSet;

/// The targets, and what each does.
const TARGETS: [(&str, &str); 3] = [
    (
        "decode",
        "Any bytes: decoders agree, and what is read is written back without loss.",
    ),
    (
        "sample",
        "Bytes that make a valid value of a component: it is read, and written back without loss.",
    ),
    (
        "mutant",
        "Bytes that make a value which violates one constraint: nothing panics or is lost.",
    ),
];

/// The files of the crate, or why there are none.
pub(super) fn fuzz_crate(setting: &Setting<'_>, types: &[TypeInTest], document: &str) -> Result<Vec<NewFile>, String> {
    let folder = setting.folder.join("fuzz");
    let is_own = folder.join("wire.dict").is_file();
    if folder.join("Cargo.toml").is_file() && !is_own {
        return Err("fuzz/Cargo.toml is there already".to_owned());
    }
    let components: BTreeSet<&str> = types.iter().map(|one| one.component.as_str()).collect();
    let mut seeds: Vec<NewFile> = Vec::new();
    for component in components {
        let text = sample(setting.spec, component);
        let text = text.ok_or_else(|| format!("no value of {component} can be generated"))?;
        let path = format!("fuzz/seeds/decode/{component}.json");
        // Where case does not count, two names may be one; one seed of the two will do.
        if !seeds.iter().any(|seed| seed.path.eq_ignore_ascii_case(&path)) {
            seeds.push(NewFile { path, text });
        }
    }
    let file = |path: &str, text: String| NewFile {
        path: format!("fuzz/{path}"),
        text,
    };
    let mut files = vec![
        file("Cargo.toml", manifest(setting.package, &lines_below(setting.folder))),
        file(".gitignore", "/artifacts\n/corpus\n/coverage\n/target\n".to_owned()),
        file("src/lib.rs", library(document)),
    ];
    for (name, about) in TARGETS {
        files.push(file(
            &format!("fuzz_targets/{name}.rs"),
            target(setting.package, name, about),
        ));
    }
    files.push(file("wire.dict", dictionary(setting.spec.document())));
    files.extend(seeds);
    Ok(files)
}

fn manifest(package: &str, dependencies: &str) -> String {
    let program = |(name, _): &(&str, &str)| {
        format!(
            "\n[[bin]]\nname = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\ntest = false\ndoc = false\nbench = false\n"
        )
    };
    let programs: String = TARGETS.iter().map(program).collect();
    format!(
        "[package]\nname = \"{package}-fuzz\"\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n\
         [package.metadata]\ncargo-fuzz = true\n\n\
         # A workspace of its own: the features of fuzzing must not reach the build of the library.\n[workspace]\n\n\
         [dependencies]\nlibfuzzer-sys = \"0.4\"\n{package} = {{ path = \"..\" }}\n{dependencies}{programs}"
    )
}

fn library(document: &str) -> String {
    let function = |(name, about): &(&str, &str)| {
        format!("\n/// {about}\npub fn {name}(bytes: &[u8]) {{\n    FUZZ.{name}(bytes);\n}}\n")
    };
    let functions: String = TARGETS.iter().map(function).collect();
    format!(
        "//! The fuzz targets as functions, which the programs in `fuzz_targets/` call.\n\n\
         use std::path::Path;\nuse std::sync::LazyLock;\nuse wireproof::fuzzing::Fuzz;\nuse wireproof::{{Dialect, Document, Spec}};\n\n\
         #[path = \"../../examples/wire_types.rs\"]\n#[allow(dead_code)]\nmod wire_types;\n\n\
         static FUZZ: LazyLock<Fuzz> = LazyLock::new(|| {{\n\
         \x20   let path = Path::new(env!(\"CARGO_MANIFEST_DIR\")).join(\"..\").join({document:?});\n\
         \x20   let document = Document::open(&path).expect(\"the document is there\");\n\
         \x20   let spec = Spec::new(document, Dialect::AsMeant);\n\
         \x20   Fuzz::new(&wire_types::types(), &spec).expect(\"values of all components can be generated\")\n}});\n{functions}"
    )
}

fn target(package: &str, name: &str, about: &str) -> String {
    let library = format!("{package}-fuzz").replace('-', "_");
    format!(
        "//! {about}\n\n#![no_main]\n\nuse libfuzzer_sys::fuzz_target;\n\nfuzz_target!(|bytes: &[u8]| {library}::{name}(bytes));\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_has_each_target_and_each_dependency() {
        let text = manifest("my-zoo", "wireproof = { version = \"1\" }\n");
        let table: toml::Table = toml::from_str(&text).unwrap();
        let names: Vec<&str> = table["bin"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|bin| bin["name"].as_str())
            .collect();
        assert_eq!(names, ["decode", "sample", "mutant"]);
        let dependencies: Vec<&String> = table["dependencies"].as_table().unwrap().keys().collect();
        assert_eq!(dependencies, ["libfuzzer-sys", "my-zoo", "wireproof"]);
        assert!(target("my-zoo", "decode", "").contains("my_zoo_fuzz::decode(bytes)"));
    }
}
