//! Recordings that are one JSON object which contains a list of exchanges. They are read one exchange at a time.

use super::clip::{StringLimit, is_clipped};
use super::limits::MAX_BODY;
use super::reader::RecordingReader;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};

/// The most bytes of a string in a recording, with its escapes and base64.
const MAX_STRING: usize = 2 * MAX_BODY;
/// The most bytes of an element: a string that is cut leaves room for what stands beside it.
const MAX_ELEMENT: usize = MAX_STRING + MAX_BODY;

impl RecordingReader<'_, '_> {
    /// Calls `each` with every element of the list at a path of keys, and with its number from 1. At each step of the path, several
    /// keys are possible.
    pub(super) fn elements(
        &mut self,
        reader: impl Read,
        path: &[&[&str]],
        part: &'static str,
        mut each: impl FnMut(&mut Self, usize, &RawValue) -> bool,
    ) -> bool {
        let mut number = 0;
        let mut stopped = false;
        let mut found = false;
        let size = Cell::new(None);
        let clipped = StringLimit::new(WithoutMark::new(reader), MAX_STRING);
        let mut input = BufReader::with_capacity(1 << 16, ElementLimit::new(clipped, &size));
        let mut deserializer = serde_json::Deserializer::from_reader(&mut input);
        let mut take = |element: &RawValue| {
            number += 1;
            let wants_more = match is_clipped(element.get(), MAX_STRING) {
                true => {
                    let origin = self.origin("", format!("{part} {number}"));
                    self.skip_part(
                        &origin,
                        format!("a string in it is larger than {} MiB", MAX_STRING >> 20),
                    )
                }
                false => each(self, number, element),
            };
            stopped = !wants_more;
            wants_more
        };
        let walk = Walk {
            path,
            each: &mut take,
            found: &mut found,
            size: &size,
        };
        let end = walk.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        let Err(error) = end else {
            let list = path.iter().filter_map(|keys| keys.first().copied());
            return found
                || self.skip_file(format!(
                    "no list `{}` in the recording",
                    list.collect::<Vec<_>>().join(".")
                ));
        };
        if stopped {
            return false;
        }
        let place = format!("line {}, column {}", error.line(), error.column());
        // The message of the error is not used: it may quote the text, which may be private.
        let what = match error.classify() {
            Category::Eof => format!("recording is cut off at {place}"),
            Category::Syntax => format!("invalid JSON at {place}"),
            Category::Data => format!("unexpected structure at {place}"),
            Category::Io => format!("cannot be read: {error}"),
        };
        self.skip_file(match number {
            0 => what,
            _ => format!("{what}; the parts before are read (up to {part} {number})"),
        })
    }
}

struct Walk<'a, F> {
    path: &'a [&'a [&'a str]],
    each: &'a mut F,
    /// Whether there is a list at the path.
    found: &'a mut bool,
    /// The bytes of the element so far; `None` outside of elements.
    size: &'a Cell<Option<usize>>,
}

impl<'de, F: FnMut(&RawValue) -> bool> DeserializeSeed<'de> for Walk<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.path.is_empty() {
            true => deserializer.deserialize_seq(self),
            false => deserializer.deserialize_map(self),
        }
    }
}

impl<'de, F: FnMut(&RawValue) -> bool> Visitor<'de> for Walk<'_, F> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a recording")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((keys, path)) = self.path.split_first() else {
            return Err(serde::de::Error::custom("a list is expected"));
        };
        while let Some(key) = map.next_key::<String>()? {
            match keys.contains(&key.as_str()) {
                true => map.next_value_seed(Walk {
                    path,
                    each: self.each,
                    found: self.found,
                    size: self.size,
                })?,
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.found = true;
        self.size.set(Some(0));
        while let Some(element) = list.next_element::<Box<RawValue>>()? {
            if !(self.each)(&element) {
                return Err(serde::de::Error::custom("stopped"));
            }
            self.size.set(Some(0));
        }
        self.size.set(None);
        Ok(())
    }
}

/// A reader that replaces a byte order mark by spaces.
struct WithoutMark<R> {
    inner: R,
    started: bool,
}

impl<R: Read> WithoutMark<R> {
    fn new(inner: R) -> WithoutMark<R> {
        WithoutMark { inner, started: false }
    }
}

impl<R: Read> Read for WithoutMark<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if !std::mem::replace(&mut self.started, true) && buffer[..count].starts_with(b"\xef\xbb\xbf") {
            buffer[..3].fill(b' ');
        }
        Ok(count)
    }
}

/// A reader that fails in an element that is too large. It counts in portions, as it is asked for them.
struct ElementLimit<'s, R> {
    inner: R,
    size: &'s Cell<Option<usize>>,
}

impl<'s, R: Read> ElementLimit<'s, R> {
    fn new(inner: R, size: &'s Cell<Option<usize>>) -> ElementLimit<'s, R> {
        ElementLimit { inner, size }
    }
}

impl<R: Read> Read for ElementLimit<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let size = self.size.get().map(|size| size + count);
        self.size.set(size);
        match size.is_some_and(|size| size > MAX_ELEMENT) {
            true => Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("a part of it is larger than {} MiB", MAX_ELEMENT >> 20),
            )),
            false => Ok(count),
        }
    }
}
