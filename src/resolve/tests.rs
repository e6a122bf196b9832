use super::*;
use crate::case::{CaseKind, Origin};
use crate::schema::{Dialect, Document};

const DOCUMENT: &str = r##"{"$defs": {
    "PetObject": {"type": "object", "required": ["object"], "properties": {"object": {"const": "run"}}},
    "StepObject": {"type": "object", "required": ["object"], "properties": {"object": {"const": "step"}}},
    "Usage": {"type": "object"}
}}"##;

fn resolver(fallback: Option<&str>) -> ComponentResolver {
    let document = Document::parse("t", DOCUMENT.as_bytes()).unwrap();
    let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
    ComponentResolver::new(spec, vec!["PetObject".to_owned(), "StepObject".to_owned()])
        .with_fallback(fallback.map(str::to_owned))
        .ignoring_folders(["AnyObject".to_owned()])
}

fn file(path: &str) -> Origin {
    Origin::File { path: path.to_owned() }
}

fn found(fallback: Option<&str>, name: &str, text: &str) -> Result<Vec<String>, String> {
    let case = Case::of(file(name), CaseKind::Capture, text);
    match resolver(fallback).resolve(&case, &case.tree().unwrap()) {
        Resolution::Components(found) => Ok(found.into_iter().map(str::to_owned).collect()),
        Resolution::OtherEvent => Err("event".to_owned()),
        Resolution::Elsewhere(reason) | Resolution::ErrorBody(reason) | Resolution::Unknown(reason) => Err(reason),
    }
}

const RUN: &str = r#"{"object": "run"}"#;

#[test]
fn the_folder_is_consulted_before_the_constants() {
    assert_eq!(found(None, "a.json", RUN).unwrap(), ["PetObject"]);
    assert_eq!(found(None, "StepObject/deep/a.json", RUN).unwrap(), ["StepObject"]);
    assert_eq!(found(None, r"StepObject\a.json", RUN).unwrap(), ["StepObject"]);
    assert_eq!(found(None, "StepObject/PetObject/a.json", "{}").unwrap(), ["PetObject"]);
}

#[test]
fn the_configuration_is_consulted_before_the_folder() {
    let placed = |path: &str, component: &str| PlacedCaptures {
        path: path.to_owned(),
        component: component.to_owned(),
    };
    let resolver = resolver(None).with_placed(vec![
        placed("hooks", "StepObject"),
        placed("hooks/push-*", "PetObject"),
        placed("gone", "Gone"),
    ]);
    let resolve = |name: &str| {
        let case = Case::of(file(name), CaseKind::Capture, RUN);
        match resolver.resolve(&case, &case.tree().unwrap()) {
            Resolution::Components(found) => found.concat(),
            Resolution::Elsewhere(reason) => reason,
            other => format!("{other:?}"),
        }
    };
    assert_eq!(resolve("x/hooks/PetObject/a.json"), "StepObject");
    assert_eq!(resolve("x/hooks/push-a.json"), "PetObject");
    assert!(resolve("gone/a.json").ends_with("which the document does not have"));
    assert_eq!(resolve("StepObject/a.json"), "StepObject");
}

#[test]
fn a_folder_of_another_component_is_final() {
    let reason = found(None, "x/Usage/a.json", RUN).unwrap_err();
    assert!(reason.contains("`Usage`, which no subject is bound to"), "{reason}");
    let reason = found(None, "x/MessageObject/a.json", RUN).unwrap_err();
    assert!(reason.contains("`MessageObject` is named like a component"), "{reason}");
    // The caller may know better than the name of a folder, but not better than the document.
    assert_eq!(
        found(Some("StepObject"), "MessageObject/a.json", RUN).unwrap(),
        ["StepObject"]
    );
    assert!(found(Some("StepObject"), "Usage/a.json", RUN).is_err());
}

