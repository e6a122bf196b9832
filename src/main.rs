//! The command line on the run types.

use std::process::ExitCode;
use wireproof::cli;

fn main() -> ExitCode {
    cli::main(openai_run_types::type_set())
}
