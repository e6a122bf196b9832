//! Run steps as derive makes them: the unions untagged, as in the crate that the names come from, and the same internally
//! tagged. Neither keeps unknown keys.

use serde::Deserialize;

macro_rules! page {
    ($module:ident, $(#[$details:meta])+, $(#[$call:meta])+, $(#[$output:meta])+) => {
        pub mod $module {
            use super::*;

            #[derive(Deserialize)]
            #[allow(dead_code)]
            pub struct Page {
                object: String,
                data: Vec<Step>,
                first_id: String,
                last_id: String,
                has_more: bool,
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            struct Step {
                id: String,
                object: String,
                created_at: i64,
                assistant_id: String,
                thread_id: String,
                run_id: String,
                r#type: String,
                status: String,
                step_details: Details,
                last_error: Option<Error>,
                expired_at: Option<i64>,
                cancelled_at: Option<i64>,
                failed_at: Option<i64>,
                completed_at: Option<i64>,
                metadata: Option<std::collections::HashMap<String, String>>,
                usage: Option<Usage>,
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            $(#[$details])+
            enum Details {
                MessageCreation { message_creation: Message },
                ToolCalls { tool_calls: Vec<Call> },
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            $(#[$call])+
            enum Call {
                CodeInterpreter { id: String, code_interpreter: Code },
                FileSearch { id: String, file_search: serde_json::Value },
                Function { id: String, function: Function },
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            struct Code {
                input: String,
                outputs: Vec<Output>,
            }

            #[derive(Deserialize)]
            #[allow(dead_code)]
            $(#[$output])+
            enum Output {
                Logs { logs: String },
                Image { image: Image },
            }
        }
    };
}

page!(untagged, #[serde(untagged)], #[serde(untagged)], #[serde(untagged)]);
page!(
    tagged,
    #[serde(tag = "type", rename_all = "snake_case")],
    #[serde(tag = "type", rename_all = "snake_case")],
    #[serde(tag = "type", rename_all = "snake_case")]
);

#[derive(Deserialize)]
#[allow(dead_code)]
struct Error {
    code: String,
    message: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Usage {
    prompt_tokens: i32,
    completion_tokens: i32,
    total_tokens: i32,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Message {
    message_id: String,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Function {
    name: String,
    arguments: String,
    output: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Image {
    file_id: String,
}
