//! Events made of the two fields of a server-sent event.

use super::run_with;
use openai_run_types::{AssistantStreamEvent, RunObject, RunStatus};
use serde_json::json;

#[test]
fn an_event_is_made_of_its_two_fields() {
    let run = run_with(json!({"status": "pausing"})).to_string();
    let event = AssistantStreamEvent::from_sse("thread.run.created", &run).unwrap();
    let AssistantStreamEvent::Run(event) = event else {
        panic!("{event:?}")
    };
    assert_eq!(event.data.status, RunStatus::Other("pausing".to_owned()));
    for (name, data) in [
        ("thread.run.paused", run.as_str()),
        ("done", "[DONE]"),
        ("ping", "still here"),
        ("error", "{}"),
    ] {
        let event = AssistantStreamEvent::from_sse(name, data).unwrap();
        let AssistantStreamEvent::Other(other) = &event else {
            panic!("{event:?}")
        };
        assert_eq!(other.kind(), Some(name));
    }
    assert!(
        AssistantStreamEvent::from_sse("thread.run.created", "{\"id\":")
            .unwrap_err()
            .is_eof()
    );
    assert!(
        AssistantStreamEvent::from_sse("thread.run.created", "{}")
            .unwrap_err()
            .to_string()
            .starts_with("/data: ")
    );
}

#[test]
fn an_error_in_an_event_is_placed_in_its_data() {
    let run = run_with(json!({"model": 7})).to_string();
    let direct = serde_json::from_str::<RunObject>(&run).unwrap_err();
    let event = AssistantStreamEvent::from_sse("thread.run.created", &run).unwrap_err();
    assert_eq!((event.line(), event.column()), (direct.line(), direct.column()));
    assert_eq!(event.to_string(), format!("/data{direct}"));
    for cut in ["{\"id\":", "[1", "\"tex"] {
        let error = AssistantStreamEvent::from_sse("thread.message.delta", cut).unwrap_err();
        assert!(error.is_eof() && error.column() == cut.len(), "{error}");
    }
}
