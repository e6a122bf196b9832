//! Which schemas a schema leads to.

use super::graph::SchemaGraph;
use super::location::SchemaId;
use super::node::SchemaNode;
use std::collections::BTreeSet;

impl SchemaNode {
    /// The schemas that apply to the same value as this one: the target of a reference, and what the keywords hold that
    /// combine schemas, whether the value has to satisfy it or not.
    pub(crate) fn in_place(&self) -> impl Iterator<Item = SchemaId> + '_ {
        let dependent = self.object().map_or(&[][..], |object| &object.dependent_schemas);
        self.all_of
            .iter()
            .chain(&self.any_of)
            .chain(&self.one_of)
            .copied()
            .chain(self.not)
            .chain(self.conditions())
            .chain(dependent.iter().map(|(_, id)| *id))
            .chain(self.reference)
    }

    /// The schemas that every value which satisfies this one has to satisfy as well.
    pub(crate) fn conjuncts(&self) -> impl Iterator<Item = SchemaId> + '_ {
        self.reference.into_iter().chain(self.all_of.iter().copied())
    }

    /// `if`, `then` and `else`, as far as the schema has them.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = SchemaId> {
        let condition = self.condition();
        [condition.test, condition.then, condition.otherwise]
            .into_iter()
            .flatten()
    }

    /// The schemas that apply to members and items of the value, and to keys.
    pub(crate) fn below(&self) -> impl Iterator<Item = SchemaId> + '_ {
        let object = self.object().into_iter().flat_map(|object| {
            let named = object.properties.as_deref().unwrap_or(&[]);
            named.iter().chain(&object.pattern_properties).map(|(_, id)| *id).chain(
                [
                    object.additional_properties,
                    object.property_names,
                    object.unevaluated_properties,
                ]
                .into_iter()
                .flatten(),
            )
        });
        let array = self.array().into_iter().flat_map(|array| {
            let others = [array.items, array.contains, array.unevaluated_items];
            array.prefix_items.iter().copied().chain(others.into_iter().flatten())
        });
        object.chain(array)
    }
}

impl SchemaGraph {
    /// Whether a schema allows no key but those that it names: `additionalProperties` is `false`.
    pub(crate) fn is_closed(&self, node: &SchemaNode) -> bool {
        node.additional_properties().is_some_and(|id| self[id].is_never())
    }

    /// A schema and all that it leads to, each once.
    pub(crate) fn reached(&self, from: impl IntoIterator<Item = SchemaId>) -> BTreeSet<SchemaId> {
        let mut found = BTreeSet::new();
        let mut rest: Vec<SchemaId> = from.into_iter().collect();
        while let Some(id) = rest.pop() {
            if found.insert(id) {
                rest.extend(self[id].in_place().chain(self[id].below()));
            }
        }
        found
    }
}
