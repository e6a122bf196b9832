//! Builds the program, and leaves out what does not compile.

use super::build::{Outcome, build_once};
use super::project::Project;
use super::source::{Part, Registration, Source};
use crate::audit::discover::{DiscoverError, lock_builds};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// How often the program is built at most. The compiler reports the errors of a phase together, so a few rounds are enough.
const ROUNDS: usize = 12;

/// A program that holds types.
#[derive(Debug)]
pub(crate) struct Probe {
    /// The program.
    pub(crate) program: PathBuf,
    /// What it does not hold, and why.
    pub(crate) dropped: Vec<Dropped>,
    /// The enums that are registered without what their variants hold, and why.
    pub(crate) without_payloads: Vec<Dropped>,
}

/// A registration that does not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// The name under which the type would be registered.
    pub(crate) name: String,
    /// Whether only the registration as an enum is left out.
    pub(crate) is_enum: bool,
    /// What the compiler says.
    pub(crate) reason: String,
}

/// Why there is no program.
#[derive(Debug, Error)]
pub(crate) enum ProbeError {
    #[error("{folder}: cannot be written: {source}")]
    Write { folder: String, source: io::Error },
    #[error(transparent)]
    Cargo(#[from] DiscoverError),
    #[error("the program that holds the types cannot be built:\n{0}")]
    Build(String),
    #[error(
        "`{package}` does not compile with the newest versions of its dependencies. Audit a copy of the crate with a `Cargo.lock` of \
         versions with which it does (`wireproof audit` in the folder of the copy):\n{said}"
    )]
    Dependency { package: String, said: String },
}

/// Builds the program.
pub(crate) fn build(project: &Project<'_>, registrations: &[Registration]) -> Result<Probe, ProbeError> {
    let write = |source: io::Error| ProbeError::Write {
        folder: project.folder().display().to_string(),
        source,
    };
    let _lock = lock_builds(project.source)?;
    project.prepare().map_err(write)?;
    let mut dropped: BTreeMap<Part, String> = BTreeMap::new();
    let mut plain: BTreeMap<usize, String> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let source = Source::write(
            registrations,
            |part| !dropped.contains_key(&part),
            |index| plain.contains_key(&index),
        );
        project.write_source(&source.text).map_err(write)?;
        let refused = match build_once(project)? {
            Outcome::Built => {
                return Ok(Probe {
                    program: project.take_program(&source.text).map_err(write)?,
                    dropped: named(registrations, &dropped),
                    without_payloads: named(
                        registrations,
                        &plain.into_iter().map(|(index, why)| (Part::Enum(index), why)).collect(),
                    ),
                });
            }
            Outcome::Failed(reason) => return Err(ProbeError::Build(reason)),
            Outcome::Dependency { package, said } => return Err(ProbeError::Dependency { package, said }),
            Outcome::Refused(refused) => refused,
        };
        let mut seen = BTreeSet::new();
        for diagnostic in &refused {
            for part in diagnostic.lines.iter().filter_map(|line| source.part_at(*line)) {
                if !seen.insert(part) {
                    continue;
                }
                match part {
                    // Its variants alone may do.
                    Part::Enum(index) if has_payloads(&registrations[index]) && !plain.contains_key(&index) => {
                        plain.insert(index, diagnostic.message.clone());
                    }
                    _ => {
                        dropped.insert(part, diagnostic.message.clone());
                    }
                }
            }
        }
        if seen.is_empty() {
            let all: Vec<&str> = refused.iter().map(|one| one.rendered.trim_end()).take(5).collect();
            return Err(ProbeError::Build(all.join("\n")));
        }
    }
    Err(ProbeError::Build(format!(
        "it still does not compile after {ROUNDS} rounds of leaving out what does not"
    )))
}

fn has_payloads(registration: &Registration) -> bool {
    let variants = registration.variants.as_ref();
    variants.is_some_and(|of| of.is_untagged && of.variants.iter().all(|variant| variant.payload.is_some()))
}

fn named(registrations: &[Registration], parts: &BTreeMap<Part, String>) -> Vec<Dropped> {
    let name = |part: &Part| match *part {
        Part::Subject(index) | Part::Enum(index) => registrations[index].name.clone(),
    };
    let all = parts.iter().map(|(part, reason)| Dropped {
        name: name(part),
        is_enum: matches!(part, Part::Enum(_)),
        reason: reason.clone(),
    });
    all.collect()
}
