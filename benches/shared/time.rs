//! The bodies in time, through criterion.

use super::bodies::Body;
use criterion::{Criterion, Throughput};
use std::time::{Duration, Instant};

/// Of what takes longer, ten samples must do: a hundred would take minutes.
const LONG: Duration = Duration::from_millis(20);

/// Measures each body in a group of its own first word.
pub fn bench(criterion: &mut Criterion, bodies: &[Body]) {
    for body in bodies {
        let (group, name) = body.name.split_once('/').unwrap_or(("all", &body.name));
        let mut group = criterion.benchmark_group(group);
        body.ready();
        let start = Instant::now();
        (body.ready().run)();
        if start.elapsed() > LONG {
            group.sample_size(10);
        }
        group.throughput(Throughput::Bytes(body.ready().bytes as u64));
        group.bench_function(name, |bencher| bencher.iter(|| (body.ready().run)()));
        group.finish();
    }
}
