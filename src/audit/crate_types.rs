//! The types of an audited crate, as the source describes them and as they run.

use super::audited::Audited;
use super::cause::Types;
use super::model::{CrateModel, Instance, Shape, Shapes, TypeId, TypeRef};
use super::names::Names;
use crate::subject::{Attempt, Decoder, RemoteTypes, Subject};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The types of an audited crate.
pub(crate) struct CrateTypes<'m> {
    model: &'m CrateModel,
    names: &'m Names,
    shapes: &'m HashMap<TypeId, Shape>,
    /// The registered types, bound to nothing, by their names.
    registered: HashMap<String, Subject>,
    /// What types made of texts: the findings of one case lead through the same values.
    known: RefCell<HashMap<(String, u64), Option<bool>>>,
}

/// No more answers of types are kept.
const MOST_KNOWN: usize = 1 << 18;

impl<'m> CrateTypes<'m> {
    /// `remote` is the generated program, started without bindings.
    pub(crate) fn new(audited: &'m Audited, remote: &RemoteTypes) -> CrateTypes<'m> {
        let subjects = remote.set.subjects().iter();
        CrateTypes {
            model: &audited.model,
            names: &audited.names,
            shapes: &audited.known,
            registered: subjects
                .map(|subject| (subject.name().to_owned(), subject.clone()))
                .collect(),
            known: RefCell::default(),
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
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let key = (name, hasher.finish());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let reads = match subject.read(Decoder::FromStr, text) {
            Attempt::Done(_) => Some(true),
            Attempt::Refused(_) => Some(false),
            Attempt::Crashed(_) => None,
        };
        let mut known = self.known.borrow_mut();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key, reads);
        reads
    }
}
