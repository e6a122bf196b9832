//! HAR 1.2, as browsers and proxies export it.

use super::body::{Headers, bytes_of};
use super::item::Item;
use super::pick::{Shape, pick};
use super::reader::RecordingReader;
use std::io::Read;

const CONTENT: &[(&str, Shape)] = &[
    ("text", Shape::Single),
    ("encoding", Shape::Single),
    ("mimeType", Shape::Single),
];
const RESPONSE: &[(&str, Shape)] = &[("content", Shape::Object(CONTENT)), ("headers", Shape::Headers)];
const ENTRY: Shape = Shape::Object(&[("response", Shape::Object(RESPONSE))]);

impl RecordingReader<'_, '_> {
    pub(super) fn har(&mut self, reader: impl Read) -> bool {
        self.elements(
            reader,
            &[&["log"], &["entries"]],
            "entry",
            |recording, number, entry| {
                let origin = recording.origin("HAR", format!("entry {number}"));
                let Ok(entry) = pick(entry.get(), ENTRY) else {
                    return recording.skip_part(&origin, "entry cannot be read");
                };
                let content = &entry["response"]["content"];
                let Some(text) = content["text"].as_str() else {
                    return (recording.sink)(Item::Ignored(origin, "no body was recorded"));
                };
                let is_base64 = content["encoding"]
                    .as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case("base64"));
                let mut headers = Headers::of(entry["response"].get("headers"));
                headers.add("content-type", content["mimeType"].as_str().unwrap_or_default());
                // Browsers export text after decompression.
                match bytes_of(text, is_base64) {
                    Ok(bytes) => recording.body(&origin, bytes, &headers, None),
                    Err(reason) => recording.skip_part(&origin, reason),
                }
            },
        )
    }
}
