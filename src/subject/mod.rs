//! Types under test: how they are bound, what they do with text, and how they are reached in another process.

mod connection;
mod crash_budget;
mod error_stream;
mod link;
mod program;
mod remote;
mod watchdog;

pub use link::CallClock;
pub use program::{Limits, ProgramError, TypeProgram};
pub use remote::RemoteTypes;
pub use wireproof_subject::{
    Accepts, Answer, Attempt, Behaviour, BranchName, Candidates, Capabilities, Crash, CrashKind, Decoder, EnumSubject,
    Form, Instance, IntegerRange, JsonKind, OtherKeys, Payload, Picked, Printed, ReadError, Reads, Request, Resource,
    ResourceBytes, ResourceKind, RoundTrip, Subject, Tagging, Texts, Trace, TracedEnum, TracedKey, TracedList,
    TracedObject, TracedTagging, TracedType, TracedVariant, TypeSet, Variant, VariantForm, Wanted, Written,
};

/// Runs code of wireproof's own, or of a library; a panic in it is an answer, with its message.
pub(crate) use wireproof_subject::catch_panic;
