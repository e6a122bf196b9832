//! A worker that did not answer.

use super::bench::Outcome;
use crate::case::{Case, Skipped};
use crate::check::CHECKS;
use crate::finding::{Code, Finding};
use crate::pointer::Pointer;
use std::process::ExitStatus;
use std::time::Duration;

/// How a worker went down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Crash {
    /// The stack overflowed.
    StackOverflow,
    /// The type did not come back in time, and its process was stopped.
    TimedOut(Duration),
    /// wireproof itself did not get through in time: the type is not to blame.
    Late(Duration),
    /// It ended in another way; what the system says of it.
    Ended(String),
}

impl Crash {
    /// Tells from the exit status and the last words on standard error what happened.
    pub(super) fn of(status: Option<ExitStatus>, stderr_tail: &str) -> Crash {
        if stderr_tail.contains("has overflowed its stack") {
            return Crash::StackOverflow;
        }
        Crash::Ended(status.map_or_else(|| "process is gone".to_owned(), |status| status.to_string()))
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Crash::StackOverflow => "stack_overflow",
            Crash::TimedOut(_) => "timed_out",
            Crash::Late(_) => "late",
            Crash::Ended(_) => "aborted",
        }
    }

    pub(super) fn message(&self) -> String {
        match self {
            Crash::StackOverflow => "stack overflow while reading or writing".to_owned(),
            Crash::TimedOut(limit) => format!("reading, writing or comparing did not end within {}", seconds(*limit)),
            Crash::Late(limit) => format!("wireproof itself did not get through within {}", seconds(*limit)),
            Crash::Ended(how) => format!("process ended while reading or writing: {how}"),
        }
    }

    /// What is to be said of the case that the worker was at.
    pub(super) fn outcome(&self, type_set: &str, subject: &str, case: &Case) -> Outcome {
        let (line, column) = case.place(0);
        if let Crash::Late(_) = self {
            return self.undecided(subject, case, (line, column));
        }
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
            read: Some(crate::finding::shortened(&case.text)),
            wrote: None,
            known: false,
            witness: None,
            union: None,
            replay: String::new(),
        };
        Outcome {
            subjects: vec![subject.to_owned()],
            findings: vec![finding],
            ..Outcome::default()
        }
    }

    /// Nothing is said of the type, and what was not asked is counted.
    fn undecided(&self, subject: &str, case: &Case, (line, column): (usize, usize)) -> Outcome {
        if subject.is_empty() {
            let skipped = Skipped {
                line,
                column,
                ..Skipped::whole(&case.name, self.message())
            };
            return Outcome {
                skipped: Some(skipped),
                ..Outcome::default()
            };
        }
        let codes = CHECKS.iter().map(|check| check.code());
        let of_a_case = codes.filter(|code| !matches!(code, Code::UnfulfilledExpectation | Code::StaleOverlay));
        Outcome {
            subjects: vec![subject.to_owned()],
            unknown: of_a_case.map(|code| (code, self.message())).collect(),
            ..Outcome::default()
        }
    }
}

/// What is unknown of a case that was examined without its schema, because with it there was no end within `limit`.
pub(super) fn without_schema(limit: Duration) -> impl Iterator<Item = (Code, String)> {
    let reason = format!("the schema takes longer than {} for the case", seconds(limit));
    [Code::SchemaViolation, Code::UndocumentedField, Code::EmitsInvalid]
        .into_iter()
        .map(move |code| (code, reason.clone()))
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f64())
}
