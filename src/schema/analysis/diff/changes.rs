//! The changes that are found, as far as there is room for them.

use super::change::Change;
use crate::schema::budget::Steps;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The changes of all components, each once.
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    /// What may still be spent on changes: each holds two schemas.
    pub(super) steps: Steps,
    /// The room for their texts: a schema may have few parts, and a long text in one of them.
    pub(super) bytes: Steps,
    /// Where the search for changes ended before it was done, and why.
    pub(super) cut_off: Option<String>,
    /// The number of each change, by what tells it from others.
    known: HashMap<Identity, usize>,
    /// The components that a change concerns.
    components: HashSet<String>,
}

type Identity = (super::ChangeKind, String, String, String);

impl Changes {
    /// Nothing yet, with steps for a document of that size.
    pub(super) fn new(document: &Value) -> Changes {
        Changes {
            list: Vec::new(),
            steps: Steps::share_of(4, document),
            bytes: Steps::share_of_bytes(8),
            cut_off: None,
            known: HashMap::new(),
            components: HashSet::new(),
        }
    }

    /// Whether a change is known already; it gets a further place then.
    pub(super) fn is_known(&mut self, identity: &Identity, place: &(String, String)) -> bool {
        self.components.insert(place.0.clone());
        let Some(number) = self.known.get(identity) else {
            return false;
        };
        let places = &mut self.list[*number].places;
        if !places.contains(place) {
            places.push(place.clone());
        }
        true
    }

    /// Adds a change that is not known.
    pub(super) fn add(&mut self, change: Change) {
        let (old, new) = (change.old_pointer.clone(), change.new_pointer.clone());
        let identity = (change.kind, change.what.clone(), old, new);
        self.known.insert(identity, self.list.len());
        self.list.push(change);
    }

    /// Takes steps for work at a place, and returns whether there were so many.
    pub(super) fn spend(&mut self, steps: usize, component: &str, place: &str) -> bool {
        if self.cut_off.is_none() && !self.steps.spend(steps as u64) {
            self.cut(component, place);
        }
        self.cut_off.is_none()
    }

    /// Ends the search at a place, for want of steps or of room.
    pub(super) fn cut(&mut self, component: &str, place: &str) {
        let share = match self.bytes.is_exhausted() {
            true => &self.bytes,
            false => &self.steps,
        };
        let reason = format!("{component}{place}: {}", share.reason());
        self.cut_off.get_or_insert(reason);
    }

    /// Whether a change concerns a component.
    pub(super) fn concerns(&self, component: &str) -> bool {
        self.components.contains(component)
    }
}
