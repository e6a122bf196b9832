//! The texts that an enum is asked about.

use super::branches::Branches;
use crate::generate::{Body, Choices, GeneratedValue, Generator, Plan};
use crate::subject::{EnumSubject, Tagging};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// ShrinkResult texts of every kind, in the forms that types tell apart.
const PLAIN: [&str; 12] = [
    "null",
    "false",
    "true",
    "[]",
    "[null]",
    "[0]",
    "[\"\"]",
    "[[]]",
    "[{}]",
    "{}",
    "{\"\":null}",
    "{\"a\":\"\"}",
];
/// Numbers at the bounds of what types hold.
const NUMBERS: [&str; 18] = [
    "0",
    "1",
    "-1",
    "1.0",
    "0.5",
    "-0",
    "1e2",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e300",
    "-129",
    "256",
    "65536",
];
/// Strings that mean something to types: numbers, words, days and times, addresses, versions.
const STRINGS: [&str; 20] = [
    "\"\"",
    "\"a\"",
    "\"ab\"",
    "\"0\"",
    "\"1\"",
    "\"null\"",
    "\"true\"",
    "\"é\"",
    "\"2024-05-28\"",
    "\"16:05:45\"",
    "\"2024-05-28T16:05:45\"",
    "\"2024-05-28T16:05:45Z\"",
    "\"00000000-0000-0000-0000-000000000000\"",
    "\"0.0.0.0\"",
    "\"::\"",
    "\"a:\"",
    "\"http://a\"",
    "\"a@b\"",
    "\"0.0.0\"",
    "\"0s\"",
];
/// Unusual spellings of the same forms: a type that holds the value, and not the text, writes them in another way.
const SPELLINGS: [&str; 12] = [
    "\"2024-05-28T16:05:45+01:00\"",
    "\"2024-05-28T16:05:45.500Z\"",
    "\"2024-05-28t16:05:45z\"",
    "\"16:05:45.500\"",
    "\"3F2504E0-4F89-41D3-9A0C-0305E82C3301\"",
    "\"3f2504e04f8941d39a0c0305e82c3301\"",
    "\"2001:0DB8:0:0::1\"",
    "\"HTTP://A:80/./b\"",
    "\"1.50\"",
    "\"+1\"",
    "\"007\"",
    "\"PT90M\"",
];
/// What may stand in the place of any value.
const STAND_INS: [&str; 10] = ["null", "0", "\"\"", "[]", "{}", "true", "0.5", "\"a\"", "[null]", "-1"];
/// So many texts of each source are changed and put together.
const SHOWN: usize = 12;
/// So many values are made of each branch.
const MADE: usize = 120;
/// No more texts than this are asked about.
const MOST: usize = 6000;
/// A tagged enum reads the rest only after it has chosen its variant.
const MOST_BY_TAG: usize = 600;
/// No more bytes than this are asked about.
const MOST_BYTES: usize = 4 << 20;

/// Collects texts, each once.
#[derive(Default)]
pub(super) struct Pool {
    seen: BTreeSet<String>,
    pub(super) texts: Vec<String>,
    most: Option<usize>,
    bytes: usize,
}

impl Pool {
    pub(super) fn add(&mut self, text: impl Into<String>) {
        let text = text.into();
        let room = self.texts.len() < self.most.unwrap_or(MOST) && self.bytes < MOST_BYTES;
        if room && self.seen.insert(text.clone()) {
            self.bytes += text.len();
            self.texts.push(text);
        }
    }
}

/// The texts of each branch that are made of its schema alone.
pub(super) fn of_branches(branches: &Branches) -> Vec<Vec<String>> {
    (0..branches.len()).map(|branch| of_branch(branches, branch)).collect()
}

fn of_branch(branches: &Branches, branch: usize) -> Vec<String> {
    let Ok(plan) = Plan::new(&branches.only(&[branch])) else {
        return Vec::new();
    };
    let mut pool = Pool::default();
    if let Some(made) = plan.sample(&mut Choices::from_bytes(&[])) {
        pool.add(made.text());
    }
    for case in Generator::new(&plan, "branch", 1).take(MADE) {
        pool.add(case.sample.text());
    }
    // Smaller ones show more: what they lack is what others need.
    pool.texts.sort_by_key(String::len);
    pool.texts
}

