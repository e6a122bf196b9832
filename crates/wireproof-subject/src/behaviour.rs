//! The operations of a type under test, in this process or in another one.

use super::attempt::{Attempt, Decoder, ReadError};
use super::trace::{Candidates, Texts, Trace};
use std::any::Any;

/// A value of the type under test: the value itself, or the handle of one in another process.
pub struct Instance(Box<dyn Any>);

impl Instance {
    /// Holds a value, or a handle that a [`Behaviour`] understands.
    pub fn new<T: 'static>(value: T) -> Instance {
        Instance(Box::new(value))
    }

    /// The value, if it is of that type.
    pub fn value<T: 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Instance")
    }
}

/// What a type can do besides reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// It writes (`Serialize`).
    pub write: bool,
    /// It compares (`PartialEq`).
    pub compare: bool,
    /// It shows its fields (`Debug`).
    pub debug: bool,
    /// The ways into it; at least [`Decoder::FromStr`].
    pub decoders: Vec<Decoder>,
}

/// What is wanted besides reading a text and writing it back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whether every decoder gives the same result, whatever it takes: [`RoundTrip::is_indifferent`].
    pub decoders: bool,
    /// Whether the written text reads back as the same value: [`RoundTrip::is_stable`].
    pub stable: bool,
    /// The value as `Debug` shows it: [`RoundTrip::shown`].
    pub shown: bool,
}

/// The result of reading a text, with what else was found out in the same call.
#[derive(Debug)]
pub struct RoundTrip {
    /// The outcome of reading it with [`Decoder::FromStr`].
    pub read: Attempt<Instance>,
    /// What the type writes for it; `None` if it was not written, or cannot be.
    pub written: Option<Attempt<Written>>,
    /// Whether every decoder gives the same result: an equal value, or the same error. [`Behaviour::is_indifferent`] is a part of
    /// that. `None` if it was not asked, or is not known.
    pub is_indifferent: Option<bool>,
    /// Whether what is written reads back as an equal value that is written in the same way. `false` if that is not known.
    pub is_stable: bool,
    /// The result of [`Behaviour::debug`]; `None` if it was not called, or failed.
    pub shown: Option<String>,
    /// What the type printed meanwhile; `None` if it printed nothing, or that cannot be seen, as of a type in this process.
    pub printed: Option<Printed>,
}

impl RoundTrip {
    /// The outcome of reading alone.
    pub fn of(read: Attempt<Instance>) -> RoundTrip {
        RoundTrip {
            read,
            written: None,
            is_indifferent: None,
            is_stable: false,
            shown: None,
            printed: None,
        }
    }
}

/// What the code of a type printed: the start of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// To standard output.
    pub stdout: String,
    /// To standard error.
    pub stderr: String,
}

/// What a type writes for a text that it has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The text itself, byte for byte.
    Same,
    /// Another text.
    Text(String),
}

/// A type under test. It reads, writes, compares and shows values; a panic or the end of its process is a result.
///
/// Implemented for types of this process by [`subject!`](crate::subject!), and by the engine for types in another process.
pub trait Behaviour: Send + Sync {
    /// What the type can do.
    fn capabilities(&self) -> Capabilities;

    /// Reads a text.
    fn read(&self, decoder: Decoder, text: &str) -> Attempt<Instance>;

    /// Reads bytes that need be no text, with [`Decoder::FromSlice`] or [`Decoder::FromReader`].
    fn read_bytes(&self, decoder: Decoder, bytes: &[u8]) -> Attempt<Instance> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.read(decoder, text),
            Err(error) => Attempt::Refused(ReadError {
                message: error.to_string(),
                ..ReadError::default()
            }),
        }
    }

    /// Reads a text with [`Decoder::FromStr`]. A type in another process writes the value and compares the decoders in the same
    /// call, since each message costs more than that; a type in this process leaves them to later calls.
    fn round_trip(&self, text: &str, wanted: Wanted) -> RoundTrip {
        let _ = wanted;
        RoundTrip::of(self.read(Decoder::FromStr, text))
    }

    /// Writes a value; `None` if the type cannot.
    fn write(&self, instance: &Instance) -> Option<Attempt<String>>;

    /// Whether two values are equal; `None` if the type cannot tell.
    fn equal(&self, a: &Instance, b: &Instance) -> Option<Attempt<bool>>;

    /// A value as its `Debug` shows it; `None` if the type has none.
    fn debug(&self, instance: &Instance) -> Option<Attempt<String>>;

    /// The value that a text reads as, as its `Debug` shows it; `None` if that fails.
    fn shown_for(&self, text: &str) -> Option<String> {
        match self.debug(self.read(Decoder::FromStr, text).done()?)? {
            Attempt::Done(shown) => Some(shown),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }

    /// Whether a text gives an equal value when its strings are not lent and its keys come in the order of their bytes. Then
    /// `from_reader` and `from_value` give the same value and need not be called. `None` if it is not known. The text must not
    /// repeat a key.
    fn is_indifferent(&self, text: &str, instance: &Instance) -> Option<bool> {
        let _ = (text, instance);
        None
    }

    /// The variant of a registered enum that a value is; `None` for one that is not registered.
    fn variant(&self, instance: &Instance) -> Option<String> {
        let _ = instance;
        None
    }

    /// Texts that the type reads, found by running it on a deserializer without input.
    fn example_texts(&self) -> Attempt<Texts> {
        Attempt::Done(Texts::default())
    }

    /// What the type asks serde for. Without types, and with the reason among the gaps, if that cannot be found out.
    fn trace(&self, candidates: &Candidates) -> Attempt<Trace> {
        let _ = candidates;
        Attempt::Done(Trace::unavailable())
    }
}
