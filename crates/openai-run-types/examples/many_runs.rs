//! Writes many run objects as JSON lines, in the shapes of the captures in `corpus/`, to measure what a large file costs:
//! `cargo run --release --example many_runs -- 1000000 > big.jsonl`.

use openai_run_types::{Json, RunObject};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

const CAPTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/captures/RunObject");

fn main() -> io::Result<()> {
    let count = std::env::args()
        .nth(1)
        .and_then(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let entries = fs::read_dir(CAPTURES)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    files.sort();
    let mut runs: Vec<RunObject> = Vec::new();
    for file in files {
        runs.push(serde_json::from_slice(&fs::read(file)?)?);
    }
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    for number in 0..count {
        let shapes = runs.len();
        let run = &mut runs[number % shapes];
        run.id = format!("run_{number:024}");
        run.created_at = 1_700_000_000 + i64::try_from(number).unwrap_or_default();
        let text: Json = serde_json::from_str(&serde_json::to_string(run)?)?;
        writeln!(out, "{}", text.text())?;
    }
    out.flush()
}
