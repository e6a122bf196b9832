//! Types that are read inside of generic types alone which are read by hand.

use super::item::{CrateModel, Impl};
use super::type_ref::{Instance, TypeId, TypeRef};
use std::collections::{BTreeSet, HashMap};

impl CrateModel {
    /// The types that fields hold only as arguments of generic types that are read by hand, with these: `Checked<Kind>` may read what
    /// `Kind` refuses, and nothing else reads a `Kind`.
    pub(crate) fn read_inside(&self) -> HashMap<TypeId, BTreeSet<Instance>> {
        // By type, the generic types around it; `None` if it also stands alone.
        let mut uses: HashMap<TypeId, Option<BTreeSet<Instance>>> = HashMap::new();
        for (_, of) in self.iter() {
            let held = of.all_fields().into_iter().map(|field| &field.type_ref);
            held.chain(&of.read_as)
                .for_each(|held| self.note(held, None, &mut uses));
        }
        self.mentioned.iter().for_each(|held| self.note(held, None, &mut uses));
        let inside = uses.into_iter().filter_map(|(id, around)| Some((id, around?)));
        inside.collect()
    }

    fn note(&self, held: &TypeRef, around: Option<&Instance>, uses: &mut HashMap<TypeId, Option<BTreeSet<Instance>>>) {
        let mut own = None;
        if let TypeRef::Local(id, arguments) = held {
            let known = uses.entry(*id).or_insert_with(|| Some(BTreeSet::new()));
            match (around, known.as_mut()) {
                (Some(around), Some(known)) => drop(known.insert(around.clone())),
                _ => *known = None,
            }
            own = Some(Instance {
                id: *id,
                arguments: arguments.clone(),
            })
            .filter(|_| self.type_of(*id).is_some_and(|of| of.read == Impl::ByHand));
        }
        for part in held.parts() {
            self.note(part, own.as_ref(), uses);
        }
    }
}
