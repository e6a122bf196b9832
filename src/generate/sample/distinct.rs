//! The items of an array in which no two are the same.

use super::super::value::{Body, GeneratedValue};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The items that are there, by what those have in common that are the same: to compare a new one with all takes the square of them.
#[derive(Default)]
pub(super) struct Distinct {
    alike: HashMap<u64, Vec<usize>>,
    count: usize,
}

impl Distinct {
    /// Whether the same value is among `items`, which were added one after the other.
    pub(super) fn has(&self, items: &[GeneratedValue<'_>], item: &GeneratedValue<'_>) -> bool {
        let alike = self.alike.get(&common(item)).into_iter().flatten();
        alike
            .filter_map(|index| items.get(*index))
            .any(|other| other.is_same(item))
    }

    /// Adds the next item.
    pub(super) fn add(&mut self, item: &GeneratedValue<'_>) {
        self.alike.entry(common(item)).or_default().push(self.count);
        self.count += 1;
    }
}

/// A number that values have in common if they are the same. Others may have it as well.
fn common(value: &GeneratedValue<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &value.body {
        // However a number is written, this is the float next to it.
        Body::Number(text) => text
            .parse::<f64>()
            .map_or(0, |float| (float + 0.0).to_bits())
            .hash(&mut hasher),
        Body::String(text) => text.hash(&mut hasher),
        Body::Array(items) => items.iter().for_each(|item| common(item).hash(&mut hasher)),
        Body::Object(members) => {
            let of = |(key, value): &(std::borrow::Cow<'_, str>, GeneratedValue<'_>)| {
                let mut hasher = DefaultHasher::new();
                (key, common(value)).hash(&mut hasher);
                hasher.finish()
            };
            // The order of members does not count.
            members.iter().map(of).fold(0, u64::wrapping_add).hash(&mut hasher);
        }
        Body::Null | Body::Bool(_) => {}
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn number(text: &'static str) -> GeneratedValue<'static> {
        GeneratedValue::plain(Body::Number(Cow::Borrowed(text)))
    }

    fn object(members: [(&'static str, &'static str); 2]) -> GeneratedValue<'static> {
        let members = members.map(|(key, text)| (Cow::Borrowed(key), number(text)));
        GeneratedValue::plain(Body::Object(members.into()))
    }

    #[test]
    fn the_same_value_is_found_however_it_is_written() {
        let items = [
            number("1"),
            object([("a", "2"), ("b", "0")]),
            number("-0"),
            number("9007199254740993"),
        ];
        let mut distinct = Distinct::default();
        items.iter().for_each(|item| distinct.add(item));
        for same in [
            number("1.0"),
            number("10e-1"),
            object([("b", "-0.0"), ("a", "2.0")]),
            number("0"),
        ] {
            assert!(distinct.has(&items, &same), "{same:?}");
        }
        for other in [
            number("9007199254740992"),
            number("2"),
            object([("a", "0"), ("b", "2")]),
        ] {
            assert!(!distinct.has(&items, &other), "{other:?}");
        }
    }
}
