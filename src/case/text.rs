//! Lines of bounded length.

use super::limits::MAX_OBJECT_BYTES;
use crate::json::Tree;
use std::io::{self, BufRead, Read};

pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    /// A line of which only the start was kept is not blank, whatever that start holds.
    pub(super) fn is_blank(&self) -> bool {
        !self.too_long && self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether the line is a whole JSON value.
    pub(super) fn is_json(&self) -> bool {
        !self.too_long && std::str::from_utf8(&self.bytes).is_ok_and(|text| Tree::parse(text).is_ok())
    }

    /// Whether the line is a whole JSON object that starts in the first column.
    pub(super) fn is_object(&self) -> bool {
        self.bytes.first() == Some(&b'{') && self.is_json()
    }

    /// Whether a JSON document that goes on behind this line can start with it.
    pub(super) fn opens_a_document(&self) -> bool {
        matches!(self.bytes.trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// Whether a value must follow, if the line belongs to a JSON document.
    pub(super) fn wants_a_value(&self) -> bool {
        !self.too_long && matches!(self.bytes.trim_ascii_end().last(), Some(b',' | b':' | b'[' | b'{'))
    }

    /// Whether the line is one that starts a stream of server-sent events.
    pub(super) fn starts_an_event(&self) -> bool {
        starts_an_event(&self.bytes)
    }

    /// The line without its end.
    pub(super) fn content(&self) -> &[u8] {
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let end = self
            .bytes
            .iter()
            .rposition(|byte| !ends(byte))
            .map_or(0, |last| last + 1);
        &self.bytes[..end]
    }

    /// Whether the line has an end; the last one of a file may have none.
    pub(super) fn is_ended(&self) -> bool {
        self.too_long || matches!(self.bytes.last(), Some(b'\n' | b'\r'))
    }
}

fn starts_an_event(line: &[u8]) -> bool {
    [&b"event:"[..], b"data:", b"id:", b"retry:", b":"]
        .iter()
        .any(|field| line.starts_with(field))
}

pub(super) struct Lines<R> {
    reader: R,
    number: usize,
    /// Whether a line may end with CR alone. It may in server-sent events; to JSON that is space.
    cr_ends: bool,
    /// The last line ended with CR, so an LF that comes next belongs to it.
    after_cr: bool,
    /// Every line so far was blank, so the next one may still show that this is a stream of events.
    blank_so_far: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Lines<R> {
        Lines {
            reader,
            number: 0,
            cr_ends: false,
            after_cr: false,
            blank_so_far: true,
        }
    }

    /// From here on the lines are those of server-sent events.
    pub(super) fn expect_events(&mut self) {
        self.cr_ends = true;
    }

    /// The next line; of one that is too long only the start is kept, and the rest is passed over. A byte order mark
    /// in front of the first says how the file is encoded, and is no part of its text.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line {
            number: self.number + 1,
            ..Line::default()
        };
        if !self.read_line(&mut line)? {
            return Ok(None);
        }
        self.number += 1;
        self.blank_so_far &= line.is_blank();
        Ok(Some(line))
    }

    /// Says whether there was a line.
    fn read_line(&mut self, line: &mut Line) -> io::Result<bool> {
        let mut found = false;
        let mut at_start = line.number == 1;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let Some(first) = chunk.first() else {
                return Ok(found);
            };
            if std::mem::take(&mut self.after_cr) && *first == b'\n' {
                self.reader.consume(1);
                continue;
            }
            found = true;
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let taken = end.map_or(chunk.len(), |end| end + 1);
            let last = end.map(|end| chunk[end]);
            if !line.too_long {
                line.bytes.extend_from_slice(&chunk[..taken]);
            }
            self.reader.consume(taken);
            if at_start && line.bytes.len() >= BYTE_ORDER_MARK.len() {
                at_start = false;
                if line.bytes.starts_with(BYTE_ORDER_MARK) {
                    line.bytes.drain(..BYTE_ORDER_MARK.len());
                }
            }
            let ended = match last {
                Some(b'\n') => true,
                Some(_) => self.cr_ends || self.blank_so_far && starts_an_event(&line.bytes),
                None => false,
            };
            if line.bytes.len() > MAX_OBJECT_BYTES + usize::from(ended) {
                line.too_long = true;
                line.bytes.truncate(64);
            }
            if ended {
                self.after_cr = last == Some(b'\r');
                return Ok(true);
            }
        }
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
