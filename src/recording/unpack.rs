//! Packed bodies.

use super::MAX_BODY;
use std::io::{self, BufRead, Read};

/// What came of unpacking.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// Why there may be more than these bytes.
    pub(super) fault: Option<String>,
}

/// Unpacks a body as its `content-encoding` says. Recorders unpack bodies and leave the header, so what is not packed stays as
/// it is; and what is packed without a word is unpacked too.
///
/// # Errors
/// When it unpacks to more than [`MAX_BODY`], or cannot be unpacked at all.
pub(super) fn unpack(bytes: Vec<u8>, encodings: &str) -> Result<Unpacked, String> {
    let mut out = Unpacked { bytes, fault: None };
    let mut names: Vec<String> = encodings
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if names.len() > 4 {
        return Err("packed more than four times".to_owned());
    }
    if names.is_empty() {
        names.extend(by_magic(&out.bytes).map(str::to_owned));
    }
    while let Some(name) = names.pop() {
        let Some(encoding) = encoding(&name, &out.bytes) else {
            if is_text(&out.bytes) {
                continue;
            }
            return Err(match known(&name) {
                true => "body is not packed as it says, and no text".to_owned(),
                false => "packed in a way that is not known".to_owned(),
            });
        };
        let bytes = std::mem::take(&mut out.bytes);
        let mut unpacked = Vec::new();
        let end = reader(encoding, &bytes[..])
            .take(MAX_BODY as u64 + 1)
            .read_to_end(&mut unpacked);
        if unpacked.len() > MAX_BODY {
            return Err(format!("body unpacks to more than {} MiB; refused", MAX_BODY >> 20));
        }
        out.bytes = unpacked;
        if end.is_err() {
            if out.bytes.is_empty() {
                return Err(format!("{encoding} body is cut off or damaged"));
            }
            out.fault = Some(format!("{encoding} body is cut off or damaged"));
        }
    }
    Ok(out)
}

/// Unpacks a stream.
pub(super) fn reader<'r>(encoding: &str, packed: impl BufRead + 'r) -> Box<dyn Read + 'r> {
    match encoding {
        "gzip" => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        "zlib" => Box::new(flate2::bufread::ZlibDecoder::new(packed)),
        "deflate" => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(packed) {
            Ok(decoder) => Box::new(decoder),
            Err(_) => Box::new(Broken),
        },
        _ => Box::new(brotli_decompressor::Decompressor::new(packed, 4096)),
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::InvalidData.into())
    }
}

fn known(name: &str) -> bool {
    ["gzip", "x-gzip", "deflate", "br", "zstd"].contains(&name)
}

/// How a body is packed, by its header and its bytes together.
fn encoding(name: &str, bytes: &[u8]) -> Option<&'static str> {
    match (name, by_magic(bytes)) {
        (name, Some(magic)) if known(name) && name != "br" => Some(magic),
        ("br", _) if !is_text(bytes) => Some("br"),
        ("deflate", None) if !is_text(bytes) => Some("deflate"),
        ("zlib" | "gzip" | "zstd", Some(magic)) => Some(magic),
        _ => None,
    }
}

fn by_magic(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("zstd"),
        [first @ 0x78, second, ..] if (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0 && !is_text(bytes) => {
            Some("zlib")
        }
        _ => None,
    }
}

/// Whether a body is text already.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let cut = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    cut && !head.iter().any(|byte| *byte < b' ' && !byte.is_ascii_whitespace())
}
