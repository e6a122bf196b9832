//! A report that the caller asks for: a format, and perhaps a file.

use crate::report::ReportFormat;
use std::path::PathBuf;

/// A report that the caller asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportTarget {
    pub(super) format: ReportFormat,
    /// Standard output if there is none.
    pub(super) file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
pub(super) fn report_target(text: &str) -> Result<ReportTarget, String> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (text, None),
    };
    let names: Vec<&str> = ReportFormat::ALL.iter().map(|(name, _)| *name).collect();
    let format = ReportFormat::from_name(name);
    let format = format.ok_or_else(|| format!("no format `{name}`; there are {}", names.join(", ")))?;
    if file == Some("") {
        return Err(format!("`{text}` names no file"));
    }
    Ok(ReportTarget {
        format,
        file: file.filter(|file| *file != "-").map(PathBuf::from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_format_and_perhaps_a_file() {
        let file = |text: &str| report_target(text).map(|target| (target.format, target.file));
        assert_eq!(file("json"), Ok((ReportFormat::Json, None)));
        assert_eq!(file("json=-"), Ok((ReportFormat::Json, None)));
        assert_eq!(file("json=a=b.json"), Ok((ReportFormat::Json, Some("a=b.json".into()))));
        assert!(file("json=").is_err_and(|error| error.contains("names no file")));
        assert!(file("pdf").is_err_and(|error| error.contains("there are human, json, jsonl, junit")));
    }
}
