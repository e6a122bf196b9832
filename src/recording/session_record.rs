//! Session records of the test proxy of the Azure and .NET clients. A body is stored as JSON, text, or base64.

use super::body::{Headers, bytes_of};
use super::item::Item;
use super::reader::RecordingReader;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::io::Read;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<'a> {
    #[serde(default)]
    response_headers: Option<Value>,
    /// Kept as text, so that numbers stay as the server wrote them.
    #[serde(borrow, default)]
    response_body: Option<&'a RawValue>,
}

impl RecordingReader<'_, '_> {
    pub(super) fn session_record(&mut self, reader: impl Read) -> bool {
        self.elements(reader, &[&["Entries"]], "entry", |recording, number, entry| {
            let origin = recording.origin("session record", format!("entry {number}"));
            let Ok(entry) = serde_json::from_str::<Entry<'_>>(entry.get()) else {
                return recording.skip_part(&origin, "entry cannot be read");
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
                Err(reason) => recording.skip_part(&origin, reason),
            }
        })
    }
}

/// A body that is stored as text, in one string or as a list of lines.
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
