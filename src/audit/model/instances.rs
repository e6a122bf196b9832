//! The instances of a crate's types: generic ones once for each set of arguments that the crate itself uses.

use super::item::{Body, CrateModel, Impl, Parameter, TypeModel};
use super::type_ref::{Instance, TypeId, TypeRef};
use std::collections::{BTreeSet, VecDeque};

/// How often one generic type is instantiated; a type may hold itself with ever larger arguments.
const MAX_OF_ONE: usize = 256;

impl CrateModel {
    /// All types without parameters, and the generic ones with the arguments with which the crate uses them.
    pub(crate) fn instances(&self) -> Vec<Instance> {
        let mut found: BTreeSet<Instance> = BTreeSet::new();
        let mut open: VecDeque<Instance> = VecDeque::new();
        let mut counts = vec![0usize; self.types.len()];
        let mut add = |instance: Instance, open: &mut VecDeque<Instance>| {
            let count = usize::try_from(instance.id.0).ok().and_then(|at| counts.get_mut(at));
            if let Some(count) = count.filter(|count| **count < MAX_OF_ONE)
                && found.insert(instance.clone())
            {
                *count += 1;
                open.push_back(instance);
            }
        };
        for (id, model) in self.iter().filter(|(_, model)| !model.is_generic()) {
            // What stands for a remote type cannot be read on its own.
            if model.read != Impl::Absent || model.write != Impl::Absent {
                let arguments = Vec::new();
                add(Instance { id, arguments }, &mut open);
            }
        }
        for mentioned in &self.mentioned {
            for instance in instances_in(mentioned) {
                add(instance, &mut open);
            }
        }
        while let Some(instance) = open.pop_front() {
            let Some(model) = self.type_of(instance.id) else {
                continue;
            };
            let names = model.type_parameters();
            for held in model.held_types() {
                for inner in instances_in(&held.with_arguments(&names, &instance.arguments)) {
                    add(inner, &mut open);
                }
            }
        }
        let has_all_arguments = |instance: &Instance| {
            let model = self.type_of(instance.id);
            model.is_some_and(|model| {
                model.type_parameters().len() == instance.arguments.len() && !model.has_constants()
            })
        };
        found.into_iter().filter(has_all_arguments).collect()
    }

    /// The generic types that the crate uses nowhere with known arguments.
    pub(crate) fn uninstantiated(&self, instances: &[Instance]) -> Vec<TypeId> {
        let known: BTreeSet<TypeId> = instances.iter().map(|instance| instance.id).collect();
        let generic = self
            .iter()
            .filter(|(id, model)| model.is_generic() && !known.contains(id));
        generic.map(|(id, _)| id).collect()
    }
}

impl TypeModel {
    /// Whether it has parameters for types or constants.
    pub(crate) fn is_generic(&self) -> bool {
        self.parameters
            .iter()
            .any(|parameter| !matches!(parameter, Parameter::Lifetime(_)))
    }

    fn has_constants(&self) -> bool {
        self.parameters
            .iter()
            .any(|parameter| matches!(parameter, Parameter::Const(_)))
    }

    /// The types of its fields, and those that are read or written in its place.
    fn held_types(&self) -> Vec<&TypeRef> {
        let fields = match &self.body {
            Body::Struct(fields) => fields.fields.iter().collect(),
            Body::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields.fields).collect(),
            Body::Opaque => Vec::new(),
        };
        let fields = fields.into_iter().map(|field| &field.type_ref);
        fields.chain(&self.read_as).chain(&self.write_as).collect()
    }
}

/// The types of the crate inside a type, itself included, whose arguments are known.
pub(super) fn instances_in(type_ref: &TypeRef) -> Vec<Instance> {
    let mut found = Vec::new();
    let mut open = vec![type_ref];
    while let Some(one) = open.pop() {
        if let TypeRef::Local(id, arguments) = one
            && one.is_concrete()
            && one.depth() <= MAX_DEPTH
        {
            let (id, arguments) = (*id, arguments.clone());
            found.push(Instance { id, arguments });
        }
        open.extend(one.parts());
    }
    found
}

/// How deep arguments nest in an instance.
const MAX_DEPTH: usize = 6;
