//! Types that no field reads as they read themselves.

use super::item::{Body, CrateModel, FieldModel, Impl, TypeModel};
use super::type_ref::{TypeId, TypeRef};
use std::collections::{HashMap, HashSet};

impl CrateModel {
    /// The types that fields hold only where other code reads the value: a function of the field, or a generic type that is read by
    /// hand. What their own `Deserialize` does is seen nowhere.
    pub(crate) fn read_by_others(&self) -> HashSet<TypeId> {
        // By type, whether a place was found where it is read as it reads itself.
        let mut uses: HashMap<TypeId, bool> = HashMap::new();
        for (_, of) in self.iter() {
            for field in fields_of(of) {
                self.note(&field.type_ref, field.attributes.read_with.is_none(), &mut uses);
            }
            of.read_as.iter().for_each(|held| self.note(held, true, &mut uses));
        }
        for mentioned in &self.mentioned {
            self.note(mentioned, true, &mut uses);
        }
        uses.into_iter()
            .filter(|(_, is_read)| !is_read)
            .map(|(id, _)| id)
            .collect()
    }

    fn note(&self, held: &TypeRef, is_read: bool, uses: &mut HashMap<TypeId, bool>) {
        let mut of_parts = is_read;
        if let TypeRef::Local(id, _) = held {
            *uses.entry(*id).or_default() |= is_read;
            of_parts &= self.type_of(*id).is_none_or(|of| of.read != Impl::ByHand);
        }
        for part in held.parts() {
            self.note(part, of_parts, uses);
        }
    }
}

fn fields_of(of: &TypeModel) -> Vec<&FieldModel> {
    match &of.body {
        Body::Struct(fields) => fields.fields.iter().collect(),
        Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields.fields).collect(),
        Body::Opaque => Vec::new(),
    }
}
