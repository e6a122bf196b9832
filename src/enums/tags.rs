//! What enums that go by a tag are asked beside: a tag that is missing, unknown, twice, or last.

use super::analysis::EnumAnalysis;
use super::reading::Reading;
use crate::generate::{Body, GeneratedValue};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A text with something out of the ordinary about its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagAnomaly {
    /// What is out of the ordinary: `tag_last`, `tag_unknown`, `tag_missing`, `tag_twice`, `value_unknown`.
    pub kind: &'static str,
    /// The variant that takes the text as it was.
    pub variant: usize,
    /// The text.
    pub text: String,
}

impl TagAnomaly {
    /// Whether a smaller text is still out of the ordinary in the same way.
    pub fn keeps(&self, text: &str, analysis: &EnumAnalysis<'_>) -> bool {
        if self.kind == "value_unknown" {
            return text.starts_with('"') && (analysis.branches().is_none() || !analysis.reading(text).is_allowed());
        }
        let (Some(tag), Some(members)) = (analysis.tag(), members(text)) else {
            return false;
        };
        let tags: Vec<&Member> = members.iter().filter(|(key, _)| **key == *tag).collect();
        let last = members.last().is_some_and(|(key, _)| **key == *tag);
        match self.kind {
            "tag_last" => {
                // The same text with its tag in front is one of the variant.
                let mut front: Vec<Member> = members.clone();
                front.rotate_right(usize::from(!members.is_empty()));
                let front = GeneratedValue::plain(Body::Object(front)).text();
                last && tags.len() == 1 && analysis.reading(&front).pick == Some(self.variant)
            }
            "tag_unknown" => {
                // Any word that is taken as one that no server has sent so far.
                let pick = analysis.reading(text).pick;
                let is_word = matches!(tags.as_slice(), [(_, value)] if matches!(value.body, Body::String(_)));
                is_word && analysis.reading(&with_unknown(tag, members.clone())).pick == pick
            }
            "tag_missing" => tags.is_empty(),
            _ => tags.len() == 2,
        }
    }
}

/// What no server has sent so far.
const UNKNOWN: &str = "unknown_kind";

impl EnumAnalysis<'_> {
    /// The key whose value decides on the variant; `None` if there is none, or the enum does not go by a tag.
    pub fn tag(&self) -> Option<&str> {
        self.tag.get_or_init(|| self.find_tag()).as_deref()
    }

    fn find_tag(&self) -> Option<String> {
        let mut keys: BTreeMap<String, (usize, BTreeMap<String, BTreeSet<usize>>)> = BTreeMap::new();
        for reading in self.readings.iter().filter(|reading| reading.is_allowed()) {
            let (Some(pick), Some(members)) = (reading.pick, members(&reading.text)) else {
                continue;
            };
            for (key, value) in members {
                if let Body::String(value) = value.body {
                    let (count, values) = keys.entry(key.into_owned()).or_default();
                    *count += 1;
                    values.entry(value.into_owned()).or_default().insert(pick);
                }
            }
        }
        let decides = |values: &BTreeMap<String, BTreeSet<usize>>| {
            let picks: BTreeSet<usize> = values.values().flatten().copied().collect();
            picks.len() > 1 && values.values().filter(|picks| picks.len() > 1).count() == 0
        };
        // A tag is there before all; of two such keys the one with fewer values.
        let mut found: Vec<(Reverse<usize>, usize, String)> = keys
            .into_iter()
            .filter(|(_, (_, values))| decides(values))
            .map(|(key, (count, values))| (Reverse(count), values.len(), key))
            .collect();
        found.sort();
        let mut found = found.into_iter().map(|(.., key)| key);
        // Where a variant refuses texts with its word, and another reads them, the values of the tag do not decide by themselves.
        match self.selecting_key() {
            Some(key) => found.find(|other| self.selects(other)).or(Some(key.to_owned())),
            None => found.next(),
        }
    }

    /// Texts with something out of the ordinary about the tag, for each variant one of each kind.
    pub fn tag_anomalies(&self) -> Vec<TagAnomaly> {
        let mut found = Vec::new();
        // A value that is a name may be one that is not known.
        let unknown = format!("\"{UNKNOWN}\"");
        if let Some(variant) = self.reading(&unknown).pick {
            found.push(TagAnomaly {
                kind: "value_unknown",
                variant,
                text: unknown,
            });
        }
        let Some(tag) = self.tag() else { return found };
        for variant in 0..self.union.variants().len() {
            // One that holds something shows what may be lost.
            let full = |reading: &&Reading| {
                reading.pick == Some(variant)
                    && reading.is_allowed()
                    && members(&reading.text)
                        .is_some_and(|members| members.len() > 1 && members.iter().any(|(key, _)| **key == *tag))
            };
            let Some(reading) = self.readings.iter().find(full) else {
                continue;
            };
            let Some(members) = members(&reading.text) else {
                continue;
            };
            let others: Vec<_> = members.iter().filter(|(key, _)| *key != tag).cloned().collect();
            let Some(own) = members.iter().find(|(key, _)| **key == *tag).cloned() else {
                continue;
            };
            let unknown = (own.0.clone(), GeneratedValue::plain(Body::String(UNKNOWN.into())));
            let mut add = |kind, front: Vec<Member>, back: Vec<Member>| {
                let members = front.into_iter().chain(others.clone()).chain(back);
                let text = GeneratedValue::plain(Body::Object(members.collect())).text();
                found.push(TagAnomaly { kind, variant, text });
            };
            add("tag_last", vec![], vec![own.clone()]);
            add("tag_unknown", vec![unknown], vec![]);
            add("tag_missing", vec![], vec![]);
            add("tag_twice", vec![own.clone()], vec![own]);
        }
        found
    }
}

/// The same object with a value that is not known in its tag.
pub(super) fn with_unknown(tag: &str, mut members: Vec<Member>) -> String {
    for (key, value) in &mut members {
        if **key == *tag {
            value.body = Body::String(UNKNOWN.into());
        }
    }
    GeneratedValue::plain(Body::Object(members)).text()
}

pub(super) type Member = (Cow<'static, str>, GeneratedValue<'static>);

pub(super) fn members(text: &str) -> Option<Vec<Member>> {
    match GeneratedValue::read(text)?.body {
        Body::Object(members) => Some(members),
        _ => None,
    }
}
