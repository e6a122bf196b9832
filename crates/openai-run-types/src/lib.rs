//! The OpenAI run types: runs, run steps, their lists, deltas and stream events.
//!
//! They promise to be
//! - *lossless*: what is read is written back equal as JSON, unknown keys, absent and null, and all digits included;
//! - *open*: an unknown status, tool, step, action, error code, ranker or event never fails the object around it; it is kept
//!   whole, as `Other`;
//! - *strict*: a known kind with a wrong body, a string where a number belongs, or a missing key that every recorded object
//!   has, is an error that names the path;
//! - *direct*: unions dispatch on their tag, wherever it stands, and hold back only the keys that came before it.
//!
//! ```
//! use openai_run_types::{RunStatus, RunObject, Tool};
//!
//! let text = r#"{"id":"run_1","object":"thread.run","created_at":1700000000,"assistant_id":"asst_1","thread_id":"thread_1",
//!     "status":"pausing","started_at":null,"expires_at":null,"cancelled_at":null,"failed_at":null,"completed_at":null,
//!     "last_error":null,"model":"m","instructions":null,"tools":[{"type":"browser","depth":3}],"metadata":{},"seed":7}"#;
//! let run: RunObject = serde_json::from_str(text)?;
//! assert_eq!(run.status, RunStatus::Other("pausing".to_owned()));
//! assert!(matches!(&run.tools[0], Tool::Other(tool) if tool.kind() == Some("browser")));
//! assert_eq!(run.unknown.get("seed").unwrap().text(), "7");
//!
//! let error = serde_json::from_str::<RunObject>(&text.replace(r#""browser""#, r#""function""#)).unwrap_err();
//! assert!(error.to_string().starts_with("/tools/0: missing key `function`"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # What servers may leave out
//!
//! A key that every recorded run, step or page carries must be there, and a number must not be a string. In the corners,
//! where a server that was written after the document may differ, the whole object is worth more than the detail:
//! - the parts of `usage`, of `last_error` and of a truncation strategy, and a call's `arguments` or `outputs`, may be missing
//!   or null; in a delta everything may;
//! - metadata may hold what is no string ([`MetadataValue`]);
//! - details, actions, calls, outputs, choices and formats without a `type` are kept whole as `Other`, `{}` among them. A tool
//!   without a `type` is refused, as is an event without a name.
//!
//! # In other types and formats
//!
//! - Unknown keys are written as `serde_json`'s `RawValue`. Under the serializer of another format that is a struct with one
//!   private key, not the value.
//! - An enum of yours with `#[serde(tag = "object")]` around these types takes their key `object` away, and they refuse to be
//!   read without it. Use `#[serde(untagged)]`, or look at the key first. Every type that serde itself reads by a tag is
//!   the same: the key belongs to the enum or to the payload.
//!
//! # Departures
//!
//! The names and fields are those of the crate `api_openai` 0.3.0. Where they differ, a finding forced it:
//!
//! | there | here | because |
//! | --- | --- | --- |
//! | no place for other keys | `unknown` on every object | `lossy` (`dropped_key`): servers send `tool_resources`, `reasoning_effort`, `file_ids`, … |
//! | `Option<T>`, left out when `None` | `Option<T>` for a key that is always sent, written as null | `lossy` (`null_became_absent`), `emits_invalid`: required keys may be null |
//! | `Option<T>` or `T` | [`Maybe<T>`] for a key that some servers leave out | `lossy` (`absent_became_null`), `rejected`: 2023 runs have 17 keys, `parallel_tool_calls` came in 2024 |
//! | `status: String`, `object: String`, `code: String`, … | enums with `Other(String)` | typed as in the schema, yet open |
//! | `r#type: String` in the payload of a union | a constant of no size | a payload whose tag is another is refused |
//! | `#[serde(untagged)]` on `RunStepDetails`, `RunStepToolCall`, `CodeInterpreterOutput` | dispatch on the tag, with `Other` | an image output that carries `logs` was read as `Logs`; an unknown kind rejected a whole page |
//! | `Tool` without `code_interpreter` | all three kinds, and `Other` | `rejected`: every run with that tool |
//! | `required_action: Option<RequiredAction>` | [`RunRequiredAction`] around it | `rejected`: an unknown kind of action has no `submit_tool_outputs` |
//! | `tool_calls: Vec<RunToolCallObject>` | [`RunToolCall`] around it | `rejected`: an unknown kind of call has no `function` |
//! | `temperature`, `top_p`: `f32` | `f64` | `lossy` (`number_changed`) |
//! | `max_prompt_tokens`, `max_completion_tokens`: `i32` | `i64` | `rejected` beyond 2³¹ |
//! | integers refuse `1.0` | integers read `1.0` | `rejected`: JSON Schema calls it an integer |
//! | `file_search: Value` | [`FileSearchDetails`] | typed as in the schema |
//! | no `expires_at` on steps | `expires_at` beside `expired_at` | `undocumented_field`: live servers send the one, the schema names the other |
//! | `first_id`, `last_id`: `String` | `Maybe<String>` | `rejected`: null on an empty page |
//! | `has_more: bool` | `Maybe<bool>` | `rejected`: servers without pages leave it out |
//! | lists cannot be written | they can | `unstable` could not even be asked |
//! | `function.output: Option<String>` | `Maybe<String>` | absent and null both occur |
//! | parts of `usage`, `last_error`, `truncation_strategy`; `arguments`, `outputs`, `file_search`, `file_name`, `score`: required | `Maybe<T>` | `rejected`: one missing total would cost the whole page |
//! | `input`, `message_id`: `String`; `tool_calls` of a step: `Vec` | `Option` | `rejected`: null before there is one |
//! | `object` of a page: `String` | `Maybe` of a name | as `has_more` |
//! | `metadata`: strings | [`MetadataValue`] | `rejected`: servers that do not insist give numbers and booleans back |
//! | a union's object without a tag is an error | `Other`, but for tools and events | `rejected`: calls without a `type` |
//! | no deltas, no events in this module | [`RunStepDeltaObject`], [`AssistantStreamEvent`] | streams carry them |

