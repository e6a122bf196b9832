//! Recordings that are one JSON object with a list of exchanges in it, read one exchange at a time.

use super::clip::{Clip, is_clipped};
use super::{MAX_BODY, Recording};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::fmt;
use std::io::{BufReader, Read};

/// No string of a recording has more bytes, escapes and base64 included.
const MAX_STRING: usize = 2 * MAX_BODY;

impl Recording<'_, '_> {
    /// Hands over each element of the list that the keys lead to, with its number from 1.
    pub(super) fn elements(
        &mut self,
        reader: impl Read,
        path: &[&[&str]],
        part: &'static str,
        mut each: impl FnMut(&mut Self, usize, &RawValue) -> bool,
    ) -> bool {
        let mut number = 0;
        let mut stopped = false;
        let mut unmarked = BufReader::with_capacity(1 << 16, Clip::new(Unmarked::new(reader), MAX_STRING));
        let mut deserializer = serde_json::Deserializer::from_reader(&mut unmarked);
        // The depth is that of the recording; what is deeper in a body is a matter of the body.
        let mut take = |element: &RawValue| {
            number += 1;
            let wants_more = match is_clipped(element.get(), MAX_STRING) {
                true => {
                    let origin = self.origin("", format!("{part} {number}"));
                    self.fails(
                        &origin,
                        format!("a string in it is larger than {} MiB", MAX_STRING >> 20),
                    )
                }
                false => each(self, number, element),
            };
            stopped = !wants_more;
            wants_more
        };
        let walk = Walk { path, each: &mut take };
        let end = walk.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        let Err(error) = end else { return true };
        if stopped {
            return false;
        }
        let place = format!("line {}, column {}", error.line(), error.column());
        // The words of the error may repeat what stands there.
        let what = match error.classify() {
            Category::Eof => format!("recording is cut off at {place}"),
            Category::Syntax => format!("invalid JSON at {place}"),
            Category::Data => format!("recording has another form at {place}"),
            Category::Io => "cannot be read".to_owned(),
        };
        self.refuse(match number {
            0 => what,
            _ => format!("{what}; what stands before is taken ({number} of its {part} parts)"),
        })
    }
}

struct Walk<'a, F> {
    path: &'a [&'a [&'a str]],
    each: &'a mut F,
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
                true => map.next_value_seed(Walk { path, each: self.each })?,
                false => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element::<Box<RawValue>>()? {
            if !(self.each)(&element) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Without the byte order mark that some programs write.
struct Unmarked<R> {
    inner: R,
    started: bool,
}

impl<R: Read> Unmarked<R> {
    fn new(inner: R) -> Unmarked<R> {
        Unmarked { inner, started: false }
    }
}

impl<R: Read> Read for Unmarked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if !std::mem::replace(&mut self.started, true) && buffer[..count].starts_with(b"\xef\xbb\xbf") {
            buffer[..3].fill(b' ');
        }
        Ok(count)
    }
}
