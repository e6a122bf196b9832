//! ShrinkResult pieces of text.

use crate::finding::Code;

/// What a check says of itself, for the heading of its findings and the help below them.
pub struct Words {
    /// One line, true of every finding of the code.
    pub says: fn(Code) -> &'static str,
    /// How to mend it.
    pub mend: fn(Code) -> &'static str,
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// An argument as a shell takes it.
pub fn shell_quoted(argument: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,@%+".contains(&byte);
    if !argument.is_empty() && argument.bytes().all(plain) {
        return argument.to_owned();
    }
    if argument.chars().any(char::is_control) {
        let escaped = argument.chars().map(|c| match c {
            '\'' | '\\' => format!("\\{c}"),
            c if c.is_control() => c.to_string().bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
            c => c.to_string(),
        });
        return format!("$'{}'", escaped.collect::<String>());
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// A text without what could move a terminal's cursor, colour it or turn its direction: captures come from strangers.
pub fn sanitize_for_terminal(text: &str) -> String {
    let turns = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c })
        .collect()
}

/// As much of a text as fits a line, sanitize_for_terminal.
pub(super) fn brief(text: &str, most: usize) -> String {
    let text = sanitize_for_terminal(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_survive_a_shell() {
        assert_eq!(shell_quoted("captures/x.json"), "captures/x.json");
        assert_eq!(shell_quoted("it's here"), r"'it'\''s here'");
        assert_eq!(shell_quoted(""), "''");
        assert_eq!(shell_quoted("a\u{1b}'b"), r"$'a\x1b\'b'");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(sanitize_for_terminal("a\u{1b}[31mb\n"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(sanitize_for_terminal("a\u{202e}b"), "a\u{fffd}b");
    }
}
