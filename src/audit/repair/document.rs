//! What the document says of the places that a cause is about.

use super::inferred_type::{InferredType, inferred};
use crate::audit::model::{CrateModel, Instance};
use crate::pointer::Pointer;
use crate::schema::{Documented, Guide, Place, Schema, Spec};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use wireproof_subject::Bindings;

/// The document, and which type stands for which place of it.
pub(super) struct DocumentView<'a> {
    pub(super) spec: &'a Spec,
    pub(super) model: &'a CrateModel,
    pub(super) bindings: &'a Bindings,
    pub(super) instances: &'a HashMap<String, Instance>,
}

/// A key that the document names, and what it says of it.
pub(super) struct DocumentedKey {
    pub(super) is_required: bool,
    /// The other keys of the same object.
    pub(super) others: BTreeSet<String>,
    pub(super) value: InferredType,
}

/// The words of a place.
pub(super) struct DocumentedWords {
    pub(super) words: BTreeSet<String>,
    /// Whether it takes any other text as well.
    pub(super) is_open: bool,
}

impl DocumentView<'_> {
    /// The schema of a subject.
    fn schema(&self, subject: &str) -> Option<Arc<Schema>> {
        let bound = self.bindings.subjects.iter().find(|bound| bound.name == subject)?;
        self.spec.component(&bound.at).ok()
    }

    /// A key of a text that a subject is given. `module` is that of the type that gets a field for it.
    pub(super) fn key(&self, subject: &str, text: &str, pointer: &Pointer, module: &str) -> Option<DocumentedKey> {
        let schema = self.schema(subject)?;
        let value: Value = serde_json::from_str(text).ok()?;
        let documented: Documented = schema.documented(&value, pointer.as_str())?;
        let mut without = value;
        let holder = without.pointer_mut(pointer.parent().as_str())?.as_object_mut()?;
        holder.remove(&pointer.steps().last()?)?;
        let named = |place: &str| self.type_at(place, module);
        Some(DocumentedKey {
            is_required: !schema.is_valid(&without),
            others: documented.others,
            value: inferred(self.spec.document().value(), &documented.schema_pointer, &named)?,
        })
    }

    /// The words that the schema of a subject lists at a place of a text.
    pub(super) fn words(&self, subject: &str, pointer: &Pointer) -> Option<DocumentedWords> {
        let schema = self.schema(subject)?;
        let guide = Guide::new(&schema);
        let step = |place: Place, step: String| match guide.is_named(place, &step) || step.parse::<usize>().is_err() {
            true => guide.member(place, &step),
            false => guide.item(place),
        };
        let place = pointer.steps().fold(guide.root(), step);
        Some(DocumentedWords {
            words: guide.words(place).map(str::to_owned).collect(),
            is_open: guide.takes_any_string(place),
        })
    }

    /// The type of the crate that stands for a schema, as code of a module names it.
    fn type_at(&self, place: &str, module: &str) -> Option<String> {
        let bound = self.bindings.subjects.iter().find(|bound| bound.at == place)?;
        let instance = self
            .instances
            .get(&bound.name)
            .filter(|instance| instance.arguments.is_empty())?;
        let path = &self.model.type_of(instance.id)?.path;
        let (own, name) = path.rsplit_once("::")?;
        match own == module {
            true => Some(name.to_owned()),
            false => Some(format!("crate::{}", path.split_once("::")?.1)),
        }
    }
}
