//! The name of a capture, made from what is new in its shape.

use super::{Fact, Shape};
use std::collections::BTreeSet;

/// The most words and the most characters of a name.
const WORDS: usize = 3;
const LENGTH: usize = 60;

/// A name for a capture with a new shape, in lower case with hyphens. `adds` are the facts that no earlier capture had. If there are
/// none, or all facts are new, the name is made from the kind and status of the object.
pub fn capture_name(shape: &Shape, adds: &[Fact]) -> String {
    let first = adds.len() + 1 >= shape.facts.len();
    let new: Vec<&Fact> = if first { Vec::new() } else { adds.iter().collect() };
    let mut words: Vec<String> = Vec::new();
    for rank in 0..4 {
        for fact in new.iter().filter(|fact| rank_of(fact) == rank) {
            push(&mut words, phrase(fact));
        }
    }
    for place in [is_event, is_status, is_sort] {
        for fact in shape.facts.iter().filter(|fact| place(&fact.place)) {
            push(&mut words, what(fact));
        }
    }
    if words.is_empty() {
        let empty = shape.facts.iter().find(|fact| fact.says.starts_with("empty"));
        words.extend(empty.map(|fact| format!("empty-{}", slug(last(&fact.place)))));
    }
    let mut out = String::new();
    for word in words {
        if out.is_empty() {
            out = word;
        } else if out.len() + word.len() < LENGTH {
            out = format!("{out}-{word}");
        }
    }
    out.truncate(LENGTH);
    match out.trim_matches('-') {
        "" => "plain".to_owned(),
        name => name.to_owned(),
    }
}

fn is_event(place: &str) -> bool {
    place == "/event"
}

fn is_status(place: &str) -> bool {
    place.ends_with("/status") && !place.contains('[')
}

/// Whether a place tells the kind of the object or of an item.
fn is_sort(place: &str) -> bool {
    place == "/type" || place.contains("*[") && place.ends_with("]/type")
}

fn push(words: &mut Vec<String>, word: String) {
    if words.len() < WORDS && !word.is_empty() && !words.iter().any(|known| known.contains(&word)) {
        words.push(word);
    }
}

/// The order in which facts are used: a value, a key, null, absence.
fn rank_of(fact: &Fact) -> usize {
    match &*fact.says {
        "null" => 2,
        "absent" => 3,
        _ if kind(fact).is_some() => 0,
        _ => 1,
    }
}

fn kind(fact: &Fact) -> Option<&str> {
    fact.says.strip_prefix('"')?.strip_suffix('"')
}

/// A new fact in words.
fn phrase(fact: &Fact) -> String {
    let place = slug(last(&fact.place));
    let says = match (kind(fact), &*fact.says) {
        (Some(kind), _) => return what_of(&fact.place, kind),
        (None, "string" | "object" | "array" | "bool" | "integer") => return place,
        (None, says) => slug(says),
    };
    format!("{place}-{says}")
}

fn what(fact: &Fact) -> String {
    kind(fact).map_or_else(String::new, |kind| what_of(&fact.place, kind))
}

/// The name of a kind, unless every object of the component has it.
fn what_of(place: &str, kind: &str) -> String {
    let key = last(place);
    match key {
        "object" => String::new(),
        // The first of several words is what all events of an API have in common.
        "event" => slug(
            kind.split_once('.')
                .map_or(kind, |(_, rest)| if rest.contains('.') { rest } else { kind }),
        ),
        _ => slug(kind),
    }
}

/// The last key of a place.
fn last(place: &str) -> &str {
    let steps: BTreeSet<_> = ["", "*"].into();
    let key = |step: &str| !steps.contains(step.split('[').next().unwrap_or(step));
    let step = place.rsplit('/').find(|step| key(step)).unwrap_or("value");
    step.split('[').next().unwrap_or(step)
}

fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let slug: String = text.chars().take(LENGTH / 2).map(plain).collect();
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
