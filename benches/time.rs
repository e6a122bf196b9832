//! The bodies in time: `cargo bench --bench time`; and the whole program.

#![allow(clippy::disallowed_macros, clippy::print_stdout, missing_docs)]

#[path = "shared/parts.rs"]
mod parts;
#[allow(dead_code)]
mod shared;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use shared::pages::{Dice, run};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn bodies(criterion: &mut Criterion) {
    shared::time::bench(criterion, &shared::bodies::all());
    shared::time::bench(criterion, &parts::bodies());
}

/// The whole program, worker processes included, on one core and on all. A million objects are measured by hand: see the
/// README.
fn programs(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut group = criterion.benchmark_group("program");
    group.sample_size(10);
    for count in [1_000, 10_000] {
        let mut dice = Dice(3);
        let lines: String = (0..count).map(|number| run(&mut dice, number) + "\n").collect();
        let file = folder.path().join(format!("{count}.jsonl"));
        std::fs::write(&file, &lines).unwrap();
        let file = file.to_str().unwrap();
        group.throughput(Throughput::Elements(count as u64));
        for (name, arguments) in [
            ("check", &["check", "--quiet", file][..]),
            ("ingest", &["ingest", "--quiet", "--dry-run", file]),
        ] {
            for cores in [Cores::One, Cores::All] {
                let id = BenchmarkId::new(format!("{name}, {}", cores.name()), count);
                group.bench_function(id, |bencher| bencher.iter(|| cores.run(folder.path(), arguments)));
            }
        }
    }
    group.throughput(Throughput::Elements(1));
    for verb in ["ambiguity", "list"] {
        group.bench_function(verb, |bencher| {
            bencher.iter(|| Cores::All.run(folder.path(), &[verb, "--quiet"]));
        });
    }
    group.finish();
}

/// The cores that a program may use.
#[derive(Clone, Copy)]
enum Cores {
    One,
    All,
}

impl Cores {
    fn name(self) -> &'static str {
        match self {
            Cores::One => "one core",
            Cores::All => "all cores",
        }
    }

    fn run(self, folder: &Path, arguments: &[&str]) {
        let program = env!("CARGO_BIN_EXE_wireproof");
        let mut command = match self {
            // Where there is no `taskset`, it is all of them.
            Cores::One if Command::new("taskset").arg("-V").output().is_ok() => {
                let mut command = Command::new("taskset");
                command.args(["--cpu-list", "0", program]);
                command
            }
            _ => Command::new(program),
        };
        let ran = command.args(arguments).current_dir(folder).output().unwrap();
        // 1: something new disagrees.
        assert!(matches!(ran.status.code(), Some(0 | 1)), "{ran:?}");
    }
}

criterion_group! {
    name = benches;
    // A body runs for microseconds: more time would show the machine's moods, not the body's.
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    targets = bodies, programs
}
criterion_main!(benches);
