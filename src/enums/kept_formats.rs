//! The formats of the strings in a text, which smaller texts do not leave.

use crate::generate::{Body, GeneratedValue};
use crate::schema::formats_of;
use std::collections::BTreeSet;

/// The strings of a text, and the formats of which they are members.
#[derive(Debug, Default)]
pub(super) struct KeptFormats {
    /// The strings that are members of a format.
    members: BTreeSet<String>,
    formats: BTreeSet<&'static str>,
    /// The other strings.
    free: BTreeSet<String>,
}

impl KeptFormats {
    /// Those of a value.
    pub(super) fn of(value: &GeneratedValue<'_>) -> KeptFormats {
        let mut kept = KeptFormats::default();
        for text in strings(value) {
            let formats = formats_of(&text);
            match formats.is_empty() {
                true => kept.free.insert(text),
                false => kept.members.insert(text),
            };
            kept.formats.extend(formats);
        }
        kept
    }

    /// Whether each string of a smaller text is a member of one of the formats, a plain word, or a part of a string that is in no format.
    pub(super) fn allow(&self, text: &str) -> bool {
        if self.formats.is_empty() {
            return true;
        }
        let is_kept = |text: &String| {
            let is_word = text.chars().all(char::is_alphabetic) || text.chars().count() == 1;
            let is_member = || formats_of(text).iter().any(|format| self.formats.contains(format));
            is_word || self.members.contains(text) || self.free.iter().any(|free| is_part(text, free)) || is_member()
        };
        GeneratedValue::read(text).is_none_or(|value| strings(&value).iter().all(is_kept))
    }
}

/// Whether a text is another one with some characters left out.
fn is_part(text: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    text.chars().all(|one| rest.any(|other| other == one))
}

fn strings(value: &GeneratedValue<'_>) -> Vec<String> {
    let places = value.places();
    let string = |place: &Vec<u32>| match &value.at(place)?.body {
        Body::String(text) => Some(text.to_string()),
        _ => None,
    };
    places.iter().filter_map(string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_stays_in_its_format_or_becomes_a_word() {
        let value = GeneratedValue::read(r#"{"at":"2024-05-28T16:05:45Z","id":"a-1:2"}"#).unwrap();
        let kept = KeptFormats::of(&value);
        for text in [
            r#""0001-01-01T00:00:00Z""#,
            r#""""#,
            r#"{"at":"a"}"#,
            r#"[5,"a1"]"#,
            r#""2""#,
        ] {
            assert!(kept.allow(text), "{text}");
        }
        for text in [r#""4-5-8t6:5:5z""#, r#"{"at":"2024-05-28"}"#, r#"["5:0"]"#] {
            assert!(!kept.allow(text), "{text}");
        }
        let free = KeptFormats::of(&GeneratedValue::read(r#""x""#).unwrap());
        assert!(free.allow(r#""5:0""#));
    }

    #[test]
    fn a_web_address_names_its_host() {
        assert_eq!(formats_of("https://example.com"), ["uri"]);
        for text in ["urn:a:b", "http:e", "https:///a", "http://"] {
            assert!(formats_of(text).is_empty(), "{text}");
        }
    }
}
