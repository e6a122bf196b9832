//! Strings of a given form.

use super::super::catalogue;
use super::super::choices::Choices;
use super::node::{Strings, Texts};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// What repeats without limit repeats at most this often more than it must.
const MORE: u32 = 6;
/// A text from a pattern ends about here: repetitions within repetitions multiply.
const LONGEST: usize = 4096;
/// No more parts of a pattern are visited for one text: repetitions of nothing multiply without making it longer.
const MAX_VISITS: usize = 1 << 16;

/// The pattern, taken apart; `None` if it uses what regular languages do not have.
fn parsed(pattern: &str) -> Option<Hir> {
    ParserBuilder::new().nest_limit(64).build().parse(pattern).ok()
}

/// A text that a pattern matches, where its anchors permit.
pub(in crate::generate) fn matching(pattern: &Hir, choices: &mut Choices<'_>) -> String {
    let mut out = String::new();
    write(pattern, choices, &mut out, &mut 0);
    out
}

fn write(pattern: &Hir, choices: &mut Choices<'_>, out: &mut String, visits: &mut usize) {
    *visits += 1;
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            if ranges.is_empty() {
                return;
            }
            let range = ranges[choices.below(ranges.len())];
            let (first, last) = (u32::from(range.start()), u32::from(range.end()));
            let wanted = first + choices.below((last - first + 1) as usize) as u32;
            out.push(char::from_u32(wanted).unwrap_or(range.start()));
        }
        HirKind::Class(Class::Bytes(class)) => {
            let first = class.ranges().first().map(|range| range.start()).filter(u8::is_ascii);
            out.extend(first.map(char::from));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or(repetition.min.saturating_add(MORE))
                .min(repetition.min.saturating_add(64));
            let more = choices.below((most - repetition.min.min(most)) as usize + 1) as u32;
            for _ in 0..repetition.min + more {
                if out.len() > LONGEST || *visits > MAX_VISITS {
                    return;
                }
                write(&repetition.sub, choices, out, visits);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, choices, out, visits),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, choices, out, visits)),
        HirKind::Alternation(parts) => write(&parts[choices.below(parts.len())], choices, out, visits),
    }
}

/// Texts, with those that the document names and that fit behind the smallest one.
fn with_named(texts: Texts, named: &[Value], fits: impl Fn(&str) -> bool) -> Texts {
    let named: Vec<&str> = named
        .iter()
        .filter_map(Value::as_str)
        .filter(|text| fits(text))
        .collect();
    let is_new = |text: &&str| !texts.iter().any(|had| had == text);
    let new: Vec<&str> = named.into_iter().filter(is_new).collect();
    if new.is_empty() {
        return texts;
    }
    let (first, rest) = texts.split_at(texts.len().min(1));
    let new = new.into_iter().map(|text| Cow::Owned(text.to_owned()));
    first.iter().cloned().chain(new).chain(rest.iter().cloned()).collect()
}

/// What strings must be like.
pub(super) struct StringNeed<'n> {
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) pattern: Option<&'n str>,
    pub(super) format: Option<&'n str>,
    /// Values that the document names, without saying that no others are allowed.
    pub(super) named: &'n [Value],
}

/// The texts of the catalogue that fit, worked out once for each length.
#[derive(Debug, Default)]
pub(super) struct FittingTexts {
    by_length: HashMap<(usize, usize), Texts>,
    keys: Option<Texts>,
    /// How many bytes all texts have.
    bytes: usize,
}

impl FittingTexts {
    /// So many bytes of texts are worked out for one plan. Behind that, strings have no texts but those of their lengths.
    const ENOUGH: usize = 8 << 20;
    /// Longer texts are written when they are needed.
    const SHORT: usize = 256;
    /// So many texts of a pattern differ in their numbers.
    const NUMBERED: usize = 160;

    /// The strings that meet a need. `matches` tells whether a text matches all patterns.
    pub(super) fn strings(&mut self, need: &StringNeed<'_>, matches: impl Fn(&str) -> bool) -> Strings {
        let fits = &|text: &str| (need.min..=need.max).contains(&text.chars().count()) && matches(text);
        let named = need.format.and_then(catalogue::members).map(|members| {
            let members = members.iter().copied().flatten().copied();
            members
                .filter(|member| fits(member))
                .map(Cow::Borrowed)
                .collect::<Texts>()
        });
        if let Some(texts) = named.filter(|texts| !texts.is_empty()) {
            return Strings {
                min: need.min,
                max: need.max,
                texts: with_named(texts, need.named, fits),
                lengths: Vec::new(),
                near: Vec::new(),
                pattern: None,
            };
        }
        let pattern = need.pattern.and_then(parsed);
        let (texts, lengths) = match &pattern {
            Some(pattern) => (self.matching(pattern, need.min, fits), Vec::new()),
            None => (
                self.of_length(need.min, need.max),
                catalogue::lengths(need.min, need.max),
            ),
        };
        Strings {
            min: need.min,
            max: need.max,
            texts: with_named(texts, need.named, fits),
            lengths,
            near: Vec::new(),
            pattern: pattern.map(Box::new),
        }
    }

    /// The names of keys that are worth trying where any name will do.
    pub(super) fn keys(&mut self) -> Texts {
        let free = self.of_length(0, usize::MAX);
        let keys = self.keys.get_or_insert_with(|| {
            let long = catalogue::KEY_LENGTHS
                .iter()
                .map(|length| Cow::Owned("k".repeat(*length)));
            let odd = catalogue::KEYS.iter().map(|key| Cow::Borrowed(*key));
            odd.chain(long).chain(free.iter().cloned()).collect()
        });
        Arc::clone(keys)
    }

    fn of_length(&mut self, min: usize, max: usize) -> Texts {
        if min > FittingTexts::SHORT || self.bytes > FittingTexts::ENOUGH {
            return Texts::default();
        }
        if let Some(texts) = self.by_length.get(&(min, max)) {
            return Arc::clone(texts);
        }
        let fits = |text: &str| (min..=max).contains(&text.chars().count());
        let texts = self.counted(catalogue::provoking("", min, fits));
        self.by_length.insert((min, max), Arc::clone(&texts));
        texts
    }

    /// Texts that match a pattern, that of the smallest choices first.
    fn matching(&mut self, pattern: &Hir, min: usize, fits: impl Fn(&str) -> bool) -> Texts {
        // As many as show each branch of a small choice in the pattern.
        const SEEDS: u64 = 24;
        let mut bases = std::iter::once(matching(pattern, &mut Choices::from_bytes(&[])))
            .chain((0..SEEDS).map(|seed| matching(pattern, &mut Choices::from_seed(seed))))
            .filter(|text| fits(text));
        let Some(base) = bases.next() else {
            return Texts::default();
        };
        if min > FittingTexts::SHORT || base.len() > FittingTexts::SHORT || self.bytes > FittingTexts::ENOUGH {
            return [Cow::Owned(base)].into();
        }
        let mut texts = catalogue::provoking(&base, min, &fits);
        texts.retain(|text| *text != base);
        let others: Vec<String> = bases.collect();
        let numbered = catalogue::with_numbers(std::iter::once(&base).chain(&others))
            .filter(|text| fits(text) && !texts.contains(text))
            .take(FittingTexts::NUMBERED);
        texts.extend(numbered.collect::<Vec<_>>());
        texts.insert(0, base);
        self.counted(texts)
    }

    fn counted(&mut self, texts: Vec<String>) -> Texts {
        self.bytes += texts.iter().map(String::len).sum::<usize>();
        texts.into_iter().map(Cow::Owned).collect()
    }
}
