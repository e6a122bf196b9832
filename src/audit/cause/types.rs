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

/// The argument of a generic type that is read by hand, such as `OneOrMany<Pet>`, if it is the only one that makes of a text what the
/// type does: then it is most likely the argument that reads the text.
pub(super) fn argument_inside(
    types: &dyn Types,
    type_ref: &TypeRef,
    does_the_same: impl Fn(&Instance) -> bool,
) -> Option<TypeRef> {
    let TypeRef::Local(_, arguments) = type_ref else {
        return None;
    };
    let mut candidates = arguments
        .iter()
        .filter(|argument| instance_of(argument).is_some())
        .peekable();
    candidates.peek()?;
    let is_by_hand = match types.shape(type_ref) {
        Shape::Unknown => true,
        // What a trace tells has no fields.
        Shape::Object(object) => object.keys.iter().all(|key| key.source.field.is_none()),
        _ => false,
    };
    let mut same =
        candidates.filter(|argument| is_by_hand && instance_of(argument).is_some_and(|of| does_the_same(&of)));
    same.next().filter(|_| same.next().is_none()).cloned()
}

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
