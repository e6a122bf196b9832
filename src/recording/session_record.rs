//! Session records of the test proxy of the Azure and .NET clients. A body is stored as JSON, text, or base64.

use super::body::{Headers, bytes_of};
use super::item::Item;
use super::pick::{Shape, pick};
use super::reader::RecordingReader;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::io::Read;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry<'a> {
    #[serde(borrow, default)]
    response_headers: Option<&'a RawValue>,
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
            let headers = entry
                .response_headers
                .map(|headers| pick(headers.get(), Shape::Headers));
            let headers = Headers::of(headers.and_then(Result::ok).as_ref());
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
            let Lines(text) = serde_json::from_str(body).ok()?;
            text
        }
        _ => None,
    }
}

/// A list of strings, put together as they are read: a `String` of its own for each takes many times the text. `None` if it is empty.
struct Lines(Option<String>);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lines, D::Error> {
        deserializer.deserialize_seq(Join).map(Lines)
    }
}

struct Join;

impl<'de> Visitor<'de> for Join {
    type Value = Option<String>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("lines")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<String>, A::Error> {
        let mut text = list.next_element::<String>()?;
        while let Some(line) = list.next_element::<String>()? {
            text.get_or_insert_default().push_str(&line);
        }
        Ok(text)
    }
}
