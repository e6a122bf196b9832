//! Does reading what was written give an equal value, and the same text again?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::diff::differences;
use crate::finding::Code;
use crate::json::Tree;
use crate::subject::{Attempt, Decoder};

pub(super) struct Unstable;

impl Check for Unstable {
    fn code(&self) -> Code {
        Code::Unstable
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "does reading what was written give an equal value, and the same text again?",
            summary: "what is written does not come back",
            rationale: "A value that is stored and loaded is not the value any more; each round may lose a little more.",
            fix: "Make `Serialize` and `Deserialize` mirror each other: names, defaults, tags, and the order of variants.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        if !context.is_to_survive() {
            return;
        }
        if let Some(error) = context.write_error() {
            return sink.hit(
                self.code(),
                hit("unwritable", format!("what was read cannot be written: {error}"), None),
            );
        }
        let (Some(first), Some(text)) = (context.read().done(), context.written()) else {
            return;
        };
        // Reading it again is what was done already.
        if context.comes_back_verbatim() {
            return;
        }
        let again = match context.read_through(Decoder::FromStr, text) {
            Attempt::Done(again) => again,
            Attempt::Refused(error) => {
                let message = format!("what was written cannot be read: {}", error.message);
                return sink.hit(self.code(), hit("unreadable", message, Some(text)));
            }
            Attempt::Crashed(_) => return,
        };
        if context.equal(first, &again) == Some(false) {
            let message = "the value read back is not equal to the value written".to_owned();
            sink.hit(self.code(), hit("value", message, Some(text)));
        }
        let Some(Attempt::Done(second)) = context.write(&again) else {
            return;
        };
        if text != second && !same_json(text, &second) {
            let message = "written again, the text is another".to_owned();
            sink.hit(
                self.code(),
                FindingDraft {
                    wrote: Some(second),
                    ..hit("text", message, Some(text))
                },
            );
        }
    }
}

fn hit(kind: &'static str, message: String, read: Option<&str>) -> FindingDraft {
    FindingDraft {
        kind: Some(kind),
        message,
        read: read.map(str::to_owned),
        ..FindingDraft::default()
    }
}

/// The order of keys may differ from one writing to the next where a type keeps a hash map.
fn same_json(a: &str, b: &str) -> bool {
    match (Tree::parse(a), Tree::parse(b)) {
        (Ok(a), Ok(b)) => differences(&a, &b).is_empty(),
        _ => false,
    }
}
