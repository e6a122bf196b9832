//! Which component a value follows, told from its constants.

use serde_json::{Map, Value};
use std::sync::Arc;

use super::bundle::{Bundle, ROOT};
use super::pointer::child;
use super::reading::Spec;
use super::schema::Schema;
use super::tags;

/// The names among `among` of the components whose constants the value has, in the order given.
pub(super) fn classify(spec: &Spec, value: &Value, among: &[&str]) -> Vec<String> {
    let Value::Object(object) = value else {
        return Vec::new();
    };
    let matching = |name: &&&str| spec.component(name).is_ok_and(|schema| follows(&schema, object));
    among.iter().filter(matching).map(|name| (*name).to_owned()).collect()
}

fn follows(schema: &Arc<Schema>, object: &Map<String, Value>) -> bool {
    let bundle = schema.bundle();
    match list_items(schema) {
        Some(items) => is_page_of(bundle, &items, object),
        None => schema.tags().iter().any(|tags| tags::matches(tags, object)),
    }
}

/// The pointer of the schema of a list's items: a component is a list if it has an array `data`, and no constant but
/// `object: "list"`.
fn list_items(schema: &Arc<Schema>) -> Option<String> {
    let bundle = schema.bundle();
    let mut at = ROOT.to_owned();
    while let Some(target) = bundle.follow(&at) {
        at = target.to_owned();
    }
    let data = child(&child(&at, "properties"), "data");
    let items = child(&data, "items");
    bundle.get(&items)?;
    let own_constant = schema
        .tags()
        .iter()
        .any(|tags| tags.iter().any(|(key, value)| key != "object" || value != "list"));
    (!own_constant).then_some(items)
}

fn is_page_of(bundle: &Bundle, items: &str, object: &Map<String, Value>) -> bool {
    let Some(Value::Array(data)) = object.get("data") else {
        return false;
    };
    if object.get("object").and_then(Value::as_str) != Some("list") {
        return false;
    }
    match data.first() {
        None => true,
        Some(Value::Object(first)) => tags::alternatives(bundle, items)
            .iter()
            .any(|tags| tags::matches(tags, first)),
        Some(_) => false,
    }
}
