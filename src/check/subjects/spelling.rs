//! Keys that are spelt almost alike.

use std::collections::BTreeSet;

/// Some keys as `rename_all` would write them.
pub(super) fn in_other_cases<'k>(keys: impl Iterator<Item = &'k str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for key in keys {
        let words = words_of(key);
        let capitals: Vec<String> = words.iter().map(|word| capitalized(word)).collect();
        found.insert(words.join("_"));
        found.insert(words.join("-"));
        found.insert(capitals.concat());
        if let [first, rest @ ..] = &words[..] {
            let rest: String = rest.iter().map(|word| capitalized(word)).collect();
            found.insert(format!("{first}{rest}"));
        }
    }
    found
}

/// The words of a key, in lower case.
fn words_of(key: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in key.chars() {
        if !letter.is_alphanumeric() || (was_lower && letter.is_uppercase()) {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The key that differs from `key` in case and separators alone, else in at most two letters.
pub(crate) fn misspelling<'k>(key: &str, keys: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).take(64).collect()
    };
    let wanted = letters(key);
    let distances = keys.map(|other| (distance(&wanted, &letters(other)), other));
    let (distance, closest) = distances.min()?;
    // Two letters are much of a short word.
    (distance <= 2 && 3 * distance < wanted.len().max(1)).then_some(closest)
}

/// The key that is most likely meant by `key`: a misspelling of it, or the same words, some of them abbreviated.
#[cfg(feature = "cli")] // Audits alone ask.
pub(crate) fn likely_meant<'k>(key: &str, keys: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
    misspelling(key, keys.clone()).or_else(|| {
        let mut alike = keys.filter(|other| are_abbreviations(key, other));
        alike.next().filter(|_| alike.next().is_none())
    })
}

/// Whether two keys have the same words, each the start of the other: `externalDocs` and `external_documentation`.
#[cfg(feature = "cli")]
fn are_abbreviations(one: &str, other: &str) -> bool {
    const LEAST: usize = 3;
    let (one, other) = (words_of(one), words_of(other));
    let is_start = |(one, other): (&String, &String)| {
        let (short, long) = if one.len() < other.len() {
            (one, other)
        } else {
            (other, one)
        };
        let short = short.strip_suffix('s').unwrap_or(short);
        one == other || (short.len() >= LEAST && long.starts_with(short))
    };
    one.len() > 1 && one.len() == other.len() && one.iter().zip(&other).all(is_start)
}

/// How many letters must be changed, added or removed.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, one) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(one != other);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_in_every_case() {
        let all = |key| in_other_cases([key].into_iter()).into_iter().collect::<Vec<_>>();
        assert_eq!(all("is_strict"), ["IsStrict", "is-strict", "isStrict", "is_strict"]);
        assert_eq!(
            all("maxTokens2"),
            ["MaxTokens2", "max-tokens2", "maxTokens2", "max_tokens2"]
        );
        assert_eq!(all("$ref"), ["Ref", "ref"]);
        assert_eq!(all(""), [""]);
    }

    #[test]
    #[cfg(feature = "cli")]
    fn the_same_words_abbreviated_are_likely_meant() {
        let keys = ["external_documentation", "documentation", "docs"];
        let meant = |key: &str| likely_meant(key, keys.into_iter());
        assert_eq!(meant("externalDocs"), Some("external_documentation"));
        assert_eq!(meant("external_documentatoin"), Some("external_documentation"));
        assert_eq!(meant("externalId"), None);
        // Two may be meant.
        assert_eq!(likely_meant("maxLen", ["max_length", "max_lengths"].into_iter()), None);
    }

    #[test]
    fn a_key_in_another_case_or_with_a_slip_is_a_misspelling() {
        let keys = ["id", "isStrict", "finish_raeson"];
        let of = |key: &str| misspelling(key, keys.into_iter());
        assert_eq!(of("is_strict"), Some("isStrict"));
        assert_eq!(of("finish_reason"), Some("finish_raeson"));
        assert_eq!(
            (of("ip"), of("details"), misspelling("a", std::iter::empty())),
            (None, None, None)
        );
    }
}
