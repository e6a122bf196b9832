//! The bodies in instructions: `cargo bench --bench instructions`, with `-- --check` against the baseline.

// A bench speaks to whoever runs it.
#![allow(clippy::disallowed_macros, clippy::print_stdout, missing_docs)]

#[allow(dead_code)]
mod shared;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let baseline = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.tsv");
    shared::count::main(&shared::bodies::all(), &baseline)
}
