//! The bodies in time: `cargo bench --bench time`; and `check` end to end, on files of JSON lines.

#![allow(clippy::disallowed_macros, clippy::print_stdout, missing_docs)]

#[allow(dead_code)]
mod shared;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shared::pages::{Dice, run};
use std::process::{Command, Stdio};

fn bodies(criterion: &mut Criterion) {
    shared::time::bench(criterion, &shared::bodies::all());
}

/// The whole program, worker processes included, on all cores. A million objects are measured by hand: see the README.
fn check(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    for count in [1_000, 10_000] {
        let mut dice = Dice(3);
        let lines: String = (0..count).map(|number| run(&mut dice, number) + "\n").collect();
        let file = folder.path().join(format!("{count}.jsonl"));
        std::fs::write(&file, &lines).unwrap();
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("runs in lines", count), |bencher| {
            bencher.iter(|| {
                let status = Command::new(env!("CARGO_BIN_EXE_wireproof"))
                    .args(["check", "--quiet"])
                    .arg(&file)
                    .current_dir(folder.path())
                    .stdout(Stdio::null())
                    .status();
                assert!(status.unwrap().success());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bodies, check);
criterion_main!(benches);
