//! Do `from_slice`, `from_str`, `from_reader` and `from_value` agree?

use super::{Check, CheckContext, FindingDraft, RuleInfo, Sink};
use crate::case::CaseKind;
use crate::diff::differences;
use crate::finding::Code;
use crate::json::Tree;
use crate::subject::{Attempt, Decoder, Instance, ReadError};
use serde_json::Value;

pub(super) struct DecodersDisagree;

impl Check for DecodersDisagree {
    fn code(&self) -> Code {
        Code::DecodersDisagree
    }

    fn info(&self) -> RuleInfo {
        RuleInfo {
            question: "do from_slice, from_str, from_reader and from_value agree, up to the error's position?",
            summary: "one way into the type gives another answer than the next",
            rationale: "The same answer of the server is read in one program and refused, or read as another value, in the next \
                  that streams it, or parses it first.",
            fix: "Own what you read (`String`, not `&str`; a `Visitor` needs `visit_str` beside `visit_borrowed_str`), and \
                   do not depend on the order of keys.",
        }
    }

    fn check_case(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        // A slice that is a text is read by the code that reads a text; what a reader and a `Value` do otherwise, a text
        // that is parsed already does at once. So a type that minds nothing of it need not be asked three times.
        if !context.has_duplicate_keys() && context.is_indifferent() {
            return;
        }
        let text = context.tree.text();
        for (decoder, compared) in [
            (Decoder::FromSlice, Errors::Whole),
            (Decoder::FromReader, Errors::Words),
        ] {
            if !context.subject.has_decoder(decoder) {
                continue;
            }
            let other = context.read_through(decoder, text);
            if let Some(message) = disagreement(context, context.read(), &other, decoder, compared) {
                sink.hit(self.code(), hit(decoder, message));
            }
        }
        // A `Value` is another text where keys stand twice; its digits and order of keys are its own. So what goes in
        // is compared with what its own text gives.
        if context.has_duplicate_keys() {
            return self.twice(context, sink);
        }
        if !context.subject.has_decoder(Decoder::FromValue) || context.value().is_err() {
            return;
        }
        let from_value = context.read_through(Decoder::FromValue, text);
        // Most give what the case itself gives; then it need not be written down and read once more.
        if let (Attempt::Done(a), Attempt::Done(b)) = (context.read(), &from_value)
            && same(context, a, b)
        {
            return;
        }
        let from_text = context.read_through(Decoder::FromValueText, text);
        let message = disagreement(context, &from_text, &from_value, Decoder::FromValue, Errors::Existence);
        if let Some(message) = message {
            sink.hit(self.code(), hit(Decoder::FromValue, message));
        }
    }
}

impl DecodersDisagree {
    /// Where a key was written twice with the same value, the text means what it means with the key once: a type may
    /// refuse it, but must not read another value.
    fn twice(&self, context: &CheckContext<'_>, sink: &mut Sink) {
        let (CaseKind::Sample, Ok(value)) = (context.case.kind, context.value()) else {
            return;
        };
        let once = context.read_through(Decoder::FromStr, &value.to_string());
        let (Attempt::Done(once), Attempt::Done(twice)) = (&once, context.read()) else {
            return;
        };
        // A type that keeps both is not equal to one that keeps one, and is right.
        let merged = |instance| -> Option<Value> { serde_json::from_str(context.write(instance)?.done()?).ok() };
        let (Some(once), Some(twice)) = (merged(once), merged(twice)) else {
            return;
        };
        if once != twice {
            let message = "a key that stands twice with one value makes another value".to_owned();
            sink.hit(
                self.code(),
                FindingDraft {
                    kind: Some("duplicate_key"),
                    message,
                    ..FindingDraft::default()
                },
            );
        }
    }
}

fn hit(decoder: Decoder, message: String) -> FindingDraft {
    FindingDraft {
        kind: Some(decoder.as_str()),
        message,
        ..FindingDraft::default()
    }
}

/// How much two errors must have in common.
#[derive(Clone, Copy, PartialEq)]
enum Errors {
    /// Words and position.
    Whole,
    /// The words: a reader has taken one byte more when `serde_json` finds out.
    Words,
    /// That there is one: a `Value` hands its keys out in another order, so another may come first.
    Existence,
}

fn disagreement(
    context: &CheckContext<'_>,
    a: &Attempt<Instance>,
    b: &Attempt<Instance>,
    decoder: Decoder,
    compared: Errors,
) -> Option<String> {
    let decoder = decoder.as_str();
    match (a, b) {
        (Attempt::Done(a), Attempt::Done(b)) => {
            (!same(context, a, b)).then(|| format!("`from_str` and `{decoder}` give different values"))
        }
        (Attempt::Done(_), Attempt::Refused(error)) => {
            Some(format!("`from_str` reads it, `{decoder}` does not: {}", error.message))
        }
        (Attempt::Refused(error), Attempt::Done(_)) => {
            Some(format!("`{decoder}` reads it, `from_str` does not: {}", error.message))
        }
        (Attempt::Refused(a), Attempt::Refused(b)) => {
            let same = match compared {
                Errors::Whole => a == b,
                Errors::Words => a.message == b.message,
                Errors::Existence => true,
            };
            let said = |error: &ReadError| format!("`{}` at {}:{}", error.message, error.line, error.column);
            (!same).then(|| format!("`from_str` says {}, `{decoder}` says {}", said(a), said(b)))
        }
        // A panic is told by `panicked`.
        _ => None,
    }
}

/// Whether two values are the same: the type says so, or else what it writes for them does.
fn same(context: &CheckContext<'_>, a: &Instance, b: &Instance) -> bool {
    context
        .equal(a, b)
        .unwrap_or_else(|| same_text(context, a, b).unwrap_or(true))
}

fn same_text(context: &CheckContext<'_>, a: &Instance, b: &Instance) -> Option<bool> {
    let (a, b) = (context.write(a)?, context.write(b)?);
    let (a, b) = (a.done()?, b.done()?);
    Some(a == b || differences(&Tree::parse(a).ok()?, &Tree::parse(b).ok()?).is_empty())
}
