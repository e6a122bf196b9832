//! Where a type that is read by hand has a field of the name of a key, the source tells what the key holds.

use super::item::{Body, CrateModel, FieldModel};
use super::type_ref::{TypeId, TypeRef};
use wireproof_subject::{Accepts, JsonKind, TracedKey};

/// The type of the field that a key is most likely kept in, if it is of the crate, or holds such a type, and the trace agrees:
/// it does not see the types of what is buffered, and knows those that are read by a seed by the seed's name alone. `traced` is what it
/// tells of the value.
pub(super) fn type_of_field(
    model: &CrateModel,
    id: TypeId,
    key: &TracedKey,
    traced: &TypeRef,
    is_buffer: bool,
) -> Option<TypeRef> {
    let Body::Struct(fields) = &model.type_of(id)?.body else {
        return None;
    };
    let is_same = |field: &&FieldModel| is_same_name(&field.ident, &key.name) || field.read_name == key.name;
    let mut named = fields.fields.iter().filter(is_same);
    let of = match (named.next(), named.next()) {
        (Some(field), None) => &field.type_ref,
        _ => return None,
    };
    let inner = innermost(of)?;
    let path = &model.type_of(inner)?.path;
    // `VecSeed<pets::Pet>`
    let is_named = key
        .value
        .as_ref()
        .is_some_and(|name| name.contains(&format!("<{path}>")));
    let is_meant = is_named || (is_buffer && agrees(of, key)) || is_vague_twin(traced, of);
    (of.is_concrete() && is_meant).then(|| of.clone())
}

/// The type of the crate that stands in the place of a value, or of its items.
fn innermost(of: &TypeRef) -> Option<TypeId> {
    match of {
        TypeRef::Local(id, _) => Some(*id),
        TypeRef::Option(of) | TypeRef::List(of) | TypeRef::Map(_, of) => innermost(of),
        _ => None,
    }
}

fn agrees(of: &TypeRef, key: &TracedKey) -> bool {
    let reads = |kind: JsonKind| matches!(key.kinds.get(&kind), None | Some(Accepts::Yes | Accepts::Unsure));
    match of {
        TypeRef::Option(of) => agrees(of, key),
        TypeRef::List(_) => reads(JsonKind::List),
        TypeRef::Map(..) => reads(JsonKind::Object),
        _ => true,
    }
}

/// Whether the trace tells of a list or a map of something of which it does not know more.
fn is_vague_twin(traced: &TypeRef, of: &TypeRef) -> bool {
    match (traced, of) {
        (TypeRef::List(traced), TypeRef::List(_)) | (TypeRef::Map(_, traced), TypeRef::Map(..)) => {
            matches!(**traced, TypeRef::Other(_))
        }
        (TypeRef::Option(traced), TypeRef::Option(of)) => is_vague_twin(traced, of),
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
