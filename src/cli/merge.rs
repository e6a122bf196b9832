//! `wireproof report merge`: the reports of the parts of a run as one.

use super::args::{Common, Merge};
use super::keep::{self, Kept};
use super::output::Output;
use super::{CliError, CliResult, reports};
use crate::check::RULES;
use crate::report::{self, Facts, Reporting};
use std::rc::Rc;

pub(super) fn run(merge: &Merge, common: &Common, output: &Output) -> CliResult {
    let parts = report::Merge::open(&merge.files).map_err(CliError::unreadable)?;
    let policy = common.severity(false);
    let facts = Facts {
        verb: parts.verb,
        program: keep::program(),
        document: String::new(),
        rules: RULES,
        asked: parts.asked.clone(),
        seed: parts.seed,
        fail_on: policy.fail_on,
        most_lines: (!common.verbose).then_some(reports::MOST_LINES),
        quiet: common.quiet,
        saved: Rc::clone(&Kept::default().cases),
        saved_in: String::new(),
    };
    let mut reporting = Reporting::new(facts, reports::outputs(common, output)?, Rc::default());
    let summary = parts.tell(&mut reporting, |level| policy.fails(level));
    Ok(summary.map_err(CliError::unreadable)?.exit_code())
}
