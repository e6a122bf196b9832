//! One attempt to read or write, whatever comes of it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A way into a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    /// `serde_json::from_str`
    FromStr,
    /// `serde_json::from_slice`
    FromSlice,
    /// `serde_json::from_reader`
    FromReader,
    /// `serde_json::from_value`
    FromValue,
}

impl Decoder {
    /// The name of the function.
    pub fn as_str(self) -> &'static str {
        match self {
            Decoder::FromStr => "from_str",
            Decoder::FromSlice => "from_slice",
            Decoder::FromReader => "from_reader",
            Decoder::FromValue => "from_value",
        }
    }
}

/// Why a type does not read a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// The error's words, without the position.
    pub message: String,
    /// Line in the text, from 1; 0 if the error has none.
    pub line: usize,
    /// Column in bytes, from 1; 0 if the error has none.
    pub column: usize,
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> ReadError {
        let mut message = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        if message.ends_with(&position) {
            message.truncate(message.len() - position.len());
        }
        ReadError {
            message,
            line: error.line(),
            column: error.column(),
        }
    }
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Attempt<T> {
    /// It worked.
    Done(T),
    /// It ended with an error.
    Refused(ReadError),
    /// It panicked, with these words.
    Panicked(String),
}

impl<T> Attempt<T> {
    /// The result, if it worked.
    pub fn done(&self) -> Option<&T> {
        match self {
            Attempt::Done(value) => Some(value),
            Attempt::Refused(_) | Attempt::Panicked(_) => None,
        }
    }
}

thread_local! {
    /// The words of the last panic on this thread, while somebody is listening.
    static PANIC: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Runs code of the type under test; a panic in it is an answer.
pub(crate) fn attempt<T, E: Into<ReadError>>(code: impl FnOnce() -> Result<T, E>) -> Attempt<T> {
    hear_panics();
    PANIC.set(Some(None));
    let result = panic::catch_unwind(AssertUnwindSafe(code));
    let words = PANIC.take();
    match result {
        Ok(Ok(value)) => Attempt::Done(value),
        Ok(Err(error)) => Attempt::Refused(error.into()),
        Err(_) => Attempt::Panicked(words.flatten().unwrap_or_else(|| "no message".to_owned())),
    }
}

/// Keeps the panics of types under test out of the terminal; all others go where they went before.
fn hear_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let listening = PANIC.try_with(|panic| match &mut *panic.borrow_mut() {
                Some(words) => {
                    *words = Some(message_of(info));
                    true
                }
                None => false,
            });
            if !listening.unwrap_or(false) {
                before(info);
            }
        }));
    });
}

fn message_of(info: &panic::PanicHookInfo<'_>) -> String {
    let words = info.payload_as_str().unwrap_or("no message");
    match info.location() {
        Some(place) => format!("{words} ({}:{})", place.file(), place.line()),
        None => words.to_owned(),
    }
}
