//! Did a known deviation not fire?

use super::{About, Check, Exam, Sink};
use crate::finding::Code;

pub(super) struct StaleKnown;

impl Check for StaleKnown {
    fn code(&self) -> Code {
        Code::StaleKnown
    }

    fn about(&self) -> About {
        About {
            asks: "did a known deviation not fire?",
            says: "accepted deviation did not fire",
            why: "Somebody accepted a finding that is no longer there; left in the file, the entry would hide its return.",
            mend: "Delete the entry. If the case that showed it was not part of the run, name the case in the entry.",
        }
    }

    /// A question about a whole run: the session asks it at the end.
    fn look(&self, _: &Exam<'_>, _: &mut Sink) {}
}
