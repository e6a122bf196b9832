//! How a target tells what it found.

use crate::case::{Case, Saved};
use crate::finding::{Finding, shortened};

/// Ends a target with what was found in a case. The case is kept, so that the command line can run it again.
pub(super) fn finding(target: &str, case: &Case, finding: &Finding) -> ! {
    let saved = Saved::new(&finding.type_set, &finding.subject, case);
    let command = match saved.save() {
        Ok((id, _)) => format!("wireproof replay {id}"),
        Err(_) => again(target),
    };
    let kind = finding.kind.map_or(String::new(), |kind| format!(" {kind}"));
    let code = finding.code;
    let (subject, pointer, message) = (&finding.subject, &finding.pointer, &finding.message);
    sound(
        target,
        &format!("{code}{kind} in {subject} at `{pointer}`: {message}"),
        &case.text,
        &command,
    )
}

/// Ends a target with what is wrong in wireproof itself.
pub(super) fn fault(target: &str, what: &str, text: &str) -> ! {
    sound(target, what, text, &again(target))
}

/// The command that runs the inputs of a target again that made it end, on stable.
fn again(target: &str) -> String {
    format!("cargo test --test library fuzz::{target}")
}

fn sound(target: &str, what: &str, text: &str, command: &str) -> ! {
    panic!(
        "{target}: {what}\n  of {}\n  reproduce with: {command}",
        shortened(text)
    )
}
