//! `wireproof report merge`: the reports of the parts of a run, or of several audits, as one.

use super::args::{Common, Merge};
use super::keep::{self, Kept};
use super::output::Output;
use super::{CliError, CliResult, reports};
use crate::check::RULES;
use crate::finding::Code;
use crate::report::{self, Facts, MergedAudits, Reporting, audit_reports, is_audit, merge_audits};
use std::rc::Rc;
use std::time::Instant;

pub(super) fn run(merge: &Merge, common: &Common, output: &Output) -> CliResult {
    let started = Instant::now();
    let policy = common.severity(false);
    let of_audits = merge.files.first().map(|path| is_audit(path)).transpose();
    if of_audits.map_err(CliError::unreadable)?.unwrap_or_default() {
        let MergedAudits { result, asked, seed } = merge_audits(&merge.files).map_err(CliError::unreadable)?;
        let document = result.crates.first().map(|audited| audited.document.clone());
        let facts = facts(common, "audit", document.unwrap_or_default(), asked, seed);
        audit_reports(reports::outputs(common, output)?, &result, &facts, started.elapsed())?;
        return Ok(result.exit_code(|level| policy.fails(level)));
    }
    let parts = report::Merge::open(&merge.files).map_err(CliError::unreadable)?;
    let facts = facts(
        common,
        parts.verb,
        parts.document.clone(),
        parts.asked.clone(),
        parts.seed,
    );
    let mut reporting = Reporting::new(facts, reports::outputs(common, output)?, Rc::default());
    let summary = parts.tell(&mut reporting, |level| policy.fails(level));
    Ok(summary.map_err(CliError::unreadable)?.exit_code())
}

fn facts(common: &Common, verb: &'static str, document: String, asked: Vec<Code>, seed: Option<u64>) -> Facts {
    Facts {
        verb,
        program: keep::program(),
        document,
        rules: RULES,
        asked,
        seed,
        fail_on: common.severity(false).fail_on,
        most_lines: (!common.verbose).then_some(reports::MOST_LINES),
        quiet: common.quiet,
        saved: Rc::clone(&Kept::default().cases),
        saved_in: String::new(),
    }
}