mod delta;
mod error;
mod event;
mod required_action;
mod response_format;
mod run;
mod step;
mod tool;
mod tool_call;
mod tool_choice;
mod usage;
mod wire;

#[cfg(feature = "wireproof")]
use wireproof_subject::{TypeSet, subject, tagged};

pub use delta::*;
pub use error::*;
pub use event::*;
pub use required_action::*;
pub use response_format::*;
pub use run::*;
pub use step::*;
pub use tool::*;
pub use tool_call::*;
pub use tool_choice::*;
pub use usage::*;
pub use wire::{Json, Maybe, Metadata, MetadataValue, UnknownKeys, UnknownKind};

/// The run types as a type set, each bound to its component of the published document.
///
/// The events of a stream are bound twice, once for runs and once for steps, and a third time for all others.
#[cfg(feature = "wireproof")]
pub fn type_set() -> TypeSet {
    let subjects = vec![
        subject!(RunObject),
        subject!(ListRunsResponse),
        subject!(RunStepObject),
        subject!(ListRunStepsResponse),
        subject!(RunStepDeltaObject),
        subject!(AssistantStreamEvent as "RunStreamEvent"),
        subject!(AssistantStreamEvent as "RunStepStreamEvent"),
        subject!(AssistantStreamEvent for any event),
    ];
    let unions = vec![
        tagged! { Tool { CodeInterpreter, FileSearch, Function, Other } => "RunObject/properties/tools/items" },
        tagged! { AssistantsApiToolChoiceOption { Mode, Named, Other } => "AssistantsApiToolChoiceOption" },
        tagged! { AssistantsApiResponseFormatOption { Mode, Text, JsonObject, JsonSchema, Other } => "AssistantsApiResponseFormatOption" },
        tagged! { RunStepDetails { MessageCreation, ToolCalls, Other } => "RunStepObject/properties/step_details" },
        tagged! { RunStepToolCall { Code, FileSearch, Function, Other } => "RunStepDetailsToolCallsObject/properties/tool_calls/items" },
        tagged! { CodeInterpreterOutput { Logs, Image, Other }
        => "RunStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items" },
        tagged! { RunStepDeltaStepDetails { MessageCreation, ToolCalls, Other }
        => "RunStepDeltaObject/properties/delta/properties/step_details" },
        tagged! { RunStepDeltaToolCall { Code, FileSearch, Function, Other }
        => "RunStepDeltaStepDetailsToolCallsObject/properties/tool_calls/items" },
        tagged! { CodeInterpreterOutputDelta { Logs, Image, Other }
        => "RunStepDeltaStepDetailsToolCallsCodeObject/properties/code_interpreter/properties/outputs/items" },
        tagged! { AssistantStreamEvent as "RunStreamEvent" { Run, RunStep, RunStepDelta, Other } => "RunStreamEvent" },
        tagged! { AssistantStreamEvent as "RunStepStreamEvent" { Run, RunStep, RunStepDelta, Other } => "RunStepStreamEvent" },
    ];
    TypeSet::new(subjects).named("runs").with_enums(unions)
}
