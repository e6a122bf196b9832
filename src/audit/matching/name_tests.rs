//! Types and documents made by hand: what the names of schemas say.

use super::Rules;
use super::tests::{Crate, strings, texts};
use serde_json::json;

#[test]
fn the_addresses_in_a_bundle_are_named_by_their_files() {
    let mut api = Crate::default();
    api.object("Message", &texts(&["summary", "title"]));
    let message = strings(&["summary", "payload", "correlationId", "contentType"]);
    api.run(
        json!({"http://api.org/definitions/2.6.0/messageTrait.json": strings(&["summary", "title"]),
        "http://api.org/definitions/2.6.0/message.json": message}),
    )
    .are(&["Message = /$defs/http:~1~1api.org~1definitions~12.6.0~1message.json"]);
}

#[test]
fn the_configuration_names_an_address_in_full() {
    let mut api = Crate::default();
    api.object("Call", &texts(&["a"]));
    let bind = [("Call".to_owned(), "http://api.org/message.json".to_owned())];
    let rules = Rules {
        bind: &bind,
        ignore: &[],
    };
    api.run_with(json!({"http://api.org/message.json": strings(&["b"])}), rules)
        .are(&["Call = /$defs/http:~1~1api.org~1message.json"]);
}

#[test]
fn generators_name_bodies_by_path_method_and_status() {
    let mut api = Crate::default();
    for name in [
        "PinListGet200ResponseInner",
        "PinListIpfsPathGet200Response",
        "Get403Response",
        "Get404Response",
    ] {
        api.object(name, &texts(&["state", "size"]));
    }
    // Descriptions are no content, so that equal schemas count as one; one key is not in the types.
    let body = |key: &str| strings(&["state", "size", key]);
    api.run(
        json!({"body /pin/list get 200 response": {"type": "array", "items": body("a")},
        "body /pin/list/{IPFS_path} get 200 response": body("b"), "body / get 403 response": body("c"),
        "body / get 404 response": body("d")}),
    )
    .are(&[
        "PinListGet200ResponseInner = /$defs/body ~1pin~1list get 200 response/items",
        "PinListIpfsPathGet200Response = /$defs/body ~1pin~1list~1{IPFS_path} get 200 response",
        "Get403Response = /$defs/body ~1 get 403 response",
        "Get404Response = /$defs/body ~1 get 404 response",
    ]);
}
