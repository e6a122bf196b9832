//! The types of an audited crate, as the source describes them and as they run.

use super::audited::Audited;
use super::cause::Types;
use super::model::{CrateModel, Instance, Shape, Shapes, TypeId, TypeRef};
use super::names::Names;
use crate::subject::{Attempt, Decoder, EnumSubject, RemoteTypes, Subject};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The types of an audited crate.
pub(crate) struct CrateTypes<'m> {
    model: &'m CrateModel,
    names: &'m Names,
    shapes: &'m HashMap<TypeId, Shape>,
    /// The registered types, bound to nothing, by their names.
    registered: HashMap<String, Subject>,
    /// The enums among them that find their variants by more than a word.
    enums: HashMap<String, EnumSubject>,
    /// The types that are read inside of others alone, with these.
    inside: HashMap<TypeId, BTreeSet<Instance>>,
    reads: Known<bool>,
    writes: Known<bool>,
    picks: Known<String>,
}

/// What types made of texts: the findings of one case lead through the same values.
struct Known<T>(RefCell<HashMap<(String, u64), Option<T>>>);

impl<T: Clone> Known<T> {
    /// The answer of the type of this name, which is asked once.
    fn of(&self, name: String, text: &str, ask: impl FnOnce() -> Option<T>) -> Option<T> {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let key = (name, hasher.finish());
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let answer = ask();
        let mut known = self.0.borrow_mut();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, answer.clone());
        answer
    }
}

/// No more answers of types are kept.
const MOST_KNOWN: usize = 1 << 18;

impl<'m> CrateTypes<'m> {
    /// `remote` is the generated program, started without bindings.
    pub(crate) fn new(audited: &'m Audited, remote: &RemoteTypes) -> CrateTypes<'m> {
        let (subjects, enums) = (remote.set.subjects().iter(), remote.set.enums().iter());
        CrateTypes {
            model: &audited.model,
            names: &audited.names,
            shapes: &audited.known,
            registered: subjects
                .map(|subject| (subject.name().to_owned(), subject.clone()))
                .collect(),
            enums: enums.map(|one| (one.name().to_owned(), one.clone())).collect(),
            inside: audited.model.read_inside(),
            reads: Known(RefCell::default()),
            writes: Known(RefCell::default()),
            picks: Known(RefCell::default()),
        }
    }
}

impl Types for CrateTypes<'_> {
    fn shape(&self, type_ref: &TypeRef) -> Shape {
        Shapes::new(self.model, &|id| self.shapes.get(&id).cloned()).of_ref(type_ref)
    }

    fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
        let name = self.names.of_instance(instance);
        let subject = self.registered.get(&name)?;
        self.reads
            .of(name, text, || match subject.read(Decoder::FromStr, text) {
                Attempt::Done(_) => Some(true),
                Attempt::Refused(_) => Some(false),
                Attempt::Crashed(_) => None,
            })
    }

    fn writes(&self, instance: &Instance, text: &str) -> Option<bool> {
        let name = self.names.of_instance(instance);
        let subject = self.registered.get(&name)?;
        self.writes.of(name, text, || {
            let Attempt::Done(read) = subject.read(Decoder::FromStr, text) else {
                return None;
            };
            match subject.write(&read)? {
                Attempt::Done(_) => Some(true),
                Attempt::Refused(_) => Some(false),
                Attempt::Crashed(_) => None,
            }
        })
    }

    fn is_read_around(&self, instance: &Instance, text: &str) -> bool {
        let around = self.inside.get(&instance.id);
        around.is_some_and(|around| around.iter().any(|around| self.reads(around, text) == Some(true)))
    }

    fn leads_to(&self, from: &Instance, to: TypeId) -> bool {
        let is_known = |instance: &Instance| self.registered.contains_key(&self.names.of_instance(instance));
        let held = self.model.reached_from(self.model.held_by(from), is_known);
        held.iter().any(|held| held.id == to)
    }

    fn picks(&self, instance: &Instance, text: &str) -> Option<String> {
        let name = self.names.of_instance(instance);
        let asked = self.enums.get(&name)?;
        self.picks.of(name, text, || match asked.pick(text) {
            Attempt::Done(picked) => Some(asked.variants()[picked.variant?].name().to_owned()),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        })
    }
}
