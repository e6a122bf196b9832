//! Types that take too long: one that is slow makes all slow that hold it.

use super::told::Cause;
use super::types::Types;
use crate::audit::model::Instance;
use crate::finding::{Code, Kind};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Puts the causes together of types that take too long, and of which one leads to the other: the innermost stands for all.
pub(super) fn merge_slow(causes: &mut Vec<Cause>, types: &dyn Types, instances: &HashMap<String, Instance>) {
    let (mut slow, others): (Vec<Cause>, Vec<Cause>) = std::mem::take(causes).into_iter().partition(is_slow);
    *causes = others;
    let leads = |from: &Cause, to: &Cause| {
        let item = to.key.item.map(|item| item.type_id);
        let mut subjects = from.subjects.iter().filter_map(|subject| instances.get(subject));
        item.is_some_and(|item| subjects.any(|from| types.leads_to(from, item)))
    };
    // The innermost leads to the fewest of the others; of a circle, in which all lead to all, that with the shortest text.
    let led = |cause: &Cause| slow.iter().filter(|other| leads(cause, other)).count();
    let mut ranks: Vec<usize> = slow.iter().map(led).collect();
    while let Some(at) = (0..slow.len()).min_by_key(|at| rank(&slow[*at], ranks[*at])) {
        let mut inner = slow.remove(at);
        ranks.remove(at);
        let is_around: Vec<bool> = slow.iter().map(|outer| leads(outer, &inner)).collect();
        for index in (0..slow.len()).rev().filter(|index| is_around[*index]) {
            ranks.remove(index);
            take(&mut inner, slow.remove(index));
        }
        causes.push(inner);
    }
}

fn is_slow(cause: &Cause) -> bool {
    let kind = cause.finding.kind;
    cause.finding.code == Code::Panicked && matches!(kind, Some(Kind::TimedOut | Kind::GrowingTime))
}

fn rank(cause: &Cause, led: usize) -> impl Ord + use<> {
    let finding = &cause.finding;
    let length = match cause.text.len() {
        0 => usize::MAX,
        length => length,
    };
    (led, Reverse(finding.level), length, finding.subject.clone())
}

/// Counts a cause as a further place of another. The worse of both is shown.
fn take(inner: &mut Cause, outer: Cause) {
    inner.count += outer.count;
    inner.codes.extend(outer.codes);
    inner.subjects.extend(outer.subjects);
    inner.captures.extend(outer.captures);
    if outer.finding.level > inner.finding.level {
        (inner.finding, inner.text, inner.culprit) = (outer.finding, outer.text, outer.culprit);
    }
}
