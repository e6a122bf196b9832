//! What the reports of a run take from its events, in bounded memory.

use super::causes::Causes;
use crate::case::Skipped;
use crate::finding::Code;
use crate::runner::{Decided, Event};
use std::collections::BTreeMap;

/// The maximum number of inputs that are listed because they could not be examined, of reasons, and of unions.
const MOST_LISTED: usize = 10_000;

/// What was collected.
#[derive(Debug, Default)]
pub struct Collection {
    /// The findings.
    pub causes: Causes,
    /// What could not be examined.
    pub skipped: Vec<Skipped>,
    /// Open questions: how often each reason.
    pub unknown: BTreeMap<(Code, String), usize>,
    /// Open questions of each subject.
    pub unknown_of: BTreeMap<(String, Code), usize>,
    /// Unions whose branches overlap, or could not be decided.
    pub unions: Vec<Decided>,
    /// Questions about the case that is reported right now; it is followed by the subjects that examined it.
    open: Vec<Code>,
    has_subject: bool,
}

impl Collection {
    /// Counts an open question by its reason; those beyond the limit together.
    fn count_unknown(&mut self, code: Code, reason: &str) {
        let mut key = (code, reason.to_owned());
        if self.unknown.len() >= MOST_LISTED && !self.unknown.contains_key(&key) {
            key.1 = "other reasons".to_owned();
        }
        *self.unknown.entry(key).or_default() += 1;
    }

    /// Takes note of an event.
    pub fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Finding { finding, .. } => self.causes.add(finding),
            Event::Skipped(skipped) if self.skipped.len() < MOST_LISTED => self.skipped.push((*skipped).clone()),
            Event::Unknown { code, reason, .. } => {
                self.count_unknown(*code, reason);
                if std::mem::take(&mut self.has_subject) {
                    self.open.clear();
                }
                self.open.push(*code);
            }
            Event::Examined { subject, .. } => {
                self.has_subject = true;
                for code in &self.open {
                    *self.unknown_of.entry(((*subject).to_owned(), *code)).or_default() += 1;
                }
            }
            Event::Progress(_) => self.open.clear(),
            Event::Union(decided) if decided.overlapping.is_empty() && decided.unknown.is_empty() => {}
            Event::Union(decided) if self.unions.len() < MOST_LISTED => self.unions.push((*decided).clone()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::runner::Status;

    #[test]
    fn any_number_of_reasons_takes_bounded_memory_and_all_are_counted() {
        let mut collection = Collection::default();
        let case = Case::new("a.json", "{}");
        for number in 0..MOST_LISTED + 50 {
            let reason = format!("reason {number}");
            let (case, code) = (&case, Code::Lossy);
            collection.add(&Event::Unknown {
                case,
                code,
                reason: &reason,
            });
        }
        assert_eq!(collection.unknown.len(), MOST_LISTED + 1);
        assert_eq!(collection.unknown.values().sum::<usize>(), MOST_LISTED + 50);
    }

    #[test]
    fn a_question_is_of_the_subjects_that_examined_its_case() {
        let mut collection = Collection::default();
        let case = &Case::new("a.json", "{}");
        let examined = |subject| Event::Examined {
            case,
            subject,
            status: Status::Unknown,
        };
        collection.add(&Event::Unknown {
            case,
            code: Code::Lossy,
            reason: "deep",
        });
        collection.add(&examined("Pet"));
        collection.add(&examined("Animal"));
        collection.add(&Event::Unknown {
            case,
            code: Code::Rejected,
            reason: "deep",
        });
        collection.add(&examined("Pet"));
        let of = |subject: &str, code| collection.unknown_of.get(&(subject.to_owned(), code)).copied();
        assert_eq!((of("Pet", Code::Lossy), of("Animal", Code::Lossy)), (Some(1), Some(1)));
        assert_eq!(
            (of("Pet", Code::Rejected), of("Animal", Code::Rejected)),
            (Some(1), None)
        );
    }
}
