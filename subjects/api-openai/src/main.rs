//! The assistants types of `api_openai`, as its users get them, as a program that holds types for wireproof.

mod unions;

use api_openai::components::assistants_shared::{
    AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepDeltaObject, RunStepObject,
    RunStepStreamEvent, RunStreamEvent,
};
use wireproof_subject::{TypeSet, serve, subject};

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
    serve(TypeSet::new(subjects).named("api_openai").with_enums(unions::all()))
}
