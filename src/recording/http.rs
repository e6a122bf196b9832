//! HTTP responses as `curl -i` prints them, one or several in a row.

use super::body::Headers;
use super::item::Item;
use super::reader::RecordingReader;
use super::unpack::is_text;
use std::io::{self, Read};

const MAX_HEADERS: usize = 256;

/// How the end of a body is determined.
#[derive(Default)]
struct Framing {
    length: Option<usize>,
    chunked: bool,
}

impl RecordingReader<'_, '_> {
    pub(super) fn http(&mut self, reader: impl Read) -> io::Result<bool> {
        let Some(bytes) = self.whole(reader)? else {
            return Ok(true);
        };
        let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start();
        let mut number = 0;
        while !rest.is_empty() {
            number += 1;
            let origin = self.origin("HTTP", format!("response {number}"));
            if !rest.starts_with(b"HTTP/") {
                return Ok(self.skip_part(&origin, "not an HTTP response"));
            }
            let (status, lines) = line(rest);
            let status = String::from_utf8_lossy(status);
            let status = status.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
            let Some(status) = status else {
                return Ok(self.skip_part(&origin, "HTTP status line without a status"));
            };
            let (headers, framing, behind) = match headers(lines) {
                Ok(parts) => parts,
                Err(reason) => return Ok(self.skip_part(&origin, reason)),
            };
            if status < 200 {
                rest = behind.trim_ascii_start();
                continue;
            }
            let (body, fault, behind) = body(behind, &framing, !headers.encoding.is_empty());
            rest = behind.trim_ascii_start();
            let wants_more = match body.trim_ascii().is_empty() && fault.is_none() {
                true => (self.sink)(Item::Ignored(origin, "no body was recorded")),
                false => self.body(&origin, body, &headers, fault),
            };
            if !wants_more {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The first line without its line end, and the text after it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let line = &text[..end];
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    (line, text.get(end + 1..).unwrap_or_default())
}

fn headers(text: &[u8]) -> Result<(Headers, Framing, &[u8]), &'static str> {
    let mut room = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let (length, found) = match httparse::parse_headers(text, &mut room) {
        Ok(httparse::Status::Complete(parsed)) => parsed,
        Ok(httparse::Status::Partial) => return Err("HTTP headers are cut off"),
        Err(_) => return Err("invalid HTTP headers"),
    };
    let (mut headers, mut framing) = (Headers::default(), Framing::default());
    for header in found {
        let value = String::from_utf8_lossy(header.value);
        headers.add(header.name, &value);
        if header.name.eq_ignore_ascii_case("content-length") {
            framing.length = Some(value.trim().parse().map_err(|_| "content-length is not a number")?);
        }
        framing.chunked |=
            header.name.eq_ignore_ascii_case("transfer-encoding") && value.to_ascii_lowercase().contains("chunked");
    }
    Ok((headers, framing, &text[length..]))
}

/// The body, why it may be incomplete, and the text after it.
fn body<'a>(text: &'a [u8], framing: &Framing, packed: bool) -> (Vec<u8>, Option<String>, &'a [u8]) {
    // `curl` joins the chunks and keeps the header.
    if framing.chunked && size(line(text).0).is_some() {
        return chunks(text);
    }
    // Only the start is trimmed: the end is that of the whole file, and is far away.
    let ends = |rest: &[u8]| {
        let rest = rest.trim_ascii_start();
        rest.is_empty() || rest.starts_with(b"HTTP/")
    };
    if let Some((body, rest)) = framing.length.and_then(|length| text.split_at_checked(length))
        && ends(rest)
    {
        return (body.to_vec(), None, rest);
    }
    let next = text
        .windows(6)
        .position(|window| window == b"\nHTTP/")
        .map_or(text.len(), |at| at + 1);
    let (body, rest) = text.split_at(next);
    // It also decompresses, and keeps the length of the compressed body.
    let unpacked = packed && is_text(body);
    let fault = framing
        .length
        .filter(|length| *length != body.len() && !unpacked && !framing.chunked)
        .map(|length| format!("content-length is {length} bytes, but the body has {}", body.len()));
    (body.to_vec(), fault, rest)
}

/// The size of a chunk, if the line is the start of one.
fn size(line: &[u8]) -> Option<usize> {
    let digits = line.split(|byte| *byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| !digits.is_empty() && digits.len() <= 8)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| usize::from_str_radix(digits, 16).ok())?
}

fn chunks(text: &[u8]) -> (Vec<u8>, Option<String>, &[u8]) {
    let mut body = Vec::new();
    let mut rest = text;
    loop {
        let (head, behind) = line(rest);
        let Some(size) = size(head) else {
            let fault = if rest.is_empty() {
                "chunked body is cut off"
            } else {
                "chunked body has a chunk without a size"
            };
            return (body, Some(fault.to_owned()), &[]);
        };
        if size == 0 {
            // Trailers, up to a blank line.
            let mut rest = behind;
            while !rest.is_empty() && !rest.starts_with(b"HTTP/") {
                let (trailer, behind) = line(rest);
                rest = behind;
                if trailer.is_empty() {
                    break;
                }
            }
            return (body, None, rest);
        }
        let Some((chunk, behind)) = behind.split_at_checked(size) else {
            body.extend_from_slice(behind);
            return (body, Some("chunked body is cut off".to_owned()), &[]);
        };
        body.extend_from_slice(chunk);
        rest = behind
            .strip_prefix(b"\r\n")
            .or_else(|| behind.strip_prefix(b"\n"))
            .unwrap_or(behind);
    }
}
