//! Did the type's code panic?

use super::check::CaseCheck;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::subject::CrashKind;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Panicked,
    question: "did the type's code panic, overflow the stack, end the process or time out?",
    summary: "panic, stack overflow, abort or timeout in the type's code",
    rationale: "A text that anybody can send stops the program that reads it.",
    fix: "Return an error instead of calling `unwrap`, limit the depth of recursion, and read the input in one pass.",
};

/// Reports crashes of the type's code. Only panics can be caught if it runs in this process.
pub(super) struct Panicked;

impl CaseCheck for Panicked {
    fn code(&self) -> Code {
        Code::Panicked
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        for (action, crash) in context.crashes() {
            let message = match crash.kind {
                CrashKind::GivenUp => return drafts.undecided(self.code(), crash.message),
                CrashKind::Panic => format!("panic while {action}: {crash}"),
                _ => format!("{crash} while {action}"),
            };
            let mut draft = FindingDraft::new(self.code(), message);
            draft.kind = Kind::from_text(crash.kind.as_str());
            drafts.push(draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Case, CaseKind};
    use crate::check::evidence::check_case;
    use crate::json::Tree;
    use crate::schema::{Dialect, Document, Spec};
    use crate::subject;
    use serde::{Deserialize, Deserializer, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Disk {
        name: String,
        #[serde(deserialize_with = "with_unit")]
        size: String,
    }

    fn with_unit<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
        let size = String::deserialize(input)?;
        size.strip_suffix('K').expect("a unit");
        Ok(size)
    }

    /// Checks try other texts than that of the case, and not all of them are valid.
    #[test]
    fn a_panic_with_another_text_is_no_finding_about_the_case() {
        let document = br##"{"$defs": {"T": {"type": "object", "required": ["name", "size"], "properties": {
            "name": {"type": "string"}, "size": {"type": "string", "pattern": "^[0-9]K$"}}}}}"##;
        let document = Document::parse("t", document).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let subject = subject!(Disk);
        for number in 0..16 {
            let mut case = Case::new(format!("T/sample-{number}"), r#"{"name":"a","size":"1K"}"#);
            case.kind = CaseKind::Sample;
            let context = CheckContext::new(&subject, Some(&schema), &case, Tree::parse(&case.text).unwrap());
            assert_eq!(check_case(&context, |_| true).findings, [], "{number}");
        }
    }
}
