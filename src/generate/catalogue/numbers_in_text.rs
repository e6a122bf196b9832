//! Numbers in texts that have a pattern: versions, sizes, amounts, times and dates that a format does not name.

use std::collections::BTreeSet;

/// Ends of ranges, counts of units in the next larger one, and ends of machine words.
const NUMBERS: [u64; 34] = [
    0,
    1,
    7,
    10,
    12,
    13,
    24,
    31,
    32,
    53,
    59,
    60,
    80,
    99,
    100,
    127,
    128,
    255,
    256,
    365,
    443,
    999,
    1_000,
    1_024,
    1_440,
    3_600,
    9_999,
    65_535,
    65_536,
    86_400,
    1_000_000,
    1_048_576,
    2_147_483_648,
    4_294_967_296,
];

/// Texts are tried with other numbers if they differ in something else than in theirs; of so many of them.
const SHAPES: usize = 4;
/// A text with more runs of digits is a hash or a key, and holds no numbers.
const RUNS: usize = 6;

/// The texts with each of the numbers in the place of their runs of digits: in all of them, and in each alone. A number is also written
/// with as many zeros in front as the run has digits.
pub(in crate::generate) fn with_numbers<'t>(texts: impl Iterator<Item = &'t String>) -> impl Iterator<Item = String> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut shapes: BTreeSet<Vec<String>> = BTreeSet::new();
    let shaped = texts.map(|text| parts(text)).filter(move |parts| {
        let runs = parts.iter().filter(|part| is_run(part)).count();
        let shape = parts
            .iter()
            .map(|part| if is_run(part) { "0".to_owned() } else { part.clone() });
        (1..=RUNS).contains(&runs) && shapes.insert(shape.collect())
    });
    shaped
        .take(SHAPES)
        .flat_map(numbered)
        .filter(move |text| seen.insert(text.clone()))
}

/// A text in parts with each of the numbers.
fn numbered(parts: Vec<String>) -> Vec<String> {
    let runs: Vec<usize> = (0..parts.len()).filter(|at| is_run(&parts[*at])).collect();
    let alone = runs.iter().filter(|_| runs.len() > 1).map(|run| vec![*run]);
    let places: Vec<Vec<usize>> = std::iter::once(runs.clone())
        .chain(alone)
        .filter(|places| !places.is_empty())
        .collect();
    let mut texts = Vec::new();
    for number in NUMBERS {
        for (places, is_padded) in places.iter().flat_map(|places| [(places, false), (places, true)]) {
            let part = |(at, part): (usize, &String)| match places.contains(&at) {
                true if is_padded => format!("{number:0width$}", width = part.len()),
                true => number.to_string(),
                false => part.clone(),
            };
            texts.push(parts.iter().enumerate().map(part).collect());
        }
    }
    texts
}

fn is_run(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_digit())
}

/// The runs of digits of a text, and what stands between them.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for character in text.chars() {
        match parts
            .last_mut()
            .filter(|last| is_run(last) == character.is_ascii_digit())
        {
            Some(last) => last.push(character),
            None => parts.push(character.into()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_stands_in_all_places_and_in_each() {
        let texts: Vec<String> = with_numbers([String::from("v1.00-a")].iter()).collect();
        for text in ["v24.24-a", "v24.00-a", "v1.24-a", "v1.07-a", "v0.0-a", "v1.1024-a"] {
            assert!(texts.iter().any(|made| made == text), "{text}");
        }
        assert_eq!(with_numbers([String::from("abc"), String::new()].iter()).count(), 0);
    }

    #[test]
    fn what_differs_in_its_numbers_alone_is_one_text() {
        let texts = ["1Ki", "27Ki", "3Mi", "44Mi"].map(String::from);
        let made: Vec<String> = with_numbers(texts.iter()).collect();
        for text in ["1024Ki", "1024Mi"] {
            assert_eq!(made.iter().filter(|made| *made == text).count(), 1, "{text}");
        }
    }
}
