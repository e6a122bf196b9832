//! The bodies in time, through criterion.

use super::bodies::Body;
use criterion::{Criterion, Throughput};

/// Measures each body in a group of its own first word.
pub fn bench(criterion: &mut Criterion, bodies: &[Body]) {
    for body in bodies {
        let (group, name) = body.name.split_once('/').unwrap_or(("all", &body.name));
        let mut group = criterion.benchmark_group(group);
        group.throughput(Throughput::Bytes(body.ready().bytes as u64));
        group.bench_function(name, |bencher| bencher.iter(|| (body.ready().run)()));
        group.finish();
    }
}
