//! A worker that did not answer.

use super::bench::Outcome;
use crate::case::Case;
use crate::finding::{Code, Finding};
use crate::pointer::Pointer;
use std::process::ExitStatus;
use std::time::Duration;

/// How a worker went down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Crash {
    /// The stack overflowed.
    StackOverflow,
    /// It did not answer in time and was stopped.
    TimedOut(Duration),
    /// It ended in another way; what the system says of it.
    Ended(String),
}

impl Crash {
    /// Tells from the exit status and the last words on standard error what happened.
    pub(super) fn of(status: Option<ExitStatus>, last_words: &str) -> Crash {
        if last_words.contains("has overflowed its stack") {
            return Crash::StackOverflow;
        }
        Crash::Ended(status.map_or_else(|| "process is gone".to_owned(), |status| status.to_string()))
    }

    fn kind(&self) -> &'static str {
        match self {
            Crash::StackOverflow => "stack_overflow",
            Crash::TimedOut(_) => "timed_out",
            Crash::Ended(_) => "aborted",
        }
    }

    fn message(&self) -> String {
        match self {
            Crash::StackOverflow => "stack overflow while reading or writing".to_owned(),
            Crash::TimedOut(limit) => format!("no answer within {} s", limit.as_secs()),
            Crash::Ended(how) => format!("process ended while reading or writing: {how}"),
        }
    }

    /// What is to be said of the case that the worker was at.
    pub(super) fn outcome(&self, type_set: &str, subject: &str, case: &Case) -> Outcome {
        let (line, column) = case.place(0);
        let finding = Finding {
            code: Code::Panicked,
            kind: Some(self.kind().to_owned()),
            level: Code::Panicked.level(),
            type_set: type_set.to_owned(),
            subject: subject.to_owned(),
            case: case.name.clone(),
            case_kind: case.kind.as_str().to_owned(),
            line,
            column,
            pointer: Pointer::root(),
            schema_pointer: None,
            message: self.message(),
            read: Some(crate::examine::shortened(&case.text)),
            wrote: None,
            known: false,
            replay: String::new(),
        };
        Outcome {
            subjects: vec![subject.to_owned()],
            findings: vec![finding],
            ..Outcome::default()
        }
    }
}
