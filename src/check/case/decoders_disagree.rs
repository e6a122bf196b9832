//! Do `from_str`, `from_slice`, `from_reader` and `from_value` agree?

use super::check::CaseCheck;
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::diff::differences;
use crate::finding::{Code, FindingDraft, Kind, RuleInfo};
use crate::json::Tree;
use crate::subject::{Attempt, Decoder, Instance, ReadError};
use serde_json::Value;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::DecodersDisagree,
    question: "do from_slice, from_str, from_reader and from_value agree, apart from the position of an error?",
    summary: "one decoder gives a different result than another",
    rationale: "The same response is read in one program, and rejected or read as a different value in another program that \
                streams it or parses it into a `Value` first.",
    fix: "Own the data that is read (`String` instead of `&str`; a `Visitor` with `visit_borrowed_str` also needs \
          `visit_str`), and do not depend on the order of keys.",
};

pub(super) struct DecodersDisagree;

impl CaseCheck for DecodersDisagree {
    fn code(&self) -> Code {
        Code::DecodersDisagree
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        // `from_slice` uses the code of `from_str` if the slice is a text. The cheap attempt combines the differences of
        // `from_reader` and `from_value`: no borrowed strings, and keys in another order. If the type does not depend on them,
        // the three other decoders need not run.
        if !context.has_duplicate_keys() && context.is_indifferent() {
            return;
        }
        let text = context.tree.text();
        for (decoder, kind, compared) in [
            (Decoder::FromSlice, Kind::FromSlice, Errors::Whole),
            (Decoder::FromReader, Kind::FromReader, Errors::Messages),
        ] {
            if !context.subject.has_decoder(decoder) {
                continue;
            }
            let other = context.read_through(decoder, text);
            if let Some(message) = disagreement(context, context.read(), &other, decoder, compared) {
                drafts.push(FindingDraft::new(self.code(), message).kind(kind));
            }
        }
        // A `Value` merges repeated keys and has its own number format and key order. So the result of `from_value` is
        // compared with the result of `from_str` on the `Value`'s own text.
        if context.has_duplicate_keys() {
            return check_repeated_key(context, drafts);
        }
        if !context.subject.has_decoder(Decoder::FromValue) || context.value().is_err() {
            return;
        }
        let from_value = context.read_through(Decoder::FromValue, text);
        // Usually the value equals that of the case itself; then the `Value` need not be written and read again.
        if let (Attempt::Done(a), Attempt::Done(b)) = (context.read(), &from_value)
            && is_same(context, a, b)
        {
            return;
        }
        let from_text = context.read_through(Decoder::FromValueText, text);
        let message = disagreement(context, &from_text, &from_value, Decoder::FromValue, Errors::Existence);
        if let Some(message) = message {
            drafts.push(FindingDraft::new(self.code(), message).kind(Kind::FromValue));
        }
    }
}

/// If a key is repeated with an equal value, the text means the same as with the key once. A type may reject it, but must
/// not read a different value.
fn check_repeated_key(context: &CheckContext<'_>, drafts: &mut Drafts) {
    let (CaseKind::Sample, Ok(value)) = (context.case.kind, context.value()) else {
        return;
    };
    let once = context.read_through(Decoder::FromStr, &value.to_string());
    let (Attempt::Done(once), Attempt::Done(twice)) = (&once, context.read()) else {
        return;
    };
    // A type that keeps both values differs from one that keeps one, and is right. A `Value` merges what it wrote.
    let merged = |instance| -> Option<String> {
        let merged: Value = serde_json::from_str(context.write(instance)?.done()?).ok()?;
        Some(merged.to_string())
    };
    let (Some(once), Some(twice)) = (merged(once), merged(twice)) else {
        return;
    };
    let (Ok(once), Ok(twice)) = (Tree::parse(&once), Tree::parse(&twice)) else {
        return;
    };
    // A `Value` spells `-0` as `-0.0`, which is the same number, but read as another type in some languages.
    if !differences(&once, &twice).is_empty() {
        let message = "a key that is repeated with an equal value changes the value";
        drafts.push(FindingDraft::new(Code::DecodersDisagree, message).kind(Kind::DuplicateKey));
    }
}

/// What two errors must have in common.
#[derive(Clone, Copy, PartialEq)]
enum Errors {
    /// Message and position.
    Whole,
    /// The message: a reader has consumed one more byte when `serde_json` notices an error.
    Messages,
    /// That both are errors: a `Value` visits its keys in another order, so another error may come first.
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
            (!is_same(context, a, b)).then(|| format!("`from_str` and `{decoder}` give different values"))
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
                Errors::Messages => a.message == b.message,
                Errors::Existence => true,
            };
            let shown = |error: &ReadError| format!("`{}` at {}:{}", error.message, error.line, error.column);
            (!same).then(|| format!("`from_str` says {}, `{decoder}` says {}", shown(a), shown(b)))
        }
        // `panicked` reports a panic.
        _ => None,
    }
}

/// Whether two values are the same according to the type, or else according to the texts that it writes for them. A type may
/// call no two values equal, or hold something that is not read, such as a counter; then the texts decide.
fn is_same(context: &CheckContext<'_>, a: &Instance, b: &Instance) -> bool {
    match context.equal(a, b) {
        Some(true) => true,
        Some(false) => writes_the_same(context, a, b) == Some(true) && !is_reflexive(context),
        None => writes_the_same(context, a, b).unwrap_or(true),
    }
}

/// Whether two values that one decoder reads from the case are equal.
fn is_reflexive(context: &CheckContext<'_>) -> bool {
    let Attempt::Done(first) = context.read() else {
        return true;
    };
    let again = context.read_through(Decoder::FromStr, context.tree.text());
    again
        .done()
        .is_none_or(|again| context.equal(first, again) != Some(false))
}

fn writes_the_same(context: &CheckContext<'_>, a: &Instance, b: &Instance) -> Option<bool> {
    let (a, b) = (context.write(a)?, context.write(b)?);
    let (a, b) = (a.done()?, b.done()?);
    Some(a == b || differences(&Tree::parse(a).ok()?, &Tree::parse(b).ok()?).is_empty())
}
