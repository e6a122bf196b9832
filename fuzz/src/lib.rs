//! The fuzz targets for the OpenAI run types, as functions. The programs in `fuzz_targets/` call them, and so does the test
//! `tests/library/fuzz.rs` of wireproof, which replays seeds and past crashes without a fuzzer.

use openai_run_types::{
    AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepDeltaObject, RunStepObject,
};
use std::sync::LazyLock;
use wireproof::default_types;
use wireproof::fuzzing::Fuzz;

pub use wireproof::fuzzing::{document, recording, redaction, spec, stream};

/// A fuzz target.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("decode", decode),
    ("sample", sample),
    ("mutant", mutant),
    ("typed", typed),
    ("stream", stream),
    ("spec", spec),
    ("document", document),
    ("recording", recording),
    ("redaction", redaction),
];

static FUZZ: LazyLock<Fuzz> = LazyLock::new(|| match Fuzz::of_types(&default_types::type_set()) {
    Ok(fuzz) => fuzz,
    Err(error) => panic!("the corpus is broken: {error}"),
});

/// Reads bytes with every run type.
pub fn decode(bytes: &[u8]) {
    FUZZ.decode(bytes);
}

/// Passes a valid value of a component to the checks.
pub fn sample(bytes: &[u8]) {
    FUZZ.sample(bytes);
}

/// Passes a value that violates exactly one constraint to the checks.
pub fn mutant(bytes: &[u8]) {
    FUZZ.mutant(bytes);
}

/// Makes a value of a run type from the bytes, writes it and reads it back. The last byte chooses the type.
pub fn typed(bytes: &[u8]) {
    let (last, rest) = bytes.split_last().unwrap_or((&0, &[]));
    match last % 6 {
        0 => FUZZ.typed::<RunObject>("RunObject", rest),
        1 => FUZZ.typed::<ListRunsResponse>("ListRunsResponse", rest),
        2 => FUZZ.typed::<RunStepObject>("RunStepObject", rest),
        3 => FUZZ.typed::<ListRunStepsResponse>("ListRunStepsResponse", rest),
        4 => FUZZ.typed::<RunStepDeltaObject>("RunStepDeltaObject", rest),
        _ => event(rest),
    }
}

/// The components describe some events. Of the others only the round trip is tested.
fn event(bytes: &[u8]) {
    let mut choices = arbitrary::Unstructured::new(bytes);
    let Ok(event) = arbitrary::Arbitrary::arbitrary(&mut choices) else {
        return;
    };
    match &event {
        AssistantStreamEvent::Run(_) => FUZZ.written("RunStreamEvent", &event),
        AssistantStreamEvent::RunStep(_) => FUZZ.written("RunStepStreamEvent", &event),
        _ => Fuzz::round_trip(&event),
    }
}
