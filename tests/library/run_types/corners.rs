//! Where a server may differ without costing the whole object, and where it may not.

use super::{error, run_with, whole};
use openai_run_types::{ListRunsResponse, Metadata, RunObject, RunStepDeltaObject, RunStepDetails, RunStepToolCall};
use serde_json::{Value, json};

/// Whole objects in which a corner is odd: they are read, and written back as they were.
#[test]
fn an_odd_corner_costs_no_object() {
    for changes in [
        json!({"usage": {}}),
        json!({"usage": {"prompt_tokens": 1, "completion_tokens": null}}),
        json!({"last_error": {"code": null, "message": null}}),
        json!({"last_error": {"message": "gone"}}),
        json!({"metadata": {"n": 1.50, "b": true, "s": "x", "deep": {"a": [null]}, "none": null}}),
        json!({"truncation_strategy": {}, "incomplete_details": {}}),
        json!({"tool_choice": {}, "response_format": {}, "required_action": {}}),
        json!({"tool_choice": {"type": "mcp", "server": "s"}, "response_format": {"type": "grammar", "syntax": "lark"}}),
        json!({"tool_choice": {"function": {"name": "f"}}, "response_format": {"type": null}}),
        json!({"response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}}}),
        json!({"required_action": {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [
            {"id": "c", "type": "function", "function": {"name": "f", "arguments": null}},
            {"id": "d", "type": "function", "function": {"name": "f"}},
            {"id": "e", "function": {"name": "f", "arguments": "{}"}}
        ]}}}),
    ] {
        whole::<RunObject>(&run_with(changes).to_string());
    }
    for call in [
        json!({"id": "c", "type": "code_interpreter", "code_interpreter": {"input": null}}),
        json!({"id": "c", "type": "code_interpreter", "code_interpreter": {"input": "", "outputs": null}}),
        json!({"id": "c", "type": "code_interpreter", "code_interpreter": {"input": "", "outputs": [{}]}}),
        json!({"id": "c", "type": "file_search"}),
        json!({"id": "c", "type": "file_search", "file_search": {"results": [{"file_id": "f", "score": null}]}}),
        json!({"id": "c", "type": "function", "function": {"name": "f", "arguments": null}}),
        json!({"id": "c", "type": null, "function": {"name": "f"}}),
        json!({}),
    ] {
        whole::<RunStepToolCall>(&call.to_string());
    }
    for details in [
        json!({"type": "tool_calls", "tool_calls": null}),
        json!({"type": "message_creation", "message_creation": {"message_id": null}}),
        json!({"tool_calls": []}),
    ] {
        whole::<RunStepDetails>(&details.to_string());
    }
    for page in [
        json!({"data": []}),
        json!({"object": "list", "data": [], "first_id": null}),
    ] {
        whole::<ListRunsResponse>(&page.to_string());
    }
}

#[test]
fn a_wrong_type_in_a_corner_is_an_error_that_names_it() {
    for (changes, path) in [
        (json!({"usage": {"total_tokens": "3"}}), "/usage/total_tokens"),
        (json!({"last_error": {"code": 500}}), "/last_error/code"),
        (json!({"metadata": ["a"]}), "/metadata"),
        (json!({"truncation_strategy": {"type": 1}}), "/truncation_strategy/type"),
        (
            json!({"required_action": {"type": "submit_tool_outputs"}}),
            "/required_action",
        ),
        (json!({"tools": [{}]}), "/tools/0"),
        (json!({"tool_choice": {"type": 7}}), "/tool_choice/type"),
    ] {
        let message = error::<RunObject>(&run_with(changes).to_string());
        assert!(message.starts_with(&format!("{path}: ")), "{message}");
    }
}

#[test]
fn metadata_keeps_what_is_no_string() {
    let text = r#"{"b":true,"n":1.50,"s":"x\u0041"}"#;
    let metadata: Metadata = serde_json::from_str(text).unwrap();
    assert_eq!(metadata["s"], "xA");
    assert_eq!(metadata["n"].as_str(), None);
    assert_eq!(
        serde_json::to_string(&metadata).unwrap(),
        r#"{"b":true,"n":1.50,"s":"xA"}"#
    );
    let half = run_with(json!({}))
        .to_string()
        .replace(r#""metadata":{}"#, r#""metadata":{"k":"\ud800"}"#);
    assert!(error::<RunObject>(&half).starts_with("/metadata/k: invalid value"));
}

#[test]
fn every_key_of_a_delta_may_be_missing_or_null() {
    let calls = |call: Value| json!({"type": "tool_calls", "tool_calls": [call]});
    for details in [
        json!({}),
        json!({"type": "message_creation"}),
        json!({"type": "message_creation", "message_creation": {"message_id": null}}),
        json!({"type": "tool_calls", "tool_calls": null}),
        calls(
            json!({"type": "code_interpreter", "index": null, "code_interpreter": {"outputs": [{"type": "logs"}, {"type": "image"}, {}]}}),
        ),
        calls(json!({"type": "code_interpreter", "code_interpreter": {"outputs": [{"type": "image", "image": {}}]}})),
        calls(json!({"type": "function", "function": {"name": null, "arguments": null, "output": null}})),
        calls(
            json!({"type": "file_search", "file_search": {"results": [{}, {"file_name": null, "score": null, "content": [{}]}]}}),
        ),
        calls(json!({"type": "file_search", "file_search": {"ranking_options": {"ranker": null}, "results": null}})),
    ] {
        let delta = json!({"id": "s", "object": "thread.run.step.delta", "delta": {"step_details": details}});
        whole::<RunStepDeltaObject>(&delta.to_string());
    }
}

#[test]
fn what_comes_before_the_tag_is_read_as_what_comes_behind_it() {
    let before = r#"{"id":"call_1","odd":"kept","function":{"name":"f","arguments":"\"\u00e9"},"type":"function"}"#;
    let behind = r#"{"type":"function","id":"call_1","odd":"kept","function":{"name":"f","arguments":"\"\u00e9"}}"#;
    let read = whole::<RunStepToolCall>(before);
    assert_eq!(read, whole(behind));
    // From a reader nothing can be borrowed.
    assert_eq!(
        serde_json::from_reader::<_, RunStepToolCall>(before.as_bytes()).unwrap(),
        read
    );
    let escaped = before.replace(r#""call_1""#, r#""call\u005f1""#);
    assert_eq!(whole::<RunStepToolCall>(&escaped), read);
    for (part, wrong, says) in [
        (r#""call_1""#, "7", "/id: invalid type: integer `7`"),
        (r#""call_1""#, "null", "/id: invalid type: null"),
        (
            r#"{"name":"f","arguments":"\"\u00e9"}"#,
            r#""f""#,
            r#"/function: invalid type: string "f""#,
        ),
        (
            r#"{"name":"f","arguments":"\"\u00e9"}"#,
            r#""\u0066""#,
            r#"/function: invalid type: string "f""#,
        ),
    ] {
        let error = error::<RunStepToolCall>(&before.replace(part, wrong));
        assert!(error.starts_with(says), "{error}");
    }
}
