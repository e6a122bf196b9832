//! Decompression of bodies.

use super::error::BodyError;
use super::limits::MAX_BODY;
use super::zstd::ZstdReader;
use std::io::{self, BufRead, Read};

/// A body after decompression.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// Why bytes may be missing at the end.
    pub(super) fault: Option<BodyError>,
}

/// Decompresses a body as its `content-encoding` says. Some recorders decompress bodies and keep the header, so a body that is
/// not compressed is left as it is. A compressed body without the header is decompressed too.
///
/// # Errors
/// If the body is larger than [`MAX_BODY`] after decompression, or cannot be decompressed.
pub(super) fn unpack(bytes: Vec<u8>, encodings: &str) -> Result<Unpacked, BodyError> {
    let mut out = Unpacked { bytes, fault: None };
    let mut names: Vec<String> = encodings
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if names.len() > 4 {
        return Err(BodyError::TooManyEncodings);
    }
    if names.is_empty() {
        names.extend(by_magic(&out.bytes).map(str::to_owned));
    }
    while let Some(name) = names.pop() {
        let Some(encoding) = encoding(&name, &out.bytes) else {
            if is_text(&out.bytes) {
                continue;
            }
            return Err(match is_supported(&name) {
                true => BodyError::WrongEncoding,
                false => BodyError::UnknownEncoding,
            });
        };
        let bytes = std::mem::take(&mut out.bytes);
        let mut unpacked = Vec::new();
        let end = decompressor(encoding, &bytes[..])
            .take(MAX_BODY as u64 + 1)
            .read_to_end(&mut unpacked);
        if unpacked.len() > MAX_BODY {
            return Err(BodyError::TooLarge);
        }
        out.bytes = unpacked;
        if let Err(error) = end {
            if error.kind() == io::ErrorKind::FileTooLarge {
                return Err(BodyError::WindowTooLarge(encoding));
            }
            if out.bytes.is_empty() {
                return Err(BodyError::Damaged(encoding));
            }
            out.fault = Some(BodyError::Damaged(encoding));
        }
    }
    Ok(out)
}

/// A reader that decompresses a stream.
pub(super) fn decompressor<'r>(encoding: &str, compressed: impl BufRead + 'r) -> Box<dyn Read + 'r> {
    match encoding {
        "gzip" => Box::new(flate2::bufread::MultiGzDecoder::new(compressed)),
        "zlib" => Box::new(flate2::bufread::ZlibDecoder::new(compressed)),
        "deflate" => Box::new(flate2::bufread::DeflateDecoder::new(compressed)),
        "zstd" => Box::new(ZstdReader::new(compressed)),
        _ => brotli(compressed),
    }
}

/// Brotli as HTTP knows it. The decoder also reads an extension with windows of up to 1 GiB, which begins with bits of its own.
fn brotli<'r>(mut compressed: impl BufRead + 'r) -> Box<dyn Read + 'r> {
    match compressed.fill_buf() {
        Ok([first, ..]) if first & 0x7f == 0x11 => Box::new(WindowTooLarge),
        _ => Box::new(brotli_decompressor::Decompressor::new(compressed, 4096)),
    }
}

struct WindowTooLarge;

impl Read for WindowTooLarge {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::FileTooLarge.into())
    }
}

fn is_supported(name: &str) -> bool {
    ["gzip", "x-gzip", "deflate", "br", "zstd"].contains(&name)
}

/// How a body is compressed, according to its header and its first bytes together.
fn encoding(name: &str, bytes: &[u8]) -> Option<&'static str> {
    match (name, by_magic(bytes)) {
        (name, Some(magic)) if is_supported(name) && name != "br" => Some(magic),
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

/// Whether a body is text.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && !head.iter().any(|byte| *byte < b' ' && !byte.is_ascii_whitespace())
}
