//! Does the type print while it reads or writes?

use super::check::CaseCheck;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, RuleInfo, shortened};

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::Prints,
    question: "does the type print while it reads or writes?",
    summary: "the type prints to standard output or standard error",
    rationale: "Standard output belongs to the program: a line that a type prints there spoils what is written for other programs, and \
                may hold private data of the text.",
    fix: "Return an error, or use a logging facade that the program can turn off.",
};

/// Reports what a type in a process of its own prints. What a type in this process prints cannot be seen.
pub(super) struct Prints;

impl CaseCheck for Prints {
    fn code(&self) -> Code {
        Code::Prints
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let Some(printed) = context.printed() else { return };
        let streams = [
            ("standard output", &printed.stdout),
            ("standard error", &printed.stderr),
        ];
        let told = streams.into_iter().filter(|(_, text)| !text.is_empty());
        let told: Vec<String> = told
            .map(|(stream, text)| format!("to {stream} `{}`", shortened(text.lines().next().unwrap_or_default())))
            .collect();
        drafts.push(FindingDraft::new(
            self.code(),
            format!(
                "the type prints {} while it reads and writes the text",
                told.join(" and ")
            ),
        ));
    }
}
