//! The texts that are read by the variant of another branch.

use crate::enums::{EnumAnalysis, Wrong};
use std::collections::BTreeMap;

/// One wrong pick for each branch and variant; if there are several, one whose text the right variant reads too.
pub(super) fn wrong_picks(analysis: &EnumAnalysis<'_>) -> Vec<Wrong> {
    let mut found: BTreeMap<(usize, usize), Wrong> = BTreeMap::new();
    let wrong = analysis
        .readings
        .iter()
        .filter_map(|reading| analysis.wrong_pick(reading));
    for wrong in wrong {
        let kept = found.entry((wrong.branch, wrong.pick)).or_insert(wrong);
        if kept.right.is_none() {
            *kept = wrong;
        }
    }
    found.into_values().collect()
}
