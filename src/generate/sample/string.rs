//! Strings: the texts of the plan, texts of all lengths, and what a pattern matches.

use super::super::choices::Choices;
use super::super::plan::{Strings, matching};
use std::borrow::Cow;

/// Longer texts cost time and show something new to few types: outside the covering phase they are rare.
const SHORT: usize = 300;
const LONG: usize = 1_100;
/// Texts of these lengths are written next to all others; of longer ones, one in a value.
const LED: usize = 130;

/// How many kinds of strings there are.
pub(super) fn kinds(strings: &Strings) -> usize {
    strings.texts.len() + strings.lengths.len() + usize::from(strings.pattern.is_some())
}

/// The end of the kinds that are written next to others: short ones, or long ones too.
pub(super) fn end_of_kinds(strings: &Strings, with_long: bool) -> usize {
    let longest = if with_long { LONG } else { LED };
    strings.texts.len() + strings.lengths.partition_point(|length| *length <= longest)
}

/// A string, and of which kind it is.
pub(super) fn make<'p>(
    strings: &'p Strings,
    choice: Option<usize>,
    choices: &mut Choices<'_>,
) -> (usize, Cow<'p, str>) {
    let choice = choice.unwrap_or_else(|| any_kind(strings, choices));
    if let Some(text) = strings.texts.get(choice) {
        return (choice, Cow::Borrowed(text));
    }
    let length = strings.lengths.get(choice - strings.texts.len()).copied();
    let text = match (&strings.pattern, length) {
        (_, Some(length)) => long(length, strings.max),
        (Some(pattern), None) => matching(pattern, choices),
        (None, None) => long(strings.min, strings.max),
    };
    (choice, Cow::Owned(text))
}

fn any_kind(strings: &Strings, choices: &mut Choices<'_>) -> usize {
    let texts = strings.texts.len();
    if strings.pattern.is_some() && (texts == 0 || choices.chance(128)) {
        return texts + strings.lengths.len();
    }
    if texts > 0 && (strings.lengths.is_empty() || !choices.chance(4)) {
        return choices.below(texts);
    }
    let longest = if choices.chance(16) { LONG } else { SHORT };
    let lengths = strings.lengths.partition_point(|length| *length <= longest);
    texts + choices.below(lengths)
}

/// A text of a length, in characters. Bytes and characters differ in some of them, and most in the longest that may be.
fn long(length: usize, max: usize) -> String {
    match length {
        0 => String::new(),
        _ if length > LONG => "a".repeat(length),
        _ if length == max => "😀".repeat(length),
        _ if length % 2 == 1 => format!("a{}", "é".repeat(length - 1)),
        _ => "a".repeat(length),
    }
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
    fn a_long_text_has_its_length() {
        for length in [0, 1, 2, 16, 17, 300, 4_097, 10_001] {
            for max in [length, usize::MAX] {
                assert_eq!(long(length, max).chars().count(), length);
            }
        }
    }
}
