//! Bytes as files of JSON, JSON lines and server-sent events.

use super::alarm;
use crate::case::{Case, Input, Places, Skipped, Texts};
use std::io::{BufRead, BufReader};

/// Files are told apart by content, with a hint in their ending.
const NAMES: [&str; 3] = ["-", "x.jsonl", "x.sse"];

/// A place that is looked up from the start of a text costs the text.
const RARELY: usize = 61;

pub(super) fn read(bytes: &[u8]) {
    for name in NAMES {
        let texts = texts(name, bytes, bytes.len());
        if texts != self::texts(name, BufReader::with_capacity(3, bytes), bytes.len()) {
            fault(name, bytes, "other texts when the bytes come in by threes");
        }
        let lines = [Lines::new(bytes, false), Lines::new(bytes, true)];
        for text in &texts {
            // Which bytes end a line depends on the format.
            let wrong = lines.each_ref().map(|lines| match text {
                Ok(case) => lines.misplaced(case),
                Err(skipped) => lines.missing(skipped),
            });
            if let [Some(why), Some(_)] = wrong {
                fault(name, bytes, &why);
            }
            if let Ok(case) = text {
                // What comes out of lines and documents is JSON or is told with its place.
                let _ = case.tree();
            }
        }
    }
}

fn texts(name: &str, reader: impl BufRead, bytes: usize) -> Vec<Result<Case, Skipped>> {
    let found: Vec<_> = Texts::new(Input::named(name, reader)).take(bytes + 2).collect();
    if found.len() > bytes + 1 {
        alarm::fault("stream", "more texts than bytes", "");
    }
    found
}

fn fault(name: &str, bytes: &[u8], what: &str) -> ! {
    let what = format!("as `{name}`: {what}");
    alarm::fault("stream", &what, &String::from_utf8_lossy(bytes))
}

/// The characters of a file, line by line.
struct Lines(Vec<Vec<char>>);

impl Lines {
    /// A byte order mark is no part of the text.
    fn new(bytes: &[u8], cr_ends: bool) -> Lines {
        let text = String::from_utf8_lossy(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
        let text = match cr_ends {
            true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
            false => text,
        };
        Lines(
            text.split('\n')
                .map(|line| line.chars().chain(['\n']).collect())
                .collect(),
        )
    }

    /// The character at a place, both numbers from 1; the end of a line is one.
    fn at(&self, (line, column): (usize, usize)) -> Option<char> {
        self.0.get(line.checked_sub(1)?)?.get(column.checked_sub(1)?).copied()
    }

    /// Which character of a case does not stand where it says.
    fn misplaced(&self, case: &Case) -> Option<String> {
        let places = Places::new(case);
        let exact = self.exact(case);
        for (offset, character) in case.text.char_indices() {
            let place = places.place(offset);
            if offset % RARELY == 0 && place != case.place(offset) {
                return Some(format!("places that are laid out differ at offset {offset}"));
            }
            let found = self.at(place);
            let right = match exact.contains(&offset) {
                // Blank lines are passed over, whatever they consist of.
                true => found == Some(character) || character.is_ascii_whitespace(),
                // What stands around the data of an event was put there.
                false => place.0 >= 1 && place.0 <= self.0.len(),
            };
            if !right {
                return Some(format!(
                    "{character:?} is said to stand at {place:?}, where {found:?} is"
                ));
            }
        }
        None
    }

    /// The part of a case's text that stands so in the file.
    fn exact(&self, case: &Case) -> std::ops::Range<usize> {
        if !case.event {
            return 0..case.text.len();
        }
        let Some(data) = case.pieces.get(1) else { return 0..0 };
        let first = case.text[data.offset..].chars().next();
        // Data that is no JSON is made a string.
        match self.at((data.line, data.column)) == first {
            true => data.offset..case.text.len() - 1,
            false => 0..0,
        }
    }

    /// Why the place of an error is none of the file.
    fn missing(&self, skipped: &Skipped) -> Option<String> {
        let place = (skipped.line, skipped.column);
        let right = place == (0, 0) || self.at(place).is_some();
        (!right).then(|| {
            format!(
                "`{}` is said to be at {place:?}, which is not in the file",
                skipped.reason
            )
        })
    }
}
