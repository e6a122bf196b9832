//! Server-sent events, with the position of every byte of their data.
//!
//! The crates for this format hand out events without positions, and hold to the letter that a blank line ends an event;
//! recordings exist that have none. There a second name ends an event, and so does data behind an event that is whole and
//! was named behind its own data.

use super::limits::MAX_OBJECT_BYTES;
use super::skipped::{Skipped, too_large_reason};
use super::text::{Line, Lines};
use super::text_source::TextSource;
use super::{Case, Piece};
use crate::json::Tree;
use std::io::BufRead;

/// The data that ends a stream, by custom. It is not JSON.
const DONE: &str = "[DONE]";

const CUT: &str = "stream ends in the middle of an event";

#[derive(Default)]
pub(super) struct Events {
    /// A line that was read already.
    ahead: Option<Line>,
    name: Option<(String, usize)>,
    data: String,
    pieces: Vec<Piece>,
    /// What is wrong with the event that is being read; it is told when the event ends.
    fault: Option<Skipped>,
    /// A blank line has ended an event, as the standard wants it.
    blank_lines: bool,
    /// The name came behind the data, and no data since.
    named_late: bool,
    over: bool,
}

impl Events {
    pub(super) fn new(first: Option<Line>) -> Events {
        Events {
            ahead: first,
            ..Events::default()
        }
    }

    pub(super) fn next<R: BufRead>(
        &mut self,
        source: &TextSource,
        lines: &mut Lines<R>,
    ) -> Option<Result<Case, Skipped>> {
        while !self.over {
            let line = match self.ahead.take() {
                Some(line) => Some(line),
                None => match lines.next_line() {
                    Ok(line) => line,
                    Err(error) => {
                        self.over = true;
                        return Some(Err(Skipped::whole(&source.label, format!("cannot be read: {error}"))));
                    }
                },
            };
            let Some(line) = line else {
                self.over = true;
                return self.end_of_file(source);
            };
            if let Some(event) = self.line(source, line) {
                return Some(event);
            }
        }
        None
    }

    fn line(&mut self, source: &TextSource, line: Line) -> Option<Result<Case, Skipped>> {
        let content = line.content();
        if content.is_empty() {
            let event = self.dispatch(source, false);
            self.blank_lines |= event.is_some();
            return event;
        }
        let colon = content.iter().position(|byte| *byte == b':');
        let (field, value) = content.split_at(colon.unwrap_or(content.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let spaced = value.strip_prefix(b" ");
        let column = field.len() + usize::from(colon.is_some()) + usize::from(spaced.is_some()) + 1;
        let value = spaced.unwrap_or(value);
        // The file ends before the field says anything.
        let known = [&b"event"[..], b"data"].iter().any(|name| name.starts_with(field));
        let cut = known && !field.is_empty() && value.is_empty() && !line.is_ended();
        let starts_another = match field {
            _ if cut => self.has_data(),
            b"event" => self.name.is_some() && self.has_data(),
            b"data" => std::mem::take(&mut self.named_late) && !self.blank_lines && Tree::parse(&self.data).is_ok(),
            _ => false,
        };
        if starts_another {
            let event = self.dispatch(source, false);
            self.ahead = Some(line);
            return event;
        }
        match field {
            _ if cut => self.fault(Skipped::at(&source.label, (line.number, 1), CUT)),
            b"event" => {
                self.named_late = self.has_data();
                self.name = Some((self.text_of(source, &line, column, value), line.number));
            }
            b"data" => {
                let text = self.text_of(source, &line, column, value);
                self.push_data(source, text, (line.number, column));
            }
            _ => {}
        }
        None
    }

    fn has_data(&self) -> bool {
        !self.pieces.is_empty() || self.fault.is_some()
    }

    /// Of two faults of an event the first is told.
    fn fault(&mut self, fault: Skipped) {
        self.fault.get_or_insert(fault);
    }

    fn text_of(&mut self, source: &TextSource, line: &Line, column: usize, value: &[u8]) -> String {
        if line.too_long {
            self.fault(Skipped::at(&source.label, (line.number, 1), too_large_reason()));
            return String::new();
        }
        if let Err(error) = std::str::from_utf8(value) {
            let valid = String::from_utf8_lossy(&value[..error.valid_up_to()]);
            let place = (line.number, column + valid.chars().count());
            self.fault(Skipped::at(&source.label, place, "invalid UTF-8"));
        }
        String::from_utf8_lossy(value).into_owned()
    }

    fn push_data(&mut self, source: &TextSource, text: String, (line, column): (usize, usize)) {
        if self.data.len() + text.len() > MAX_OBJECT_BYTES {
            self.fault(Skipped::at(&source.label, (line, 1), too_large_reason()));
        }
        if self.fault.is_some() {
            return;
        }
        if !self.pieces.is_empty() {
            self.data.push('\n');
        }
        self.pieces.push(Piece {
            offset: self.data.len(),
            line,
            column,
        });
        self.data.push_str(&text);
    }

    fn end_of_file(&mut self, source: &TextSource) -> Option<Result<Case, Skipped>> {
        match &self.name {
            Some((_, line)) if !self.has_data() => Some(Err(Skipped::at(&source.label, (*line, 1), CUT))),
            _ => self.dispatch(source, true),
        }
    }

    /// Ends an event. One without data is none, says the standard.
    fn dispatch(&mut self, source: &TextSource, at_the_end: bool) -> Option<Result<Case, Skipped>> {
        let (name, data, pieces) = (
            self.name.take(),
            std::mem::take(&mut self.data),
            std::mem::take(&mut self.pieces),
        );
        self.named_late = false;
        if let Some(fault) = self.fault.take() {
            return Some(Err(fault));
        }
        let first = *pieces.first()?;
        let Some((name, line)) = name else {
            // No name: the data speaks for itself, and the customary end says nothing.
            let mut case = source.case(data);
            case.pieces = pieces;
            return (case.text != DONE)
                .then(|| case.tree().map(drop))
                .map(|json| json.map(|()| case));
        };
        let name_json = serde_json::Value::from(name.as_str()).to_string();
        let text_data = data == DONE || !data.trim_start().starts_with(['{', '[', '"']) && Tree::parse(&data).is_err();
        // An event with a structured name, such as `order.created`, is about an object: other data than JSON is a fault there.
        let is_about_an_object = name.contains('.');
        let before = format!("{{\"event\":{name_json},\"data\":");
        let mut case = source.case("");
        case.event = true;
        case.pieces = vec![Piece {
            offset: 0,
            line,
            column: 1,
        }];
        if text_data && !is_about_an_object {
            case.pieces.push(Piece {
                offset: before.len(),
                ..first
            });
            case.text = format!("{before}{}}}", serde_json::Value::from(data.as_str()));
            return Some(Ok(case));
        }
        if let Err(error) = Tree::parse(&data) {
            let mut plain = source.case(data);
            plain.pieces = pieces;
            let cut = if at_the_end { format!("{CUT}: ") } else { String::new() };
            let reason = format!("{cut}invalid JSON: {}", error.message);
            let place = plain.place(error.offset);
            return Some(Err(Skipped {
                pointer: error.pointer,
                ..Skipped::at(&source.label, place, reason)
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
