//! The peers in instructions: `cargo bench -p wireproof-peers --bench instructions`.

#![allow(missing_docs)]

use std::path::Path;
use wireproof_peers::shared::count;

fn main() -> std::io::Result<()> {
    let baseline = Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.tsv");
    count::main(&wireproof_peers::all(), &baseline).map(drop)
}
