//! Standard output and standard error.

use super::args::{Color, Common};
use crate::report::sanitize_for_terminal;
use anstream::{AutoStream, ColorChoice};
use anstyle::AnsiColor;
use std::io::{self, BufWriter, Write};

/// Where a verb writes.
pub(super) struct Output {
    choice: ColorChoice,
}

impl Output {
    pub(super) fn new(common: &Common) -> Output {
        let choice = match common.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Output { choice }
    }

    /// Standard output, buffered, coloured as asked.
    pub(super) fn stdout(&self) -> impl Write {
        BufWriter::new(AutoStream::new(io::stdout(), self.choice))
    }

    /// One line on standard error.
    pub(super) fn error(&self, message: &str) {
        self.say("error", AnsiColor::Red, message);
    }

    /// One line on standard error about something that does not change the outcome.
    pub(super) fn warning(&self, message: &str) {
        self.say("warning", AnsiColor::Yellow, message);
    }

    /// One line on standard error that is neither; the caller has made it sanitize_for_terminal.
    pub(super) fn note(&self, message: &str) {
        let _ = writeln!(AutoStream::new(io::stderr(), self.choice), "{message}");
    }

    fn say(&self, word: &str, colour: AnsiColor, message: &str) {
        let style = colour.on_default().bold();
        // When standard error is closed, a message cannot be shown.
        let mut out = AutoStream::new(io::stderr(), self.choice);
        let _ = writeln!(out, "{style}{word}{style:#}: {}", sanitize_for_terminal(message));
    }
}
