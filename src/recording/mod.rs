//! Recordings of other tools: the response bodies in them, and the JSON texts in those.
//!
//! JSON, JSON lines and server-sent events; HTTP responses as `curl -i` prints them; HAR; cassettes of VCR (Ruby) and vcrpy;
//! session records of the Azure and .NET clients. Content tells which it is. Files of lines, events and JSON are read as a
//! stream, so that one of any length takes bounded memory; a cassette in YAML and a file of HTTP responses are read whole,
//! within [`MAX_WHOLE`]. A body may be packed; it unpacks to [`MAX_BODY`] at most.

mod body;
mod cassette;
mod clip;
mod har;
mod http;
mod json;
mod session_record;
mod sniff;
mod unpack;

use crate::case::{Case, Input, Skipped, Texts};
use sniff::{Format, sniff};
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// The largest body, in bytes, unpacked: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;
/// The largest file that is read whole, in bytes: 128 MiB.
pub const MAX_WHOLE: usize = 128 << 20;
/// A packed file unpacks to no more than this, in bytes: 1 GiB.
pub const MAX_FILE: u64 = 1 << 30;

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 1 << 20;

/// Where in a recording something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, or `-`.
    pub file: String,
    /// What the recording is, in words.
    pub format: &'static str,
    /// Which part of it, such as `entry 3`; empty where the whole file is one body.
    pub part: String,
}

impl Origin {
    /// File and part, for people.
    pub fn label(&self) -> String {
        match self.part.is_empty() {
            true => self.file.clone(),
            false => format!("{}, {}", self.file, self.part),
        }
    }
}

/// What a recording gives.
#[derive(Debug)]
pub enum Item {
    /// A JSON text out of a response body.
    Text(Origin, Case),
    /// A response without anything to take, and why; nothing is wrong with it.
    Ignored(Origin, &'static str),
    /// Something that cannot be read.
    Skipped(Skipped),
}

/// Takes items; `false` ends the reading.
pub type Sink<'s> = dyn FnMut(Item) -> bool + 's;

/// Hands over everything in one recording. Says whether the sink wants more. A file that was found in a folder, and not named,
/// may be something else.
pub fn read(file: &str, reader: impl Read, named: bool, sink: &mut Sink<'_>) -> bool {
    let reader: Box<dyn Read + '_> = Box::new(reader);
    let how = How { packed: true, named };
    open(file, reader, how, sink).unwrap_or_else(|error| {
        sink(Item::Skipped(Skipped::whole(
            file,
            format!("cannot be read: {}", error.kind()),
        )))
    })
}

#[derive(Clone, Copy)]
struct How {
    /// It may be packed.
    packed: bool,
    /// Somebody named it.
    named: bool,
}

fn open<'r>(file: &str, mut reader: Box<dyn Read + 'r>, how: How, sink: &mut Sink<'_>) -> io::Result<bool> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let format = sniff(&head);
    let whole = Cursor::new(head).chain(reader);
    let mut recording = Recording { file, sink };
    match format {
        Format::Packed(encoding) if how.packed => {
            let unpacked = unpack::reader(encoding, BufReader::new(whole)).take(MAX_FILE + 1);
            open(
                file,
                Box::new(Watched(unpacked)),
                How { packed: false, ..how },
                recording.sink,
            )
        }
        Format::Packed(_) => Ok(recording.refuse("packed more than once")),
        Format::Utf16 => Ok(recording.refuse("UTF-16 is not read; JSON is UTF-8")),
        Format::Unknown if !how.named => {
            let origin = recording.origin("file", String::new());
            Ok((recording.sink)(Item::Ignored(origin, "file that is no recording")))
        }
        Format::Http => recording.http(whole),
        Format::Har => Ok(recording.har(whole)),
        Format::SessionRecord => Ok(recording.session_record(whole)),
        Format::JsonCassette => Ok(recording.json_cassette(whole)),
        Format::YamlCassette => recording.yaml_cassette(whole),
        Format::Texts | Format::Unknown => Ok(recording.plain(BufReader::with_capacity(1 << 16, whole))),
    }
}

/// One recording that is being read.
struct Recording<'a, 's> {
    file: &'a str,
    sink: &'a mut Sink<'s>,
}

impl Recording<'_, '_> {
    fn plain(&mut self, reader: impl BufRead) -> bool {
        let texts = Texts::new(Input {
            name: self.file.to_owned(),
            reader,
        });
        for text in texts {
            let item = match text {
                Ok(case) => {
                    let format = if case.event { "stream" } else { "JSON" };
                    let part = match case.pieces.first().map_or(1, |piece| piece.line) {
                        1 => String::new(),
                        line => format!("line {line}"),
                    };
                    Item::Text(self.origin(format, part), case)
                }
                Err(skipped) => Item::Skipped(skipped),
            };
            if !(self.sink)(item) {
                return false;
            }
        }
        true
    }

    fn origin(&self, format: &'static str, part: String) -> Origin {
        Origin {
            file: self.file.to_owned(),
            format,
            part,
        }
    }

    /// The whole file cannot be read.
    fn refuse(&mut self, reason: impl Into<String>) -> bool {
        (self.sink)(Item::Skipped(Skipped::whole(self.file, reason)))
    }

    /// Reads the file to its end, if it is not too large.
    fn whole(&mut self, reader: impl Read) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        reader.take(MAX_WHOLE as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > MAX_WHOLE {
            self.refuse(format!("larger than {} MiB", MAX_WHOLE >> 20));
            return Ok(None);
        }
        Ok(Some(bytes))
    }
}

/// A reader that fails where it would end because of its limit.
struct Watched<R>(io::Take<R>);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        if count == 0 && self.0.limit() == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
