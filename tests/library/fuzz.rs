//! The fuzz targets without a fuzzer: they run on every seed, and on every input that once made a target fail.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use targets::{TARGETS, Target};
use wireproof::fuzzing::Fuzz;
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject;
use wireproof::subject::TypeSet;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Runs a target on its seeds, on past crashes, and on what a fuzzer has left here and nobody has looked at yet.
fn replay(name: &str) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let seeds = files(&fuzz().join("seeds").join(name));
    assert!(seeds.len() > 5, "only {} seeds", seeds.len());
    let crashes = files(&fuzz().join("crashes").join(name));
    let fresh = files(&fuzz().join("artifacts").join(name));
    let is_crash = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("crash-"))
    };
    let inputs = seeds
        .into_iter()
        .chain(crashes)
        .chain(fresh.into_iter().filter(is_crash));
    let failed: Vec<String> = inputs.filter_map(|path| complaint(*target, &path)).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn complaint(target: Target, path: &Path) -> Option<String> {
    let bytes = fs::read(path).unwrap();
    let ended = catch_unwind(AssertUnwindSafe(|| target(&bytes))).err()?;
    let words = ended.downcast_ref::<String>().map_or("no message", String::as_str);
    Some(format!("{}: {words}", path.display()))
}

#[test]
fn decode_is_clean_on_its_seeds_and_past_crashes() {
    replay("decode");
}

#[test]
fn sample_is_clean_on_its_seeds_and_past_crashes() {
    replay("sample");
}

#[test]
fn mutant_is_clean_on_its_seeds_and_past_crashes() {
    replay("mutant");
}

#[test]
fn typed_is_clean_on_its_seeds_and_past_crashes() {
    replay("typed");
}

#[test]
fn stream_is_clean_on_its_seeds_and_past_crashes() {
    replay("stream");
}

#[test]
fn spec_is_clean_on_its_seeds_and_past_crashes() {
    replay("spec");
}

#[test]
fn document_is_clean_on_its_seeds_and_past_crashes() {
    replay("document");
}

#[test]
fn recording_is_clean_on_its_seeds_and_past_crashes() {
    replay("recording");
}

#[test]
fn redaction_is_clean_on_its_seeds_and_past_crashes() {
    replay("redaction");
}

#[test]
fn every_target_has_a_program_and_a_test() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let program = fs::read_to_string(fuzz().join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("wireproof_fuzz::{name}(")), "{name}");
        assert!(
            include_str!("fuzz.rs").contains(&format!("replay(\"{name}\")")),
            "{name}"
        );
    }
}

/// Drops every key but one.
#[derive(serde::Deserialize, serde::Serialize, PartialEq)]
struct Pet {
    name: String,
}

#[test]
fn a_type_at_fault_is_told_with_the_command_that_shows_it() {
    // Cases are saved in the working folder, on which no other test of this binary depends.
    let folder = tempfile::tempdir().unwrap();
    std::env::set_current_dir(&folder).unwrap();
    let schema = br#"{"$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"]}}}"#;
    let spec = Spec::new(Document::parse("pets.json", schema).unwrap(), Dialect::AsMeant);
    let fuzz = Fuzz::new(&TypeSet::new(vec![subject!(Pet)]).named("pets"), &spec).unwrap();
    let told = |target: &dyn Fn()| {
        let ended = catch_unwind(AssertUnwindSafe(target)).unwrap_err();
        ended.downcast_ref::<String>().unwrap().clone()
    };
    let sample = told(&|| fuzz.sample(&[]));
    assert!(
        sample.starts_with("sample: lossy dropped_key in Pet at `/age`: "),
        "{sample}"
    );
    let decode = told(&|| fuzz.decode(br#"{"name":"Rex","age":3}"#));
    assert!(
        decode.starts_with("decode: lossy dropped_key in Pet at `/age`: "),
        "{decode}"
    );
    let id = decode.rsplit("reproduce with: wireproof replay ").next().unwrap();
    let kept = fs::read_dir(folder.path().join(".wireproof")).unwrap();
    let names: Vec<String> = kept
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with(id)),
        "{id} is not among {names:?}"
    );
    fuzz.decode(br#"{"name":"Rex"}"#);
    fuzz.decode(b"{\"name\": \xff");
}

/// Is read only from where it can be borrowed, which a reader and a `Value` do not lend.
#[derive(PartialEq)]
struct Lent(String);

impl<'de> serde::Deserialize<'de> for Lent {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        <&str>::deserialize(input).map(|text| Lent(text.to_owned()))
    }
}

impl serde::Serialize for Lent {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0)
    }
}

#[derive(serde::Deserialize, serde::Serialize, PartialEq)]
struct Plant {
    name: Lent,
}

#[test]
fn a_dear_check_is_asked_in_one_turn_of_sixteen() {
    let schema =
        br#"{"$defs": {"Plant": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"],
        "additionalProperties": false}}}"#;
    let spec = Spec::new(Document::parse("plants.json", schema).unwrap(), Dialect::AsMeant);
    let fuzz = Fuzz::new(&TypeSet::new(vec![subject!(Plant)]).named("plants"), &spec).unwrap();
    let told = (0..16).filter_map(|turn| {
        let ended = catch_unwind(AssertUnwindSafe(|| fuzz.sample(&[turn, 0]))).err()?;
        ended.downcast_ref::<String>().cloned()
    });
    let told: Vec<String> = told.collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("sample: decoders_disagree "), "{told:?}");
}

#[test]
fn the_dictionary_is_that_of_the_embedded_document() {
    let made = Command::new(env!("CARGO_BIN_EXE_wireproof"))
        .args(["spec", "dictionary", "corpus/schema/openai-runs.json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let kept = fs::read_to_string(fuzz().join("runs.dict")).unwrap();
    assert!(
        kept == String::from_utf8(made.stdout).unwrap(),
        "make it again: wireproof spec dictionary corpus/schema/openai-runs.json --out fuzz/runs.dict"
    );
}
