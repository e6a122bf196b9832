//! The JSON around a place, which leads a type to it.

use super::sketch::{Address, Sketch};

/// How deep a place may be.
pub(super) const DEEPEST: usize = 20;

/// One level around a place.
#[derive(Debug, Clone)]
enum Step {
    /// Under the key, which follows some entries.
    Key { before: Vec<(String, Sketch)>, key: String },
    /// The item that follows others.
    Item { before: Vec<Sketch> },
}

/// A place, from the outermost value on.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    steps: Vec<Step>,
    /// Which of the requests at the place it is about: an option and what it holds have the same place.
    pub(super) layer: usize,
}

impl Context {
    pub(super) fn key(&self, before: &[(String, Sketch)], key: &str) -> Context {
        self.then(Step::Key {
            before: before.to_vec(),
            key: key.to_owned(),
        })
    }

    pub(super) fn item(&self, before: &[Sketch]) -> Context {
        self.then(Step::Item {
            before: before.to_vec(),
        })
    }

    /// The type inside an option or a newtype at the same place.
    pub(super) fn inside(&self) -> Context {
        Context {
            steps: self.steps.clone(),
            layer: self.layer + 1,
        }
    }

    fn then(&self, step: Step) -> Context {
        let mut steps = self.steps.clone();
        steps.push(step);
        Context { steps, layer: 0 }
    }

    /// The key that leads to the place; empty for an item.
    pub(super) fn last_key(&self) -> &str {
        match self.steps.last() {
            Some(Step::Key { key, .. }) => key,
            _ => "",
        }
    }

    pub(super) fn depth(&self) -> usize {
        self.steps.len()
    }

    /// The outermost value with a value at the place.
    pub(super) fn around(&self, value: Sketch) -> Sketch {
        self.steps.iter().rev().fold(value, |value, step| match step {
            Step::Key { before, key } => {
                let mut entries = before.clone();
                entries.push((key.clone(), value));
                Sketch::Object(entries)
            }
            Step::Item { before } => {
                let mut items = before.clone();
                items.push(value);
                Sketch::List(items)
            }
        })
    }

    /// The value at the place.
    pub(super) fn place<'s>(&self, whole: &'s Sketch) -> Option<&'s Sketch> {
        self.steps.iter().try_fold(whole, |value, _| value.last())
    }

    pub(super) fn address(&self, whole: &Sketch) -> Option<Address> {
        self.place(whole).map(Address::of)
    }
}
