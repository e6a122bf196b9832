//! One run of `wireproof audit`.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What an audit says.
pub struct Audit {
    /// The report; null if there is none.
    pub report: Value,
    /// Why there is none.
    pub error: String,
}

/// Runs audits.
pub struct Runs {
    /// The folder in which reports are kept; one that is there is not made again.
    pub reports: Option<PathBuf>,
}

impl Runs {
    /// Lists which types of a version of a crate stand for which schemas.
    pub fn list(&self, name: &str, version: &str, document: &Path, options: &[&str]) -> Result<Audit, String> {
        self.run(
            &format!("{name}-{version}-list"),
            name,
            version,
            document,
            &[&["--list"], options].concat(),
        )
    }

    /// Audits a version of a crate.
    pub fn audit(&self, name: &str, version: &str, document: &Path, options: &[&str]) -> Result<Audit, String> {
        self.run(&format!("{name}-{version}"), name, version, document, options)
    }

    fn run(&self, kept: &str, name: &str, version: &str, document: &Path, options: &[&str]) -> Result<Audit, String> {
        let kept = self.reports.as_ref().map(|folder| folder.join(format!("{kept}.json")));
        if let Some(text) = kept.as_ref().and_then(|path| fs::read(path).ok()) {
            let report = serde_json::from_slice(&text).unwrap_or_default();
            let error = "there was no report".to_owned();
            return Ok(Audit { report, error });
        }
        let program = program()?;
        let mut command = Command::new(&program);
        command
            .args(["audit", &format!("{name}@{version}"), "--format", "json", "--spec"])
            .arg(document)
            .args(options);
        eprintln!("auditing {name} {version}");
        let output = command
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        if let Some(path) = kept {
            fs::write(&path, &output.stdout).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let error = stderr
            .lines()
            .find(|line| line.starts_with("error"))
            .unwrap_or_default();
        Ok(Audit {
            report: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            error: error.to_owned(),
        })
    }
}

/// The program beside this one.
fn program() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own
        .parent()
        .and_then(Path::parent)
        .ok_or("this program is in no folder of builds")?;
    let program = folder.join(format!("wireproof{}", std::env::consts::EXE_SUFFIX));
    match program.is_file() {
        true => Ok(program),
        false => Err(format!(
            "{}: build it first, with `cargo build --release`",
            program.display()
        )),
    }
}

impl Audit {
    /// The errors and the warnings.
    pub fn findings(&self) -> impl Iterator<Item = &Value> {
        let all = self.report["findings"].as_array().into_iter().flatten();
        all.filter(|finding| finding["level"] != "note")
    }
}

/// A text in a cell of a Markdown table.
pub fn cell(text: &str) -> String {
    const LONGEST: usize = 140;
    let short: String = text.chars().take(LONGEST).collect();
    let short = short.replace('|', "\\|").replace(['\n', '\r'], " ");
    if text.chars().count() > LONGEST {
        format!("{short}…")
    } else {
        short
    }
}
