//! Standard output and standard error.

use super::args::{Color, Common, Format};
use super::counted_output::CountedOutput;
use crate::finding::is_unprintable;
use crate::report::{Destination, Escape, ReportFormat, SafeLines, sanitize_for_terminal};
use anstream::{AutoStream, ColorChoice, StripStream};
use anstyle::AnsiColor;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Where a verb writes.
pub(super) struct Output {
    choice: ColorChoice,
    escape: Escape,
}

impl Output {
    pub(super) fn new(common: &Common) -> Output {
        let choice = match common.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let escape = match common.format {
            Format::Json | Format::Jsonl => Escape::Json,
            Format::Human => Escape::Mark,
        };
        Output { choice, escape }
    }

    /// Output without colours, for messages before it is known what the user wants.
    pub(super) fn plain() -> Output {
        Output {
            choice: ColorChoice::Never,
            escape: Escape::Mark,
        }
    }

    /// Standard output, buffered, coloured as asked, for a report in the format of the command.
    pub(super) fn stdout(&self) -> impl Write {
        self.stdout_with(self.escape)
    }

    /// Standard output for a JSON document, whatever the format of reports is.
    pub(super) fn stdout_for_json(&self) -> impl Write {
        self.stdout_with(Escape::Json)
    }

    /// Standard output for a report.
    pub(super) fn stream(&self, format: ReportFormat) -> Destination<'static> {
        let out = AutoStream::new(io::stdout(), self.choice);
        match format.escape() {
            Some(escape) => Destination::stream(BufWriter::new(SafeLines::new(CountedOutput(out), escape))),
            None => Destination::stream(BufWriter::new(CountedOutput(io::stdout()))),
        }
    }

    /// What is put in front of a file for a report.
    pub(super) fn in_file(&self, format: ReportFormat, file: File) -> Box<dyn Write> {
        match format.escape() {
            Some(escape) => Box::new(BufWriter::new(SafeLines::new(StripStream::new(file), escape))),
            None => Box::new(BufWriter::new(file)),
        }
    }

    fn stdout_with(&self, escape: Escape) -> impl Write {
        let out = CountedOutput(AutoStream::new(io::stdout(), self.choice));
        BufWriter::new(SafeLines::new(out, escape))
    }

    /// A message on standard error: one line, but for what a compiler says.
    pub(super) fn error(&self, message: &str) {
        self.say("error", AnsiColor::Red, message);
    }

    /// One line on standard error about something that does not change the outcome.
    pub(super) fn warning(&self, message: &str) {
        self.say("warning", AnsiColor::Yellow, message);
    }

    /// One line on standard error that is neither; the caller has sanitized it.
    pub(super) fn note(&self, message: &str) {
        let _ = writeln!(self.stderr(), "{message}");
    }

    fn stderr(&self) -> impl Write {
        SafeLines::new(AutoStream::new(io::stderr(), self.choice), Escape::Mark)
    }

    fn say(&self, word: &str, colour: AnsiColor, message: &str) {
        let style = colour.on_default().bold();
        let (first, more) = message.split_once('\n').unwrap_or((message, ""));
        let mut text = format!("{style}{word}{style:#}: {}\n", sanitize_for_terminal(first));
        for line in more.lines() {
            // No line begins with text of a stranger.
            text += &format!("  | {}\n", sanitize_for_terminal(line));
        }
        // When standard error is closed, a message cannot be shown.
        let _ = self.stderr().write_all(text.as_bytes());
    }
}

/// Prints what `clap` has to say about the arguments, or the help. An argument with characters that must not reach a terminal is
/// shown without them, and without colours.
pub(super) fn usage_error(error: &clap::Error) {
    let plain = error.render().to_string();
    let is_safe = |c: char| matches!(c, '\n' | '\t') || !is_unprintable(c);
    // An argument may hold a new line, and what stands behind that in a line of its own.
    let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##");
    // When standard error is closed, a message cannot be shown.
    let _ = match plain.chars().all(is_safe) && !plain.lines().any(is_command) {
        true => error.print(),
        false => write!(Output::plain().stderr(), "{}", plain.replace('\u{1b}', "\u{fffd}")),
    };
}
