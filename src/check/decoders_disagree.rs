//! Do `from_slice`, `from_str`, `from_reader` and `from_value` agree?

use super::{About, Check, Exam, Hit, Sink};
use crate::diff::differences;
use crate::finding::Code;
use crate::json::Tree;
use crate::subject::{Attempt, Decoder, Instance};

pub(super) struct DecodersDisagree;

impl Check for DecodersDisagree {
    fn code(&self) -> Code {
        Code::DecodersDisagree
    }

    fn about(&self) -> About {
        About {
            asks: "do from_slice, from_str, from_reader and from_value agree, up to the error's position?",
            says: "one way into the type gives another answer than the next",
            why: "The same answer of the server is read in one program and refused, or read as another value, in the next \
                  that streams it, or parses it first.",
            mend: "Own what you read (`String`, not `&str`; a `Visitor` needs `visit_str` beside `visit_borrowed_str`), and \
                   do not depend on the order of keys.",
        }
    }

    fn look(&self, exam: &Exam<'_>, sink: &mut Sink) {
        let text = exam.tree.text();
        for decoder in [Decoder::FromSlice, Decoder::FromReader] {
            let other = exam.read_through(decoder, text);
            if let Some(message) = disagreement(exam, exam.read(), Decoder::FromStr, &other, decoder, true) {
                sink.hit(self.code(), hit(decoder, message));
            }
        }
        // A `Value` is another text where keys stand twice; its digits and order of keys are its own. So what goes in
        // is compared with what its own text gives.
        let Ok(value) = exam.value() else { return };
        if exam.tree.has_duplicate_keys() {
            return;
        }
        let from_text = exam.read_through(Decoder::FromStr, &value.to_string());
        let from_value = exam.read_value(value.clone());
        let message = disagreement(
            exam,
            &from_text,
            Decoder::FromStr,
            &from_value,
            Decoder::FromValue,
            false,
        );
        if let Some(message) = message {
            sink.hit(self.code(), hit(Decoder::FromValue, message));
        }
    }
}

fn hit(decoder: Decoder, message: String) -> Hit {
    Hit {
        kind: Some(decoder.as_str()),
        message,
        ..Hit::default()
    }
}

fn disagreement(
    exam: &Exam<'_>,
    a: &Attempt<Instance>,
    a_name: Decoder,
    b: &Attempt<Instance>,
    b_name: Decoder,
    compare_words: bool,
) -> Option<String> {
    let (a_name, b_name) = (a_name.as_str(), b_name.as_str());
    match (a, b) {
        (Attempt::Done(a), Attempt::Done(b)) => {
            let same = exam.equal(a, b).unwrap_or(true) && same_text(exam, a, b).unwrap_or(true);
            (!same).then(|| format!("`{a_name}` and `{b_name}` give different values"))
        }
        (Attempt::Done(_), Attempt::Refused(error)) => {
            Some(format!("`{a_name}` reads it, `{b_name}` does not: {}", error.message))
        }
        (Attempt::Refused(error), Attempt::Done(_)) => {
            Some(format!("`{b_name}` reads it, `{a_name}` does not: {}", error.message))
        }
        (Attempt::Refused(a), Attempt::Refused(b)) if compare_words && a.message != b.message => Some(format!(
            "`{a_name}` says `{}`, `{b_name}` says `{}`",
            a.message, b.message
        )),
        // A panic is told by `panicked`.
        _ => None,
    }
}

fn same_text(exam: &Exam<'_>, a: &Instance, b: &Instance) -> Option<bool> {
    let (a, b) = (exam.write(a)?, exam.write(b)?);
    let (a, b) = (a.done()?, b.done()?);
    Some(a == b || differences(&Tree::parse(a).ok()?, &Tree::parse(b).ok()?).is_empty())
}
