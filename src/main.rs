//! The command line. Without a type set of the caller's own it examines the one that is compiled in.

use std::process::ExitCode;
use wireproof::{cli, default_types};

fn main() -> ExitCode {
    cli::main(default_types::type_set)
}
