//! What a type asks for and complains about in one run.
//!
//! Kept for the thread, since an error is made without access to the deserializer, and untagged enums discard the errors of their
//! attempts.

use super::model::{JsonKind, Request, VariantForm};
use super::samples;
use super::sketch::Address;
use serde::de::{self, Expected, Unexpected};
use std::cell::RefCell;
use std::fmt;

/// The most requests and complaints of a run, and how deep requests may be nested: types that ask again for the same place for
/// ever would not end otherwise.
const MOST: usize = 40_000;
const DEEPEST: usize = 160;
/// How much of a text in an error is kept, in characters.
const LONGEST: usize = 160;

/// A request of the type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) place: Address,
    /// The type that the place declares, or the seed if it is of a special kind; empty inside an option or a newtype.
    pub(super) seed: &'static str,
    pub(super) request: Request,
    /// The name of a struct or enum.
    pub(super) name: &'static str,
    /// The fields or variants that the type lists.
    pub(super) names: &'static [&'static str],
    pub(super) length: usize,
    pub(super) visitor: &'static str,
    pub(super) value: &'static str,
    /// Whether the visitor returned a value; `None` if it panicked.
    pub(super) worked: Option<bool>,
    /// As [`Asked::worked`], with what the type makes of the visitor's value. Only of the first request of a place.
    pub(super) was_read: Option<bool>,
    /// The complaints made before the request, and before its end.
    pub(super) complaints: (usize, usize),
}

/// An error of the type or of the deserializer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Complaint {
    /// The request during which it was made, if any.
    pub(super) during: Option<usize>,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    Missing(String),
    UnknownField(&'static [&'static str]),
    UnknownWord {
        mark: Option<usize>,
        listed: &'static [&'static str],
    },
    /// A value of another kind than expected.
    Kind {
        found: Option<JsonKind>,
        mark: Option<usize>,
        expected: String,
    },
    /// A value of the right kind that does not suit.
    Value {
        mark: Option<usize>,
        expected: String,
    },
    Length(String),
    Duplicate(String),
    Other(String),
}

impl fmt::Display for What {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Missing(field) => write!(out, "missing field `{field}`"),
            What::UnknownField(_) => out.write_str("unknown field"),
            What::UnknownWord { .. } => out.write_str("unknown variant"),
            What::Kind { expected, .. } | What::Value { expected, .. } | What::Length(expected) => {
                write!(out, "expected {expected}")
            }
            What::Duplicate(field) => write!(out, "duplicate field `{field}`"),
            What::Other(message) => out.write_str(message),
        }
    }
}

/// What happened in a run.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) asked: Vec<Asked>,
    pub(super) complaints: Vec<Complaint>,
    /// How a variant was asked for its content, by the place of the value that names it.
    pub(super) variants: Vec<(Address, VariantForm)>,
    open: Vec<usize>,
}

thread_local! {
    static LOG: RefCell<Log> = RefCell::default();
}

pub(super) fn start() {
    LOG.take();
}

pub(super) fn end() -> Log {
    LOG.take()
}

/// Notes a request, and gives its number; `None` if there are too many.
pub(super) fn open(mut asked: Asked) -> Option<usize> {
    LOG.with_borrow_mut(|log| {
        if log.asked.len() >= MOST || log.open.len() >= DEEPEST {
            return None;
        }
        let number = log.asked.len();
        asked.complaints = (log.complaints.len(), usize::MAX);
        log.asked.push(asked);
        log.open.push(number);
        Some(number)
    })
}

pub(super) fn close(number: usize, worked: bool) {
    LOG.with_borrow_mut(|log| {
        let end = log.complaints.len();
        if let Some(asked) = log.asked.get_mut(number) {
            (asked.worked, asked.complaints.1) = (Some(worked), end);
        }
        log.open.pop();
    });
}

/// How many requests there were.
pub(super) fn count() -> usize {
    LOG.with_borrow(|log| log.asked.len())
}

/// Notes the end of a seed whose first request is that of the number; `nothing` stands for it if it made none.
pub(super) fn end_seed(first: usize, nothing: Asked, was_read: bool) {
    LOG.with_borrow_mut(|log| {
        let end = log.complaints.len();
        if log.asked.len() == first && first < MOST {
            log.asked.push(Asked {
                complaints: (end, end),
                ..nothing
            });
        }
        if let Some(asked) = log.asked.get_mut(first) {
            (asked.was_read, asked.complaints.1) = (Some(was_read), end);
        }
    });
}

pub(super) fn variant(place: Address, form: VariantForm) {
    LOG.with_borrow_mut(|log| {
        if log.variants.len() < MOST {
            log.variants.push((place, form));
        }
    });
}

fn complain(what: What) -> Refusal {
    LOG.with_borrow_mut(|log| {
        if log.complaints.len() < MOST {
            let during = log.open.last().copied();
            log.complaints.push(Complaint { during, what });
        }
    });
    Refusal
}

/// The error of a run. What it says is in the log.
#[derive(Debug)]
pub(super) struct Refusal;

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("refused")
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Refusal {
        let message = shortened(&message.to_string());
        complain(What::Other(message))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Refusal {
        let expected = shortened(&expected.to_string());
        complain(What::Kind {
            found: kind_of(&found),
            mark: samples::mark_in(&found),
            expected,
        })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Refusal {
        let expected = shortened(&expected.to_string());
        complain(What::Value {
            mark: samples::mark_in(&found),
            expected,
        })
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Refusal {
        let expected = shortened(&expected.to_string());
        complain(What::Length(expected))
    }

    fn unknown_variant(word: &str, listed: &'static [&'static str]) -> Refusal {
        complain(What::UnknownWord {
            mark: samples::mark_in(&Unexpected::Str(word)),
            listed,
        })
    }

    fn unknown_field(_: &str, listed: &'static [&'static str]) -> Refusal {
        complain(What::UnknownField(listed))
    }

    fn missing_field(field: &'static str) -> Refusal {
        complain(What::Missing(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Refusal {
        complain(What::Duplicate(field.to_owned()))
    }
}

fn kind_of(found: &Unexpected<'_>) -> Option<JsonKind> {
    Some(match found {
        Unexpected::Bool(_) => JsonKind::Bool,
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => JsonKind::Integer,
        Unexpected::Float(_) => JsonKind::Fraction,
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => JsonKind::String,
        // An option that was given a value, or none.
        Unexpected::Unit | Unexpected::Option => JsonKind::Null,
        Unexpected::Seq => JsonKind::List,
        Unexpected::Map => JsonKind::Object,
        _ => return None,
    })
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
