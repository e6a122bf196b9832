//! Sizes at which code cuts, or starts to do something else.

/// The sizes, each with its neighbours: just below, at, and above it.
const SIZES: [usize; 12] = [16, 20, 32, 50, 64, 100, 128, 255, 256, 512, 1_000, 1_024];
/// Above those, one size is enough: whatever is cut or refused at 4,096, 10,000 or 65,536 is so beyond it.
const LARGE: usize = 65_537;
/// Counts of items and entries, one beyond each size.
const COUNTS: [usize; 10] = [17, 21, 33, 51, 65, 101, 129, 257, 513, 1_025];

/// Lengths of texts between two bounds, the upper one included where it is not larger than all of them.
pub(in crate::generate) fn lengths(min: usize, max: usize) -> Vec<usize> {
    let near = SIZES.into_iter().flat_map(|size| [size - 1, size, size + 1]);
    between(near.chain([LARGE]), min, max)
}

/// Counts of items or entries between two bounds. `each` is how many values the smallest one holds: larger ones are made
/// less often.
pub(in crate::generate) fn counts(min: usize, max: usize, each: usize) -> Vec<usize> {
    /// So many values make one value large enough.
    const VALUES: usize = 6_000;
    let mut counts = between(COUNTS.into_iter(), min, max);
    counts.retain(|count| count.saturating_mul(each) <= VALUES);
    counts
}

fn between(sizes: impl Iterator<Item = usize>, min: usize, max: usize) -> Vec<usize> {
    let mut found: Vec<usize> = sizes.filter(|size| (min..=max).contains(size)).collect();
    if max <= LARGE {
        found.push(max);
    }
    found.sort_unstable();
    found.dedup();
    found
}
