//! The command line on the run types.

use std::process::ExitCode;
use wireproof::{cli, runs};

fn main() -> ExitCode {
    cli::main(runs::type_set())
}
