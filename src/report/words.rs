//! Small pieces of text.

pub use crate::finding::sanitize_for_terminal;
use crate::finding::{Code, RuleInfo, is_unprintable};
use crate::pointer::Pointer;

/// A text of the rule with that code; empty if there is none.
pub(super) fn text_of(rules: &[RuleInfo], code: Code, text: fn(&RuleInfo) -> &'static str) -> &'static str {
    rules.iter().find(|rule| rule.code == code).map_or("", text)
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// An argument, quoted for a shell where necessary.
pub fn shell_quoted(argument: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,@%+".contains(&byte);
    if !argument.is_empty() && argument.bytes().all(plain) {
        return argument.to_owned();
    }
    if argument.chars().any(is_unprintable) {
        let escaped = argument.chars().map(|c| match c {
            '\'' | '\\' => format!("\\{c}"),
            c if is_unprintable(c) => c.to_string().bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
            c => c.to_string(),
        });
        return format!("$'{}'", escaped.collect::<String>());
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// A pointer for people: the whole value has a name, and an empty key is shown as `""`.
pub(super) fn shown_pointer(pointer: &Pointer) -> String {
    let shown = |step: &str| {
        if step.is_empty() {
            "/\"\"".to_owned()
        } else {
            format!("/{step}")
        }
    };
    match pointer.as_str() {
        "" => "(whole)".to_owned(),
        text => text.split('/').skip(1).map(shown).collect(),
    }
}

/// The beginning of a text, at most `most` characters of it, safe for a terminal.
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
    fn an_empty_key_is_not_taken_for_the_whole_value() {
        assert_eq!(shown_pointer(&Pointer::from("")), "(whole)");
        assert_eq!(shown_pointer(&Pointer::from("/")), "/\"\"");
        assert_eq!(shown_pointer(&Pointer::from("/a//b")), "/a/\"\"/b");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        assert_eq!(sanitize_for_terminal("a\u{1b}[31mb\n"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(sanitize_for_terminal("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(
            sanitize_for_terminal("always\u{fe0f}, \u{3164}x\u{34f}"),
            "always\u{fffd}, \u{fffd}x\u{fffd}"
        );
    }
}
