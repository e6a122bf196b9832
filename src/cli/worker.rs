//! `wireproof worker`: what runs the types under test.

use super::args::Worker;
use super::sources::SpecSources;
use super::{CliError, CliResult};
use crate::exit_code::ExitCode;
use crate::runner::{Bench, serve};
use crate::subject::TypeSet;

pub(super) fn run(type_set: TypeSet, worker: Worker) -> CliResult {
    let bench = |greeting: &[u8]| {
        let published: SpecSources = serde_json::from_slice(greeting).map_err(|error| error.to_string())?;
        let setting = published.setting().map_err(|stop| stop.message)?;
        match worker.enums {
            true => Ok(Bench::of_enums(type_set, setting.spec)),
            false => Bench::new(type_set, setting.spec, worker.choice.into()),
        }
    };
    serve(bench).map_err(CliError::fault)?;
    Ok(ExitCode::Clean)
}
