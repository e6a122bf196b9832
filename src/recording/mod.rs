//! Recordings of other tools: their response bodies, and the JSON texts in these.
//!
//! Supported are JSON, JSON lines and server-sent events; HTTP responses as `curl -i` prints them; HAR; cassettes of VCR (Ruby)
//! and vcrpy; session records of the Azure and .NET clients. The format is detected from the content. JSON, lines and events
//! are read as a stream, so that a file of any length takes bounded memory; a cassette in YAML and a file of HTTP responses are
//! read as a whole, up to [`MAX_WHOLE`]. A compressed body may have up to [`MAX_BODY`] after decompression.

mod body;
mod cassette;
mod clip;
mod error;
mod har;
mod http;
mod item;
mod json;
mod limits;
mod pick;
mod reader;
mod session_record;
mod sniff;
mod texts;
mod unpack;
mod zstd;

pub use item::{Item, Origin, Sink};
pub use limits::{MAX_BODY, MAX_FILE, MAX_WHOLE, MAX_WINDOW};

use crate::case::Skipped;
use reader::RecordingReader;
use sniff::{Format, sniff};
use std::io::{self, BufReader, Cursor, Read};

/// The number of bytes at the start of a file from which its format is detected.
const HEAD: u64 = 1 << 20;

/// Reads one recording, and hands its contents to the sink. Returns whether the sink wants more. `expected` tells whether the file
/// must be a recording; another file of a folder is ignored if its content does not look like one.
pub fn read(file: &str, reader: impl Read, expected: bool, sink: &mut Sink<'_>) -> bool {
    let reader: Box<dyn Read + '_> = Box::new(reader);
    let expected = Expected {
        compressed: true,
        unknown: expected,
    };
    open(file, reader, expected, sink)
        .unwrap_or_else(|error| sink(Item::Skipped(Skipped::whole(file, format!("cannot be read: {error}")))))
}

/// What a file is allowed to be.
#[derive(Clone, Copy)]
struct Expected {
    compressed: bool,
    /// Of no known format; it is then read as JSON, which tells what is wrong with it.
    unknown: bool,
}

fn open<'r>(file: &str, mut reader: Box<dyn Read + 'r>, expected: Expected, sink: &mut Sink<'_>) -> io::Result<bool> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let format = sniff(&head);
    let whole = Cursor::new(head).chain(reader);
    let mut recording = RecordingReader { file, sink };
    match format {
        Format::Packed(encoding) if expected.compressed => {
            let unpacked = unpack::decompressor(encoding, BufReader::new(whole)).take(MAX_FILE + 1);
            let expected = Expected {
                compressed: false,
                ..expected
            };
            let unpacked = UnpackedFile { unpacked, encoding };
            open(file, Box::new(unpacked), expected, recording.sink)
        }
        Format::Packed(_) => Ok(recording.skip_file("compressed more than once")),
        Format::Utf16 => Ok(recording.skip_file("UTF-16 is not supported; JSON is UTF-8")),
        Format::Unknown if !expected.unknown => {
            let origin = recording.origin("file", String::new());
            Ok((recording.sink)(Item::Ignored(origin, "file that is no recording")))
        }
        Format::Http => recording.http(whole),
        Format::Har => Ok(recording.har(whole)),
        Format::SessionRecord => Ok(recording.session_record(whole)),
        Format::JsonCassette => Ok(recording.json_cassette(whole)),
        Format::YamlCassette => recording.yaml_cassette(whole),
        Format::Texts | Format::Unknown => Ok(recording.texts(BufReader::with_capacity(1 << 16, whole))),
    }
}

/// A compressed file as it is read. Its errors say what is wrong with the file; it fails at its limit, instead of pretending that
/// its input ends there.
struct UnpackedFile<R> {
    unpacked: io::Take<R>,
    encoding: &'static str,
}

impl<R: Read> Read for UnpackedFile<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.unpacked.read(buffer).map_err(|error| {
            let encoding = self.encoding;
            let reason = match error.kind() {
                io::ErrorKind::FileTooLarge => {
                    format!("{encoding} needs a larger window than {} MiB", MAX_WINDOW >> 20)
                }
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                    format!("{encoding} is cut off or damaged")
                }
                _ => return error,
            };
            io::Error::new(error.kind(), reason)
        })?;
        if count == 0 && self.unpacked.limit() == 0 && !buffer.is_empty() {
            let reason = format!("larger than {} MiB after decompression", MAX_FILE >> 20);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
