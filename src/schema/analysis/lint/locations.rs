//! Every schema of a document, wherever it stands.

use crate::schema::document::Document;
use crate::schema::keyword::children;
use crate::schema::kind::Kind;
use crate::schema::pointer::{child, is_file_key, item};
use serde_json::Value;

/// A schema of the document, wherever it stands.
pub(super) struct SchemaLocation<'d> {
    /// Its JSON pointer.
    pub(super) pointer: String,
    /// The schema.
    pub(super) schema: &'d Value,
    /// The keyword that holds it, or nothing if it stands on its own.
    pub(super) held_by: Option<&'d str>,
}

/// Every schema of the document, in the order of their pointers' tokens.
pub(super) fn schemas(document: &Document) -> Vec<SchemaLocation<'_>> {
    let mut out = Vec::new();
    let mut rest: Vec<SchemaLocation<'_>> = roots(document);
    rest.reverse();
    while let Some(place) = rest.pop() {
        if let Value::Object(members) = place.schema {
            let below = children(members, &place.pointer).into_iter();
            let below = below.map(|(keyword, pointer, schema)| SchemaLocation {
                pointer,
                schema,
                held_by: Some(keyword),
            });
            rest.extend(below.rev());
        }
        out.push(place);
    }
    out
}

/// The schemas that stand on their own: components, and those of parameters, headers, requests and responses.
fn roots(document: &Document) -> Vec<SchemaLocation<'_>> {
    let root = document.value();
    let on_its_own = |pointer, schema| SchemaLocation {
        pointer,
        schema,
        held_by: None,
    };
    let mut out: Vec<SchemaLocation<'_>> = document.files().map(|(at, value)| on_its_own(at, value)).collect();
    if document.kind() == Kind::JsonSchema {
        return out;
    }
    let mut rest: Vec<(String, &Value)> = vec![(String::new(), root)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter().rev() {
                    if at.is_empty() && is_file_key(key) && Kind::of(member) == Ok(Kind::JsonSchema) {
                        continue;
                    }
                    let here = child(&at, key);
                    let is_component = document.kind().containers().contains(&at.as_str());
                    let is_schema = key == "schema" && at != "/components";
                    // Null and a list are a schema that went wrong; a word under the key `schema` is something else.
                    if is_component || is_schema && !(member.is_string() || member.is_number()) {
                        out.push(on_its_own(here, member));
                    } else if !key.starts_with("x-") && !matches!(key.as_str(), "example" | "examples") {
                        rest.push((here, member));
                    }
                }
            }
            Value::Array(items) => rest.extend(items.iter().enumerate().map(|(i, v)| (item(&at, i), v))),
            _ => {}
        }
    }
    out.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    out
}
