//! Files that contain JSON, JSON lines or server-sent events themselves.

use super::item::Item;
use super::reader::RecordingReader;
use crate::case::{Input, Origin, Texts};
use std::io::BufRead;

impl RecordingReader<'_, '_> {
    pub(super) fn texts(&mut self, reader: impl BufRead) -> bool {
        let path = self.file.to_owned();
        let texts = Texts::new(Input {
            origin: Origin::File { path },
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
}
