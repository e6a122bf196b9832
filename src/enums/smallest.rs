//! The smallest text that goes on showing the same.

use super::kept_formats::KeptFormats;
use crate::generate::{Body, Failing, GeneratedValue, Style, shrink};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many texts are tried to make one smaller.
const ATTEMPTS: usize = 4000;
/// From a string of so many characters, each of them is left out in turn.
const SHORT_STRING: usize = 48;
/// What is shorter than most values, the shortest first.
const SHORT: [&str; 7] = ["0", "\"\"", "[]", "{}", "null", "true", "false"];

/// What types refuse where they want a whole number, a positive one, or a small one, the shortest first.
const NUMBERS: [&str; 5] = ["-0", "-1", "0.5", "1e9", "1e99"];

/// Makes a text smaller for as long as `shows` says yes: no key, item or character can go, and no value be a shorter one.
///
/// A string that is a time, an address or the like stays one, or becomes a plain word: what a lenient reader takes for a time all the
/// same shows nothing of times.
pub(super) fn smallest(text: &str, mut shows: impl FnMut(&str) -> bool) -> String {
    let Some(made) = GeneratedValue::read(text) else {
        return text.to_owned();
    };
    let kept = KeptFormats::of(&made);
    let mut shows = |text: &str| kept.allow(text) && shows(text);
    let mut best = made;
    loop {
        let before = best.text();
        let start = Failing {
            sample: best,
            mutant: None,
            style: Style::default(),
        };
        best = shrink(start, ATTEMPTS, |failing| shows(&failing.sample.text())).sample;
        best = shortened(best, &mut shows);
        if best.text().len() >= before.len() {
            return filled(best, &mut shows).text();
        }
    }
}

/// The value with one and the same character in long strings, where their length is all that counts.
fn filled(mut value: GeneratedValue<'static>, shows: &mut impl FnMut(&str) -> bool) -> GeneratedValue<'static> {
    for place in value.places() {
        let Some(Body::String(text)) = value.at(&place).map(|part| &part.body) else {
            continue;
        };
        let plain = "a".repeat(text.chars().count());
        if text.chars().count() <= SHORT_STRING || plain == *text {
            continue;
        }
        let mut other = value.clone();
        if let Some(part) = other.at_mut(&place) {
            part.body = Body::String(plain.into());
        }
        if shows(&other.text()) {
            value = other;
        }
    }
    value
}

/// Puts shorter values and keys in the place of others, outermost first.
fn shortened(value: GeneratedValue<'static>, shows: &mut impl FnMut(&str) -> bool) -> GeneratedValue<'static> {
    let mut best = value;
    let mut number = 0;
    while let Some(place) = best.places().into_iter().nth(number) {
        let length = best.text().len();
        let better = candidates(&best, &place).into_iter().find(|candidate| {
            let text = candidate.text();
            text.len() < length && shows(&text)
        });
        match better {
            Some(better) => (best, number) = (better, 0),
            None => number += 1,
        }
    }
    best
}

fn candidates(value: &GeneratedValue<'static>, place: &[u32]) -> Vec<GeneratedValue<'static>> {
    let Some(part) = value.at(place) else { return Vec::new() };
    let mut bodies: Vec<Body<'static>> = SHORT
        .iter()
        .filter_map(|text| Some(GeneratedValue::read(text)?.body))
        .collect();
    match &part.body {
        Body::String(text) => {
            let shorter = without_one(text).into_iter().chain(without_all(text));
            bodies.extend(shorter.map(|text| Body::String(text.into())));
        }
        Body::Number(text) => {
            let shorter = without_one(text)
                .into_iter()
                .filter(|text| GeneratedValue::read(text).is_some());
            let numbers = shorter.chain(NUMBERS.map(str::to_owned));
            bodies.extend(numbers.map(|text| Body::Number(text.into())));
        }
        Body::Array(items) => {
            bodies.extend(items.iter().map(|item| item.body.clone()));
            bodies.extend((0..items.len()).map(|index| {
                let mut fewer = items.clone();
                fewer.remove(index);
                Body::Array(fewer)
            }));
        }
        Body::Object(members) => {
            bodies.extend(members.iter().map(|(_, value)| value.body.clone()));
            for (index, (key, _)) in members.iter().enumerate() {
                for shorter in std::iter::once(String::new()).chain(without_one(key)) {
                    let mut renamed = members.clone();
                    renamed[index].0 = Cow::Owned(shorter);
                    bodies.push(Body::Object(renamed));
                }
            }
        }
        Body::Null | Body::Bool(_) => {}
    }
    let with = |body| {
        let mut other = value.clone();
        other.at_mut(place)?.body = body;
        Some(other)
    };
    bodies.into_iter().filter_map(with).collect()
}

/// A short text with one character less.
fn without_one(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().take(SHORT_STRING).collect();
    let without = |index: usize| {
        let kept = characters.iter().enumerate().filter(|(at, _)| *at != index);
        kept.map(|(_, character)| character).collect()
    };
    (0..characters.len()).map(without).collect()
}

/// A short text without any of one of its characters: hyphens and colons go together or not at all.
fn without_all(text: &str) -> Vec<String> {
    let characters: BTreeSet<char> = text.chars().take(SHORT_STRING).collect();
    let without = |gone: &char| text.chars().filter(|character| character != gone).collect();
    characters.iter().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_go() {
        let small = smallest(r#"{"x":[1,2],"logs":"abc","type":"image","more":{"a":null}}"#, |text| {
            text.contains("\"logs\"") && text.contains("image")
        });
        assert_eq!(small, r#"{"logs":0,"":"image"}"#);
        assert_eq!(smallest(r#"[true,"a"]"#, |text| text.starts_with('[')), "[]");
        let long = format!(r#""x{}é""#, " b".repeat(150));
        let small = smallest(&long, |text| text.chars().count() >= 202);
        assert_eq!(small, format!("\"{}\"", "a".repeat(200)));
        assert_eq!(
            smallest(r#"{"abc":1}"#, |text| text.starts_with('{') && text.len() > 3),
            r#"{"":0}"#
        );
        let hex = |text: &str| {
            let digits = text.trim_matches('"').replace('-', "").len();
            let hyphens = text.matches('-').count();
            text.starts_with('"') && digits == 4 && (hyphens == 0 || hyphens == 2)
        };
        assert_eq!(smallest(r#""0-00-0""#, hex), r#""0000""#);
    }
}
