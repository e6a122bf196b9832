//! The bodies in instructions: `cargo bench --bench instructions`, with `-- --check` against the baseline.

// A bench speaks to whoever runs it.
#![allow(clippy::disallowed_macros, clippy::print_stdout, missing_docs)]

#[path = "shared/growth.rs"]
mod growth;
#[path = "shared/parts.rs"]
mod parts;
#[allow(dead_code)]
mod shared;

use shared::bodies::Body;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let bodies: Vec<Body> = shared::bodies::all().into_iter().chain(parts::bodies()).collect();
    let counted = shared::count::main(&bodies, &folder.join("instructions.tsv"))?;
    if std::env::args().any(|argument| argument == "--draw") {
        growth::draw(&counted, &folder.join("growth.svg")).map_err(|error| std::io::Error::other(error.to_string()))?;
    }
    Ok(())
}
