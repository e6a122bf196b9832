//! The embedded corpus keeps its promises: its captures are read whole, its refused files are refused where they say, its
//! index is complete, and its schema is what the published document gives.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use wireproof::case::{Input, Texts};
use wireproof::default_types as corpus;
use wireproof::finding::Level;
use wireproof::subject::{Attempt, Decoder, Subject};
use wireproof::{Case, examine};

fn subject_of(file: &str) -> Subject {
    let folder = file.split('/').nth(1).expect("a folder");
    openai_run_types::type_set()
        .subject(folder)
        .unwrap_or_else(|| panic!("no subject for {file}"))
        .clone()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn index(name: &str) -> Vec<Vec<String>> {
    let index = text(corpus::file(name).expect(name));
    index
        .lines()
        .skip(1)
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn files(folder: &str) -> BTreeSet<String> {
    let files =
        corpus::folder(folder).map(|(file, _)| file.trim_start_matches(folder).trim_start_matches('/').to_owned());
    files.filter(|file| file != "INDEX.tsv").collect()
}

fn texts(name: &str, bytes: &'static [u8]) -> Vec<Case> {
    let cases = Texts::new(Input::named(name, bytes));
    cases
        .map(|case| case.unwrap_or_else(|skipped| panic!("{skipped:?}")))
        .collect()
}

#[test]
fn every_capture_is_read_whole_by_its_type() {
    let mut objects = 0;
    for (name, bytes) in corpus::captures() {
        for case in texts(name, bytes) {
            let subject = if case.event {
                subject_of("captures/AssistantStreamEvent")
            } else {
                subject_of(name)
            };
            if name.contains("AssistantStreamEvent") && !case.event {
                continue;
            }
            let verdict = examine(&subject, None, &case).expect("JSON");
            let errors: Vec<_> = verdict
                .findings
                .iter()
                .filter(|finding| finding.level == Level::Error)
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:#?}");
            objects += 1;
        }
    }
    assert!(objects > 400, "only {objects} objects");
}

#[test]
fn every_refused_file_is_refused_where_its_index_says() {
    let lines = index("refused/INDEX.tsv");
    assert!(lines.len() >= 10);
    for line in lines {
        let [file, pointer, wrong] = &line[..] else {
            panic!("{line:?}")
        };
        let name = format!("refused/{file}");
        let bytes = corpus::file(&name).unwrap_or_else(|| panic!("no {name}"));
        let subject = subject_of(&name);
        let read = subject.read(Decoder::FromStr, &text(bytes));
        let Attempt::Refused(error) = read else {
            panic!("{name} is read, though it has {wrong}")
        };
        let expected = match (pointer.as_str(), wrong.starts_with("missing key ")) {
            ("", true) => wrong.clone(),
            ("", false) => "invalid type: ".to_owned(),
            (pointer, _) => format!("{pointer}: "),
        };
        assert!(
            error.message.starts_with(&expected),
            "{name}: `{}` does not start with `{expected}`",
            error.message
        );
        if wrong.starts_with("missing key ") {
            assert!(error.message.ends_with(wrong.as_str()), "{name}: `{}`", error.message);
        }
        assert!(error.line > 0, "{name}: the error has no position");
    }
}

#[test]
fn the_decoders_place_an_error_alike() {
    for (name, bytes) in corpus::folder("refused").filter(|(name, _)| name.ends_with(".json")) {
        let subject = subject_of(name);
        let error = |decoder| match subject.read(decoder, &text(bytes)) {
            Attempt::Refused(error) => error,
            other => panic!("{name}: {:?}", other.done().is_some()),
        };
        assert_eq!(error(Decoder::FromStr), error(Decoder::FromSlice), "{name}");
        // A reader has taken one byte more when it finds out; that is `serde_json`'s doing.
        assert_eq!(
            error(Decoder::FromStr).message,
            error(Decoder::FromReader).message,
            "{name}"
        );
    }
}

#[test]
fn both_indexes_are_complete() {
    for folder in ["captures", "refused"] {
        let indexed: BTreeSet<String> = index(&format!("{folder}/INDEX.tsv"))
            .into_iter()
            .map(|line| line[0].clone())
            .collect();
        assert_eq!(indexed, files(folder), "{folder}");
    }
    for line in index("captures/INDEX.tsv") {
        assert!(
            line.len() == 3 && line.iter().all(|cell| !cell.trim().is_empty()),
            "{line:?}"
        );
    }
}

/// The published document is not part of the project; where it lies beside it, or is named, this must hold.
#[test]
fn importing_the_published_document_again_gives_the_same_bytes() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/published/openai-openapi-2.3.0.json");
    let path = std::env::var_os("WIREPROOF_PUBLISHED").map_or(beside, PathBuf::from);
    if !path.is_file() {
        return;
    }
    let embedded = corpus::file(corpus::SCHEMA).expect("the schema");
    let parsed: serde_json::Value = serde_json::from_slice(embedded).expect("JSON");
    let provenance = &parsed["info"]["x-wireproof-provenance"];
    let string = |key: &str| provenance[key].as_str().map(str::to_owned);
    let components: Vec<String> = provenance["components"]
        .as_array()
        .expect("components")
        .iter()
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect();
    let document = wireproof::schema::Document::open(&path).expect("the document");
    let origin = wireproof::schema::Provenance {
        document: string("document"),
        commit: string("commit"),
        licence: string("licence"),
    };
    let again = wireproof::schema::import(&document, &components, &origin).expect("imports");
    assert!(
        again.as_bytes() == embedded,
        "corpus/schema/openai-runs.json is not what `wireproof spec import` writes"
    );
}
