//! Types and documents made by hand: what reads a branch of a union stands for the branch.

use super::tests::{Crate, object, same, strings, texts};
use crate::audit::model::{TypeRef, VariantShape};
use serde_json::{Value, json};

fn list(of: &TypeRef) -> TypeRef {
    TypeRef::List(Box::new(of.clone()))
}

/// A property whose values are lists of texts and of objects.
fn secrets(name: &str) -> Value {
    let items = json!({"oneOf": [{"type": "string"}, strings(&["source", "target"])]});
    json!({"service": {"type": "object", "properties": {"image": {"type": "string"},
        "secrets": {"$ref": format!("#/$defs/{name}")}}}, name: {"type": "array", "items": items}})
}

/// `enum Secrets { Simple(Vec<String>), Advanced(Vec<AdvancedSecret>) }`, in a field.
fn service(name: &str) -> Crate {
    let mut api = Crate::default();
    let advanced = api.object(name, &texts(&["source", "target"]));
    let simple = list(&TypeRef::Text);
    let variants = [("Simple", same(&simple)), ("Advanced", same(&list(&advanced)))];
    let secrets = api.untagged("Secrets", &variants);
    api.object("Service", &[("image", TypeRef::Text), ("secrets", secrets)]);
    api
}

#[test]
fn what_one_variant_lists_stands_for_the_branch_that_it_reads() {
    service("AdvancedSecret").run(secrets("grants")).are(&[
        "AdvancedSecret = /$defs/grants/items/oneOf/1",
        "Secrets = /$defs/grants",
        "Service = /$defs/service",
    ]);
}

#[test]
fn it_does_so_although_the_union_bears_its_name() {
    let mut document = secrets("grants");
    document["secret"] = document["grants"]["items"].take();
    document["grants"]["items"] = json!({"$ref": "#/$defs/secret"});
    service("Secret").run(document).are(&[
        "Secret = /$defs/secret/oneOf/1",
        "Secrets = /$defs/grants",
        "Service = /$defs/service",
    ]);
}

#[test]
fn the_struct_of_a_field_stands_for_the_whole_union() {
    let mut api = Crate::default();
    let secret = api.object("Secret", &texts(&["source", "target"]));
    api.object("Service", &[("image", TypeRef::Text), ("secrets", list(&secret))]);
    api.run(secrets("grants"))
        .are(&["Secret = /$defs/grants/items", "Service = /$defs/service"]);
}

#[test]
fn what_is_behind_a_reference_stands_for_what_is_referred_to() {
    let mut api = Crate::default();
    let scheme = api.object("SecurityScheme", &texts(&["kind", "flow"]));
    let reference = VariantShape::Object(object(&texts(&["$ref"])));
    let either = api.untagged("ReferenceOr", &[("Reference", reference), ("Item", same(&scheme))]);
    api.with_argument(&scheme);
    let TypeRef::Local(id, _) = either else { unreachable!() };
    let either = TypeRef::Local(id, vec![scheme]);
    let map = TypeRef::Map(Box::new(TypeRef::Text), Box::new(either));
    api.object("Components", &[("securitySchemes", map), ("servers", TypeRef::Text)]);
    let union = json!({"oneOf": [{"$ref": "#/$defs/Reference"}, strings(&["kind", "flow"])]});
    let schemes = json!({"type": "object", "additionalProperties": union});
    let components =
        json!({"type": "object", "properties": {"securitySchemes": schemes, "servers": {"type": "string"}}});
    api.run(json!({"Components": components, "Reference": strings(&["$ref"])}))
        .are(&[
            "SecurityScheme = /$defs/Components/properties/securitySchemes/additionalProperties/oneOf/1",
            "ReferenceOr = /$defs/Components/properties/securitySchemes/additionalProperties",
            "Components = /$defs/Components",
        ]);
}

#[test]
fn what_is_referred_to_may_be_a_union_inside_the_union() {
    let mut api = Crate::default();
    let message = api.object("Message", &texts(&["payload", "headers"]));
    let reference = VariantShape::Object(object(&texts(&["$ref"])));
    let variants = [("Reference", reference), ("Item", same(&message))];
    let either = api.untagged("MessageOrReference", &variants);
    api.object("Operation", &[("message", either), ("summary", TypeRef::Text)]);
    let inside = json!({"oneOf": [strings(&["oneOf"]), strings(&["payload", "headers"])]});
    let union = json!({"oneOf": [{"$ref": "#/$defs/Reference"}, inside]});
    let operation = json!({"type": "object",
        "properties": {"message": {"$ref": "#/$defs/Message"}, "summary": {"type": "string"}}});
    api.run(json!({"Message": union, "Operation": operation, "Reference": strings(&["$ref"])}))
        .are(&[
            "Message = /$defs/Message/oneOf/1/oneOf/1",
            "MessageOrReference = /$defs/Message",
            "Operation = /$defs/Operation",
        ]);
}

#[test]
fn a_type_does_not_stand_for_a_schema_of_another_kind() {
    let mut api = Crate::default();
    let text = json!({"type": "string", "enum": ["near", "far"]});
    let noise = api.object("NoiseType", &texts(&["type"]));
    api.object("Input", &[("noise", noise.clone()), ("format", TypeRef::Text)]);
    api.object("Session", &[("noise_type", noise), ("voice", TypeRef::Text)]);
    let around = json!({"type": "object", "properties": {"type": {"$ref": "#/$defs/NoiseType"}}});
    let input = json!({"type": "object", "properties": {"noise": around, "format": {"type": "string"}}});
    let session = json!({"type": "object",
        "properties": {"noise_type": {"$ref": "#/$defs/NoiseType"}, "voice": {"type": "string"}}});
    api.run(json!({"Input": input, "NoiseType": text, "Session": session}))
        .are(&[
            "NoiseType = /$defs/Input/properties/noise",
            "Input = /$defs/Input",
            "Session = /$defs/Session",
        ]);
}

#[test]
fn a_struct_does_not_stand_for_an_object_of_other_keys() {
    let mut api = Crate::default();
    let reverse = api.object("ReverseDependency", &texts(&["crate_version", "dependency"]));
    api.object("Dependency", &texts(&["req", "kind"]));
    api.object(
        "ReverseDependencies",
        &[("dependencies", list(&reverse)), ("total", TypeRef::Text)],
    );
    let item = json!({"$ref": "#/$defs/Dependency"});
    let dependencies = json!({"type": "object", "properties": {"total": {"type": "string"},
        "dependencies": {"type": "array", "items": item}}});
    api.run(json!({"Dependency": strings(&["req", "kind"]), "ReverseDependencies": dependencies}))
        .are(&[
            "Dependency = /$defs/Dependency",
            "ReverseDependencies = /$defs/ReverseDependencies",
            "ReverseDependency: no counterpart",
        ]);
}
