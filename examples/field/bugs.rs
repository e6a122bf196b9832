//! Bugs that were reported and fixed: the audit of the last version that has one must name it, and that of the first version
//! without it must not.

use super::pairs::options;
use super::run::{Audit, Runs, cell as md};
use super::tsv::{Row, cell, read};
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;
use std::path::Path;

pub fn table(runs: &Runs, folder: &Path, wanted: &[String]) -> Result<String, String> {
    let rows = read(&folder.join("BUGS.tsv"))?;
    let is_wanted = |row: &&Row| match wanted {
        [] => cell(row, "doc_shows_now").starts_with("yes"),
        _ => wanted.iter().any(|id| id == cell(row, "id")),
    };
    let mut audits = BTreeMap::new();
    let mut text =
        String::from("| bug | crate | type and field | with the bug | without it |\n| --- | --- | --- | --- | --- |\n");
    let (mut found, mut all) = (0, 0);
    for row in rows.iter().filter(is_wanted) {
        let document = folder.join(cell(row, "document_file"));
        let name = cell(row, "crate");
        let (buggy, fixed) = (cell(row, "last_buggy"), cell(row, "first_fixed"));
        for version in [buggy, fixed] {
            if let Entry::Vacant(entry) = audits.entry((name.to_owned(), version.to_owned())) {
                entry.insert(runs.audit(name, version, &document, options(name))?);
            }
        }
        let of = |version: &str| &audits[&(name.to_owned(), version.to_owned())];
        let (with, without, is_found) = states(of(buggy), of(fixed), cell(row, "type_field"));
        all += 1;
        found += usize::from(is_found);
        let _ = writeln!(
            text,
            "| {} | {name} | {} | {buggy}: {} | {fixed}: {} |",
            cell(row, "id"),
            md(cell(row, "type_field")),
            md(&with),
            md(&without)
        );
    }
    let _ = writeln!(
        text,
        "\n{found} of {all} are named in the version that has them, and not in the next."
    );
    Ok(text)
}

/// What the audits of both versions say about a type and field, and whether the bug is named in the first and gone in the second.
fn states(buggy: &Audit, fixed: &Audit, type_field: &str) -> (String, String, bool) {
    let not_audited = |audit: &Audit| audit.report.is_null().then(|| format!("not audited: {}", audit.error));
    let wanted = Wanted::parse(type_field);
    let named: Vec<&Value> = buggy.findings().filter(|finding| wanted.is_named(finding)).collect();
    let still: Vec<&Value> = fixed.findings().map(|finding| &finding["headline"]).collect();
    let gone = named.iter().find(|finding| !still.contains(&&finding["headline"]));
    let headline = |finding: &&Value| format!("found: {}", finding["headline"].as_str().unwrap_or_default());
    let with = match (gone.or(named.first()), not_audited(buggy)) {
        (_, Some(error)) => error,
        (Some(finding), _) => headline(finding),
        (None, _) => format!("not found ({} others)", buggy.findings().count()),
    };
    let without = match (not_audited(fixed), gone) {
        (Some(error), _) => error,
        (None, None) if !named.is_empty() => "is still there".to_owned(),
        (None, _) => "gone".to_owned(),
    };
    let is_found = gone.is_some() && !fixed.report.is_null();
    (with, without, is_found)
}

/// `models::repos::CommitAuthor.{email,name} (a remark)`, taken apart.
struct Wanted {
    /// Each type with its fields; none of them where any will do.
    items: Vec<(String, Vec<String>)>,
}

impl Wanted {
    fn parse(text: &str) -> Wanted {
        let text = text.split(" (").next().unwrap_or(text);
        let items = split_outside_braces(text).into_iter().filter_map(|one| {
            let (path, field) = one.rsplit_once('.').unwrap_or((one.as_str(), ""));
            // A variant of an enum: the enum's name stands before the last `::`.
            let of_type = path
                .split("::")
                .find(|segment| segment.starts_with(char::is_uppercase))?;
            let fields = field.trim_matches(['{', '}']).split(',').map(plain);
            Some((plain(of_type), fields.filter(|field| !field.is_empty()).collect()))
        });
        Wanted { items: items.collect() }
    }

    fn is_named(&self, finding: &Value) -> bool {
        let item = finding["item"].as_str().unwrap_or_default();
        // `models::Page<T>::Variant.field`: the type is the first name with a capital, and the variant says which part of it.
        let path = item.split('.').next().unwrap_or(item);
        let mut segments = path.split("::");
        let found = segments
            .find(|segment| segment.starts_with(char::is_uppercase))
            .unwrap_or_default();
        let name = plain(found.split('<').next().unwrap_or(found));
        let headline = finding["headline"].as_str().unwrap_or_default();
        // A list may name the key of the JSON and not the field.
        let pointer = finding["pointer"].as_str().unwrap_or_default();
        let words: Vec<String> = headline
            .split('`')
            .flat_map(|part| part.split(['.', ' ']))
            .chain(pointer.rsplit('/').take(1))
            .map(plain)
            .collect();
        let is_named = |(of_type, fields): &(String, Vec<String>)| {
            name == *of_type && (fields.is_empty() || fields.iter().any(|field| words.contains(field)))
        };
        self.items.iter().any(is_named)
    }
}

/// Splits at commas and `and`, but not inside braces.
fn split_outside_braces(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for one in text.chars() {
        match one {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(one);
        }
    }
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// A name without case and separators, so that `startAfter` is `start_after`.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|one| one.to_ascii_lowercase())
        .collect()
}
