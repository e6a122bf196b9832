//! The table of variants and branches below a finding about an enum.

use crate::diff::differences;
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::{BranchRow, UnionTable, VariantRow};
use crate::json::Tree;
use crate::subject::Tagging;

/// Which variants read a text, which branches allow it, and what is lost when the picked variant is written.
pub(super) fn union_table(analysis: &EnumAnalysis<'_>, reading: &Reading) -> UnionTable {
    let untagged = analysis.union.tagging() == Tagging::Untagged;
    let variants = analysis
        .union
        .variants()
        .iter()
        .enumerate()
        .map(|(index, variant)| VariantRow {
            name: variant.name().to_owned(),
            reads: reading.reads.get(index).copied().unwrap_or(reading.pick == Some(index)),
            picked: reading.pick == Some(index),
            branch: analysis.branches_of(index).next(),
        });
    let branches = reading.allows.iter().enumerate().map(|(index, allows)| BranchRow {
        name: analysis.branch_name(index),
        allows: *allows,
        violates: (!allows).then(|| analysis.violation(index, &reading.text)).flatten(),
    });
    let lost = reading.written.as_deref().and_then(|written| {
        let (before, after) = (Tree::parse(&reading.text).ok()?, Tree::parse(written).ok()?);
        let found = differences(&before, &after);
        Some(
            found
                .into_iter()
                .map(|difference| difference.pointer.as_str().to_owned())
                .collect(),
        )
    });
    UnionTable {
        untagged,
        variants: variants.collect(),
        branches: branches.collect(),
        lost: lost.unwrap_or_default(),
        whole: None,
    }
}
