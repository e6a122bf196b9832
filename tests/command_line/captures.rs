//! Captures to start from.

/// A run as the API serves it, on one line: `status` is its sixth key, `tools` is empty.
pub const RUN: &str = concat!(
    r#"{"id":"run_1","object":"thread.run","created_at":1759227448,"assistant_id":"asst_1","thread_id":"thread_1","#,
    r#""status":"completed","started_at":1759227449,"expires_at":null,"cancelled_at":null,"failed_at":null,"#,
    r#""completed_at":1759227469,"required_action":null,"last_error":null,"model":"gpt-4o-mini","instructions":null,"#,
    r#""tools":[],"tool_resources":{},"metadata":{},"temperature":1.0,"top_p":1.0,"reasoning_effort":null,"#,
    r#""max_completion_tokens":null,"max_prompt_tokens":null,"truncation_strategy":{"type":"auto","last_messages":null},"#,
    r#""incomplete_details":null,"usage":null,"response_format":"auto","tool_choice":"auto","parallel_tool_calls":true}"#,
);

/// The same run with some text in place of other text, which must be there.
pub fn run_with(old: &str, new: &str) -> String {
    assert!(RUN.contains(old), "no `{old}` in the run");
    RUN.replacen(old, new, 1)
}

/// A run with a status that the document does not list: a warning on line 1 at `/status`.
pub fn unknown_status() -> String {
    run_with(r#""status":"completed""#, r#""status":"pausing""#)
}

/// A run that the type must read and does not: `created_at` is text.
pub fn text_for_a_time() -> String {
    run_with("1759227448", r#""yesterday""#)
}

/// A page of runs.
pub fn page(runs: &[&str]) -> String {
    let runs = runs.join(",");
    format!(r#"{{"object":"list","data":[{runs}],"first_id":"run_1","last_id":"run_1","has_more":false}}"#)
}
