//! Lists of which the document says that no item is there twice. To many readers that is a set, which has no order.

use crate::diff::{Change, differences};
use crate::finding::{Code, FindingDraft, Kind};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;
use std::collections::BTreeSet;

/// Gives findings that rest on the order of such a list, and on nothing else, a kind of their own.
pub(super) fn judge_sets(schema: &Schema, tree: &Tree<'_>, findings: &mut [FindingDraft]) {
    let may_be_one = |draft: &FindingDraft| {
        matches!(
            (draft.code, draft.kind),
            (Code::Lossy, Some(Kind::Reordered)) | (Code::Unstable, Some(Kind::Text))
        )
    };
    if !findings.iter().any(may_be_one) {
        return;
    }
    let read = sets(schema, tree);
    for draft in findings.iter_mut().filter(|draft| may_be_one(draft)) {
        let is_one = match draft.code {
            Code::Lossy => read.contains(&draft.pointer.in_every_item()),
            _ => differ_in_order(schema, draft).unwrap_or(false),
        };
        if is_one {
            draft.kind = Some(Kind::SetOrder);
        }
    }
}

/// The places of the sets in a text.
fn sets(schema: &Schema, tree: &Tree<'_>) -> BTreeSet<String> {
    let sets = schema.described(tree).into_iter().filter(|one| one.stated.is_set);
    sets.map(|one| Pointer::from(one.pointer.as_str()).in_every_item())
        .collect()
}

/// Whether what was written first and what was written then differ in the order of sets alone. `None` if they cannot be compared.
fn differ_in_order(schema: &Schema, draft: &FindingDraft) -> Option<bool> {
    let (first, second) = (
        Tree::parse(draft.read.as_deref()?).ok()?,
        Tree::parse(draft.wrote.as_deref()?).ok()?,
    );
    let sets = sets(schema, &first);
    let found = differences(&first, &second);
    let is_of_set = |change: &crate::diff::Difference| {
        matches!(change.change, Change::Reordered) && sets.contains(&change.pointer.in_every_item())
    };
    Some(!found.is_empty() && found.iter().all(is_of_set))
}
