//! What fuzz targets do with bytes: one function a target.
//!
//! A fuzzer hands bytes over; a target makes cases of them and puts them through [`examine`](crate::examine). What is found
//! ends in a panic whose message names the finding and the command that shows it again. Nothing here knows a fuzzer, so the
//! same bytes can be replayed in a test: `tests/library/fuzz.rs` does.
//!
//! [`Fuzz`] serves any type set. The functions are its use on the run types, with the embedded document:
//!
//! ```
//! for (name, target) in wireproof::fuzzing::TARGETS {
//!     target(br#"{"id":"run_1"}"#);
//! #   assert!(!name.is_empty());
//! }
//! ```

mod alarm;
mod fuzz;
mod spec;
mod stream;
#[cfg(feature = "arbitrary")]
mod typed;

pub use fuzz::Fuzz;

use crate::schema::Spec;
use openai_run_types;
use std::sync::LazyLock;

/// A fuzz target: what it does with some bytes.
pub type Target = fn(&[u8]);

/// All targets, by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("decode", decode),
    ("sample", sample),
    ("mutant", mutant),
    #[cfg(feature = "arbitrary")]
    ("typed", typed),
    ("stream", stream),
    ("spec", spec),
];

static RUNS: LazyLock<Fuzz> = LazyLock::new(|| {
    let made = Spec::of_types(&crate::default_types::type_set()).map_err(|error| error.to_string());
    let made = made.and_then(|spec| spec.ok_or_else(|| "no document".to_owned()));
    let made = made.and_then(|spec| Fuzz::new(&openai_run_types::type_set(), &spec));
    made.unwrap_or_else(|reason| panic!("the embedded document: {reason}"))
});

/// Raw bytes into every run type, through every decoder: see [`Fuzz::decode`].
///
/// # Panics
/// When something is found.
pub fn decode(bytes: &[u8]) {
    RUNS.decode(bytes);
}

/// A valid value of one component through all checks: see [`Fuzz::sample`].
///
/// # Panics
/// When something is found.
pub fn sample(bytes: &[u8]) {
    RUNS.sample(bytes);
}

/// An invalid value of one component through all checks: see [`Fuzz::mutant`].
///
/// # Panics
/// When something is found.
pub fn mutant(bytes: &[u8]) {
    RUNS.mutant(bytes);
}

/// A run type made of the bytes, written, held against the schema, and read back. The last byte says which type.
///
/// # Panics
/// When something is found that nobody let through by choice (`corpus/expectations.toml`).
#[cfg(feature = "arbitrary")]
pub fn typed(bytes: &[u8]) {
    typed::write(bytes);
}

/// Bytes as a file of JSON, JSON lines and server-sent events: each text stands where it says that it stands, the texts
/// do not depend on how the bytes come in, and there are no more of them than bytes.
///
/// # Panics
/// When something is found.
pub fn stream(bytes: &[u8]) {
    stream::read(bytes);
}

/// Bytes as a published document, with an overlay behind a line `=== overlay`: it is read, corrected, looked over, its
/// components are compiled, and the values that are made of them are valid.
///
/// # Panics
/// When something is found.
pub fn spec(bytes: &[u8]) {
    spec::read(bytes);
}