#[test]
fn a_text_without_constants_belongs_to_the_only_candidate() {
    let document = Document::parse("t", DOCUMENT.as_bytes()).unwrap();
    let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
    let resolver = ComponentResolver::new(spec, vec!["Usage".to_owned()]);
    let resolve = |text: &str| {
        let case = Case::new("a.json", text);
        let tree = case.tree().unwrap();
        matches!(resolver.resolve(&case, &tree), Resolution::Components(found) if found == ["Usage"])
    };
    assert!(resolve(r#"{"tokens": 3}"#));
    assert!(!resolve(RUN), "its constants are those of another component");
}

#[test]
fn the_root_of_a_document_takes_what_is_left() {
    let text = r##"{"type": "object", "properties": {"services": {}}, "$defs": {"Usage": {"type": "object"}}}"##;
    let spec = Arc::new(Spec::new(
        Document::parse("t", text.as_bytes()).unwrap(),
        Dialect::AsMeant,
    ));
    let resolver = ComponentResolver::new(spec, vec!["Usage".to_owned(), "#".to_owned()]);
    let resolve = |path: &str| {
        let case = Case::of(file(path), CaseKind::Capture, r#"{"services": {}}"#);
        let tree = case.tree().unwrap();
        match resolver.resolve(&case, &tree) {
            Resolution::Components(found) => found.into_iter().map(str::to_owned).collect(),
            other => vec![format!("{other:?}")],
        }
    };
    assert_eq!(resolve("a.json"), ["#"]);
    assert_eq!(resolve("Usage/a.json"), ["Usage"]);
}

#[test]
fn other_folders_decide_nothing() {
    for folder in [
        "runs",
        "Object",
        "AnyObject",
        "my-object",
        "message_object",
        "FirstUsage",
        "é Object",
    ] {
        assert_eq!(
            found(None, &format!("{folder}/a.json"), RUN).unwrap(),
            ["PetObject"],
            "{folder}"
        );
    }
}

#[test]
fn a_component_that_the_case_brings_is_final() {
    let mut case = Case::new("a.json", RUN);
    let mut resolve = |component: &str| {
        case.component = Some(component.to_owned());
        let (resolver, tree) = (resolver(Some("PetObject")), case.tree().unwrap());
        matches!(resolver.resolve(&case, &tree), Resolution::Components(found) if found == ["StepObject"])
    };
    assert!(resolve("StepObject"));
    assert!(!resolve("Usage"));
}

#[test]
fn keys_tell_the_component_of_a_text_without_constants() {
    let object = |keys: [&str; 2]| {
        let properties: serde_json::Map<_, _> = keys.iter().map(|key| ((*key).to_owned(), true.into())).collect();
        serde_json::json!({"type": "object", "required": keys, "properties": properties})
    };
    let document = serde_json::json!({"$defs": {"Order": object(["id", "items"]), "Invoice": object(["id", "due"]),
        "Copy": object(["id", "due"]), "Receipt": object(["id", "paid"])}});
    let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
    let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
    let bound = ["Order", "Invoice"].map(str::to_owned);
    let resolver = ComponentResolver::new(spec, bound.to_vec());
    let resolve = |text: &str| {
        let case = Case::new("a.json", text);
        let tree = case.tree().unwrap();
        match resolver.resolve(&case, &tree) {
            Resolution::Components(found) => found.join(" "),
            Resolution::Unknown(reason) => reason,
            other => format!("{other:?}"),
        }
    };
    assert_eq!(resolve(r#"{"id": 1, "items": []}"#), "Order");
    assert!(resolve(r#"{"id": 1, "due": 2}"#).starts_with("ambiguous: its keys fit `Copy`, `Invoice` alike"));
    assert!(resolve(r#"{"id": 1, "paid": 2}"#).contains("`Receipt` best, which no subject is bound to"));
    assert!(resolve(r#"{"name": 1}"#).starts_with("no bound component fits"));
}

#[test]
fn the_callers_component_is_for_texts_that_tell_none() {
    assert_eq!(found(Some("StepObject"), "a.json", RUN).unwrap(), ["PetObject"]);
    assert_eq!(found(Some("StepObject"), "a.json", "{}").unwrap(), ["StepObject"]);
    let reason = found(None, "a.json", r#"{"id": 1}"#).unwrap_err();
    assert_eq!(
        reason,
        "no bound component fits: an object with `id`; name one with --component"
    );
}

#[test]
fn folders_decide_nothing_about_events() {
    let mut case = Case::of(
        file("StepObject/a.sse"),
        CaseKind::Capture,
        r#"{"event": "x", "data": {}}"#,
    );
    case.event = true;
    let resolver = resolver(Some("PetObject"));
    assert_eq!(resolver.resolve(&case, &case.tree().unwrap()), Resolution::OtherEvent);
}

#[test]
fn a_body_that_tells_an_error_is_none_of_a_candidate_that_knows_none_of_its_keys() {
    let schema = |name: &str| serde_json::json!({"$ref": format!("#/components/schemas/{name}")});
    let response = |name: &str| serde_json::json!({"content": {"application/json": {"schema": schema(name)}}});
    let object = |keys: &[&str]| {
        let properties: serde_json::Map<_, _> = keys.iter().map(|key| ((*key).to_owned(), true.into())).collect();
        serde_json::json!({"type": "object", "properties": properties})
    };
    let document = serde_json::json!({"openapi": "3.1.0", "components": {"schemas": {"Pet": object(&["name"]),
            "Lookup": object(&["result", "error"]), "Problem": object(&["status", "message"])}},
        "paths": {"/pets": {"get": {"responses": {"200": response("Pet"), "404": response("Problem")}}}}});
    let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
    let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
    let is_error = |candidates: &[&str], fallback: Option<&str>, text: &str| {
        let candidates = candidates.iter().map(|name| (*name).to_owned()).collect();
        let resolver = ComponentResolver::new(Arc::clone(&spec), candidates).with_fallback(fallback.map(str::to_owned));
        let case = Case::new("a.json", text);
        let tree = case.tree().unwrap();
        matches!(resolver.resolve(&case, &tree), Resolution::ErrorBody(_))
    };
    for text in [
        r#"{"error": {"message": "no"}}"#,
        r#"{"errors": [{"title": "no"}]}"#,
        r#"{"error": "no"}"#,
        r#"{"message": "Not Found", "status": "404", "more": 1}"#,
    ] {
        assert!(is_error(&["Pet"], None, text), "{text}");
        assert!(is_error(&["Pet"], Some("Pet"), text), "{text}");
    }
    for text in [
        r#"{"error": null}"#,
        r#"{"error": {}}"#,
        r#"{"error": "no", "id": 1}"#,
        r#"{"name": "Rex", "message": "woof"}"#,
        "{}",
        "[]",
    ] {
        assert!(!is_error(&["Pet"], None, text), "{text}");
    }
    assert!(!is_error(&["Pet", "Lookup"], None, r#"{"error": "no"}"#));
    assert!(!is_error(&["Pet", "Problem"], None, r#"{"message": "no"}"#));
}

#[test]
fn last_words_carry_their_style() {
    assert_eq!(last_word("PetObject"), Some("Object"));
    assert_eq!(last_word("HTTPError"), Some("Error"));
    assert_eq!(last_word("run_object"), Some("_object"));
    assert_eq!(last_word("Run2Object"), Some("Object"));
    for single in ["", "Runs", "runs", "a b", "é"] {
        assert_eq!(last_word(single), None, "{single}");
    }
}

#[test]
fn the_keys_of_nested_objects_decide_between_components_with_the_same_keys() {
    let holder = |inner: &str| {
        format!(r#"{{"type": "object", "required": ["id", "of"], "properties": {{"id": {{}}, "of": {inner}}}}}"#)
    };
    let object = |keys: &str| format!(r#"{{"type": "object", "properties": {{{keys}}}}}"#);
    let text = format!(
        r#"{{"$defs": {{"Letter": {}, "Parcel": {}}}}}"#,
        holder(&object(r#""street": {}, "town": {}"#)),
        holder(&format!(
            r#"{{"type": "array", "items": {}}}"#,
            object(r#""weight": {}"#)
        )),
    );
    let spec = Arc::new(Spec::new(
        Document::parse("t", text.as_bytes()).unwrap(),
        Dialect::AsMeant,
    ));
    let resolver = ComponentResolver::new(spec, vec!["Letter".to_owned(), "Parcel".to_owned()]);
    let resolve = |path: &str, text: &str| {
        let case = Case::of(file(path), CaseKind::Capture, text);
        match resolver.resolve(&case, &case.tree().unwrap()) {
            Resolution::Components(found) => found.concat(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(resolve("a.json", r#"{"id": 1, "of": {"street": "x"}}"#), "Letter");
    assert_eq!(resolve("a.json", r#"{"id": 1, "of": [{"weight": 3}]}"#), "Parcel");
    // They say nothing: the name of the file does.
    assert_eq!(resolve("parcel-1.json", r#"{"id": 1, "of": null}"#), "Parcel");
    assert!(resolve("a.json", r#"{"id": 1, "of": null}"#).contains("ambiguous"));
}

#[test]
fn of_several_components_with_the_same_constants_those_count_that_describe_the_text() {
    let answer = |key: &str| {
        format!(
            r#"{{"type": "object", "required": ["rpc", "result"], "properties": {{"rpc": {{"const": "2.0"}}, "result":
            {{"type": "object", "required": ["{key}"], "properties": {{"{key}": {{"type": "array"}}}}}}}}}}"#
        )
    };
    let text = format!(
        r#"{{"$defs": {{"Tools": {}, "Prompts": {}, "Any": {{"type": "object", "required": ["rpc"],
        "properties": {{"rpc": {{"const": "2.0"}}, "result": {{}}}}}}}}}}"#,
        answer("tools"),
        answer("prompts"),
    );
    let resolve = |names: &[&str], path: &str, capture: &str| {
        let document = Document::parse("t", text.as_bytes()).unwrap();
        let spec = Arc::new(Spec::new(document, Dialect::AsMeant));
        let resolver = ComponentResolver::new(spec, names.iter().map(|name| (*name).to_owned()).collect());
        let case = Case::of(file(path), CaseKind::Capture, capture);
        match resolver.resolve(&case, &case.tree().unwrap()) {
            Resolution::Components(found) => found.join(" "),
            other => format!("{other:?}"),
        }
    };
    let all = ["Tools", "Prompts", "Any"];
    let (tools, odd, empty) = (
        r#"{"rpc": "2.0", "result": {"tools": []}}"#,
        r#"{"rpc": "2.0", "result": {"tools": 1}}"#,
        r#"{"rpc": "2.0", "result": {}}"#,
    );
    assert_eq!(resolve(&all, "a.json", tools), "Tools Any");
    assert_eq!(resolve(&all[..2], "a.json", tools), "Tools");
    // Neither describes it.
    assert_eq!(resolve(&all[..2], "a.json", odd), "Tools");
    assert_eq!(resolve(&all[..2], "prompts-1.json", empty), "Prompts");
    assert_eq!(resolve(&all[..2], "a.json", empty), "Tools Prompts");
}

#[test]
fn the_data_of_an_event_is_placed_by_its_constants() {
    let resolver = resolver(None);
    let of_data = |text: &str| resolver.of_event_data(&Tree::parse(text).unwrap()).concat();
    assert_eq!(of_data(RUN), "PetObject");
    assert_eq!(of_data(r#"{"object": "other"}"#), "");
}
