//! The command line: one file a verb.

mod ambiguity;
mod args;
mod audit;
mod behind;
mod check;
mod counted_output;
mod coverage;
mod deep_stack;
mod error;
mod explain;
mod explore;
mod file_limit;
mod ingest;
mod init;
mod inputs;
mod interrupt;
mod job;
mod keep;
mod levels;
mod list;
mod loaded;
mod merge;
mod options;
mod output;
mod pipe;
mod propose;
mod replay;
mod report_target;
mod reports;
mod reproduced;
mod shell;
mod sources;
mod spec;
mod spec_diff;
mod spec_samples;
mod targets;
mod types;

use crate::config::Config;
use crate::exit_code::ExitCode;
use crate::report::ReportFormat;
use crate::runner::is_interrupted;
use crate::schema::budget::set_budget;
use crate::subject::{TypeSet, catch_panic};
use args::{Arguments, Format, ReportVerb, SpecVerb, Verb};
use error::{CliError, CliResult};
use output::Output;
use report_target::ReportTarget;
use std::{env, process};
use types::Types;

/// Runs the command line. Without `--types` and without a `wireproof.toml` that names types, it examines those that `embedded`
/// gives, in a process of their own: this program again.
pub fn main(embedded: fn() -> TypeSet) -> process::ExitCode {
    if env::args_os().nth(1).is_some_and(|word| word == types::SERVE) {
        wireproof_subject::serve(embedded());
        return process::ExitCode::SUCCESS;
    }
    file_limit::heed();
    let (mut arguments, matches) = match options::parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version come this way too, and are no errors.
            let code = if error.use_stderr() {
                ExitCode::Unreadable
            } else {
                ExitCode::Clean
            };
            output::usage_error(&error);
            return code.code().into();
        }
    };
    let configured = options::refuse_others(&matches).and_then(|()| configure(&mut arguments));
    set_budget(arguments.common.max_schema_steps, arguments.common.max_memory);
    let output = Output::new(&arguments.common);
    // A panic in this thread would end the program with a code that scripts do not know.
    let run = || catch_panic(|| run(arguments, &output)).unwrap_or_else(|message| Err(CliError::fault(message)));
    let code = configured.and_then(|()| run());
    let code = code.unwrap_or_else(|error| {
        // Whatever it is: what the run started was interrupted as well.
        if is_interrupted() {
            output.note(interrupt::NOTHING_TO_REPORT);
            return ExitCode::Interrupted;
        }
        if !error.message.is_empty() {
            output.error(&error.message);
        }
        error.code
    });
    code.code().into()
}

/// Takes from the configuration of the working folder what the arguments leave open.
fn configure(arguments: &mut Arguments) -> Result<(), CliError> {
    let folder = env::current_dir();
    let folder =
        folder.map_err(|error| CliError::unreadable(format!("the working folder cannot be found: {error}")))?;
    let config = Config::find(&folder).map_err(CliError::unreadable)?.unwrap_or_default();
    let config = config.with_overrides(&arguments.common.keys);
    let config = config.map_err(CliError::unreadable)?;
    let reporting = match &arguments.verb {
        Verb::Check(check) => Some(&check.reporting),
        Verb::Explore(explore) => Some(&explore.reporting),
        Verb::Ambiguity(ambiguity) => Some(&ambiguity.reporting),
        Verb::Audit(audit) => Some(&audit.reporting),
        Verb::Replay(replay) => Some(&replay.reporting),
        Verb::Report(ReportVerb::Merge(merge)) => Some(&merge.reporting),
        _ => None,
    };
    if let Some(reporting) = reporting.cloned() {
        arguments.common.out = reporting.out;
        arguments.common.reports = reporting.report;
        arguments.common.levels = reporting.levels;
    }
    refuse_lines(arguments)?;
    let running = match &arguments.verb {
        Verb::Check(check) => Some(&check.running),
        Verb::Explore(explore) => Some(&explore.running),
        _ => None,
    };
    if let Some(running) = running {
        arguments.common.jobs = running.jobs.map(usize::from);
        arguments.common.fail_fast = running.fail_fast;
    }
    match &mut arguments.verb {
        Verb::Check(check) => {
            check.paths.append(&mut check.captures);
            arguments.common.accept = check.accept;
            check.choice.take(&config);
            check.strict |= config.strict.unwrap_or_default();
        }
        Verb::Explore(explore) => explore.take(&config)?,
        Verb::Ambiguity(ambiguity) => {
            ambiguity.names.append(&mut ambiguity.named);
            ambiguity.strict |= config.strict.unwrap_or_default();
        }
        Verb::Coverage(coverage) => coverage.paths.append(&mut coverage.captures),
        Verb::Spec(SpecVerb::Propose(propose)) => propose.paths.append(&mut propose.captures),
        Verb::Ingest(ingest) => ingest.take(&config),
        _ => {}
    }
    arguments.common.take(config)
}

/// Only a run has findings that can be written as they come.
fn refuse_lines(arguments: &Arguments) -> Result<(), CliError> {
    let is_run = matches!(
        arguments.verb,
        Verb::Check(_) | Verb::Explore(_) | Verb::Ambiguity(_) | Verb::Replay(_) | Verb::Report(_)
    );
    let common = &arguments.common;
    let is_lines = |target: &ReportTarget| target.format == ReportFormat::Jsonl;
    let wants_lines = common.format_given == Some(Format::Jsonl) || common.reports.iter().any(is_lines);
    match wants_lines && !is_run {
        true => Err(CliError::unreadable(
            "this verb writes no JSON lines; --format json is one object",
        )),
        false => Ok(()),
    }
}

fn run(Arguments { common, verb }: Arguments, output: &Output) -> CliResult {
    interrupt::heed();
    let types = || Types::open(&common);
    match verb {
        Verb::Audit(audit) => audit::run(&common, &audit, output),
        Verb::Init(init) => init::run(&init, &common, output),
        Verb::Check(check) => check::run(&types()?, &common, check, output),
        Verb::Replay(replay) => replay::run(&types()?, &common, &replay, output),
        Verb::Explore(explore) => explore::run(&types()?, &common, &explore, output),
        Verb::Coverage(coverage) => coverage::run(&types()?, &common, &coverage, output),
        Verb::Ambiguity(ambiguity) => ambiguity::run(&types()?, &common, &ambiguity, output),
        Verb::Ingest(ingest) => ingest::run(&types()?, &common, &ingest, output),
        Verb::List => list::run(&types()?, &common, output),
        Verb::Explain(explain) => explain::run(&explain, &common, output),
        Verb::Completions(completions) => shell::completions(&completions),
        Verb::Man(man) => shell::man(&man),
        Verb::Report(ReportVerb::Merge(merge)) => merge::run(&merge, &common, output),
        Verb::Spec(SpecVerb::Import(import)) => spec::import(&import, output),
        Verb::Spec(SpecVerb::Lint(lint)) => spec::lint(&lint, &common, output),
        Verb::Spec(SpecVerb::Dictionary(dictionary)) => spec::dictionary(&dictionary, output),
        Verb::Spec(SpecVerb::Samples(samples)) => spec_samples::run(&samples, &common, output),
        Verb::Spec(SpecVerb::Diff(diff)) => spec_diff::run(&types()?, &common, &diff, output),
        Verb::Spec(SpecVerb::Propose(propose)) => propose::run(&types()?, &common, &propose, output),
    }
}
