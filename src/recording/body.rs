//! Response bodies, and the texts in them.

use super::error::BodyError;
use super::item::{Item, Origin};
use super::limits::MAX_BODY;
use super::reader::RecordingReader;
use super::unpack::{self, Unpacked, unpack};
use crate::case::{Input, Skipped, Texts};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The headers of a response that tell how to read its body.
#[derive(Debug, Default)]
pub(super) struct Headers {
    pub(super) encoding: String,
    pub(super) stream: bool,
}

impl Headers {
    /// Evaluates one header.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "content-encoding" => value.clone_into(&mut self.encoding),
            "content-type" => self.stream |= value.to_ascii_lowercase().contains("event-stream"),
            _ => {}
        }
    }

    /// Headers as recorders write them: an object of strings or of lists of strings, or a list of objects with `name` and `value`.
    pub(super) fn of(value: Option<&Value>) -> Headers {
        let mut headers = Headers::default();
        let mut take = |name: &str, value: &Value| match value {
            Value::String(value) => headers.add(name, value),
            Value::Array(values) => {
                let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                headers.add(name, &values.join(", "));
            }
            _ => {}
        };
        match value {
            Some(Value::Object(members)) => members.iter().for_each(|(name, value)| take(name, value)),
            Some(Value::Array(pairs)) => {
                for pair in pairs {
                    if let (Some(Value::String(name)), Some(value)) = (pair.get("name"), pair.get("value")) {
                        take(name, value);
                    }
                }
            }
            _ => {}
        }
        headers
    }
}

/// The bytes of a body that a recorder has stored as text.
///
/// # Errors
/// If the recording declares it as base64, and it is not.
pub(super) fn bytes_of(text: &str, is_base64: bool) -> Result<Vec<u8>, BodyError> {
    if is_base64 {
        return base64(text).ok_or(BodyError::InvalidBase64);
    }
    // Compressed bytes, each stored as one character.
    if text.starts_with("\u{1f}\u{8b}") || text.starts_with("(µ/ý") {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        return Ok(bytes.unwrap_or_else(|| text.as_bytes().to_vec()));
    }
    // YAML marks base64 with a tag, which is lost when it is read into a value.
    let may_be = !text.trim_start().starts_with(['{', '[', '"', ':', '<']) && text.len() >= 8;
    if let Some(bytes) = may_be.then(|| base64(text)).flatten()
        && (bytes.starts_with(&[0x1f, 0x8b])
            || !unpack::is_text(&bytes)
            || bytes.trim_ascii_start().starts_with(b"{")
            || bytes.trim_ascii_start().starts_with(b"[")
            || bytes.contains(&b':'))
    {
        return Ok(bytes);
    }
    Ok(text.as_bytes().to_vec())
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        })
        .collect::<Vec<u8>>();
    BASE64.decode(digits).ok()
}

impl RecordingReader<'_, '_> {
    /// Reads the texts of one body. `fault` tells why the body may be incomplete.
    pub(super) fn body(&mut self, origin: &Origin, bytes: Vec<u8>, headers: &Headers, fault: Option<String>) -> bool {
        let label = origin.label();
        if bytes.len() > MAX_BODY {
            return self.skip_part(origin, format!("body is larger than {} MiB", MAX_BODY >> 20));
        }
        let Unpacked { bytes, fault: cut } = match unpack(bytes, &headers.encoding) {
            Ok(unpacked) => unpacked,
            Err(reason) => {
                let reason = reason.to_string();
                return self.skip_part(
                    origin,
                    fault.map_or(reason.clone(), |fault| format!("{fault}: {reason}")),
                );
            }
        };
        let mut fault = fault.or(cut.map(|cut| cut.to_string()));
        if bytes.trim_ascii().is_empty() {
            return match fault {
                Some(fault) => self.skip_part(origin, fault),
                None => (self.sink)(Item::Ignored(origin.clone(), "no body was recorded")),
            };
        }
        let name = if headers.stream {
            format!("{label}.sse")
        } else {
            label.clone()
        };
        for text in Texts::new(Input::named(name, &bytes[..])) {
            // The last text of an incomplete body is incomplete too; both are reported together.
            let text = text.and_then(|case| match fault.is_some() {
                true => case.tree().map(drop).map(|()| case),
                false => Ok(case),
            });
            let item = match text {
                Ok(case) => {
                    let mut origin = origin.clone();
                    if case.event || case.pieces.first().is_some_and(|piece| piece.line > 1) {
                        let line = case.pieces.first().map_or(1, |piece| piece.line);
                        origin.part = format!("{}, line {line} of its body", origin.part);
                    }
                    Item::Text(origin, case)
                }
                Err(skipped) => Item::Skipped(Skipped {
                    case: label.clone(),
                    reason: match fault.take() {
                        Some(fault) => format!("{fault}: {}", skipped.reason),
                        None if headers.stream || bytes.trim_ascii_start().starts_with(b"{") => skipped.reason,
                        None => format!("body: {}", skipped.reason),
                    },
                    ..skipped
                }),
            };
            if !(self.sink)(item) {
                return false;
            }
        }
        fault.is_none_or(|fault| self.skip_part(origin, fault))
    }
}
