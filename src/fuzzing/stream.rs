//! Tests of the reader of captures.

use super::failure;
use crate::case::{Case, Input, Places, Skipped, Texts};
use std::io::{BufRead, BufReader};

/// Names of the file. The format is detected from the content, and the extension gives a hint.
const NAMES: [&str; 3] = ["-", "x.jsonl", "x.sse"];

/// Only every so many characters is the slow computation of a position compared with the fast one.
const RARELY: usize = 61;

/// Reads bytes as a file of JSON, JSON lines or server-sent events. Every character must be at the position that the case claims,
/// the texts must not depend on how many bytes a read returns, and there must not be more texts than bytes.
///
/// # Panics
/// If this does not hold.
pub fn stream(bytes: &[u8]) {
    for name in NAMES {
        let texts = texts(name, bytes, bytes.len());
        if texts != self::texts(name, BufReader::with_capacity(3, bytes), bytes.len()) {
            fault(name, bytes, "other texts if the bytes are read three at a time");
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
                // The text may be invalid JSON, but parsing it must not panic.
                let _ = case.tree();
            }
        }
    }
}

fn texts(name: &str, reader: impl BufRead, bytes: usize) -> Vec<Result<Case, Skipped>> {
    let found: Vec<_> = Texts::new(Input::named(name, reader)).take(bytes + 2).collect();
    if found.len() > bytes + 1 {
        failure::fault("stream", "more texts than bytes", "");
    }
    found
}

fn fault(name: &str, bytes: &[u8], what: &str) -> ! {
    let what = format!("as `{name}`: {what}");
    failure::fault("stream", &what, &String::from_utf8_lossy(bytes))
}

/// The lines of a file, as characters.
struct Lines(Vec<Vec<char>>);

impl Lines {
    /// A byte order mark at the start does not count.
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

    /// The character at a line and column, both counted from 1. Line ends count as characters.
    fn at(&self, (line, column): (usize, usize)) -> Option<char> {
        self.0.get(line.checked_sub(1)?)?.get(column.checked_sub(1)?).copied()
    }

    /// Describes a character of a case that is not at the position that the case claims.
    fn misplaced(&self, case: &Case) -> Option<String> {
        let places = Places::new(case);
        let exact = self.exact(case);
        for (offset, character) in case.text.char_indices() {
            let place = places.place(offset);
            if offset % RARELY == 0 && place != case.place(offset) {
                return Some(format!("the two ways to compute a position differ at offset {offset}"));
            }
            let found = self.at(place);
            let right = match exact.contains(&offset) {
                // Blank lines are skipped, whatever white space they contain.
                true => found == Some(character) || character.is_ascii_whitespace(),
                // The text around the data of an event is not in the file.
                false => place.0 >= 1 && place.0 <= self.0.len(),
            };
            if !right {
                return Some(format!("{character:?} should be at {place:?}, but {found:?} is there"));
            }
        }
        None
    }

    /// The part of the text of a case that is in the file unchanged.
    fn exact(&self, case: &Case) -> std::ops::Range<usize> {
        if !case.event {
            return 0..case.text.len();
        }
        let Some(data) = case.pieces.get(1) else { return 0..0 };
        let first = case.text[data.offset..].chars().next();
        // Data that is not JSON is quoted as a string.
        match self.at((data.line, data.column)) == first {
            true => data.offset..case.text.len() - 1,
            false => 0..0,
        }
    }

    /// Describes the position of an error that is not in the file.
    fn missing(&self, skipped: &Skipped) -> Option<String> {
        let place = (skipped.line, skipped.column);
        let right = place == (0, 0) || self.at(place).is_some();
        (!right).then(|| {
            format!(
                "`{}` is reported at {place:?}, which is not in the file",
                skipped.reason
            )
        })
    }
}
