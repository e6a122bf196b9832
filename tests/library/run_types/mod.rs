//! What the run types promise, one fact a test: lossless, open, strict, and at home in other people's types.

mod corners;
mod events;
mod typed;

use openai_run_types::{
    AssistantsApiResponseFormatOption, AssistantsApiToolChoiceOption, CodeInterpreterOutput, CompletionUsage,
    FileSearchOptions, Maybe, RunObject, RunStepDeltaToolCall, RunStepToolCall, Tool,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fmt::Debug;

fn run_with(changes: Value) -> Value {
    let mut run = json!({
        "id": "run_1", "object": "thread.run", "created_at": 1, "assistant_id": "asst_1", "thread_id": "thread_1",
        "status": "queued", "started_at": null, "expires_at": null, "cancelled_at": null, "failed_at": null,
        "completed_at": null, "last_error": null, "model": "m", "instructions": null, "tools": [], "metadata": {}
    });
    let changes = changes.as_object().expect("an object").clone();
    run.as_object_mut().expect("an object").extend(changes);
    run
}

/// Reads a text, and proves that it is written back equal.
fn whole<T: DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let written = serde_json::to_string(&value).expect("writes");
    let (before, after): (Value, Value) = (
        serde_json::from_str(text).unwrap(),
        serde_json::from_str(&written).unwrap(),
    );
    assert_eq!(before, after);
    assert_eq!(serde_json::from_str::<T>(&written).expect("reads again"), value);
    value
}

fn error<T: DeserializeOwned + Debug>(text: &str) -> String {
    serde_json::from_str::<T>(text).expect_err(text).to_string()
}

#[test]
fn the_tag_may_stand_anywhere() {
    for text in [
        r#"{"type":"function","id":"c","function":{"name":"f","arguments":"{}","output":null}}"#,
        r#"{"id":"c","function":{"name":"f","arguments":"{}","output":null},"type":"function"}"#,
        r#"{"id":"c","extra":[1,{"a":2}],"type":"function","function":{"name":"f","arguments":"{}"},"more":null}"#,
    ] {
        assert!(matches!(whole(text), RunStepToolCall::Function(_)), "{text}");
    }
}

#[test]
fn the_tag_decides_even_against_the_keys() {
    let image = r#"{"type":"image","image":{"file_id":"f"},"logs":"also here"}"#;
    assert!(matches!(whole(image), CodeInterpreterOutput::Image(_)));
}

#[test]
fn an_unknown_kind_is_kept_whole() {
    let text = r#"{"depth":12345678901234567890123,"type":"browser","function":"not an object here"}"#;
    let tool: Tool = serde_json::from_str(text).unwrap();
    let Tool::Other(other) = &tool else { panic!("{tool:?}") };
    assert_eq!(other.kind(), Some("browser"));
    assert_eq!(other.keys().get("depth").unwrap().text(), "12345678901234567890123");
    assert_eq!(serde_json::to_string(&tool).unwrap(), text);
}

