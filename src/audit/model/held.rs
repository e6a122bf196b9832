//! Which types the fields of a type hold, and what these hold in turn.

use super::instances::instances_in;
use super::item::{Body, CrateModel, FieldModel, TypeModel};
use super::type_ref::Instance;
use std::collections::BTreeSet;

impl CrateModel {
    /// The instances that the fields of one hold, with its arguments, and those that it is read as.
    pub(crate) fn held_by(&self, instance: &Instance) -> Vec<Instance> {
        let Some(found) = self.type_of(instance.id) else {
            return Vec::new();
        };
        let names = found.type_parameters();
        let fields = found.all_fields().into_iter().map(|field| &field.type_ref);
        let held = fields.chain(&found.read_as);
        let concrete = held.map(|type_ref| type_ref.with_arguments(&names, &instance.arguments));
        concrete.flat_map(|type_ref| instances_in(&type_ref)).collect()
    }

    /// The instances to which some lead, and themselves, as far as `is_known` says that they are to be followed.
    pub(crate) fn reached_from(
        &self,
        instances: impl IntoIterator<Item = Instance>,
        is_known: impl Fn(&Instance) -> bool,
    ) -> BTreeSet<Instance> {
        let mut found: BTreeSet<Instance> = BTreeSet::new();
        let mut waiting: Vec<Instance> = instances.into_iter().collect();
        while let Some(instance) = waiting.pop() {
            if is_known(&instance) && found.insert(instance.clone()) {
                waiting.extend(self.held_by(&instance));
            }
        }
        found
    }
}

impl TypeModel {
    /// The fields of a struct, or of all variants.
    pub(super) fn all_fields(&self) -> Vec<&FieldModel> {
        match &self.body {
            Body::Struct(fields) => fields.fields.iter().collect(),
            Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields.fields).collect(),
            Body::Opaque => Vec::new(),
        }
    }
}
