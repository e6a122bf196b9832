//! Which variant stands for which branch.

use super::reading::Reading;
use crate::json::{Kind, Node, Tree};
use crate::subject::Union;
use std::cmp::Reverse;

/// What speaks for a variant as that of a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Of ten keys in texts of the branch alone that it reads, how many it knows, rounded. This counts most: a variant that knows
    /// the branch's keys is meant for it, even if it refuses some texts that one reads which looks at no key.
    knows: usize,
    /// Whether the names are alike.
    named: bool,
    /// Of four texts of the branch alone, how many it reads, rounded: a few beyond what its numbers hold say nothing.
    reads: usize,
    /// Whether they stand at the same position.
    aligned: bool,
}

/// For each branch, the variant that stands for it; `None` if none does. `texts` are those made of each branch, and
/// `labels` what the document calls it.
///
/// The best fits come first, and each variant takes one branch. A branch that is left over goes to the variant that knows all
/// of it.
pub(super) fn mapping(union: &Union, texts: &[Vec<Reading>], labels: &[Vec<String>]) -> Vec<Option<usize>> {
    let mut fits = Vec::new();
    for (branch, readings) in texts.iter().enumerate() {
        for variant in 0..union.variants().len() {
            let fit = fit(union, readings, branch, variant, &labels[branch]);
            fits.extend(fit.map(|fit| (fit, branch, variant)));
        }
    }
    fits.sort_by_key(|(fit, branch, variant)| (Reverse(*fit), *branch, *variant));
    let mut of_branch = vec![None; texts.len()];
    let mut taken = vec![false; union.variants().len()];
    for (_, branch, variant) in &fits {
        if of_branch[*branch].is_none() && !taken[*variant] {
            of_branch[*branch] = Some(*variant);
            taken[*variant] = true;
        }
    }
    for (branch, variant) in of_branch.iter_mut().enumerate() {
        // One that fits better than what is left may have been taken: then this branch has to share it.
        let best = fits.iter().find(|(_, of, _)| *of == branch);
        if let Some((fit, _, best)) = best
            && fit.reads == 4
            && fit.knows == 10
            && variant.is_none_or(|had| !knows_all(&fits, branch, had))
        {
            *variant = Some(*best);
        }
    }
    of_branch
}

fn knows_all(fits: &[(Fit, usize, usize)], branch: usize, variant: usize) -> bool {
    let found = fits.iter().find(|(_, of, by)| (*of, *by) == (branch, variant));
    found.is_some_and(|(fit, ..)| fit.reads == 4 && fit.knows == 10)
}

fn fit(union: &Union, readings: &[Reading], branch: usize, variant: usize, labels: &[String]) -> Option<Fit> {
    let reads = |reading: &&Reading| match reading.reads.get(variant) {
        Some(reads) => *reads,
        None => reading.pick == Some(variant),
    };
    let own = |reading: &&Reading| {
        reading
            .allows
            .iter()
            .enumerate()
            .all(|(other, allows)| *allows == (other == branch))
    };
    let alone: Vec<&Reading> = readings.iter().filter(own).collect();
    let texts = if alone.is_empty() {
        readings.iter().collect()
    } else {
        alone
    };
    let read: Vec<&Reading> = texts.iter().copied().filter(reads).collect();
    let (mut known, mut all) = (0, 0);
    for reading in &read {
        let (some, total) = knows(union, variant, reading);
        (known, all) = (known + some, all + total);
    }
    if read.is_empty() {
        return None;
    }
    let share = |part: usize, whole: usize, of: usize| {
        if whole == 0 {
            of
        } else {
            (2 * part * of + whole) / (2 * whole)
        }
    };
    let name = plain(union.variants()[variant].name());
    let alike = |label: String| label.contains(&name) || label.len() > 2 && name.contains(&label);
    Some(Fit {
        knows: share(known, all, 10),
        named: labels.iter().map(|label| plain(label)).any(alike),
        reads: share(read.len(), texts.len(), 4),
        aligned: branch == variant,
    })
}

/// How many keys of a text a variant knows, and how many there are: it writes them, or names them.
fn knows(union: &Union, variant: usize, reading: &Reading) -> (usize, usize) {
    let Ok(tree) = Tree::parse(&reading.text) else {
        return (0, 0);
    };
    if tree.kind(Tree::ROOT) != Kind::Object {
        return (0, 0);
    }
    let keys: Vec<Node> = tree.children(Tree::ROOT).collect();
    let payload = union.variants()[variant].payload();
    let written = payload.and_then(|payload| {
        let instance = payload.read(&reading.text);
        payload.write(instance.done()?)?.done().cloned()
    });
    let written = written.or_else(|| reading.written.clone().filter(|_| payload.is_none()));
    let known = match written.as_deref().map(Tree::parse) {
        Some(Ok(after)) if after.kind(Tree::ROOT) == Kind::Object => {
            let kept = |key: &&Node| {
                after
                    .children(Tree::ROOT)
                    .any(|other| after.key(other) == tree.key(**key))
            };
            keys.iter().filter(kept).count()
        }
        _ => match payload {
            Some(payload) => {
                let named = &payload.texts().keys;
                keys.iter()
                    .filter(|key| named.contains(tree.key(**key).as_ref()))
                    .count()
            }
            None => 0,
        },
    };
    (known, keys.len())
}

/// A name without what styles of names differ in.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
