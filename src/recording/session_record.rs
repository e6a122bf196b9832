//! Session records of the Azure and .NET clients' test proxy: bodies stand in them as JSON, as text, or as base64.

use super::body::{Headers, bytes_of};
use super::{Item, Recording};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::io::Read;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<'a> {
    #[serde(default)]
    response_headers: Option<Value>,
    /// To the letter: a number in it is what the server wrote.
    #[serde(borrow, default)]
    response_body: Option<&'a RawValue>,
}

impl Recording<'_, '_> {
    pub(super) fn session_record(&mut self, reader: impl Read) -> bool {
        self.elements(reader, &[&["Entries"]], "entry", |recording, number, entry| {
            let origin = recording.origin("session record", format!("entry {number}"));
            let Ok(entry) = serde_json::from_str::<Entry<'_>>(entry.get()) else {
                return recording.fails(&origin, "entry cannot be read");
            };
            let Some(body) = entry.response_body.map(RawValue::get).filter(|body| *body != "null") else {
                return (recording.sink)(Item::Ignored(origin, "no body was recorded"));
            };
            let headers = Headers::of(entry.response_headers.as_ref());
            let bytes = match text(body) {
                Some(text) => bytes_of(&text, false),
                None => Ok(body.as_bytes().to_vec()),
            };
            match bytes {
                Ok(bytes) => recording.body(&origin, bytes, &headers, None),
                Err(reason) => recording.fails(&origin, reason),
            }
        })
    }
}

/// A body that is kept as text, in one string or in several lines.
fn text(body: &str) -> Option<String> {
    match body.as_bytes().first() {
        Some(b'"') => serde_json::from_str(body).ok(),
        Some(b'[') => {
            let lines: Vec<String> = serde_json::from_str(body).ok()?;
            (!lines.is_empty()).then(|| lines.concat())
        }
        _ => None,
    }
}
