//! Values where anything goes.

use super::super::choices::Choices;
use super::super::value::{Body, GeneratedValue};
use super::ValueBuilder;
use std::borrow::Cow;

const NUMBERS: [&str; 12] = [
    "0",
    "1",
    "-1",
    "0.5",
    "1.0",
    "-0.0",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "0.30000000000000004",
    "1.7976931348623157e308",
];
const TEXTS: [&str; 6] = ["", "a", "é😀", "\"\\\n", "null", "\u{0}"];
const KEYS: [&str; 6] = ["a", "", "type", "é😀", "\"\\\n", "$serde_json::private"];

impl<'p> ValueBuilder<'p, '_, '_, '_, '_> {
    /// Any value.
    pub(super) fn anything(&mut self, depth: u32) -> Body<'p> {
        let kinds = if self.small(depth) { 5 } else { 7 };
        match self.choices.below(kinds) {
            0 => Body::Null,
            1 => Body::Bool(self.choices.chance(128)),
            2 | 3 => Body::Number(Cow::Borrowed(pick(&NUMBERS, self.choices))),
            4 => Body::String(Cow::Borrowed(pick(&TEXTS, self.choices))),
            5 => {
                let count = self.choices.below(4);
                Body::Array((0..count).map(|_| self.any_value(depth)).collect())
            }
            _ => {
                let count = self.choices.below(4);
                let mut members: Vec<(Cow<'p, str>, GeneratedValue<'p>)> = Vec::with_capacity(count);
                for _ in 0..count {
                    let key = pick(&KEYS, self.choices);
                    if !members.iter().any(|(had, _)| had == key) {
                        let value = self.any_value(depth);
                        members.push((Cow::Borrowed(key), value));
                    }
                }
                Body::Object(members)
            }
        }
    }

    fn any_value(&mut self, depth: u32) -> GeneratedValue<'p> {
        self.left -= 1;
        GeneratedValue::plain(self.anything(depth + 1))
    }
}

fn pick(texts: &[&'static str], choices: &mut Choices<'_>) -> &'static str {
    texts[choices.below(texts.len())]
}
