//! `wireproof worker`: what runs the types under test.

use super::args::{Choice, Common};
use super::{Ending, Stop, setting};
use crate::exit_code::ExitCode;
use crate::session::{self, Bench, serve};
use crate::subject::TypeSet;

pub(super) fn run(type_set: TypeSet, common: &Common, choice: Choice) -> Ending {
    let choice = session::Choice {
        component: choice.component,
        subject: choice.subject,
    };
    let bench = |_: &[u8]| {
        let setting = setting::load(common).map_err(|stop| stop.message)?;
        Bench::new(type_set, setting.spec, choice)
    };
    serve(bench).map_err(Stop::fault)?;
    Ok(ExitCode::Clean)
}
