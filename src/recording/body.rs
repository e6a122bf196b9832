//! A response body, and the texts in it.

use super::unpack::{self, Unpacked, unpack};
use super::{Item, MAX_BODY, Origin, Recording};
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

/// What of a response's headers says how its body is to be read.
#[derive(Debug, Default)]
pub(super) struct Headers {
    pub(super) encoding: String,
    pub(super) stream: bool,
}

impl Headers {
    /// Takes a header in.
    pub(super) fn take(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "content-encoding" => value.clone_into(&mut self.encoding),
            "content-type" => self.stream |= value.to_ascii_lowercase().contains("event-stream"),
            _ => {}
        }
    }

    /// Headers as recorders write them: an object of strings or of lists of strings, or a list of names and values.
    pub(super) fn of(value: Option<&Value>) -> Headers {
        let mut headers = Headers::default();
        let mut take = |name: &str, value: &Value| match value {
            Value::String(value) => headers.take(name, value),
            Value::Array(values) => {
                let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                headers.take(name, &values.join(", "));
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

/// A body as a recorder keeps it in text.
///
/// # Errors
/// When it says that it is base64, and is not.
pub(super) fn bytes_of(text: &str, is_base64: bool) -> Result<Vec<u8>, String> {
    if is_base64 {
        return base64(text).ok_or_else(|| "invalid base64".to_owned());
    }
    // Bytes that were written as characters.
    if text.starts_with("\u{1f}\u{8b}") || text.starts_with("(µ/ý") {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        return Ok(bytes.unwrap_or_else(|| text.as_bytes().to_vec()));
    }
    // YAML marks base64 with a tag, which a value does not show.
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
    let packed: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let packed: Vec<u8> = packed
        .into_iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        })
        .collect();
    BASE64.decode(packed).ok()
}

impl Recording<'_, '_> {
    /// Hands over the texts of one body. `fault` is what is wrong with it, though something of it is there.
    pub(super) fn body(&mut self, origin: &Origin, bytes: Vec<u8>, headers: &Headers, fault: Option<String>) -> bool {
        let label = origin.label();
        if bytes.len() > MAX_BODY {
            return self.fails(origin, format!("body is larger than {} MiB", MAX_BODY >> 20));
        }
        let Unpacked { bytes, fault: cut } = match unpack(bytes, &headers.encoding) {
            Ok(unpacked) => unpacked,
            Err(reason) => {
                return self.fails(
                    origin,
                    fault.map_or(reason.clone(), |fault| format!("{fault}: {reason}")),
                );
            }
        };
        let mut fault = fault.or(cut);
        if bytes.trim_ascii().is_empty() {
            return match fault {
                Some(fault) => self.fails(origin, fault),
                None => (self.sink)(Item::Ignored(origin.clone(), "no body was recorded")),
            };
        }
        let name = if headers.stream {
            format!("{label}.sse")
        } else {
            label.clone()
        };
        for text in Texts::new(Input {
            name,
            reader: &bytes[..],
        }) {
            // A body that is cut gives a text that is cut: one line says it.
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
        fault.is_none_or(|fault| self.fails(origin, fault))
    }

    /// A part of the recording cannot be read.
    pub(super) fn fails(&mut self, origin: &Origin, reason: impl Into<String>) -> bool {
        (self.sink)(Item::Skipped(Skipped::whole(origin.label(), reason)))
    }
}
