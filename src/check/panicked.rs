//! Did reading or writing panic, overflow the stack, or run past its time?

use super::{About, Check, Exam, Hit, Sink};
use crate::finding::Code;

pub(super) struct Panicked;

impl Check for Panicked {
    fn code(&self) -> Code {
        Code::Panicked
    }

    fn about(&self) -> About {
        About {
            asks: "did reading or writing panic, overflow the stack, or run past its time?",
            says: "type brings the program down",
            why: "What a stranger sends can stop the program.",
            mend: "Return an error instead of unwrapping; bound recursion; read in one pass.",
        }
    }

    /// Tells of panics. An overflow or an endless loop takes its process along; the session, which runs cases in a
    /// process apart, reports those under the same code.
    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        for (doing, words) in exam.panics() {
            sink.hit(
                self.code(),
                Hit {
                    kind: Some("panic"),
                    message: format!("panic while {doing}: {words}"),
                    ..Hit::default()
                },
            );
        }
    }
}
