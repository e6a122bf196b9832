//! The last stage of everything that is printed: whatever strangers wrote, it reaches a terminal or the log of a build as text only.

use crate::finding::is_unprintable;
use std::io::{self, Write};

/// What stands for something that must not be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// U+FFFD, for texts for people.
    Mark,
    /// The escape `\uXXXX`, for JSON: outside of strings there is nothing to escape.
    Json,
}

/// A writer that replaces what a terminal or the runner of a build would act on: invisible characters, those that change the
/// direction of writing, and commands to the runner (`::` at the start of a line, `##[`, `##vso[` and `##teamcity[` anywhere). Styles pass.
pub struct SafeLines<W: Write> {
    out: W,
    escape: Escape,
    /// Bytes that are not written yet: an incomplete character, or what may be the start of a command.
    waiting: Vec<u8>,
    /// Whether only spaces were written of this line. Styles may be taken out behind this writer, so they do not count.
    at_start: bool,
    /// Whether a style has begun and not ended.
    in_style: bool,
}

/// What a command in a line starts with, in the logs of Azure Pipelines, of TeamCity and of old runners of GitHub.
const COMMANDS: [&str; 3] = ["##[", "##vso[", "##teamcity["];
/// What a command at the start of a line starts with, in the logs of GitHub's runners.
const AT_START: &str = "::";

impl<W: Write> SafeLines<W> {
    /// A writer in front of `out`.
    pub fn new(out: W, escape: Escape) -> SafeLines<W> {
        SafeLines {
            out,
            escape,
            waiting: Vec::new(),
            at_start: true,
            in_style: false,
        }
    }

    /// Writes what is waiting, except for an end that may go on to something else, if there `is_more`.
    fn pass_on(&mut self, is_more: bool) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.waiting);
        let text = match (std::str::from_utf8(&bytes), is_more) {
            (Ok(text), _) => text.to_owned(),
            (Err(error), true) if error.error_len().is_none() => {
                let (whole, _) = bytes.split_at(error.valid_up_to());
                String::from_utf8_lossy(whole).into_owned()
            }
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let is_lossy = text.len() > bytes.len();
        let mut safe = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            if is_more && self.may_go_on(rest) {
                break;
            }
            if self.at_start && rest.starts_with(AT_START) {
                self.escaped(c, &mut safe);
            } else if COMMANDS.iter().any(|command| rest.starts_with(command)) {
                safe.push(c);
                self.escaped('#', &mut safe);
                rest = &rest[1..];
            } else if is_unprintable(c) && !matches!(c, '\n' | '\t' | '\u{1b}') {
                self.escaped(c, &mut safe);
            } else {
                safe.push(c);
            }
            let is_style = c == '\u{1b}' || self.in_style;
            self.in_style = is_style && !c.is_ascii_alphabetic();
            self.at_start = c == '\n' || self.at_start && (is_style || c.is_whitespace());
            rest = &rest[c.len_utf8()..];
        }
        self.waiting = rest.as_bytes().to_vec();
        if !is_lossy {
            let incomplete = text.len();
            self.waiting.extend(bytes.get(incomplete..).unwrap_or_default());
        }
        self.out.write_all(safe.as_bytes())
    }

    /// Whether a text may become a command with what follows.
    fn may_go_on(&self, text: &str) -> bool {
        let begins = |command: &&str| command.len() > text.len() && command.starts_with(text);
        COMMANDS.iter().any(&begins) || self.at_start && begins(&AT_START)
    }

    fn escaped(&self, c: char, out: &mut String) {
        match self.escape {
            Escape::Mark => out.push('\u{fffd}'),
            Escape::Json => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
}

impl<W: Write> Write for SafeLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        self.pass_on(true)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on(false)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out if the text is written in pieces of `size` bytes.
    fn written(text: &str, escape: Escape, size: usize) -> String {
        let mut out = Vec::new();
        let mut safe = SafeLines::new(&mut out, escape);
        for piece in text.as_bytes().chunks(size) {
            safe.write_all(piece).unwrap();
        }
        safe.flush().unwrap();
        drop(safe);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn commands_and_invisible_characters_do_not_pass() {
        for size in [1, 2, 3, 1000] {
            for (text, safe) in [
                ("::error file=x::y\n", "\u{fffd}:error file=x::y\n"),
                ("  ::error\n a :: b", "  \u{fffd}:error\n a :: b"),
                ("a ##vso[x] ##[y] # ## [", "a #\u{fffd}vso[x] #\u{fffd}[y] # ## ["),
                (
                    "a\u{200b}b\u{61c}c\u{e0041}d\u{2028}",
                    "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}",
                ),
                ("\u{1b}[1mbold\u{1b}[0m\tä€😀", "\u{1b}[1mbold\u{1b}[0m\tä€😀"),
                ("\u{1b}[1m::error\u{1b}[0m", "\u{1b}[1m\u{fffd}:error\u{1b}[0m"),
                ("a\n\u{1b}[31m \u{1b}[1m::x", "a\n\u{1b}[31m \u{1b}[1m\u{fffd}:x"),
                ("##", "##"),
                (":", ":"),
            ] {
                assert_eq!(written(text, Escape::Mark, size), safe, "{size}");
            }
            let json = "{\"::a##vso[b\u{e0041}\u{2028}\": 1}";
            let safe = written(json, Escape::Json, size);
            assert_eq!(safe, "{\"::a#\\u0023vso[b\\udb40\\udc41\\u2028\": 1}");
            let (one, other): (serde_json::Value, serde_json::Value) = (
                serde_json::from_str(json).unwrap(),
                serde_json::from_str(&safe).unwrap(),
            );
            assert_eq!(one, other);
        }
    }

    #[test]
    fn what_is_no_text_does_not_hold_back_the_rest() {
        let mut out = Vec::new();
        let mut safe = SafeLines::new(&mut out, Escape::Mark);
        safe.write_all(b"a\xff\xe2\x82b\n").unwrap();
        safe.flush().unwrap();
        drop(safe);
        assert_eq!(String::from_utf8(out).unwrap(), "a\u{fffd}\u{fffd}b\n");
    }
}
