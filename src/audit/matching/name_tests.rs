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
