//! Public names of language models.

/// The words with which a name begins.
const FAMILIES: [&str; 13] = [
    "gpt", "chatgpt", "o", "text", "davinci", "codex", "claude", "llama", "mistral", "mixtral", "gemini", "gemma",
    "qwen",
];

/// The words that may follow.
const WORDS: [&str; 30] = [
    "turbo",
    "mini",
    "nano",
    "preview",
    "instruct",
    "vision",
    "audio",
    "realtime",
    "search",
    "latest",
    "chat",
    "codex",
    "pro",
    "deep",
    "research",
    "sonnet",
    "haiku",
    "opus",
    "large",
    "small",
    "medium",
    "flash",
    "lite",
    "embedding",
    "davinci",
    "ada",
    "transcribe",
    "tts",
    "image",
    "k",
];

/// Whether a string is the public name of a language model: a family, words, and no more digits than a version and a date have.
pub(super) fn is_model(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    text.len() <= 40
        && FAMILIES.contains(&word(first))
        && digits(first) <= 3
        && rest.iter().all(|part| is_part(part))
        && is_version(
            &rest
                .into_iter()
                .filter(|part| word(part).is_empty())
                .collect::<Vec<_>>(),
        )
}

/// A part without the digits and points around its letters.
fn word(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_ascii_digit() || c == '.')
}

fn digits(part: &str) -> usize {
    part.bytes().filter(u8::is_ascii_digit).count()
}

fn is_part(part: &str) -> bool {
    match word(part) {
        "" => !part.is_empty(),
        // `4o` and `32k`.
        "o" => part.len() <= 2,
        known => WORDS.contains(&known) && digits(part) <= 3,
    }
}

/// Whether the parts without letters are a version of two short numbers, and a date.
fn is_version(numbers: &[&str]) -> bool {
    let short = numbers.iter().take_while(|number| number.len() <= 3).count();
    let (version, date) = numbers.split_at(short.min(2));
    let number = |text: &str, low: u32, high: u32| text.parse().is_ok_and(|number| (low..=high).contains(&number));
    let date_is_one = match date {
        [] => true,
        [year, month, day] => number(year, 2018, 2099) && number(month, 1, 12) && number(day, 1, 31),
        [whole] if whole.len() == 8 => {
            whole.is_ascii()
                && number(&whole[..4], 2018, 2099)
                && number(&whole[4..6], 1, 12)
                && number(&whole[6..], 1, 31)
        }
        // Month and day, as in `0613`.
        [whole] if whole.len() == 4 => whole.is_ascii() && number(&whole[..2], 1, 12) && number(&whole[2..], 1, 31),
        _ => false,
    };
    date_is_one && version.iter().all(|part| part.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models_are_told_from_numbers() {
        for name in [
            "gpt-4o-mini-2024-07-18",
            "gpt-4.1-mini",
            "gpt-3.5-turbo-0125",
            "gpt-4-32k-0613",
            "o3-mini",
            "o1",
            "claude-3-5-sonnet-20241022",
            "text-embedding-3-large",
            "gpt-5-codex",
        ] {
            assert!(is_model(name), "{name}");
        }
        for other in [
            "4111-1111-1111-1111",
            "o4111-1111-1111-1111",
            "gpt-4111-1111-1111-1111",
            "gpt-4111111111111111",
            "gpt-maria",
            "2024-07-18",
            "gpt-4o-1234567890",
            "",
        ] {
            assert!(!is_model(other), "{other}");
        }
    }
}
