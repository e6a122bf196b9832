//! Which types of the crates of the list are bound to schemas of their documents. Nothing is built but the crates' documentation.

use super::pairs::{document, options};
use super::run::{Runs, cell as md};
use super::tsv::{cell, read};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

pub fn table(runs: &Runs, folder: &Path, wanted: &[String]) -> Result<String, String> {
    let rows = read(&folder.join("PAIRS.tsv"))?;
    let mut text = String::from(
        "| pair | crate | version | types bound | schemas | not bound | no schema resembles it | ambiguous | other reasons |\n\
         | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in &rows {
        let (pair, name, version) = (cell(row, "pair"), cell(row, "crate"), cell(row, "version"));
        if !wanted.is_empty() && !wanted.iter().any(|one| one == pair) {
            continue;
        }
        let document = folder.join("docs").join(document(cell(row, "doc_name")));
        let done = runs.list(name, version, &document, options(name))?;
        let Some(types) = done.report["types"].as_array() else {
            let _ = writeln!(text, "| {pair} | {name} | {version} | {} ||||||", md(&done.error));
            continue;
        };
        let (bound, rest): (Vec<&Value>, Vec<&Value>) = types.iter().partition(|row| row["schema"].is_string());
        let key = |row: &Value| (row["path"].to_string(), row["type"].to_string());
        let of_types: BTreeSet<_> = bound.iter().map(|row| key(row)).collect();
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rest {
            *reasons
                .entry(short(row["why"][0].as_str().unwrap_or_default()))
                .or_default() += 1;
        }
        let count = |reason| reasons.get(reason).copied().unwrap_or_default();
        let _ = writeln!(
            text,
            "| {pair} | {name} | {version} | {} | {} | {} | {} | {} | {} |",
            of_types.len(),
            bound.len(),
            rest.len(),
            count(UNLIKE),
            count(AMBIGUOUS),
            count(OTHER)
        );
    }
    Ok(text)
}

const UNLIKE: &str = "unlike";
const AMBIGUOUS: &str = "ambiguous";
const OTHER: &str = "other";

fn short(reason: &str) -> &'static str {
    match reason {
        _ if reason.starts_with("no counterpart") || reason.starts_with("too little") => UNLIKE,
        _ if reason.starts_with("ambiguous") => AMBIGUOUS,
        _ => OTHER,
    }
}
