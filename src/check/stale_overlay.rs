//! Does an overlay correct what needs no correction?

use super::{About, Check, Exam, Sink};
use crate::finding::Code;

pub(super) struct StaleOverlay;

impl Check for StaleOverlay {
    fn code(&self) -> Code {
        Code::StaleOverlay
    }

    fn about(&self) -> About {
        About {
            asks: "does an overlay correct what needs no correction?",
            says: "correction of the published document is not needed",
            why: "The document was mended, or the capture that proved the correction does not prove it; the schema in use is \
                  then looser than it need be.",
            mend: "Delete the action, or name a capture that is invalid without it.",
        }
    }

    /// A question about the overlay, not about a case: the command line asks it once.
    fn look(&self, _: &Exam<'_>, _: &mut Sink) {}
}
