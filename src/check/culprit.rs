//! The value for which a type refuses a text: the innermost one that, if it were another, would let the type read it.
//!
//! Where an error of serde's points to says little: where serde buffers, it is the end of the buffered value, and what an untagged
//! enum says is the same whatever is wrong inside.

use crate::finding::LEFT_OUT;
use crate::generate::{Body, GeneratedValue};
use crate::pointer::Pointer;
use std::cell::Cell;

/// So many texts are read to find the culprit of one.
const MOST_READS: usize = 600;

/// So many bytes the texts have together: each of them is a copy of the whole text with one change.
const MOST_BYTES: usize = 32 << 20;

/// Texts that types read which take no other text.
const FORMATS: [&str; 8] = [
    "http://a.example/",
    "2000-01-01T00:00:00Z",
    "2000-01-01",
    "00:00:00",
    "00000000-0000-0000-0000-000000000000",
    "127.0.0.1",
    "a@a.example",
    "AA==",
];

/// A value of a refused text, and what it would have to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Culprit {
    /// The value.
    pub(crate) pointer: Pointer,
    /// What lets the type read the text.
    pub(crate) remedy: Remedy,
}

/// What would be read in the place of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Remedy {
    /// The text without the value.
    LeftOut,
    /// Another value.
    Becomes(GeneratedValue<'static>),
}

impl Remedy {
    /// What the remedy does, behind "it is read if".
    pub(crate) fn text(&self, pointer: &Pointer) -> String {
        match self {
            Remedy::LeftOut => format!("{pointer}{LEFT_OUT}"),
            Remedy::Becomes(value) => format!("{pointer} is {}", value.text()),
        }
    }

    /// The value with the remedy at a pointer; `None` if there is nothing at the pointer.
    pub(crate) fn applied(
        &self,
        whole: &GeneratedValue<'static>,
        pointer: &Pointer,
    ) -> Option<GeneratedValue<'static>> {
        let steps: Vec<String> = pointer.steps().collect();
        let mut place = Vec::new();
        for index in 0..steps.len() {
            place.push(whole.below(&steps[..index])?.position(&steps[index])? as u32);
        }
        let mut changed = whole.clone();
        match self {
            Remedy::Becomes(value) => *changed.at_mut(&place)? = value.clone(),
            Remedy::LeftOut => {
                let (last, around) = place.split_last()?;
                match &mut changed.at_mut(around)?.body {
                    Body::Object(members) if (*last as usize) < members.len() => drop(members.remove(*last as usize)),
                    Body::Array(items) if (*last as usize) < items.len() => drop(items.remove(*last as usize)),
                    _ => return None,
                }
            }
        }
        Some(changed)
    }
}

/// Finds the culprit of a refused text. `reads` tells whether the type reads a text, and `words` are further texts to try in the
/// place of one. Nothing is found if several values have to change, or if it takes too many attempts.
pub(crate) fn culprit(
    text: &str,
    reads: impl Fn(&str) -> bool,
    words: impl Fn(&Pointer) -> Vec<String>,
) -> Option<Culprit> {
    culprit_within(MOST_READS, text, reads, words)
}

/// The same in at most so many attempts.
pub(crate) fn culprit_within(
    most: usize,
    text: &str,
    reads: impl Fn(&str) -> bool,
    words: impl Fn(&Pointer) -> Vec<String>,
) -> Option<Culprit> {
    let left = most.min(MOST_BYTES / text.len().max(1));
    // A value takes many times the bytes of its text, so it is not made for nothing.
    let whole = (left > 0).then(|| GeneratedValue::read(text)).flatten()?;
    let search = Search {
        whole: &whole,
        reads: &reads,
        words: &words,
        left: Cell::new(left),
    };
    search.below(&Pointer::root(), &whole)
}

struct Search<'a> {
    whole: &'a GeneratedValue<'static>,
    reads: &'a dyn Fn(&str) -> bool,
    words: &'a dyn Fn(&Pointer) -> Vec<String>,
    left: Cell<usize>,
}

