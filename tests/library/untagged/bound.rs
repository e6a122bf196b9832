//! Enums that are bound to unions of a document.

use super::{told, verdict_in, witness};
use serde::{Deserialize, Serialize};
use wireproof::finding::Code;
use wireproof::untagged;

#[derive(Deserialize, Serialize)]
struct Logs {
    r#type: String,
    logs: String,
}

#[derive(Deserialize, Serialize)]
struct File {
    file_id: String,
}

#[derive(Deserialize, Serialize)]
struct Image {
    r#type: String,
    image: File,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Output {
    Logs(Logs),
    Image(Image),
}

const OUTPUTS: &str = r##"{"$defs": {
    "Step": {"type": "object", "properties": {"outputs": {"type": "array", "items": {"oneOf": [
        {"$ref": "#/$defs/LogsOutput"}, {"$ref": "#/$defs/ImageOutput"}]}}}, "required": ["outputs"]},
    "LogsOutput": {"type": "object", "properties": {"type": {"enum": ["logs"]}, "logs": {"type": "string"}}, "required": ["type", "logs"]},
    "ImageOutput": {"type": "object", "properties": {"type": {"enum": ["image"]}, "image": {"type": "object",
        "properties": {"file_id": {"type": "string"}}, "required": ["file_id"]}}, "required": ["type", "image"]}}}"##;

#[test]
fn an_image_with_logs_is_read_as_logs() {
    let union = untagged! { Output { Logs(Logs), Image(Image) } => "Step/properties/outputs/items" };
    let verdict = verdict_in(&union, OUTPUTS);
    let told = told(&verdict);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(
        told[0],
        (
            "untagged_shadowed",
            r#"{"image":{"file_id":""},"type":"image","logs":""}"#
        )
    );
    let table = verdict.findings[0].union.as_deref().unwrap();
    assert_eq!(table.branches[0].violates.as_deref(), Some("/type"));
    assert_eq!(table.lost, ["/image"]);
    assert_eq!(table.branches[1].name, "oneOf/1 image");
    assert!(table.variants[0].picked && table.variants[1].reads && !table.variants[1].picked);
}

mod catch_all {
    use super::*;

    #[derive(Deserialize, Serialize)]
    struct Ping {
        method: PingMethod,
    }
    #[derive(Deserialize, Serialize)]
    enum PingMethod {
        #[serde(rename = "ping")]
        Ping,
    }
    #[derive(Deserialize, Serialize)]
    struct GetTask {
        method: GetTaskMethod,
        params: TaskParams,
    }
    #[derive(Deserialize, Serialize)]
    enum GetTaskMethod {
        #[serde(rename = "tasks/get")]
        GetTask,
    }
    #[derive(Deserialize, Serialize)]
    struct TaskParams {
        #[serde(rename = "taskId")]
        task_id: String,
        #[serde(flatten)]
        rest: serde_json::Map<String, serde_json::Value>,
    }
    /// Keeps whatever it is given.
    #[derive(Deserialize, Serialize)]
    struct CustomRequest {
        method: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        params: Option<serde_json::Value>,
    }
    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Request {
        Ping(Ping),
        CustomRequest(CustomRequest),
        GetTask(GetTask),
    }

    const REQUESTS: &str = r##"{"$defs": {"Request": {"anyOf": [
        {"type": "object", "properties": {"method": {"const": "ping"}}, "required": ["method"]},
        {"type": "object", "properties": {"method": {"const": "tasks/get"}, "params": {"type": "object",
            "properties": {"taskId": {"type": "string"}}, "required": ["taskId"]}}, "required": ["method", "params"]}]}}}"##;

    #[test]
    fn a_catch_all_in_front_is_found_although_every_text_comes_back_unchanged() {
        let union = untagged! { Request { Ping(Ping), CustomRequest(CustomRequest), GetTask(GetTask) } => "Request" };
        let verdict = verdict_in(&union, REQUESTS);
        let shadowed = verdict
            .findings
            .iter()
            .find(|finding| finding.code == Code::UntaggedShadowed);
        let shadowed = shadowed.unwrap_or_else(|| panic!("{verdict}"));
        assert_eq!(
            shadowed.message, "anyOf/1 tasks/get is read as `CustomRequest`, before `GetTask` is tried",
            "{verdict}"
        );
        assert_eq!(
            witness(shadowed),
            r#"{"method":"tasks/get","params":{"taskId":""}}"#,
            "{verdict}"
        );
    }
}

