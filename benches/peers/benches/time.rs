//! The peers in time: `cargo bench -p wireproof-peers --bench time`.

#![allow(missing_docs)]

use criterion::{criterion_group, criterion_main};
use wireproof_peers::shared::time;

fn peers(criterion: &mut criterion::Criterion) {
    time::bench(criterion, &wireproof_peers::all());
}

criterion_group!(benches, peers);
criterion_main!(benches);
