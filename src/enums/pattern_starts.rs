//! What the matches of a pattern begin with: two patterns whose matches begin differently have none in common.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::Look;
use regex_syntax::hir::literal::Extractor;

/// A longer pattern is not taken apart.
const LONGEST: usize = 1_000;

/// Beginnings of which every match of a pattern has one; `None` if they are not known.
pub(super) fn starts(pattern: &str) -> Option<Vec<Vec<u8>>> {
    if pattern.len() > LONGEST || !means_the_same(pattern) {
        return None;
    }
    let parsed = ParserBuilder::new().nest_limit(64).build().parse(pattern).ok()?;
    // Without an anchor a match may stand anywhere in the text.
    if !parsed.properties().look_set_prefix().contains(Look::Start) {
        return None;
    }
    let starts = Extractor::new().extract(&parsed);
    Some(
        starts
            .literals()?
            .iter()
            .map(|start| start.as_bytes().to_vec())
            .collect(),
    )
}

/// Whether no text begins with one of each.
pub(super) fn are_apart(some: &[Vec<u8>], others: &[Vec<u8>]) -> bool {
    let differ = |one: &Vec<u8>, other: &Vec<u8>| !one.starts_with(other) && !other.starts_with(one);
    some.iter().all(|one| others.iter().all(|other| differ(one, other)))
}

/// Whether a pattern means at most as much to the languages of schemas as it does to this parser: no operations on classes, no
/// flags, and no escapes of letters but those that both know.
fn means_the_same(pattern: &str) -> bool {
    let (mut in_class, mut characters) = (false, pattern.chars().peekable());
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escaped = characters.next();
                if escaped.is_none_or(|escaped| escaped.is_ascii_alphanumeric() && !"dDwWsSbBnrtfvux".contains(escaped))
                {
                    return false;
                }
            }
            '[' if in_class => return false,
            '&' | '-' | '~' if in_class && characters.peek() == Some(&character) => return false,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && characters.peek() == Some(&'?') => {
                characters.next();
                if characters.peek() != Some(&':') {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(one: &str, other: &str) -> bool {
        match (starts(one), starts(other)) {
            (Some(one), Some(other)) => are_apart(&one, &other),
            _ => false,
        }
    }

    #[test]
    fn patterns_that_begin_differently_are_apart() {
        assert!(apart("^msg_", "^run_[a-z]+$"));
        assert!(apart("^(?:a|b)x", "^(c|dx)"));
        assert!(apart(r"^\u0061", "^b"));
    }

    #[test]
    fn what_may_begin_alike_is_not_told_apart() {
        for (one, other) in [
            ("^msg_", "^msg_x"),
            ("msg_", "^run_"),
            ("^msg_|run_", "^x"),
            ("^r*msg_", "^run_"),
            ("^[a-z]", "^[0-9]*"),
            ("^(?i)a", "^b"),
            ("^[a&&b]", "^[&]"),
            (r"^\A", "^b"),
            ("^", "^a"),
            ("^(", "^a"),
        ] {
            assert!(!apart(one, other), "{one} {other}");
        }
    }
}
