//! The current version of each crate of the list against its document.

use super::run::{Runs, cell as md};
use super::tsv::{Row, cell, read};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

pub fn table(runs: &Runs, folder: &Path, wanted: &[String]) -> Result<String, String> {
    let rows = read(&folder.join("PAIRS.tsv"))?;
    let is_wanted = |row: &&Row| wanted.is_empty() || wanted.iter().any(|name| name == cell(row, "pair"));
    let mut text = String::from(
        "| crate | version | types bound | schemas | not bound | errors | warnings | notes | unknown | seconds |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows.iter().filter(is_wanted) {
        let (name, version) = (cell(row, "crate"), cell(row, "version"));
        let document = folder.join("docs").join(document(cell(row, "doc_name")));
        let started = Instant::now();
        let done = runs.audit(name, version, &document, options(name))?;
        let summary = &done.report["summary"];
        if summary.is_null() {
            let _ = writeln!(text, "| {name} | {version} | {} |||||||| |", md(&done.error));
            continue;
        }
        let not_bound: u64 = summary["not_bound"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, count)| count.as_u64())
            .sum();
        let _ = writeln!(
            text,
            "| {name} | {version} | {} | {} | {not_bound} | {} | {} | {} | {} | {} |",
            summary["bound_types"],
            summary["bound_schemas"],
            summary["errors"],
            summary["warnings"],
            summary["notes"],
            summary["unknown"],
            started.elapsed().as_secs()
        );
    }
    Ok(text)
}

/// The entry of a document that is a folder or has several versions.
pub fn document(name: &str) -> &str {
    match name {
        "moby" => "moby/swagger.yaml",
        "compose" => "compose/compose-spec.json",
        "openapi30" => "openapi30/schema.yaml",
        "octokit-openapi" => "octokit-openapi/api.github.com.json",
        "clickhouse-cloud" => "clickhouse-cloud/crate-0.5.0.json",
        "mcp" => "mcp/2026-07-28",
        "nbformat" => "nbformat/nbformat.v4.schema.json",
        "octokit-webhooks" => "octokit-webhooks/schema.json",
        "openai" => "../../published/openai-openapi-2.3.0.json",
        other => other,
    }
}

/// The features without which a crate of the list has no types.
pub fn options(name: &str) -> &'static [&'static str] {
    match name {
        "async-openai" => &["--all-features"],
        _ => &[],
    }
}
