//! What is known of the types: their shapes from the source, and what they read, found by running them.

use crate::audit::model::{Instance, Shape, TypeId, TypeRef};

/// The types of an audited crate.
pub(crate) trait Types {
    /// The JSON that a type reads.
    fn shape(&self, type_ref: &TypeRef) -> Shape;

    /// Whether a type of the crate reads a text; `None` if it cannot be run on its own.
    fn reads(&self, instance: &Instance, text: &str) -> Option<bool>;

    /// Whether a type of the crate writes what it reads from a text; `None` if it cannot be run on its own, or does not read the text.
    fn writes(&self, _instance: &Instance, _text: &str) -> Option<bool> {
        None
    }

    /// Whether a type is read inside of generic types alone that are read by hand, and one of these reads a text.
    fn is_read_around(&self, _instance: &Instance, _text: &str) -> bool {
        false
    }

    /// Whether the fields of a type lead to another type of the crate.
    fn leads_to(&self, _from: &Instance, _to: TypeId) -> bool {
        false
    }

    /// The identifier of the variant that an enum of the crate reads a text as; `None` if it cannot be asked, or reads none.
    fn picks(&self, _instance: &Instance, _text: &str) -> Option<String> {
        None
    }
}

/// How often a type may lead to another one that reads the same text. Newtypes nest a few levels; more is a circle.
pub(super) const MOST_LINKS: usize = 64;

/// The type of the crate that a reference names.
pub(super) fn instance_of(type_ref: &TypeRef) -> Option<Instance> {
    match type_ref {
        TypeRef::Local(id, arguments) => Some(Instance {
            id: *id,
            arguments: arguments.clone(),
        }),
        _ => None,
    }
}
