//! Does a written text read back as an equal value, and is it the same when written again?

use super::check::CaseCheck;
use super::written_twice::written_twice;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::diff::differences;
use crate::finding::{Code, FindingDraft, Kind, RuleInfo, shortened};
use crate::json::Tree;
use crate::subject::{Attempt, Decoder};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Unstable,
    question: "does a written text read back as an equal value, and is it the same when written again?",
    summary: "written text does not read back as the same value",
    rationale: "A value that is stored and loaded is not the same value any more, and each further round may change it again.",
    fix: "Make `Serialize` and `Deserialize` mirror each other in names, defaults, tags and the order of variants.",
};

pub(super) struct Unstable;

impl CaseCheck for Unstable {
    fn code(&self) -> Code {
        Code::Unstable
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        if !context.must_survive() {
            return;
        }
        if let Some(error) = context.write_error() {
            let message = format!("the value that was read cannot be written: {error}");
            return drafts.push(draft(Kind::Unwritable, message, None));
        }
        let (Some(first), Some(text)) = (context.read().done(), context.written()) else {
            return;
        };
        // The same text was read already. That a key is written twice, `lossy` reports.
        if context.comes_back_verbatim() || !written_twice(context).is_empty() {
            return;
        }
        if context.is_known_stable() {
            return;
        }
        // `serde_json` writes JSON only. Other languages may write `NaN`.
        if context.differences().is_none()
            && let Err(error) = Tree::parse(text)
        {
            let message = format!("the written text is not JSON: {}", error.message);
            return drafts.push(draft(Kind::Unwritable, message, None).wrote(Some(shortened(text))));
        }
        let again = match context.read_through(Decoder::FromStr, text) {
            Attempt::Done(again) => again,
            Attempt::Refused(error) => {
                let message = format!("the written text cannot be read: {}", error.message);
                return drafts.push(draft(Kind::Unreadable, message, Some(text)));
            }
            Attempt::Crashed(_) => return,
        };
        let is_unequal = context.equal(first, &again) == Some(false);
        let second = context.write(&again).and_then(|second| match second {
            Attempt::Done(second) => Some(second),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        });
        let is_same_text = second
            .as_ref()
            .map(|second| text == second || is_same_json(text, second));
        if is_unequal && is_same_text == Some(true) {
            // A counter, or a field that is not read: no text shows a difference.
            let message =
                "the value read back is not equal to the value written, although both are written as the same text";
            drafts.push(draft(Kind::Unequal, message.to_owned(), Some(text)));
        } else if is_unequal {
            let message = "the value read back is not equal to the value written".to_owned();
            drafts.push(draft(Kind::Value, message, Some(text)));
        }
        if let Some(second) = second.filter(|_| is_same_text == Some(false)) {
            let message = "the text is different when the value is written again".to_owned();
            drafts.push(draft(Kind::Text, message, Some(text)).wrote(Some(second)));
        }
    }
}

fn draft(kind: Kind, message: String, read: Option<&str>) -> FindingDraft {
    FindingDraft::new(Code::Unstable, message)
        .kind(kind)
        .read(read.map(str::to_owned))
}

/// Whether two texts are the same JSON. A type with a hash map writes its keys in a different order each time.
fn is_same_json(a: &str, b: &str) -> bool {
    match (Tree::parse(a), Tree::parse(b)) {
        (Ok(a), Ok(b)) => differences(&a, &b).is_empty(),
        _ => false,
    }
}
