//! The assistants types of `api_openai`, as its users get them, as a program that holds types for wireproof.

mod unions;

use api_openai::components::assistants_shared::{
    AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepDeltaObject, RunStepObject,
    RunStepStreamEvent, RunStreamEvent,
};
use wireproof_subject::{TypeSet, serve, subject};

/// The published document, and where it is known to differ from what servers send: the same as for the embedded types.
const DOCUMENT: &str = include_str!("../../../corpus/schema/openai-runs.json");
const OVERLAY: &str = include_str!("../../../corpus/overlays/openai-runs.json");

fn main() {
    let subjects = vec![
        subject!(RunObject),
        subject!(ListRunsResponse),
        subject!(RunStepObject),
        subject!(ListRunStepsResponse),
        subject!(RunStepDeltaObject),
        subject!(AssistantStreamEvent as "RunStreamEvent" named "AssistantStreamEvent-run"),
        subject!(AssistantStreamEvent as "RunStepStreamEvent" named "AssistantStreamEvent-step"),
        subject!(AssistantStreamEvent for any event),
        subject!(RunStreamEvent),
        subject!(RunStepStreamEvent),
    ];
    let types = TypeSet::new(subjects)
        .named("api_openai")
        .with_enums(unions::all())
        .with_document("schema/openai-runs.json", DOCUMENT)
        .with_overlay("overlays/openai-runs.json", OVERLAY);
    serve(types)
}
