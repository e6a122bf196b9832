//! The toolchain: what it is, and whether its rustdoc writes what the audit reads.

use super::cargo::{Cargo, excerpt, executable, program, run, text_of};
use super::error::DiscoverError;
use super::project::{short_hash, write_if_new};
use std::fs::{self, File};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The formats of rustdoc's JSON that are read. They differ in fields that are not needed, and in attributes that are not serde's.
pub(crate) const SUPPORTED_FORMATS: RangeInclusive<u32> = 54..=61;

/// A toolchain whose rustdoc has been proven.
#[derive(Debug, Clone)]
pub(crate) struct Toolchain {
    pub(crate) cargo: Cargo,
    /// `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub(crate) release: String,
    pub(crate) host: String,
    /// A short text that differs for each toolchain.
    pub(crate) key: String,
    pub(super) rustdoc: PathBuf,
    /// A program that runs rustdoc with unstable options.
    pub(super) wrapper: PathBuf,
}

/// Runs rustdoc so that a stable one accepts unstable options. The variable is for rustdoc alone: build scripts of dependencies
/// look at it too, and would run again, and all that depends on them be built again, whenever it comes or goes.
const WRAPPER: &str = r#"use std::process::{Command, exit};

fn main() {
    let rustdoc = std::env::var_os("WIREPROOF_RUSTDOC").expect("set by wireproof");
    let arguments = std::env::args_os().skip(1);
    let status = Command::new(rustdoc).args(arguments).env("RUSTC_BOOTSTRAP", "1").status();
    exit(status.ok().and_then(|status| status.code()).unwrap_or(101));
}
"#;

/// A derive that does nothing but own the attribute, as serde's do.
const DERIVE: &str = r#"extern crate proc_macro;
use proc_macro::TokenStream;

#[proc_macro_derive(Probe, attributes(serde))]
pub fn probe(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
"#;

/// What rustdoc is tried on.
const TRIAL: &str = r#"#[derive(derive::Probe)]
#[serde(rename = "container_attribute")]
pub struct Trial {
    #[serde(rename = "field_attribute")]
    pub field: u8,
}
"#;

impl Toolchain {
    /// The toolchain that is in use in a folder. What is found out about it is kept below `work`.
    pub(super) fn detect(folder: Option<&Path>, work: &Path) -> Result<Toolchain, DiscoverError> {
        let rustc = || {
            let mut command = Command::new(program("RUSTC", "rustc"));
            if let Some(folder) = folder {
                command.current_dir(folder);
            }
            command
        };
        let verbose = text_of(rustc().arg("-vV"))?;
        let sysroot = text_of(rustc().args(["--print", "sysroot"]))?;
        let line = |name: &str| {
            verbose
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or("unknown")
        };
        let key = format!("{}-{}", line("release: "), short_hash(verbose.as_bytes()));
        let own = work.join("toolchains").join(&key);
        let toolchain = Toolchain {
            cargo: Cargo::new(folder),
            release: verbose.lines().next().unwrap_or("rustc").to_owned(),
            host: line("host: ").to_owned(),
            rustdoc: match std::env::var_os("RUSTDOC") {
                Some(rustdoc) => PathBuf::from(rustdoc),
                None => Path::new(&sysroot).join("bin").join(executable("rustdoc")),
            },
            wrapper: own.join(executable("rustdoc-json")),
            key,
        };
        // Only a toolchain that works is remembered, since another one is going to be replaced.
        let proven = own.join("format_version");
        // Two audits at once must not write the same programs.
        let lock = own.join("lock");
        write_if_new(&lock, b"")?;
        let lock_file = File::open(&lock).map_err(|error| DiscoverError::io(&lock, error))?;
        lock_file.lock().map_err(|error| DiscoverError::io(&lock, error))?;
        if !proven.is_file() || !toolchain.wrapper.is_file() {
            let format = toolchain.prove(&rustc, &own)?;
            write_if_new(&proven, format!("{format}\n").as_bytes())?;
        }
        Ok(toolchain)
    }

    /// Builds the wrapper and documents a crate of a few lines with it. Returns the format of the JSON.
    fn prove(&self, rustc: &dyn Fn() -> Command, own: &Path) -> Result<u32, DiscoverError> {
        let without_json = |reason: String| DiscoverError::NoRustdocJson {
            release: self.release.clone(),
            reason,
        };
        for (name, text) in [("wrapper.rs", WRAPPER), ("derive.rs", DERIVE), ("trial.rs", TRIAL)] {
            write_if_new(&own.join(name), text.as_bytes())?;
        }
        let derive = own.join(format!(
            "{}derive{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        ));
        let programs = [
            ("wrapper.rs", "bin", &self.wrapper),
            ("derive.rs", "proc-macro", &derive),
        ];
        for (source, kind, result) in programs {
            let mut command = rustc();
            command.args([
                "--edition",
                "2021",
                "--crate-type",
                kind,
                "--crate-name",
                source.trim_end_matches(".rs"),
            ]);
            let output = run(command.arg(own.join(source)).arg("-o").arg(result))?;
            if !output.is_success {
                return Err(without_json(excerpt(&output.stderr)));
            }
        }
        let mut command = Command::new(&self.wrapper);
        command
            .env("WIREPROOF_RUSTDOC", &self.rustdoc)
            .args(["--edition", "2021", "--crate-name", "trial"]);
        command.arg("--extern").arg(format!("derive={}", derive.display()));
        command.args(RUSTDOC_FLAGS).arg("-o").arg(own).arg(own.join("trial.rs"));
        let output = run(&mut command)?;
        let json = own.join("trial.json");
        let text = match output.is_success {
            true => fs::read_to_string(&json).map_err(|error| DiscoverError::io(&json, error))?,
            false => return Err(without_json(excerpt(&output.stderr))),
        };
        self.judge(&text, &json)
    }

    /// Judges the JSON of the trial.
    fn judge(&self, text: &str, path: &Path) -> Result<u32, DiscoverError> {
        #[derive(serde::Deserialize)]
        struct Head {
            format_version: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|error| DiscoverError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        let format = head.format_version;
        if !SUPPORTED_FORMATS.contains(&format) {
            return Err(DiscoverError::UnknownFormat {
                release: self.release.clone(),
                found: format,
                supported: format!("{} to {}", SUPPORTED_FORMATS.start(), SUPPORTED_FORMATS.end()),
            });
        }
        if !["container_attribute", "field_attribute"]
            .iter()
            .all(|name| text.contains(name))
        {
            return Err(DiscoverError::AttributesDropped {
                release: self.release.clone(),
            });
        }
        Ok(format)
    }
}

/// What makes rustdoc write JSON with everything in it.
pub(super) const RUSTDOC_FLAGS: [&str; 8] = [
    "-Z",
    "unstable-options",
    "--output-format",
    "json",
    "--document-private-items",
    "--document-hidden-items",
    "--cap-lints",
    "allow",
];