mod delta {
    use super::*;

    /// All but the tag may be missing, and `Image` refuses an image without an id, which the document allows.
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Image {
        r#type: String,
        image: Option<File>,
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Logs {
        r#type: String,
        logs: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Output {
        Image(Image),
        Logs(Logs),
    }

    #[test]
    fn a_variant_stands_for_the_branch_whose_keys_it_knows() {
        let document = r##"{"$defs": {"Output": {"oneOf": [
            {"type": "object", "properties": {"type": {"enum": ["image"]}, "image": {"type": "object",
                "properties": {"file_id": {"type": "string"}}}}, "required": ["type"]},
            {"type": "object", "properties": {"type": {"enum": ["logs"]}, "logs": {"type": "string"}}, "required": ["type"]}]}}}"##;
        let verdict = verdict_in(&untagged! { Output { Image(Image), Logs(Logs) } => "Output" }, document);
        let shadowed: Vec<&str> = verdict
            .findings
            .iter()
            .filter(|finding| finding.code == Code::UntaggedShadowed)
            .map(|finding| finding.message.as_str())
            .collect();
        // Whether an image without an id is read as `Logs` is another question, and the answer is yes.
        assert!(
            shadowed
                .iter()
                .any(|message| message.starts_with("oneOf/1 logs is read as `Image`")),
            "{shadowed:?}"
        );
        assert!(
            !shadowed
                .iter()
                .any(|message| message.starts_with("oneOf/0 image is read as `Image`")),
            "{shadowed:?}"
        );
        assert!(
            !shadowed
                .iter()
                .any(|message| message.starts_with("oneOf/1 logs is read as `Logs`")),
            "{shadowed:?}"
        );
    }
}

mod tagged {
    use super::*;

    #[derive(Deserialize, Serialize)]
    enum LogsType {
        #[serde(rename = "logs")]
        Logs,
    }
    #[derive(Deserialize, Serialize)]
    struct Logs {
        r#type: LogsType,
        logs: String,
    }
    #[derive(Deserialize, Serialize)]
    #[serde(untagged)]
    enum Output {
        Logs(Logs),
        Image(Image),
    }

    #[test]
    fn a_tag_of_one_value_keeps_them_apart() {
        let union = untagged! { Output { Logs(Logs), Image(Image) } => "Step/properties/outputs/items" };
        let verdict = verdict_in(&union, OUTPUTS);
        assert!(
            told(&verdict).iter().all(|(code, _)| *code != "untagged_shadowed"),
            "{:?}",
            told(&verdict)
        );
        assert_eq!(verdict.unknown, []);
    }
}

#[test]
fn the_order_of_registration_is_proved() {
    let union = untagged! { Output { Image(Image), Logs(Logs) } };
    let error = wireproof::enums::EnumAnalysis::new(&union, None, &[]).err().unwrap();
    assert!(
        error.starts_with("`Output` is not as it was registered: it reads {"),
        "{error}"
    );
}

#[derive(Deserialize, Serialize)]
struct Message {
    role: String,
    content: String,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Messages {
    System(Message),
    User(Message),
    Assistant(Message),
}

#[test]
fn messages_of_one_shape_are_all_read_as_the_first() {
    let message = |role: &str| {
        format!(
            r#"{{"type":"object","properties":{{"role":{{"const":"{role}"}},"content":{{"type":"string"}}}},"required":["role","content"]}}"#
        )
    };
    let document = format!(
        r#"{{"$defs":{{"Message":{{"anyOf":[{},{},{}]}}}}}}"#,
        message("user"),
        message("system"),
        message("assistant")
    );
    let union = untagged! { Messages { System(Message), User(Message), Assistant(Message) } => "Message" };
    let verdict = verdict_in(&union, &document);
    let witnesses: Vec<&str> = verdict.findings.iter().map(witness).collect();
    assert_eq!(witnesses[0], r#"{"content":"","role":"user"}"#);
    let codes: Vec<_> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(
        codes.iter().filter(|code| **code == "untagged_shadowed").count(),
        2,
        "{codes:?}"
    );
    assert_eq!(
        codes.iter().filter(|code| **code == "untagged_unreachable").count(),
        2,
        "{codes:?}"
    );
}
