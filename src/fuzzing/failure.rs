//! How a fuzz target fails: with a panic that describes what was found.

use crate::case::{Case, Saved};
use crate::finding::{Finding, shortened};

/// Fails with a finding. The case is saved, so that the command line can run it again.
pub(super) fn finding(target: &str, case: &Case, finding: &Finding) -> ! {
    let saved = Saved::new(&finding.type_set, &finding.subject, case).with_finding(finding);
    let text = shortened(&case.text);
    let replay = match saved.save() {
        Ok((id, _)) => format!("\n  reproduce with: wireproof replay {id}"),
        Err(_) => String::new(),
    };
    panic!("{target}: {}\n  of {text}{replay}", summary(finding))
}

/// Fails with something that does not concern a single finding. The fuzzer keeps the bytes and prints how to run them again.
pub(super) fn fault(target: &str, message: &str, text: &str) -> ! {
    panic!("{target}: {message}\n  of {}", shortened(text))
}

/// Code, kind, subject, place and message of a finding.
pub(super) fn summary(finding: &Finding) -> String {
    let kind = finding.kind.map_or(String::new(), |kind| format!(" {kind}"));
    let code = finding.code;
    let (subject, pointer, message) = (&finding.subject, &finding.pointer, &finding.message);
    format!("{code}{kind} in {subject} at `{pointer}`: {message}")
}
