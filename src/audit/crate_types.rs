//! The types of an audited crate, as the source describes them and as they run.

use super::cause::Types;
use super::model::{CrateModel, Instance, Shape, Shapes, TypeRef};
use super::names::Names;
use crate::subject::{Attempt, Decoder, RemoteTypes, Subject};
use std::collections::HashMap;

/// The types of an audited crate.
pub(crate) struct CrateTypes<'m> {
    model: &'m CrateModel,
    names: &'m Names,
    /// The registered types, bound to nothing, by their names.
    registered: HashMap<String, Subject>,
}

impl<'m> CrateTypes<'m> {
    /// `remote` is the generated program, started without bindings.
    pub(crate) fn new(model: &'m CrateModel, names: &'m Names, remote: &RemoteTypes) -> CrateTypes<'m> {
        let subjects = remote.set.subjects().iter();
        CrateTypes {
            model,
            names,
            registered: subjects
                .map(|subject| (subject.name().to_owned(), subject.clone()))
                .collect(),
        }
    }
}

impl Types for CrateTypes<'_> {
    fn shape(&self, type_ref: &TypeRef) -> Shape {
        Shapes::new(self.model, &|_| None).of_ref(type_ref)
    }

    fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
        let subject = self.registered.get(&self.names.of_instance(instance))?;
        match subject.read(Decoder::FromStr, text) {
            Attempt::Done(_) => Some(true),
            Attempt::Refused(_) => Some(false),
            Attempt::Crashed(_) => None,
        }
    }
}