/// All texts to ask about: those of the branches and of the payloads, changed and put together, and plain ones.
pub(super) fn all(
    union: &EnumSubject,
    of_branches: &[Vec<String>],
    witnesses: &[String],
    more: &[String],
) -> Vec<String> {
    let mut pool = Pool {
        most: (union.tagging() == Tagging::Tagged).then_some(MOST_BY_TAG + more.len()),
        ..Pool::default()
    };
    let plain = PLAIN.iter().chain(&NUMBERS).chain(&STRINGS).chain(&SPELLINGS);
    plain.for_each(|text| pool.add(*text));
    more.iter().chain(witnesses).for_each(|text| pool.add(text));
    let payloads = union.variants().iter().filter_map(|variant| variant.payload());
    let of_payloads: Vec<Vec<String>> = payloads
        .map(|payload| {
            payload
                .example_texts()
                .done()
                .map_or_else(Vec::new, |found| found.texts.clone())
        })
        .collect();
    let of_whole = match union.tagging() {
        Tagging::Untagged => Vec::new(),
        Tagging::Tagged => union
            .example_texts()
            .done()
            .map_or_else(Vec::new, |found| found.texts.clone()),
    };
    let sources: Vec<&Vec<String>> = of_branches.iter().chain(&of_payloads).chain([&of_whole]).collect();
    for source in &sources {
        source.iter().for_each(|text| pool.add(text));
    }
    let shown: Vec<Vec<GeneratedValue<'static>>> = sources.iter().map(|source| shown(source)).collect();
    for (index, values) in shown.iter().enumerate() {
        for (other, others) in shown.iter().enumerate() {
            if index == other {
                continue;
            }
            for a in values.iter().take(6) {
                for b in others.iter().take(6) {
                    pool.add(merged(a, b).text());
                }
                for key in others.iter().flat_map(keys).collect::<BTreeSet<String>>() {
                    for stand_in in &STAND_INS[..6] {
                        let addition = GeneratedValue::plain(Body::Object(vec![(key.clone().into(), read(stand_in))]));
                        pool.add(merged(a, &addition).text());
                    }
                }
            }
        }
    }
    shown.iter().flatten().for_each(|value| changed(value, &mut pool));
    // Where there is room, also how strings are spelled.
    shown.iter().flatten().for_each(|value| respelled(value, &mut pool));
    pool.texts
}

fn read(text: &str) -> GeneratedValue<'static> {
    GeneratedValue::read(text).unwrap_or(GeneratedValue::plain(Body::Null))
}

/// The smallest texts of a source, and the largest of the small ones: they have what may be missing.
fn shown(source: &[String]) -> Vec<GeneratedValue<'static>> {
    let small: Vec<&String> = source.iter().filter(|text| text.len() <= 4096).collect();
    let (first, last) = (small.iter().take(SHOWN / 2), small.iter().rev().take(SHOWN / 2));
    let mut seen = BTreeSet::new();
    first
        .chain(last)
        .filter(|text| seen.insert(text.as_str()))
        .filter_map(|text| GeneratedValue::read(text))
        .collect()
}

fn keys(value: &GeneratedValue<'static>) -> Vec<String> {
    match &value.body {
        Body::Object(members) => members.iter().map(|(key, _)| key.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// A value with the keys of another added, at every level that both have.
fn merged(a: &GeneratedValue<'static>, b: &GeneratedValue<'static>) -> GeneratedValue<'static> {
    let (Body::Object(mine), Body::Object(theirs)) = (&a.body, &b.body) else {
        return a.clone();
    };
    let mut members = mine.clone();
    for (key, value) in theirs {
        match members.iter_mut().find(|(had, _)| had == key) {
            Some((_, had)) => *had = merged(had, value),
            None => members.push((key.clone(), value.clone())),
        }
    }
    GeneratedValue::plain(Body::Object(members))
}

/// The value with one thing changed: a stand-in for a part, a number at a bound, a key too many.
fn changed(value: &GeneratedValue<'static>, pool: &mut Pool) {
    let places = value.places();
    for place in places.iter().take(24) {
        let Some(part) = value.at(place) else { continue };
        let mut become_one = |body: Body<'static>| {
            let mut other = value.clone();
            if let Some(part) = other.at_mut(place) {
                part.body = body;
            }
            pool.add(other.text());
        };
        STAND_INS.iter().for_each(|text| become_one(read(text).body));
        match &part.body {
            Body::Number(_) => NUMBERS.iter().for_each(|text| become_one(read(text).body)),
            Body::String(_) => STRINGS.iter().for_each(|text| become_one(read(text).body)),
            Body::Object(members) => {
                let mut more = members.clone();
                more.push((Cow::Borrowed("unknown_key"), GeneratedValue::plain(Body::Null)));
                become_one(Body::Object(more));
                for index in 0..members.len() {
                    let mut fewer = members.clone();
                    fewer.remove(index);
                    become_one(Body::Object(fewer));
                }
            }
            Body::Array(items) => {
                if let Some(first) = items.first() {
                    become_one(Body::Array(vec![first.clone()]));
                    become_one(Body::Array(vec![first.clone(), first.clone()]));
                }
            }
            Body::Null | Body::Bool(_) => {}
        }
    }
}

/// The value with one string in an unusual spelling of a form.
fn respelled(value: &GeneratedValue<'static>, pool: &mut Pool) {
    for place in value.places().iter().take(24) {
        let is_string = |part: &GeneratedValue<'static>| matches!(part.body, Body::String(_));
        if !value.at(place).is_some_and(is_string) {
            continue;
        }
        for text in &SPELLINGS {
            let mut other = value.clone();
            if let Some(part) = other.at_mut(place) {
                part.body = read(text).body;
            }
            pool.add(other.text());
        }
    }
}
