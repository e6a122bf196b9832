//! The command line: one file a verb.

mod ambiguity;
mod args;
mod check;
mod coverage;
mod error;
mod explain;
mod explore;
mod ingest;
mod inputs;
mod interrupt;
mod job;
mod keep;
mod list;
mod loaded;
mod output;
mod pipe;
mod placed;
mod propose;
mod replay;
mod sources;
mod spec;
mod spec_diff;
mod spec_samples;
mod stale;
mod standing;
mod worker;

use crate::exit_code::ExitCode;
use crate::subject::TypeSet;
use args::{Arguments, SpecVerb, Verb};
use clap::Parser;
use error::{CliError, CliResult};
use output::Output;
use std::process;

/// Runs the command line on a type set: the whole `main` of a program that examines its own types.
///
/// ```no_run
/// use wireproof::{cli, subject, subject::TypeSet};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// fn main() -> std::process::ExitCode {
///     cli::main(TypeSet::new("pets", vec![subject!(Pet)]))
/// }
/// ```
pub fn main(type_set: TypeSet) -> process::ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, and are no errors.
            let code = if error.use_stderr() {
                ExitCode::Unreadable
            } else {
                ExitCode::Clean
            };
            let _ = error.print();
            return code.code().into();
        }
    };
    let output = Output::new(&arguments.common);
    let code = run(type_set, arguments, &output).unwrap_or_else(|error| {
        output.error(&error.message);
        error.code
    });
    code.code().into()
}

fn run(type_set: TypeSet, Arguments { common, verb }: Arguments, output: &Output) -> CliResult {
    let examines = matches!(
        verb,
        Verb::Check(_) | Verb::Explore(_) | Verb::Ambiguity(_) | Verb::Ingest(_) | Verb::Replay(_) | Verb::Worker(_)
    );
    let reads_a_dialect = matches!(verb, Verb::Spec(SpecVerb::Samples(_) | SpecVerb::Diff(_)));
    let reads_the_document = matches!(verb, Verb::Coverage(_) | Verb::Spec(SpecVerb::Propose(_)));
    let option = common
        .for_captures()
        .filter(|option| !(reads_a_dialect && *option == "--dialect"))
        .filter(|option| !reads_the_document || *option == "--known");
    if let (false, Some(option)) = (examines, option) {
        let verbs = match option {
            "--known" => "`check`, `explore`, `ambiguity`, `ingest` and `replay`",
            _ => "`check`, `explore`, `ambiguity`, `ingest`, `replay`, `coverage` and `spec propose`",
        };
        return Err(CliError::unreadable(format!("{option} is for {verbs}")));
    }
    match verb {
        Verb::Worker(_) => interrupt::leave_to_parent(),
        Verb::Check(_) | Verb::Explore(_) | Verb::Ambiguity(_) | Verb::Replay(_) => interrupt::heed(),
        _ => {}
    }
    match verb {
        Verb::Check(check) => check::run(type_set, &common, check, output),
        Verb::Replay(replay) => replay::run(&type_set, &common, &replay, output),
        Verb::Explore(explore) => explore::run(type_set, &common, &explore, output),
        Verb::Coverage(coverage) => coverage::run(&type_set, &common, &coverage, output),
        Verb::Ambiguity(ambiguity) => ambiguity::run(&type_set, &common, &ambiguity, output),
        Verb::Ingest(ingest) => ingest::run(&type_set, &common, &ingest, output),
        Verb::List => list::run(&type_set, &common, output),
        Verb::Explain(explain) => explain::run(&explain, &common, output),
        Verb::Spec(SpecVerb::Import(import)) => spec::import(&import, output),
        Verb::Spec(SpecVerb::Lint(lint)) => spec::lint(&lint, &common, output),
        Verb::Spec(SpecVerb::Dictionary(dictionary)) => spec::dictionary(&dictionary, output),
        Verb::Spec(SpecVerb::Samples(samples)) => spec_samples::run(&samples, &common, output),
        Verb::Spec(SpecVerb::Diff(diff)) => spec_diff::run(&type_set, &common, &diff, output),
        Verb::Spec(SpecVerb::Propose(propose)) => propose::run(&type_set, &common, &propose, output),
        Verb::Worker(worker) => worker::run(type_set, worker),
    }
}
