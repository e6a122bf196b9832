//! The types that a command is about: a program that holds them, and the files that it brings along.

use super::CliError;
use super::args::Common;
use crate::subject::{Limits, RemoteTypes, Resource, ResourceKind, TypeProgram, TypeSet};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// With this first argument the program serves the types that are compiled in.
pub(super) const SERVE: &str = "serve-embedded-types";

/// The types of a command.
pub(super) struct Types {
    program: TypeProgram,
    remote: RemoteTypes,
    /// The captures that the configuration names, which replace those of the types.
    pub(super) configured_captures: Option<Vec<PathBuf>>,
    captures: OnceLock<Vec<Resource>>,
    /// How many processes run the types; one for each core if there is no number.
    pub(super) jobs: Option<usize>,
}

impl Types {
    /// Starts the program that the arguments or the configuration name, else this one, which holds the embedded types.
    pub(super) fn open(common: &Common) -> Result<Types, CliError> {
        let program = match common.type_program()? {
            Some(words) => named(words)?,
            None => {
                let path = env::current_exe()
                    .map_err(|error| CliError::fault(format!("cannot find the path of this program: {error}")))?;
                TypeProgram::new(path, [OsString::from(SERVE)])
            }
        };
        let program = program.with_limits(Limits {
            time: common.time_limit,
            ..Limits::default()
        });
        let remote = RemoteTypes::start(&program).map_err(CliError::unreadable)?;
        Ok(Types {
            program,
            remote,
            configured_captures: common.config.captures.clone(),
            captures: OnceLock::new(),
            jobs: common.jobs,
        })
    }

    pub(super) fn set(&self) -> &TypeSet {
        &self.remote.set
    }

    pub(super) fn program(&self) -> &TypeProgram {
        &self.program
    }

    pub(super) fn remote(&self) -> &RemoteTypes {
        &self.remote
    }

    /// The files of one kind.
    pub(super) fn files(&self, kind: ResourceKind) -> Result<Vec<Resource>, CliError> {
        let files = self.remote.resources(kind);
        files.map_err(|crash| CliError::unreadable(format!("{}: {crash}", self.program.path().display())))
    }

    /// The captures, each under the name that reports give it.
    pub(super) fn captures(&self) -> Result<&[Resource], CliError> {
        if self.captures.get().is_none() {
            let _ = self.captures.set(self.files(ResourceKind::Capture)?);
        }
        Ok(self.captures.get().map_or(&[], Vec::as_slice))
    }

    /// Whether a capture of that name comes with the types.
    pub(super) fn has_capture(&self, name: &str) -> bool {
        self.remote.names(ResourceKind::Capture).any(|other| other == name)
    }

    /// The capture of that name that comes with the types.
    pub(super) fn capture(&self, name: &str) -> Result<Option<&Resource>, CliError> {
        if !self.has_capture(name) {
            return Ok(None);
        }
        Ok(self.captures()?.iter().find(|capture| capture.name == name))
    }
}

/// A program and its arguments. A path of a file is looked up from the working folder, another name in the search path.
fn named(words: Vec<OsString>) -> Result<TypeProgram, CliError> {
    let mut words = words.into_iter();
    let Some(program) = words.next().filter(|program| !program.is_empty()) else {
        return Err(CliError::unreadable("--types names no program"));
    };
    let path = Path::new(&program);
    let path = match path.is_file() {
        // Without a folder in it, the name would be looked up in the search path.
        true => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
        false => path.to_owned(),
    };
    Ok(TypeProgram::new(path, words))
}
