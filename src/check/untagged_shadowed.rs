//! Is text that only branch j allows read by the variant of branch i?

use super::{About, Check, Exam, Hit, Sink, union_table};
use crate::finding::Code;
use crate::unions::{UnionExam, Wrong};
use std::collections::BTreeMap;

pub(super) struct UntaggedShadowed;

impl Check for UntaggedShadowed {
    fn code(&self) -> Code {
        Code::UntaggedShadowed
    }

    fn about(&self) -> About {
        About {
            asks: "is text that only one branch of a union allows read by another branch's variant?",
            says: "text of one branch is read by another branch's variant",
            why: "An untagged enum takes the first variant that fits. When that is the wrong one, nothing fails: the value \
                  has another meaning than the server gave it, and what the variant does not know is gone.",
            mend: "Dispatch on the tag; or let the payload's tag be a type of one value, so that only its own text fits; or \
                   refuse unknown keys in the variant that comes too early; or put the stricter variant first.",
        }
    }

    fn look(&self, _: &Exam<'_>, _: &mut Sink) {}

    fn look_at_union(&self, exam: &UnionExam<'_>, sink: &mut Sink) {
        for wrong in wrong_picks(exam) {
            let shown = exam.smallest(|reading| exam.wrong_pick(reading) == Some(wrong));
            let Some(reading) = shown else { continue };
            let name = |variant: usize| exam.union.variants()[variant].name();
            let mut message = format!("{} is read as `{}`", exam.branch_name(wrong.branch), name(wrong.pick));
            if let Some(right) = wrong.right {
                message += &format!(", before `{}` has a look", name(right));
            }
            sink.hit(
                self.code(),
                Hit {
                    schema_pointer: exam.place.as_ref().map(|place| place.pointer()),
                    message,
                    wrote: reading.written.clone(),
                    table: Some(Box::new(union_table(exam, &reading))),
                    read: Some(reading.text),
                    ..Hit::default()
                },
            );
        }
    }
}

/// The wrong picks, one for each branch and variant; one that takes the text away from another variant, if there is one.
pub(super) fn wrong_picks(exam: &UnionExam<'_>) -> Vec<Wrong> {
    let mut found: BTreeMap<(usize, usize), Wrong> = BTreeMap::new();
    for wrong in exam.readings.iter().filter_map(|reading| exam.wrong_pick(reading)) {
        let had = found.entry((wrong.branch, wrong.pick)).or_insert(wrong);
        if had.right.is_none() {
            *had = wrong;
        }
    }
    found.into_values().collect()
}
