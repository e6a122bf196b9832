//! Types and documents made by hand: what the types of fields say about the types around them, and private types about others.

use super::tests::{Crate, strings, texts};
use crate::audit::model::{TypeRef, Unnameable};
use serde_json::{Value, json};

fn list(of: &TypeRef) -> TypeRef {
    TypeRef::List(Box::new(of.clone()))
}

fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

fn lists(of: &str) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/$defs/{of}")}})
}

#[test]
fn a_field_says_nothing_of_a_schema_that_holds_an_equal_part() {
    let mut api = Crate::default();
    let text = api.add("Model", crate::audit::model::Shape::Same(TypeRef::Text));
    let choice = api.object("StreamChoice", &texts(&["index", "delta"]));
    let answer = [
        ("model", text.clone()),
        ("choices", list(&choice)),
        ("id", TypeRef::Text),
        ("created", TypeRef::Text),
    ];
    api.object("Piece", &answer);
    api.object("Request", &[("model", text), ("prompt", TypeRef::Text)]);
    let answer = |choice: &str| {
        let text = json!({"type": "string"});
        object(json!({"id": text, "created": text, "choices": lists(choice), "model": text}))
    };
    api.run(json!({"Choice": strings(&["index", "message"]), "Chunk": answer("StreamChoice"),
        "Request": strings(&["model", "prompt"]), "Response": answer("Choice"),
        "StreamChoice": strings(&["index", "delta"]), "a": strings(&["q"]), "b": strings(&["r"]), "c": strings(&["s"])}))
        .are(&[
            "Model = /$defs/Request/properties/model",
            "StreamChoice = /$defs/StreamChoice",
            "Piece = /$defs/Chunk",
            "Request = /$defs/Request",
        ]);
}

#[test]
fn a_private_type_leads_to_the_types_of_its_fields() {
    let mut api = Crate::default();
    let model = api.object("LocalModel", &texts(&["size", "digest"]));
    api.object("ListLocalModelsResponse", &[("models", list(&model))]);
    api.model.types[1].public_path = Err(Unnameable::Private);
    let document = json!({"ModelSummary": strings(&["size", "digest", "a", "b", "c", "d"]), "Ps": strings(&["size", "digest"]),
        "ListResponse": object(json!({"models": lists("ModelSummary")})), "PsResponse": object(json!({"models": lists("Ps")}))});
    api.run(document).are(&[
        "LocalModel = /$defs/ModelSummary",
        "ListLocalModelsResponse: not public",
    ]);
}

#[test]
fn a_private_type_that_has_all_keys_takes_the_schema_from_its_namesake() {
    let keys = [("dependencies", TypeRef::Text), ("total", TypeRef::Text)];
    let received = [keys.as_slice(), &[("versions", TypeRef::Text)]].concat();
    let document = json!({"response listReverseDependencies": strings(&["dependencies", "total", "versions"])});
    let mut api = Crate::default();
    api.object("ReverseDependencies", &keys);
    api.object("ReverseDependenciesAsReceived", &received);
    api.model.types[1].public_path = Err(Unnameable::Private);
    api.run(document.clone()).are(&[
        "ReverseDependencies: too little resemblance to `/$defs/response listReverseDependencies`",
        "ReverseDependenciesAsReceived: not public",
    ]);
    // Nothing is known of how a public one is used.
    let mut api = Crate::default();
    api.object("ReverseDependencies", &keys);
    api.object("OtherList", &received);
    api.model.types[1].public_path = Err(Unnameable::Private);
    api.run(document).are(&[
        "ReverseDependencies = /$defs/response listReverseDependencies",
        "OtherList: not public",
    ]);
}

#[test]
fn a_response_of_one_key_is_known_by_what_it_holds() {
    let mut api = Crate::default();
    let dependency = api.object("Dependency", &texts(&["req", "kind"]));
    api.object("Dependencies", &[("dependencies", list(&dependency))]);
    let one = object(json!({"dependencies": lists("Dependency")}));
    let several = object(json!({"dependencies": lists("Dependency"), "meta": {}, "versions": {}}));
    api.run(
        json!({"Dependency": strings(&["req", "kind"]), "response get_version_dependencies": one,
        "response list_reverse_dependencies": several}),
    )
    .are(&[
        "Dependency = /$defs/Dependency",
        "Dependencies = /$defs/response get_version_dependencies",
    ]);
}

#[test]
fn an_enum_without_any_of_the_words_is_that_of_another_field() {
    let words = |words: &[&str]| json!({"type": "string", "enum": words});
    let document = json!({
        "Comparison": object(json!({"type": words(&["eq", "ne", "gt"]), "key": {"type": "string"}})),
        "Compound": object(json!({"type": words(&["and", "or"]), "filters": {"type": "string"}})),
    });
    let mut api = Crate::default();
    let operator = api.words("ComparisonType", &["eq", "ne", "gt"]);
    api.object("Comparison", &[("type", operator.clone()), ("key", TypeRef::Text)]);
    api.object("Compound", &[("type", operator), ("filters", TypeRef::Text)]);
    api.run(document.clone()).are(&[
        "ComparisonType = /$defs/Comparison/properties/type",
        "Comparison = /$defs/Comparison",
        "Compound = /$defs/Compound",
    ]);
    // Nothing else has the words of the enum: they are wrong.
    let mut api = Crate::default();
    let operator = api.words("CompoundType", &["all", "any"]);
    api.object("Compound", &[("type", operator), ("filters", TypeRef::Text)]);
    api.run(document).are(&[
        "CompoundType = /$defs/Compound/properties/type",
        "Compound = /$defs/Compound",
    ]);
}

#[test]
fn a_component_comes_before_parts_of_others_that_are_like_it() {
    let mut api = Crate::default();
    api.object("pulls::Review", &texts(&["body", "commit", "state", "submitted"]));
    let others = json!({"a": strings(&["q"]), "b": strings(&["r"]), "c": strings(&["s"]), "d": strings(&["t"])});
    let part = strings(&["body", "commit", "state", "submitted"]);
    let mut document = json!({
        "pull-request-review": strings(&["body", "commit", "state", "submitted", "body_text"]),
        "pull-request-review-event": object(json!({"review": part, "action": {"type": "string"}})),
    });
    for (name, other) in others.as_object().unwrap() {
        document[name] = other.clone();
    }
    api.run(document).are(&["pulls::Review = /$defs/pull-request-review"]);
}
