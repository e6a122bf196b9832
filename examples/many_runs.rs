//! Writes many run objects as JSON lines, in the shapes of the embedded captures, to see what a large file costs:
//! `cargo run --release --example many_runs -- 1000000 > big.jsonl`.

use openai_run_types::{Json, RunObject};
use std::io::{self, BufWriter, Write};
use wireproof::corpus;

fn main() -> io::Result<()> {
    let count = std::env::args()
        .nth(1)
        .and_then(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let mut runs: Vec<RunObject> = Vec::new();
    for (_, bytes) in corpus::captures().filter(|(name, _)| name.starts_with("captures/RunObject/")) {
        runs.push(serde_json::from_slice(bytes)?);
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
