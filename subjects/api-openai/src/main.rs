//! The assistants types of `api_openai`, as its users get them, with the whole command line of wireproof.

mod unions;

use api_openai::components::assistants_shared::{
    AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepDeltaObject, RunStepObject,
    RunStepStreamEvent, RunStreamEvent,
};
use std::process::ExitCode;
use wireproof::subject::TypeSet;
use wireproof::{cli, subject};

fn main() -> ExitCode {
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
    cli::main(TypeSet::new("api_openai", subjects).with_unions(unions::all()))
}
