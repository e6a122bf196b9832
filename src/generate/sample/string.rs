//! Strings: empty, short, long, of all scripts, and full of what has to be escaped.

use super::super::choices::Choices;
use super::super::plan::{Form, Strings, matching};
use std::borrow::Cow;

/// Texts that stand for kinds of texts, the smallest first.
const KINDS: [&str; 14] = [
    "",
    "a",
    "text",
    "Two words",
    "é",
    "😀",
    "\"quoted\" \\ back/slash",
    "line\nbreak\ttab\r\n",
    "null",
    "1",
    "\u{0}\u{1f}\u{7f}",
    "日本語 עברית العربية",
    "e\u{301}\u{200d}\u{2028}\u{feff}\u{fffd}\u{ffff}",
    "{\"type\":\"text\"}",
];
/// As long as may be, and long.
const FULL: usize = KINDS.len();
const LONG: usize = FULL + 1;
/// What counts as long, in characters. Longer ones cost time and show something new to few types: they are rare.
const LENGTH: usize = 300;
const VERY_LONG: usize = 5_000;

/// How many kinds of strings there are.
pub(super) fn kinds(strings: &Strings) -> usize {
    match &strings.form {
        Form::Free => LONG + 1,
        Form::Examples(texts) => texts.len(),
        Form::Pattern(_) => 1,
    }
}

/// A string, and of which kind it is.
pub(super) fn make<'p>(
    strings: &'p Strings,
    choice: Option<usize>,
    choices: &mut Choices<'_>,
) -> (usize, Cow<'p, str>) {
    match &strings.form {
        Form::Pattern(pattern) => (0, Cow::Owned(matching(pattern, choices))),
        Form::Examples(texts) => {
            let choice = choice
                .unwrap_or_else(|| choices.below(texts.len()))
                .min(texts.len() - 1);
            (choice, Cow::Borrowed(texts[choice]))
        }
        Form::Free => {
            let is_aimed = choice.is_some();
            // Long ones are rare: most of the time goes into them.
            let choice = choice.unwrap_or_else(|| match choices.below(KINDS.len() * 8 + 2) {
                kind if kind < KINDS.len() * 8 => kind / 8,
                kind => FULL + (kind - KINDS.len() * 8),
            });
            let is_longest = choice == FULL && (is_aimed || choices.below(8) == 7);
            let longest = if is_longest { VERY_LONG } else { LENGTH };
            (choice, free(strings, choice, longest, choices))
        }
    }
}

fn free<'p>(strings: &Strings, kind: usize, longest: usize, choices: &mut Choices<'_>) -> Cow<'p, str> {
    let full = if strings.max <= 1 << 12 {
        strings.max
    } else {
        longest.max(strings.min)
    };
    let (unit, wanted) = match kind {
        FULL => ("a", full),
        LONG => (KINDS[4 + choices.below(8)], LENGTH.min(strings.max)),
        kind => (KINDS[kind.min(KINDS.len() - 1)], 0),
    };
    let length = unit.chars().count();
    let wanted = wanted.max(strings.min);
    if wanted <= length && length <= strings.max {
        return Cow::Borrowed(unit);
    }
    let unit = if unit.is_empty() { "a" } else { unit };
    let wanted = if wanted < length { strings.max } else { wanted };
    Cow::Owned(repeated(unit, wanted))
}

/// A text over and over, up to so many characters.
fn repeated(unit: &str, wanted: usize) -> String {
    let length = unit.chars().count();
    let rest = unit.char_indices().nth(wanted % length).map_or(0, |(at, _)| at);
    let mut text = unit.repeat(wanted / length);
    text.push_str(&unit[..rest]);
    text
}

/// `created_at` as `createdAt`.
pub(super) fn camel_case(key: &str) -> String {
    let mut parts = key.split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut characters = part.chars();
        out.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(characters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_repeated_up_to_any_length() {
        for unit in KINDS.into_iter().filter(|unit| !unit.is_empty()) {
            for wanted in 0..60 {
                let expected: String = unit.chars().cycle().take(wanted).collect();
                assert_eq!(repeated(unit, wanted), expected);
            }
        }
    }
}
