//! Walks over Rust source, past comments and literals.

use std::ops::Range;

/// A piece of source that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A character outside of comments and literals.
    Sign(char),
    /// A string or a character, with its quotes.
    Literal,
}

/// The pieces of a source from `start` on, each with its range.
pub(super) fn pieces(source: &str, start: usize) -> impl Iterator<Item = (Range<usize>, Piece)> {
    let mut at = start;
    std::iter::from_fn(move || {
        loop {
            let rest = source.get(at..)?;
            let first = rest.chars().next()?;
            if let Some(length) = comment(rest) {
                at += length;
            } else if let Some(length) = literal(rest, source[..at].chars().next_back()) {
                at += length;
                return Some((at - length..at, Piece::Literal));
            } else {
                at += first.len_utf8();
                return Some((at - first.len_utf8()..at, Piece::Sign(first)));
            }
        }
    })
}

/// The first of `ends` from `start` on that is not inside brackets, comments or literals.
pub(super) fn find_outside(source: &str, start: usize, ends: &[char]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (range, piece) in pieces(source, start) {
        let Piece::Sign(sign) = piece else { continue };
        if depth == 0 && ends.contains(&sign) {
            return Some(range.start);
        }
        match sign {
            '(' | '[' | '{' | '<' => depth += 1,
            // `->` and `=>` close nothing.
            '>' if matches!(before, '-' | '=') => {}
            ')' | ']' | '}' | '>' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        before = sign;
    }
    None
}

fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(more) = rest.get(at..).filter(|more| !more.is_empty()) {
        if more.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if more.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += more.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(rest.len())
}

fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    let follows_word = before.is_some_and(|one| one.is_alphanumeric() || one == '_');
    if !follows_word {
        let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix));
        if let Some(prefix) = prefix {
            let after = &rest[prefix.len()..];
            let hashes = after.len() - after.trim_start_matches('#').len();
            if let Some(content) = after[hashes..].strip_prefix('"') {
                let end = format!("\"{}", "#".repeat(hashes));
                let length = content.find(&end).map_or(content.len(), |at| at + end.len());
                return Some(prefix.len() + hashes + 1 + length);
            }
        }
    }
    match rest.chars().next()? {
        '"' => Some(quoted(rest, '"')),
        // A lifetime has no closing quote after one character.
        '\'' => {
            let mut content = rest.chars().skip(1);
            let (first, second) = (content.next()?, content.next()?);
            (first == '\\' || second == '\'').then(|| quoted(rest, '\''))
        }
        _ => None,
    }
}

/// The length of a text in quotes, with them.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, one) in rest.char_indices().skip(1) {
        match one {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if one == quote => return at + one.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(source: &str) -> String {
        let signs = pieces(source, 0).map(|(_, piece)| match piece {
            Piece::Sign(sign) => sign,
            Piece::Literal => '¶',
        });
        signs.collect()
    }

    #[test]
    fn comments_and_literals_are_passed() {
        assert_eq!(signs("a/* , /* b */ , */c// d, e\n,"), "ac\n,");
        assert_eq!(
            signs(r##"x("a\",b", r#","#, b"y", ',', '\'', &'a T)"##),
            "x(¶, ¶, b¶, ¶, ¶, &'a T)"
        );
        assert_eq!(signs("\"open"), "¶");
        assert_eq!(signs("/* open"), "");
        assert_eq!(signs("r#type"), "r#type");
    }

    #[test]
    fn an_end_is_outside_of_brackets() {
        let of = |source: &'static str| find_outside(source, 0, &[',', '}']).map(|at| &source[..at]);
        assert_eq!(of("HashMap<String, (u8, u8)>, next"), Some("HashMap<String, (u8, u8)>"));
        assert_eq!(of("Box<dyn Fn(u8) -> u8> }"), Some("Box<dyn Fn(u8) -> u8> "));
        assert_eq!(of("String /* , */ }"), Some("String /* , */ "));
        assert_eq!((of("no end"), of(") , x")), (None, None));
    }
}
