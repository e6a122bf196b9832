//! Whether a text can be made of words, as the names of kinds and of keys are, or is a number of something.

/// Years that stand in names of versions. Whoever was born in them is no user of an interface yet.
const YEARS: std::ops::Range<u32> = 2020..2050;

/// Whether all parts of a text are words, with digits at most as names have them: `rate_limit`, `v2`, `sha256`, `4o`, `s3Key`,
/// `web_search_2025_03_11`. Numbers of cards, plates, places and people, and dates of birth, are not.
pub(super) fn is_made_of_words(text: &str) -> bool {
    let parts = || text.split(['_', '.', '-', '$']).filter(|part| !part.is_empty());
    let letters = |part: &str| part.bytes().filter(u8::is_ascii_alphabetic).count();
    let has_word = parts().any(|part| letters(part) >= 3);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_dated = parts().any(is_recent);
    let most = if is_dated { 8 } else { 4 };
    digits <= most && parts().all(|part| is_word(part, has_word))
}

/// Whether a part is a year, or a date without dashes, of versions.
fn is_recent(part: &str) -> bool {
    let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
    let year = part.get(..4).and_then(|year| year.parse().ok());
    is_number && matches!(part.len(), 4 | 8) && year.is_some_and(|year| YEARS.contains(&year))
}

fn is_word(part: &str, has_word: bool) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let runs: Vec<&[u8]> = part.as_bytes().chunk_by(|a, b| is_digit(*a) == is_digit(*b)).collect();
    let is_small = part.bytes().any(|byte| byte.is_ascii_lowercase());
    match runs.as_slice() {
        [letters] if !is_digit(letters[0]) => true,
        // A number alone is one of something, unless it is a code of three digits.
        [number] => has_word && (number.len() <= 2 || is_recent(part)) || part.len() == 3,
        [letters, number] if is_digit(number[0]) => match letters.len() {
            _ if number.len() == 1 => true,
            1 => is_small && number.len() == 2,
            2 => is_small && number.len() <= 3,
            _ => number.len() <= 3,
        },
        [number, _] => number.len() <= 2,
        [_, number, _] if is_digit(number[0]) => is_small && number.len() <= 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_kinds_and_keys_are_words() {
        for name in [
            "completed",
            "rate_limit_exceeded",
            "v2",
            "o3",
            "sha256",
            "SHA256",
            "utf-8",
            "gpt-4o",
            "404",
            "s3Key",
            "k8s",
            "i18n",
            "$ref",
            "web_search_preview_2025_03_11",
            "model-20250219",
            "session.turn.delta",
            "camelCase",
            "2xx",
            "oauth2",
            "HTTP_2",
            "x1",
            "p95",
        ] {
            assert!(is_made_of_words(name), "{name}");
        }
    }

    #[test]
    fn numbers_of_something_are_not() {
        for number in [
            "36274171Z",
            "P9797966",
            "CW253592C",
            "C75N55191",
            "ZXEFS1661H",
            "19570411",
            "1957-04-11",
            "52.55991_13.98001",
            "203_0_113_9",
            "B-ZX4985",
            "UT85AXH",
            "IT2JXG",
            "753681",
            "90982",
            "qrr-laptop-51615",
            "Berlin4773.",
            "maria_gonzalez_1961",
            "anna-1985-03-13",
            "FL71PDW",
            "SW1A",
            "AB123",
        ] {
            assert!(!is_made_of_words(number), "{number}");
        }
    }
}
