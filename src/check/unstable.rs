//! Does reading what was written give an equal value, and the same text again?

use super::{About, Check, Exam, Hit, Sink};
use crate::diff::differences;
use crate::finding::Code;
use crate::json::Tree;
use crate::subject::{Attempt, Decoder};

pub(super) struct Unstable;

impl Check for Unstable {
    fn code(&self) -> Code {
        Code::Unstable
    }

    fn about(&self) -> About {
        About {
            asks: "does reading what was written give an equal value, and the same text again?",
            says: "what is written does not come back",
            why: "A value that is stored and loaded is not the value any more; each round may lose a little more.",
            mend: "Make `Serialize` and `Deserialize` mirror each other: names, defaults, tags, and the order of variants.",
        }
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        if !exam.is_to_survive() {
            return;
        }
        if let Some(error) = exam.write_error() {
            return sink.hit(
                self.code(),
                hit("unwritable", format!("what was read cannot be written: {error}"), None),
            );
        }
        let (Some(first), Some(text)) = (exam.read().done(), exam.written()) else {
            return;
        };
        // Reading it again is what was done already.
        if exam.comes_back_verbatim() {
            return;
        }
        let again = match exam.read_through(Decoder::FromStr, text) {
            Attempt::Done(again) => again,
            Attempt::Refused(error) => {
                let message = format!("what was written cannot be read: {}", error.message);
                return sink.hit(self.code(), hit("unreadable", message, Some(text)));
            }
            Attempt::Panicked(_) => return,
        };
        if exam.equal(first, &again) == Some(false) {
            let message = "the value read back is not equal to the value written".to_owned();
            sink.hit(self.code(), hit("value", message, Some(text)));
        }
        let Some(Attempt::Done(second)) = exam.write(&again) else {
            return;
        };
        if text != second && !same_json(text, &second) {
            let message = "written again, the text is another".to_owned();
            sink.hit(
                self.code(),
                Hit {
                    wrote: Some(second),
                    ..hit("text", message, Some(text))
                },
            );
        }
    }
}

fn hit(kind: &'static str, message: String, read: Option<&str>) -> Hit {
    Hit {
        kind: Some(kind),
        message,
        read: read.map(str::to_owned),
        ..Hit::default()
    }
}

/// The order of keys may differ from one writing to the next where a type keeps a hash map.
fn same_json(a: &str, b: &str) -> bool {
    match (Tree::parse(a), Tree::parse(b)) {
        (Ok(a), Ok(b)) => differences(&a, &b).is_empty(),
        _ => false,
    }
}
