//! Types and documents made by hand: bodies and parameters of operations, envelopes, and families of types.

use super::tests::Crate;
use crate::audit::model::{Impl, TypeRef};
use serde_json::json;

fn text() -> TypeRef {
    TypeRef::Text
}

#[test]
fn query_parameters_that_many_operations_have_need_the_name_of_the_operation() {
    let page = || json!({"type": "object", "properties": {"page": {"type": "string"}, "per_page": {"type": "string"}}});
    let document = json!({"query listUsers": page(), "query listTeams": page(), "query pets/list-pets": page(),
        "query orders": {"type": "object", "properties": {"page": {"type": "string"}, "buyer": {"type": "string"}}}});
    let mut api = Crate::default();
    api.object("ListUsersQuery", &[("page", text()), ("per_page", text())]);
    api.object("ListPetsParams", &[("page", text()), ("per_page", text())]);
    api.object("ListUserOrgs", &[("page", text()), ("per_page", text())]);
    api.object("Filter", &[("page", text()), ("buyer", text())]);
    api.model.types[3].docs = Some("The parameters of `orders`.".to_owned());
    api.run(document).are(&[
        "ListUsersQuery = /$defs/query listUsers",
        "ListPetsParams = /$defs/query pets~1list-pets",
        "Filter = /$defs/query orders",
        "ListUserOrgs: no counterpart",
    ]);
}

#[test]
fn a_type_that_is_only_read_is_no_request() {
    let keys = [("name", text()), ("owner", text()), ("age", text())];
    let object = json!({"type": "object", "properties": {"name": {}, "owner": {}, "age": {}}});
    let mut api = Crate::default();
    api.object("ListPets", &keys);
    api.model.types[0].write = Impl::Absent;
    api.run(json!({"query listPets": object, "response listPets": object}))
        .are(&["ListPets = /$defs/response listPets"]);
}

#[test]
fn envelopes_are_told_apart_by_what_they_hold() {
    let envelope = |held: &str| {
        let held = json!({"$ref": format!("#/$defs/{held}")});
        json!({"type": "object", "properties": {"result": held, "status": {"type": "string"}}})
    };
    let object =
        |key: &str| json!({"type": "object", "properties": {key: {"type": "string"}, "id": {"type": "string"}}});
    let document = json!({"Pet": object("toy"), "Owner": object("street"),
        "response getPet": envelope("Pet"), "response getOwner": envelope("Owner"), "response findOwner": envelope("Owner")});
    let mut api = Crate::default();
    let pet = api.object("Pet", &[("id", text()), ("toy", text())]);
    let owner = api.object("Owner", &[("id", text()), ("street", text())]);
    for held in [&pet, &owner] {
        api.object(
            "Reply",
            &[("result", held.clone()), ("status", text()), ("error", text())],
        );
        api.with_argument(held);
    }
    api.run(document).are(&[
        "Pet = /$defs/Pet",
        "Owner = /$defs/Owner",
        "Reply = /$defs/response getPet",
        "Reply = /$defs/response findOwner",
        "Reply = /$defs/response getOwner",
    ]);
}

#[test]
fn a_list_is_named_after_the_field_that_holds_it() {
    let runs = json!({"type": "object", "properties": {"total": {"type": "number"},
        "test_runs": {"type": "array", "items": {"$ref": "#/$defs/Run"}}}});
    let run = json!({"type": "object", "properties": {"color": {"type": "string"}, "shape": {"type": "string"}}});
    let mut api = Crate::default();
    let held = api.object("Run", &[("color", text()), ("shape", text())]);
    api.object(
        "TestRuns",
        &[
            ("total", TypeRef::Float(64)),
            ("test_runs", TypeRef::List(Box::new(held))),
        ],
    );
    api.run(json!({"Run": run, "response checksForRef": runs}))
        .are(&["Run = /$defs/Run", "TestRuns = /$defs/response checksForRef"]);
}

#[test]
fn words_that_all_types_of_many_modules_share_do_not_tell_them_from_others() {
    let event =
        |key: &str| json!({"type": "object", "properties": {key: {"type": "string"}, "sender": {"type": "string"}}});
    let mut document = json!({});
    let mut api = Crate::default();
    for name in ["issue", "fork", "label", "push", "star"] {
        document[format!("{name}_event")] = event(name);
        let title = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        api.object(&format!("events::{title}Event"), &[(name, text()), ("sender", text())]);
        api.object(&format!("hooks::{name}::{title}HookEventPayload"), &[(name, text())]);
        api.object(&format!("hooks::{name}::{title}HookEventNote"), &[("note", text())]);
    }
    let bound: Vec<String> = api
        .run(document)
        .0
        .into_iter()
        .filter(|line| line.contains(" = "))
        .collect();
    assert_eq!(
        bound.iter().filter(|line| line.starts_with("events::")).count(),
        5,
        "{bound:#?}"
    );
    assert_eq!(
        bound.iter().filter(|line| line.contains("Payload = ")).count(),
        5,
        "{bound:#?}"
    );
    assert_eq!(bound.len(), 10, "{bound:#?}");
}
