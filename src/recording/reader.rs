//! What the readers of all formats have in common.

use super::item::{Item, Origin, Sink};
use super::limits::MAX_WHOLE;
use crate::case::Skipped;
use std::io::{self, Read};

/// The reader of one recording. Each format adds a method in a file of its own.
pub(super) struct RecordingReader<'a, 's> {
    pub(super) file: &'a str,
    pub(super) sink: &'a mut Sink<'s>,
}

impl RecordingReader<'_, '_> {
    pub(super) fn origin(&self, format: &'static str, part: String) -> Origin {
        Origin {
            file: self.file.to_owned(),
            format,
            part,
        }
    }

    /// Reports that a part of the recording cannot be read. Returns whether the sink wants more, as all readers do.
    pub(super) fn skip_part(&mut self, origin: &Origin, reason: impl ToString) -> bool {
        (self.sink)(Item::Skipped(Skipped::whole(origin.label(), reason.to_string())))
    }

    /// Reports that the recording cannot be read.
    pub(super) fn skip_file(&mut self, reason: impl ToString) -> bool {
        (self.sink)(Item::Skipped(Skipped::whole(self.file, reason.to_string())))
    }

    /// The bytes of the whole recording; `None` if it is too large, which is reported.
    pub(super) fn whole(&mut self, reader: impl Read) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        reader.take(MAX_WHOLE as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > MAX_WHOLE {
            self.skip_file(format!("larger than {} MiB", MAX_WHOLE >> 20));
            return Ok(None);
        }
        Ok(Some(bytes))
    }
}
