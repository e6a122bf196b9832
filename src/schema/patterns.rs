//! The regular expressions of a document: which of them can be compiled, and what that takes.

use super::budget;
use super::validation;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::iter::Peekable;
use std::str::Chars;
use std::sync::{Mutex, PoisonError};

/// The longest pattern that is compiled, in bytes.
const LONGEST: usize = 10_000;
/// What a pattern takes at most: one that would become larger is refused by what compiles it.
const MOST: u64 = 1_000_000;
/// The patterns of a document may take one of so many parts of the steps.
const PART: u64 = 4;

/// The steps that a set of characters takes, by how many ranges of code points and how many lengths in UTF-8 it has.
const LETTERS: u64 = 3_000;
const DIGITS: u64 = 300;
const OTHERS: u64 = 60;

/// What is known of the patterns of a document.
#[derive(Debug)]
pub(super) struct Patterns {
    /// Those that the steps do not suffice for.
    costly: HashSet<String>,
    /// Whether a pattern can be compiled: to find out takes compiling it.
    known: Mutex<HashMap<String, bool>>,
}

/// Whether a pattern can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Legality {
    Legal,
    /// It is no regular expression, or would become too large.
    Illegal,
    /// All patterns of the document together take too much. It was not compiled.
    TooCostly,
}

impl Patterns {
    /// Admits the patterns of a document in their order, as far as the steps go.
    pub(super) fn new(document: &Value) -> Patterns {
        let mut left = budget::steps(PART);
        let mut seen = HashSet::new();
        let mut costly = HashSet::new();
        for pattern in all(document) {
            if pattern.len() > LONGEST || !seen.insert(pattern) {
                continue;
            }
            match left.checked_sub(cost(pattern)) {
                Some(rest) => left = rest,
                None => {
                    costly.insert(pattern.to_owned());
                }
            }
        }
        Patterns {
            costly,
            known: Mutex::default(),
        }
    }

    /// Whether the patterns in the value of a keyword can be read; other keywords have none.
    pub(super) fn of_keyword(&self, keyword: &str, value: &Value) -> Legality {
        let keys = value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(pattern, _)| pattern.as_str());
        match keyword {
            "pattern" => value
                .as_str()
                .map_or(Legality::Illegal, |pattern| self.legality(pattern)),
            "patternProperties" => keys
                .map(|pattern| self.legality(pattern))
                .max()
                .unwrap_or(Legality::Legal),
            _ => Legality::Legal,
        }
    }

    /// Whether the validator can compile the regular expression; what it cannot would make the whole schema fail.
    pub(super) fn legality(&self, pattern: &str) -> Legality {
        if self.costly.contains(pattern) {
            return Legality::TooCostly;
        }
        let known = |patterns: &Patterns| {
            let known = patterns.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(pattern).copied()
        };
        let compiles = known(self).unwrap_or_else(|| {
            let compiles =
                pattern.len() <= LONGEST && validation::options().build(&json!({ "pattern": pattern })).is_ok();
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(pattern.to_owned(), compiles);
            compiles
        });
        match compiles {
            true => Legality::Legal,
            false => Legality::Illegal,
        }
    }
}

