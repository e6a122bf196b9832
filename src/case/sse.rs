//! Server-sent events, with the position of every byte of their data.
//!
//! The crates for this format hand out events without positions, and hold to the letter that a blank line ends an event;
//! recordings exist that have none.

use super::limits::MAX_OBJECT_BYTES;
use super::skipped::{Skipped, too_large_reason};
use super::text::{Line, Lines};
use super::{Case, Piece};
use crate::json::Tree;
use std::io::BufRead;

/// The data that ends a stream, by custom. It is not JSON.
const DONE: &str = "[DONE]";

#[derive(Default)]
pub(super) struct Events {
    /// A line that was read already.
    ahead: Option<Line>,
    name: Option<(String, usize)>,
    data: String,
    pieces: Vec<Piece>,
    over: bool,
}

impl Events {
    pub(super) fn new(first: Option<Line>) -> Events {
        Events {
            ahead: first,
            ..Events::default()
        }
    }

    pub(super) fn next<R: BufRead>(&mut self, file: &str, lines: &mut Lines<R>) -> Option<Result<Case, Skipped>> {
        while !self.over {
            let line = match self.ahead.take() {
                Some(line) => Some(line),
                None => match lines.next_line() {
                    Ok(line) => line,
                    Err(error) => {
                        self.over = true;
                        return Some(Err(Skipped::whole(file, format!("cannot be read: {error}"))));
                    }
                },
            };
            let Some(line) = line else {
                self.over = true;
                return self.end_of_file(file);
            };
            if let Some(event) = self.line(file, line) {
                return Some(event);
            }
        }
        None
    }

    fn line(&mut self, file: &str, line: Line) -> Option<Result<Case, Skipped>> {
        let number = line.number;
        if line.too_long || self.data.len() > MAX_OBJECT_BYTES {
            self.clear();
            return Some(Err(Skipped::at(file, (number, 1), too_large_reason())));
        }
        let Some(text) = line.text() else {
            self.clear();
            return Some(Err(Skipped::at(file, (number, 1), "invalid UTF-8")));
        };
        let text = if number == 1 {
            text.trim_start_matches('\u{feff}')
        } else {
            text
        };
        if text.is_empty() {
            return self.dispatch(file, false);
        }
        let (field, value) = text.split_once(':').unwrap_or((text, ""));
        let spaced = value.strip_prefix(' ');
        let value = spaced.unwrap_or(value);
        match field {
            // No blank line between two events: the next name ends the one before.
            "event" if !self.pieces.is_empty() => {
                let event = self.dispatch(file, false);
                self.ahead = Some(line);
                return event;
            }
            "event" => self.name = Some((value.to_owned(), number)),
            "data" => {
                if !self.pieces.is_empty() {
                    self.data.push('\n');
                }
                let column = "data:".len() + 1 + usize::from(spaced.is_some());
                self.pieces.push(Piece {
                    offset: self.data.len(),
                    line: number,
                    column,
                });
                self.data.push_str(value);
            }
            _ => {}
        }
        None
    }

    fn end_of_file(&mut self, file: &str) -> Option<Result<Case, Skipped>> {
        match &self.name {
            Some((_, line)) if self.pieces.is_empty() => Some(Err(Skipped::at(
                file,
                (*line, 1),
                "stream ends in the middle of an event",
            ))),
            _ => self.dispatch(file, true),
        }
    }

    fn clear(&mut self) {
        self.name = None;
        self.data.clear();
        self.pieces.clear();
    }

    /// Ends an event. One without data is none, says the standard.
    fn dispatch(&mut self, file: &str, at_the_end: bool) -> Option<Result<Case, Skipped>> {
        let (name, data, pieces) = (
            self.name.take(),
            std::mem::take(&mut self.data),
            std::mem::take(&mut self.pieces),
        );
        let first = *pieces.first()?;
        let Some((name, line)) = name else {
            // No name: the data speaks for itself, and the customary end says nothing.
            let mut case = Case::new(file, data);
            case.pieces = pieces;
            return (case.text != DONE)
                .then(|| case.tree().map(drop))
                .map(|json| json.map(|()| case));
        };
        let name_json = serde_json::Value::from(name.as_str()).to_string();
        let text_data = data == DONE || !data.trim_start().starts_with(['{', '[']) && Tree::parse(&data).is_err();
        let about_a_run = name.starts_with("thread.run.");
        let before = format!("{{\"event\":{name_json},\"data\":");
        let mut case = Case::new(file, "");
        case.event = true;
        case.pieces = vec![Piece {
            offset: 0,
            line,
            column: 1,
        }];
        if text_data && !about_a_run {
            case.pieces.push(Piece {
                offset: before.len(),
                ..first
            });
            case.text = format!("{before}{}}}", serde_json::Value::from(data.as_str()));
            return Some(Ok(case));
        }
        if let Err(error) = Tree::parse(&data) {
            let mut plain = Case::new(file, data);
            plain.pieces = pieces;
            let cut = if at_the_end {
                "stream ends in the middle of an event: "
            } else {
                ""
            };
            let reason = format!("{cut}invalid JSON: {}", error.message);
            let place = plain.place(error.offset);
            return Some(Err(Skipped {
                pointer: error.pointer,
                ..Skipped::at(file, place, reason)
            }));
        }
        let moved = pieces.into_iter().map(|piece| Piece {
            offset: piece.offset + before.len(),
            ..piece
        });
        case.pieces.extend(moved);
        case.text = format!("{before}{data}}}");
        Some(Ok(case))
    }
}
