//! Enums that are bound to unions of a document.

use super::{told, verdict_in, witness};
use serde::{Deserialize, Serialize};
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
    let error = wireproof::unions::UnionExam::new(&union, None, &[]).err().unwrap();
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