/// The texts that stand where patterns do, in the order of the document.
fn all(document: &Value) -> impl Iterator<Item = &str> {
    let mut rest = vec![document];
    let mut found = Vec::new();
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items.iter().rev()),
            Value::Object(members) => {
                found.extend(members.get("pattern").and_then(Value::as_str));
                let of_keys = members.get("patternProperties").and_then(Value::as_object);
                found.extend(of_keys.into_iter().flatten().map(|(pattern, _)| pattern.as_str()));
                rest.extend(members.iter().rev().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    found.into_iter()
}

/// The steps that compiling the patterns of a schema takes, each once.
pub(super) fn cost_of(schema: &Value) -> u64 {
    let patterns: HashSet<&str> = all(schema).collect();
    patterns.into_iter().map(cost).fold(0, u64::saturating_add)
}

/// About how many steps compiling a pattern takes, and a tenth of the bytes that it has then: its parts, and what is repeated as
/// often as it may be. The text is enough for that, whatever the pattern uses.
fn cost(pattern: &str) -> u64 {
    let mut around: Vec<u64> = Vec::new();
    let mut sum: u64 = 0;
    let mut last: u64 = 0;
    let mut chars = pattern.chars().peekable();
    while let Some(char) = chars.next() {
        let atom = match char {
            '\\' => escaped(&mut chars),
            '.' => OTHERS,
            '[' => set(&mut chars),
            '(' => {
                around.push(sum.saturating_add(last));
                (sum, last) = (0, 0);
                continue;
            }
            ')' => {
                let inside = sum.saturating_add(last).saturating_add(1);
                sum = around.pop().unwrap_or(0);
                last = inside;
                continue;
            }
            '{' => {
                let bounds: String = chars.by_ref().take_while(|char| *char != '}').collect();
                last = last.saturating_mul(times(&bounds));
                continue;
            }
            _ => 1,
        };
        sum = sum.saturating_add(last);
        last = atom;
    }
    let outer = around.into_iter().fold(0, u64::saturating_add);
    outer.saturating_add(sum).saturating_add(last).clamp(1, MOST)
}

/// What stands behind a backslash. Braces belong to it where it has some, as in `\p{Lu}`.
fn escaped(chars: &mut Peekable<Chars<'_>>) -> u64 {
    let char = chars.next();
    if matches!(char, Some('p' | 'P' | 'x' | 'u' | 'U')) && chars.peek() == Some(&'{') {
        chars.find(|char| *char == '}');
    }
    match char {
        Some('p' | 'P' | 'w' | 'W' | 'b' | 'B') => LETTERS,
        Some('d' | 'D') => DIGITS,
        Some('s' | 'S') => OTHERS,
        _ => 1,
    }
}

/// A set of characters in brackets, which may stand in one another.
fn set(chars: &mut Peekable<Chars<'_>>) -> u64 {
    let (mut sum, mut depth) = (OTHERS, 1);
    while let Some(char) = chars.next() {
        match char {
            '\\' => sum += escaped(chars),
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => sum += 1,
        }
        if depth == 0 {
            break;
        }
    }
    sum.min(LETTERS)
}

/// How often what stands before bounds in braces is compiled.
fn times(bounds: &str) -> u64 {
    let (least, most) = bounds.split_once(',').unwrap_or((bounds, bounds));
    let number = |text: &str| text.trim().parse::<u64>().ok();
    number(most).or_else(|| Some(number(least)? + 1)).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_multiply() {
        assert_eq!(cost("^abc$"), 5);
        assert_eq!(cost("a{10}"), 10);
        assert_eq!(cost("(ab{2,5}c){3}x"), 3 * 8 + 1);
        assert_eq!(cost("a{3,}"), 4);
        assert_eq!(cost(r"\w{100}"), 100 * LETTERS);
        assert_eq!(cost(r"\x{61}\p{Lu}{2}"), 1 + 2 * LETTERS);
        assert_eq!(cost(r"(?=.{2})[\w-]+"), 2 + 2 * OTHERS + 1 + LETTERS + 1);
        assert_eq!(cost(r"((\p{L}{99}){99}){99}"), MOST);
        assert_eq!(
            cost("a{99999999999999999999}"),
            1,
            "no number that anything could repeat by"
        );
        assert_eq!(cost("((((a{9"), 9);
        assert_eq!(cost(""), 1);
    }

    #[test]
    fn what_comes_behind_the_steps_is_not_compiled() {
        let costly: Vec<Value> = (0..100)
            .map(|number| json!({"pattern": format!("^{number}(\\w{{9,99}},){{0,99}}$")}))
            .collect();
        let document = json!({"first": {"pattern": "^a$"}, "rest": costly, "patternProperties": {"(": {}}});
        let patterns = Patterns::new(&document);
        assert_eq!(patterns.legality("^a$"), Legality::Legal);
        assert_eq!(patterns.legality("("), Legality::Illegal);
        assert_eq!(
            patterns.costly.len(),
            51,
            "each takes the most that one may take, and one took less"
        );
        assert!(patterns.costly.contains("^99(\\w{9,99},){0,99}$"));
        assert_eq!(patterns.legality("^99(\\w{9,99},){0,99}$"), Legality::TooCostly);
    }
}