#[test]
fn a_tag_that_is_missing_twice_or_no_string_is_an_error() {
    assert!(error::<Tool>("{}").starts_with("missing key `type`"));
    let twice = r#"{"type":"code_interpreter","type":"code_interpreter"}"#;
    assert!(error::<Tool>(twice).starts_with("key `type` occurs twice"));
    assert!(error::<Tool>(r#"{"type":7}"#).starts_with("/type: invalid type"));
    assert!(error::<Tool>("[]").starts_with("invalid type: sequence, expected an object with a `type`"));
}

#[test]
fn a_delta_may_lack_its_tag() {
    for text in [
        r#"{"index":0,"function":{"arguments":"{"}}"#,
        r#"{"index":0,"type":null,"id":"c"}"#,
    ] {
        assert!(matches!(whole(text), RunStepDeltaToolCall::Other(_)), "{text}");
    }
}

#[test]
fn a_choice_is_a_word_or_an_object() {
    assert!(matches!(whole("\"auto\""), AssistantsApiToolChoiceOption::Mode(_)));
    assert!(matches!(whole("\"sometimes\""), AssistantsApiToolChoiceOption::Mode(_)));
    let named = r#"{"function":{"name":"f"},"type":"function"}"#;
    assert!(matches!(whole(named), AssistantsApiToolChoiceOption::Named(_)));
    assert!(matches!(
        whole(r#"{"type":"mcp","server":"s"}"#),
        AssistantsApiToolChoiceOption::Other(_)
    ));
    assert!(matches!(
        whole(r#"{"type":"text"}"#),
        AssistantsApiResponseFormatOption::Text(_)
    ));
    assert!(error::<AssistantsApiToolChoiceOption>("7").contains("expected a string, or an object with a `type`"));
}

#[test]
fn absent_null_and_value_stay_apart() {
    let temperature = |run: Value| serde_json::from_value::<RunObject>(run).unwrap().temperature;
    assert_eq!(temperature(run_with(json!({}))), Maybe::Absent);
    assert_eq!(temperature(run_with(json!({"temperature": null}))), Maybe::Null);
    assert_eq!(temperature(run_with(json!({"temperature": 1}))), Maybe::Value(1.0));
    for changes in [
        json!({}),
        json!({"usage": null, "top_p": null}),
        json!({"first": null, "second": {}}),
    ] {
        whole::<RunObject>(&run_with(changes).to_string());
    }
}

#[test]
fn numbers_keep_their_digits_or_are_refused() {
    let usage = |total: &str| format!(r#"{{"completion_tokens":1,"prompt_tokens":2,"total_tokens":{total}}}"#);
    let total = |text: &str| {
        serde_json::from_str::<CompletionUsage>(&usage(text))
            .map(|usage| usage.total_tokens.into_option().expect("a number"))
    };
    assert_eq!(total("3.0").unwrap(), 3);
    assert_eq!(total("1e3").unwrap(), 1000);
    assert_eq!(total("9223372036854775807").unwrap(), i64::MAX);
    for refused in ["1.5", "9223372036854775808", "1e300", "\"3\"", "true"] {
        assert!(
            total(refused)
                .unwrap_err()
                .to_string()
                .starts_with("/total_tokens: invalid"),
            "{refused}"
        );
    }
    let score = |text: &str| format!(r#"{{"ranking_options":{{"score_threshold":{text}}}}}"#);
    for kept in [
        "0.6805602656726639",
        "0.1",
        "1.7976931348623157e308",
        "9007199254740992",
    ] {
        let options: FileSearchOptions = serde_json::from_str(&score(kept)).unwrap();
        let written = serde_json::to_string(&options).unwrap();
        let number = written
            .trim_start_matches(r#"{"ranking_options":{"score_threshold":"#)
            .trim_end_matches('}');
        assert!(wireproof::json::same_number(kept, number), "{kept} {number}");
    }
    let between = error::<FileSearchOptions>(&score("9007199254740993"));
    assert!(between.starts_with("/ranking_options/score_threshold: invalid value: integer `9007199254740993`"));
}

#[test]
fn a_number_that_json_has_no_text_for_is_not_written() {
    let mut run: RunObject = serde_json::from_value(run_with(json!({}))).unwrap();
    run.temperature = Maybe::Value(f64::NAN);
    assert!(
        serde_json::to_string(&run)
            .unwrap_err()
            .to_string()
            .contains("not a JSON number")
    );
}

#[test]
fn an_error_keeps_its_category() {
    let text = run_with(json!({"tools": [{"type": "function", "function": {"name": 7}}]})).to_string();
    let wrong = serde_json::from_str::<RunObject>(&text).unwrap_err();
    assert!(wrong.is_data() && wrong.line() == 1 && wrong.column() > 1);
    assert!(
        wrong
            .to_string()
            .starts_with("/tools/0/function/name: invalid type: integer `7`, expected a string")
    );
    let cut = serde_json::from_str::<RunObject>(&text[..text.len() - 30]).unwrap_err();
    assert!(cut.is_eof(), "{cut}");
    let broken = serde_json::from_str::<RunObject>(&text.replace(":7", ":x")).unwrap_err();
    assert!(broken.is_syntax(), "{broken}");
}

#[test]
fn they_can_stand_in_other_peoples_types() {
    #[derive(Debug, Deserialize, Serialize, PartialEq)]
    #[serde(untagged)]
    enum Answer {
        Run(Box<RunObject>),
        Error { error: Value },
    }
    #[derive(Debug, Deserialize, Serialize, PartialEq)]
    struct Logged {
        at: u64,
        #[serde(flatten)]
        run: RunObject,
    }
    let text = run_with(json!({"tools": [{"id": 1, "type": "browser"}], "extra": {"a": [1, null]}})).to_string();
    assert!(matches!(whole(&text), Answer::Run(_)));
    whole::<Logged>(&run_with(json!({"at": 7, "extra": {"a": [1, null]}})).to_string());
}

#[test]
fn a_number_beyond_a_float_is_an_error_that_names_it() {
    let run = run_with(json!({"temperature": 7})).to_string().replace(":7", ":1e400");
    let beyond = serde_json::from_str::<RunObject>(&run).unwrap_err();
    assert!(
        beyond.to_string().starts_with("/temperature: number out of range"),
        "{beyond}"
    );
    assert!(beyond.column() > 1);
    let held = r#"{"code_interpreter":{},"file_search":{"max_num_results":1e400},"type":"file_search"}"#;
    assert!(error::<Tool>(held).starts_with("/file_search/max_num_results: number out of range"));
}

#[test]
fn a_tag_of_serde_takes_the_key_away() {
    #[derive(Debug, Deserialize)]
    #[serde(tag = "object")]
    enum Any {
        #[serde(rename = "thread.run")]
        Run(#[allow(dead_code)] Box<RunObject>),
    }
    assert!(error::<Any>(&run_with(json!({})).to_string()).starts_with("missing key `object`"));
}
