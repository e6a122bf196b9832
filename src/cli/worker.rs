//! `wireproof worker`: what runs the types under test.

use super::args::Choice;
use super::published::Published;
use super::{Ending, Stop};
use crate::exit_code::ExitCode;
use crate::session::{Bench, serve};
use crate::subject::TypeSet;

pub(super) fn run(type_set: TypeSet, choice: Choice) -> Ending {
    let bench = |greeting: &[u8]| {
        let published: Published = serde_json::from_slice(greeting).map_err(|error| error.to_string())?;
        let setting = published.setting().map_err(|stop| stop.message)?;
        Bench::new(type_set, setting.spec, choice.into())
    };
    serve(bench).map_err(Stop::fault)?;
    Ok(ExitCode::Clean)
}
