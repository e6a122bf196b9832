//! The report of a part of a run, read again: one JSON object, or JSON lines, perhaps of several runs after each other.

use crate::case::Skipped;
use crate::finding::{Code, Finding};
use crate::runner::Decided;
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use thiserror::Error;

/// Why reports cannot be merged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MergeError {
    /// A file cannot be read.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not a report of a run.
    #[error("{path}: {reason}")]
    NotAReport {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

/// What is read of a report before its findings.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) report_version: u32,
    pub(super) verb: String,
    pub(super) seed: Option<u64>,
    #[serde(default)]
    pub(super) document: String,
    #[serde(default)]
    pub(super) asked: Vec<Code>,
    #[serde(default)]
    pub(super) fulfilled: Vec<(String, usize)>,
    /// The numbers, with those of unions among them.
    pub(super) summary: Value,
}

/// What is read of a report in the second pass.
#[derive(Default, Deserialize)]
pub(super) struct Body {
    pub(super) findings: Vec<Finding>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) unknown: Vec<Open>,
    #[serde(default)]
    pub(super) unions: Vec<Decided>,
}

/// A question that could not be decided.
#[derive(Deserialize)]
pub(super) struct Open {
    pub(super) case: String,
    pub(super) code: Code,
    pub(super) reason: String,
}

/// A line of JSON lines.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Finding(Box<Finding>),
    Skipped(Skipped),
    Unknown(Open),
    Union(Decided),
    End(Head),
}

/// The numbers of a part: of each run in it.
pub(super) fn heads(path: &Path) -> Result<Vec<Head>, MergeError> {
    if !is_lines(path)? {
        return Ok(vec![read(path)?]);
    }
    let mut heads = Vec::new();
    let mut is_open = true;
    each_line(path, |line| {
        is_open = !matches!(line, Line::End(_));
        if let Line::End(head) = line {
            heads.push(head);
        }
    })?;
    match is_open {
        true => Err(not_a_report(
            path,
            "the last line is missing, so the run did not end".to_owned(),
        )),
        false => Ok(heads),
    }
}

/// What a part says beside its numbers.
pub(super) fn body(path: &Path) -> Result<Body, MergeError> {
    if !is_lines(path)? {
        return read(path);
    }
    let mut body = Body::default();
    each_line(path, |line| match line {
        Line::Finding(finding) => body.findings.push(*finding),
        Line::Skipped(skipped) => body.skipped.push(skipped),
        Line::Unknown(open) => body.unknown.push(open),
        Line::Union(decided) => body.unions.push(decided),
        Line::End(_) => {}
    })?;
    Ok(body)
}

/// Whether a report is JSON lines: its first line is an object with one key, which says what the line is.
pub(super) fn is_lines(path: &Path) -> Result<bool, MergeError> {
    /// A report as one object begins with its version.
    const KEYS: [&str; 5] = ["finding", "skipped", "unknown", "union", "end"];
    let mut start = Vec::new();
    open(path)?
        .take(64)
        .read_to_end(&mut start)
        .map_err(|source| unreadable(path, source))?;
    let start = String::from_utf8_lossy(&start);
    let start = start.trim_start();
    Ok(KEYS.iter().any(|key| start.starts_with(&format!("{{\"{key}\":"))))
}

fn each_line(path: &Path, mut take: impl FnMut(Line)) -> Result<(), MergeError> {
    for (number, line) in (1..).zip(open(path)?.lines()) {
        let line = line.map_err(|source| unreadable(path, source))?;
        if line.trim().is_empty() {
            continue;
        }
        let line = serde_json::from_str(&line);
        take(line.map_err(|error| not_a_report(path, format!("line {number} is not of a report: {error}")))?);
    }
    Ok(())
}

pub(super) fn not_a_report(path: &Path, reason: String) -> MergeError {
    MergeError::NotAReport {
        path: path.display().to_string(),
        reason,
    }
}

fn unreadable(path: &Path, source: io::Error) -> MergeError {
    MergeError::Unreadable {
        path: path.display().to_string(),
        source,
    }
}

fn open(path: &Path) -> Result<BufReader<File>, MergeError> {
    let file = File::open(path).map_err(|source| unreadable(path, source))?;
    Ok(BufReader::new(file))
}

/// Reads a report that is one object.
pub(super) fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, MergeError> {
    let read = serde_json::from_reader(open(path)?);
    read.map_err(|error| not_a_report(path, format!("not a JSON report of wireproof: {error}")))
}
