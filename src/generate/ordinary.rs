//! Makes a failing case as ordinary as it can be while it goes on failing.
//!
//! The smallest value is often an odd one: an empty string, `-1`, a key without a name. Whether the oddness is needed decides how bad
//! the finding is, and an ordinary text convinces a reader sooner.

use super::shrink::{Edit, Failing, apply, paths, rename};
use super::value::Body;

/// The same case with ordinary values in it, as far as it goes on failing with them. `fails` must make sure that the value is
/// valid.
pub fn ordinary(start: Failing, mut attempts: usize, mut fails: impl FnMut(&Failing) -> bool) -> Failing {
    let mut best = start;
    if best.mutant.is_some() {
        return best;
    }
    let mut try_all = |best: &mut Failing, candidates: Vec<Failing>| {
        for candidate in candidates {
            if attempts == 0 {
                return;
            }
            attempts -= 1;
            if fails(&candidate) {
                *best = candidate;
                return;
            }
        }
    };
    let count = paths(best.made()).len();
    for number in 0..count {
        let Some(path) = paths(best.made()).into_iter().nth(number) else {
            break;
        };
        let Some(value) = best.made().below(&path) else {
            continue;
        };
        let bodies: Vec<Body<'static>> = match &value.body {
            Body::String(text) if !is_ordinary(text) => {
                ["text", "a", "1"].map(|text| Body::String(text.into())).to_vec()
            }
            Body::Number(text) => ordinary_numbers(text)
                .into_iter()
                .map(|text| Body::Number(text.into()))
                .collect(),
            _ => Vec::new(),
        };
        let candidates = bodies
            .into_iter()
            .filter_map(|body| apply(&best, &path, &Edit::Become(body)))
            .collect();
        try_all(&mut best, candidates);
        let Some(value) = best.made().below(&path) else {
            continue;
        };
        let odd = match &value.body {
            Body::Object(members) => members
                .iter()
                .map(|(key, _)| key.clone())
                .filter(|key| !is_ordinary(key))
                .collect(),
            _ => Vec::new(),
        };
        for key in odd {
            let candidates = ["key", "a", "b"]
                .iter()
                .filter_map(|new| rename(&best, &path, &key, new))
                .collect();
            try_all(&mut best, candidates);
        }
    }
    best
}

fn is_ordinary(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "_-./:@$ ".contains(one))
}

/// Numbers that are more ordinary than this one: positive and small, and `1.0` before other spellings of it.
fn ordinary_numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(positive) = text.strip_prefix('-') {
        found.extend([positive.to_owned(), "1".to_owned()]);
    }
    if text
        .parse::<i128>()
        .is_ok_and(|whole| whole.unsigned_abs() > i32::MAX as u128)
    {
        found.push("2147483647".to_owned());
    }
    if text != "1.0"
        && (text == "-0"
            || (text.contains(['.', 'e', 'E']) && text.parse::<f64>().is_ok_and(|value| value.fract() == 0.0)))
    {
        found.extend(["1".to_owned(), "1.0".to_owned()]);
    }
    if text.len() > 15 && text.contains('.') {
        found.push("0.5".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::render::Style;
    use super::super::value::GeneratedValue;
    use super::*;

    fn made(text: &str, fails: impl Fn(&serde_json::Value) -> bool) -> String {
        let start = Failing {
            sample: GeneratedValue::read(text).unwrap(),
            mutant: None,
            style: Style::default(),
        };
        ordinary(start, 100, |case| fails(&serde_json::from_str(&case.text()).unwrap())).text()
    }

    #[test]
    fn what_need_not_be_odd_becomes_ordinary() {
        let all = made(r#"{"name":"","n":-3,"tags":{"":""},"big":9999999999,"x":1e2}"#, |_| {
            true
        });
        assert_eq!(
            all,
            r#"{"name":"text","n":3,"tags":{"key":"text"},"big":2147483647,"x":1}"#
        );
    }

    #[test]
    fn what_must_be_odd_stays_and_is_told_by_its_likeliest_spelling() {
        assert_eq!(
            made(r#"{"n":-3}"#, |value| value["n"].as_i64() < Some(0)),
            r#"{"n":-3}"#
        );
        assert_eq!(made(r#"{"n":-0}"#, |value| value["n"].is_f64()), r#"{"n":1.0}"#);
        assert_eq!(made(r#"{"":1}"#, |value| value.get("").is_some()), r#"{"":1}"#);
    }
}
