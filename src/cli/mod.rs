//! The command line: one file a verb.

mod args;
mod check;
mod explain;
mod explore;
mod inputs;
mod job;
mod keep;
mod list;
mod output;
mod published;
mod replay;
mod setting;
mod spec;
mod spec_samples;
mod stale;
mod worker;

use crate::exit_code::ExitCode;
use crate::subject::TypeSet;
use args::{Arguments, SpecVerb, Verb};
use clap::Parser;
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
    let result = match arguments.verb {
        Verb::Check(check) => check::run(type_set, &arguments.common, check, &output),
        Verb::Replay(replay) => replay::run(&type_set, &arguments.common, &replay, &output),
        Verb::List => list::run(&type_set, &arguments.common, &output),
        Verb::Explain(explain) => explain::run(&explain, &arguments.common, &output),
        Verb::Explore(explore) => explore::run(type_set, &arguments.common, &explore, &output),
        Verb::Spec(SpecVerb::Import(import)) => spec::import(&import, &output),
        Verb::Spec(SpecVerb::Lint(lint)) => spec::lint(&lint, &arguments.common, &output),
        Verb::Spec(SpecVerb::Samples(samples)) => spec_samples::run(&samples, &arguments.common, &output),
        Verb::Worker(choice) => worker::run(type_set, choice),
    };
    let code = result.unwrap_or_else(|error| {
        output.error(&error.message);
        error.code
    });
    code.code().into()
}

/// Why a verb ended before its time.
struct Stop {
    code: ExitCode,
    message: String,
}

impl Stop {
    fn unreadable(message: impl ToString) -> Stop {
        Stop {
            code: ExitCode::Unreadable,
            message: message.to_string(),
        }
    }

    fn fault(message: impl ToString) -> Stop {
        Stop {
            code: ExitCode::Fault,
            message: message.to_string(),
        }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Stop {
        Stop::fault(format!("output cannot be written: {error}"))
    }
}

type Ending = Result<ExitCode, Stop>;
