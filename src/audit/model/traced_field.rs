//! Where a type that is read by hand has a field of the name of a key, the source tells what the key holds.

use super::item::{Body, CrateModel, FieldModel};
use super::type_ref::{TypeId, TypeRef};
use wireproof_subject::{Accepts, JsonKind, TracedKey};

/// The type of the field that a key is most likely kept in, if it is of the crate, or holds such a type, and the trace does not
/// speak against it. A trace does not see the types of what is buffered.
pub(super) fn type_of_field(model: &CrateModel, id: TypeId, key: &TracedKey) -> Option<TypeRef> {
    let Body::Struct(fields) = &model.type_of(id)?.body else {
        return None;
    };
    let is_same = |field: &&FieldModel| is_same_name(&field.ident, &key.name) || field.read_name == key.name;
    let mut named = fields.fields.iter().filter(is_same);
    let of = match (named.next(), named.next()) {
        (Some(field), None) => &field.type_ref,
        _ => return None,
    };
    (of.is_concrete() && holds_local(of) && agrees(of, key)).then(|| of.clone())
}

fn holds_local(of: &TypeRef) -> bool {
    matches!(of, TypeRef::Local(..)) || of.parts().into_iter().any(holds_local)
}

fn agrees(of: &TypeRef, key: &TracedKey) -> bool {
    let reads = |kind: JsonKind| matches!(key.kinds.get(&kind), None | Some(Accepts::Yes | Accepts::Unsure));
    match of {
        TypeRef::Option(of) => agrees(of, key),
        TypeRef::List(_) => reads(JsonKind::List),
        TypeRef::Map(..) => reads(JsonKind::Object),
        TypeRef::Local(..) => true,
        // Of others it is not known which JSON holds what is inside.
        _ => false,
    }
}

/// Whether two names are the same but for case and separators.
fn is_same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|one| one.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}
