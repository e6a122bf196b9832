//! Lines of bounded length.

use super::limits::MAX_OBJECT_BYTES;
use crate::json::Tree;
use std::io::{self, BufRead, Read};

/// One line, with its end.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) bytes: Vec<u8>,
    /// The line is longer than an object may be; what `bytes` holds is its start.
    pub(super) too_long: bool,
}

impl Line {
    pub(super) fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether the line is a whole JSON value.
    pub(super) fn is_json(&self) -> bool {
        !self.too_long && std::str::from_utf8(&self.bytes).is_ok_and(|text| Tree::parse(text).is_ok())
    }

    /// Whether the line is one that starts a stream of server-sent events.
    pub(super) fn starts_an_event(&self) -> bool {
        let bytes = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes);
        [&b"event:"[..], b"data:", b"id:", b"retry:", b":"]
            .iter()
            .any(|field| bytes.starts_with(field))
    }

    /// The line as text without its end.
    pub(super) fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        Some(text.trim_end_matches(['\n', '\r']))
    }
}

pub(super) struct Lines<R> {
    reader: R,
    number: usize,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Lines<R> {
        Lines { reader, number: 0 }
    }

    /// The next line; of one that is too long only the start is kept, and the rest is passed over.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line {
            number: self.number + 1,
            ..Line::default()
        };
        let limit = MAX_OBJECT_BYTES as u64 + 1;
        self.reader.by_ref().take(limit).read_until(b'\n', &mut line.bytes)?;
        if line.bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if line.bytes.len() > MAX_OBJECT_BYTES && line.bytes.last() != Some(&b'\n') {
            line.too_long = true;
            line.bytes.truncate(64);
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(line))
    }

    /// The next line that is not blank.
    pub(super) fn next_filled(&mut self) -> io::Result<Option<Line>> {
        loop {
            match self.next_line()? {
                Some(line) if line.is_blank() => continue,
                line => return Ok(line),
            }
        }
    }

    /// Reads what is left, as far as `bytes` stays within `limit`; says whether it does.
    pub(super) fn rest_into(&mut self, bytes: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
        let room = (limit + 1).saturating_sub(bytes.len()) as u64;
        self.reader.by_ref().take(room).read_to_end(bytes)?;
        Ok(bytes.len() <= limit)
    }
}
