//! What a run is set up with: the expectations, and the options that shape a verdict.

use super::CliError;
use super::args::{Common, DialectName, Formats};
use super::types::Types;
use crate::finding::{Expectations, SeverityOverride};
use crate::subject::ResourceKind;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file of expectations or reasons, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// The file of expectations that `check --accept` writes, and every run reads.
const OWN_EXPECTATIONS: &str = "wireproof-expectations.toml";

/// The text of a file of expectations or reasons.
///
/// # Errors
/// If it cannot be read, or is larger than [`MAX_BYTES`].
pub(super) fn text_of(path: &Path) -> Result<String, CliError> {
    let name = path.display();
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text));
    read.map_err(|error| CliError::unreadable(format!("{name}: cannot be read: {error}")))?;
    match text.len() as u64 > MAX_BYTES {
        true => Err(CliError::unreadable(format!(
            "{name}: larger than {} MiB",
            MAX_BYTES >> 20
        ))),
        false => Ok(text),
    }
}

/// The expectations of the file that the caller names, else the embedded ones if they are wanted; these are about embedded
/// captures.
pub(super) fn expectations(common: &Common, types: &Types, embedded: bool) -> Result<Expectations, CliError> {
    let from =
        |path: &Path| Expectations::parse(&path.display().to_string(), &text_of(path)?).map_err(CliError::unreadable);
    let configured = common.config.expectations.as_ref().filter(|_| embedded);
    if let Some(path) = common.expectations.as_ref().or(configured) {
        return match common.accept && !path.exists() {
            true => Ok(Expectations::default()),
            false => from(path),
        };
    }
    if !embedded {
        return Ok(Expectations::default());
    }
    let mut expectations = Expectations::default();
    if let Some(file) = types.files(ResourceKind::Expectations)?.into_iter().next() {
        let text = String::from_utf8_lossy(&file.bytes);
        expectations = Expectations::parse(&file.name, &text).map_err(CliError::unreadable)?;
        // They depend on the embedded document; with another one, the caller cannot repair an unfulfilled expectation.
        if common.names_a_document() {
            expectations.ignore_unfulfilled();
        }
    }
    let own = own_expectations(common);
    if own.is_file() {
        expectations.extend(from(&own)?);
    }
    Ok(expectations)
}

/// The file of expectations of a project, if no option and no configuration names another: beside `wireproof.toml`, else in the
/// working folder.
pub(super) fn own_expectations(common: &Common) -> PathBuf {
    let named = common.expectations.as_ref().or(common.config.expectations.as_ref());
    let beside = || {
        common
            .config
            .path
            .parent()
            .unwrap_or(Path::new(""))
            .join(OWN_EXPECTATIONS)
    };
    named.cloned().unwrap_or_else(beside)
}

/// The same options with the levels that the types bring along.
pub(super) fn with_severities(common: &Common, types: &Types) -> Result<Common, CliError> {
    let mut common = common.clone();
    for file in types.files(ResourceKind::Severities)? {
        let parsed = SeverityOverride::parse(&String::from_utf8_lossy(&file.bytes));
        let entries = parsed.map_err(|error| CliError::unreadable(format!("{}: {}", file.name, error.message())))?;
        common.severities.extend(entries);
    }
    Ok(common)
}

/// The options that shape a verdict, as arguments.
pub(super) fn replay_options(common: &Common) -> Vec<String> {
    let mut arguments = Vec::new();
    if let Some(types) = &common.types {
        arguments.extend(["--types".to_owned(), types.clone()]);
    }
    let mut option = |name: &str, value: &std::path::Path| {
        arguments.extend([name.to_owned(), value.display().to_string()]);
    };
    if let Some(spec) = &common.spec {
        option("--spec", spec);
    }
    common.overlay.iter().for_each(|overlay| option("--overlay", overlay));
    if common.no_overlay {
        arguments.push("--no-overlay".to_owned());
    }
    if common.dialect_given == Some(DialectName::Strict) {
        arguments.extend(["--dialect".to_owned(), "strict".to_owned()]);
    }
    if common.formats_given == Some(Formats::Assert) {
        arguments.extend(["--formats".to_owned(), "assert".to_owned()]);
    }
    arguments
}
