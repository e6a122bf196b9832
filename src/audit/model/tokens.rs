//! The tokens of an attribute, as far as attributes use them.
//!
//! Rustdoc prints attributes anew, with spaces and line breaks of its own, so that only their tokens are reliable.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, without `r#`; also a number or a lifetime, which are told by their first character.
    Word(String),
    /// The content of a string.
    Text(String),
    /// Any other character.
    Sign(char),
}

/// Splits a text into tokens. What is not understood becomes signs.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut rest = text;
    let mut found = Vec::new();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        if first.is_whitespace() {
            rest = after;
        } else if let Some((content, after)) = raw_string(rest) {
            found.push(Token::Text(content.to_owned()));
            rest = after;
        } else if first == '"' {
            let (content, after) = string(after);
            found.push(Token::Text(content));
            rest = after;
        } else if is_in_word(first) || (first == '\'' && after.starts_with(is_in_word)) {
            let after_raw = rest.strip_prefix("r#").filter(|name| name.starts_with(is_in_word));
            let word = after_raw.unwrap_or(rest);
            let end = word
                .char_indices()
                .skip(1)
                .find(|(_, one)| !is_in_word(*one))
                .map_or(word.len(), |(at, _)| at);
            found.push(Token::Word(word[..end].to_owned()));
            rest = &word[end..];
        } else {
            found.push(Token::Sign(first));
            rest = after;
        }
    }
    found
}

fn is_in_word(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

/// `r"…"` and `r#"…"#`: the content, and what follows.
fn raw_string(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let content = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    content.split_once(&*end)
}

/// The content of a string whose opening quote has been read, and what follows its closing quote.
fn string(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut characters = text.char_indices();
    while let Some((at, one)) = characters.next() {
        match one {
            '"' => return (content, &text[at + 1..]),
            '\\' => {
                let after = &text[at + 1..];
                let (meant, length) = escape(after);
                content.extend(meant);
                let end = at + 1 + length;
                while characters.clone().next().is_some_and(|(next, _)| next < end) {
                    characters.next();
                }
            }
            _ => content.push(one),
        }
    }
    (content, "")
}

/// The character that the text behind a backslash stands for, and the length of that text.
fn escape(text: &str) -> (Option<char>, usize) {
    let Some(first) = text.chars().next() else {
        return (None, 0);
    };
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    match first {
        'n' => (Some('\n'), 1),
        't' => (Some('\t'), 1),
        'r' => (Some('\r'), 1),
        '0' => (Some('\0'), 1),
        'x' => (text.get(1..3).and_then(hex), 3.min(text.len())),
        'u' => match text.split_once('}') {
            Some((digits, _)) => (digits.strip_prefix("u{").and_then(hex), digits.len() + 1),
            None => (None, text.len()),
        },
        // A line break is skipped with the indentation of the next line.
        '\n' | '\r' => (None, text.len() - text.trim_start().len()),
        other => (Some(other), other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_keep_their_meaning() {
        let text = |source: &str| match tokens(source).as_slice() {
            [Token::Text(text)] => text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(text(r#""a\"b\\\n\x41\u{e9}é""#), "a\"b\\\nAéé");
        assert_eq!(text("r#\"a\"b\\\"#"), "a\"b\\");
        assert_eq!(text("\"a\\\n    b\""), "ab");
        assert_eq!(text("\"unclosed"), "unclosed");
    }

    #[test]
    fn words_and_signs_are_told_apart() {
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(
            tokens("with = r#type ::\n<'a>"),
            [
                word("with"),
                Token::Sign('='),
                word("type"),
                Token::Sign(':'),
                Token::Sign(':'),
                Token::Sign('<'),
                word("'a"),
                Token::Sign('>')
            ]
        );
    }
}