impl Search<'_> {
    /// The culprit inside of a value. A member whose absence helps holds it; else it may be in any of them.
    fn below(&self, at: &Pointer, value: &GeneratedValue<'static>) -> Option<Culprit> {
        // Pointers are made one by one: there may be very many children, of which only the first are tried.
        let children = || {
            let positions = (0..value.children()).take_while(|_| self.left.get() > 0);
            positions.filter_map(|position| {
                let mut pointer = at.clone();
                match &value.body {
                    Body::Object(members) => pointer.push(&members.get(position)?.0),
                    _ => pointer.push(position),
                }
                Some((pointer, value.child(position)?))
            })
        };
        let gone = [Remedy::Becomes(GeneratedValue::plain(Body::Null)), Remedy::LeftOut];
        for (pointer, child) in children() {
            if let Some(remedy) = gone.iter().find(|remedy| self.helps(remedy, &pointer)) {
                let inner = self.below(&pointer, child).or_else(|| self.at(&pointer, child));
                return Some(inner.unwrap_or_else(|| Culprit {
                    pointer: pointer.clone(),
                    remedy: remedy.clone(),
                }));
            }
        }
        children().find_map(|(pointer, child)| self.below(&pointer, child).or_else(|| self.at(&pointer, child)))
    }

    /// The value itself, if another one helps.
    fn at(&self, pointer: &Pointer, value: &GeneratedValue<'static>) -> Option<Culprit> {
        let mut remedies = remedies(value, (self.words)(pointer)).into_iter();
        let remedy = remedies.find(|remedy| self.helps(remedy, pointer))?;
        Some(Culprit {
            pointer: pointer.clone(),
            remedy,
        })
    }

    fn helps(&self, remedy: &Remedy, pointer: &Pointer) -> bool {
        let Some(left) = self.left.get().checked_sub(1) else {
            return false;
        };
        self.left.set(left);
        let changed = remedy.applied(self.whole, pointer);
        changed.is_some_and(|changed| (self.reads)(&changed.text()))
    }
}

/// The values to try in the place of one: of its own kind first, `words` among them, and then of others.
pub(crate) fn remedies(value: &GeneratedValue<'static>, words: Vec<String>) -> Vec<Remedy> {
    let plain = |texts: &[&str]| -> Vec<GeneratedValue<'static>> {
        texts.iter().filter_map(|text| GeneratedValue::read(text)).collect()
    };
    let mut own = match &value.body {
        Body::Null => Vec::new(),
        Body::Bool(_) => plain(&["false", "true"]),
        Body::Number(_) => plain(&["0", "1"]),
        Body::String(_) => {
            // The last ones are numbers and JSON in a text.
            let [usual, inner] = [["", "a"], ["0", "{}"]].map(|texts| texts.map(str::to_owned));
            let formats = FORMATS.map(str::to_owned);
            let texts = usual.into_iter().chain(words).chain(formats).chain(inner);
            let texts = texts.map(|text| Body::String(text.into()));
            texts.map(GeneratedValue::plain).collect()
        }
        Body::Array(_) => plain(&["[]"]),
        Body::Object(_) => plain(&["{}"]),
    };
    own.extend(plain(&["\"\"", "0", "[]", "{}", "false"]));
    own.retain(|other| other != value);
    own.into_iter().map(Remedy::Becomes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Usage {
        tokens: u8,
        model: Option<Model>,
    }

    #[derive(Deserialize)]
    enum Model {
        Small,
    }

    #[derive(Deserialize)]
    #[serde(tag = "type")]
    #[allow(dead_code)]
    enum Step {
        Done { usage: Usage, names: Vec<String> },
    }

    fn found(text: &str) -> Option<String> {
        let reads = |text: &str| serde_json::from_str::<Step>(text).is_ok();
        let words = |_: &Pointer| vec!["Small".to_owned()];
        culprit(text, reads, words).map(|found| found.remedy.text(&found.pointer))
    }

    #[test]
    fn the_innermost_value_that_lets_the_type_read_is_found() {
        for (wrong, remedy) in [
            (r#""usage":{"tokens":300},"names":[]"#, "/usage/tokens is 0"),
            (
                r#""usage":{"tokens":3,"model":"x"},"names":[]"#,
                "/usage/model is \"Small\"",
            ),
            (r#""usage":{"tokens":3,"model":[1]},"names":[]"#, "/usage/model is null"),
            (r#""usage":{"tokens":3},"names":["a",null]"#, "/names/1 is \"\""),
            (r#""usage":{"tokens":3},"names":["a",{}]"#, "/names/1 is \"\""),
        ] {
            let text = format!(r#"{{"type":"Done",{wrong}}}"#);
            assert_eq!(found(&text).as_deref(), Some(remedy), "{text}");
        }
    }

    #[test]
    fn the_longer_a_text_is_the_fewer_changes_are_tried() {
        let items = |count: usize| format!("[{}1]", "1,".repeat(count));
        let tried = |text: &str| {
            let bytes = Cell::new(0);
            let reads = |text: &str| {
                bytes.set(bytes.get() + text.len());
                false
            };
            assert_eq!(culprit(text, reads, |_| Vec::new()), None);
            bytes.get()
        };
        let few = tried(&items(1000));
        assert!(few > 1_000_000, "{few}");
        // A remedy may be some bytes longer than what it replaces.
        let many = tried(&items(1 << 20));
        assert!((MOST_BYTES / 2..MOST_BYTES + 10_000).contains(&many), "{many}");
        assert_eq!(tried(&items(MOST_BYTES)), 0);
    }

    #[test]
    fn where_several_values_have_to_change_nothing_is_said() {
        assert_eq!(found(r#"{"type":"Done","usage":{"tokens":300},"names":[1]}"#), None);
    }
}
