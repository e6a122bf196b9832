//! One attempt to read, write, compare or show, and its outcome: a result, an error of the type, or a crash.

use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// A way into a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decoder {
    /// `serde_json::from_str`
    FromStr,
    /// `serde_json::from_slice`
    FromSlice,
    /// `serde_json::from_reader`
    FromReader,
    /// `serde_json::from_value`: the text is parsed as a `Value` first.
    FromValue,
    /// `serde_json::from_str`, of the text that this `Value` is written as. `FromValue` is compared with it.
    FromValueText,
}

impl Decoder {
    /// All of them.
    pub const ALL: [Decoder; 5] = [
        Decoder::FromStr,
        Decoder::FromSlice,
        Decoder::FromReader,
        Decoder::FromValue,
        Decoder::FromValueText,
    ];

    /// The name of the function.
    pub fn as_str(self) -> &'static str {
        match self {
            Decoder::FromStr => "from_str",
            Decoder::FromSlice => "from_slice",
            Decoder::FromReader => "from_reader",
            Decoder::FromValue => "from_value",
            Decoder::FromValueText => "from_value_text",
        }
    }
}

/// Why a type does not read a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// The error's message, without the position.
    pub message: String,
    /// Line in the text, from 1; 0 if the error has none.
    #[serde(default)]
    pub line: usize,
    /// Column in bytes, from 1; 0 if the error has none.
    #[serde(default)]
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

/// How the code of a type failed instead of returning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CrashKind {
    /// It panicked, and the panic was caught.
    Panic,
    /// Its stack overflowed.
    StackOverflow,
    /// Its process ended: `abort`, `exit`, a signal.
    Aborted,
    /// It did not return within the time limit, and its process was stopped.
    TimedOut,
    /// It exceeded the memory limit, or an allocation failed.
    OutOfMemory,
    /// It was not called, because it had crashed too often.
    GivenUp,
}

impl CrashKind {
    /// The kind as it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            CrashKind::Panic => "panic",
            CrashKind::StackOverflow => "stack_overflow",
            CrashKind::Aborted => "aborted",
            CrashKind::TimedOut => "timed_out",
            CrashKind::OutOfMemory => "out_of_memory",
            CrashKind::GivenUp => "given_up",
        }
    }
}

/// A failure of the type's code that is not an error it returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash {
    /// How it failed.
    pub kind: CrashKind,
    /// The panic's message, or what is known of the end of the process.
    pub message: String,
}

impl Crash {
    /// A panic with a message.
    pub fn panic(message: impl Into<String>) -> Crash {
        Crash {
            kind: CrashKind::Panic,
            message: message.into(),
        }
    }
}

impl fmt::Display for Crash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Attempt<T> {
    /// It worked.
    Done(T),
    /// It ended with an error.
    Refused(ReadError),
    /// The type's code panicked, or ended its process.
    Crashed(Crash),
}

impl<T> Attempt<T> {
    /// The result, if it worked.
    pub fn done(&self) -> Option<&T> {
        match self {
            Attempt::Done(value) => Some(value),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }

    /// The same attempt with another result.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Attempt<U> {
        match self {
            Attempt::Done(value) => Attempt::Done(change(value)),
            Attempt::Refused(error) => Attempt::Refused(error),
            Attempt::Crashed(crash) => Attempt::Crashed(crash),
        }
    }
}

thread_local! {
    /// The message of the last panic on this thread, while [`attempt`] runs.
    static PANIC: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Runs code of the type under test and catches its panic.
pub(crate) fn attempt<T, E: Into<ReadError>>(code: impl FnOnce() -> Result<T, E>) -> Attempt<T> {
    install_hook();
    PANIC.set(Some(None));
    let result = panic::catch_unwind(AssertUnwindSafe(code));
    let message = PANIC.take();
    match result {
        Ok(Ok(value)) => Attempt::Done(value),
        Ok(Err(error)) => Attempt::Refused(error.into()),
        Err(_) => Attempt::Crashed(Crash::panic(
            message.flatten().unwrap_or_else(|| "no message".to_owned()),
        )),
    }
}

/// Runs code, and gives the message of its panic if it panics.
///
/// # Errors
/// The message of the panic.
#[doc(hidden)]
pub fn catch_panic<T>(code: impl FnOnce() -> T) -> Result<T, String> {
    match attempt(|| Ok::<T, ReadError>(code())) {
        Attempt::Done(value) => Ok(value),
        Attempt::Refused(error) => Err(error.message),
        Attempt::Crashed(crash) => Err(crash.message),
    }
}

/// Keeps the panics of types under test off the terminal; all others are passed to the hook that was there before.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let caught = PANIC.try_with(|panic| match &mut *panic.borrow_mut() {
                Some(message) => {
                    *message = Some(message_of(info));
                    true
                }
                None => false,
            });
            if !caught.unwrap_or(false) {
                before(info);
            }
        }));
    });
}

fn message_of(info: &panic::PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    match info.location() {
        Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
        None => message.to_owned(),
    }
}
