//! How often a validator compares a value and its parts with schemas. Of an `allOf` whose branches each hold the whole again, it is the
//! branches to the power of the value's depth.

use serde_json::Value;
use std::collections::BTreeMap;

use super::budget;
use super::component::Schema;
use super::ir::{SchemaGraph, SchemaId, SchemaNode};

/// Schemas, each with the number of ways that lead to it at one value.
type Ways = BTreeMap<SchemaId, u64>;

/// A value may take so many comparisons, and so many more for each of its parts.
const OF_VALUE: u64 = 1_000;
const OF_PART: u64 = 256;

impl Schema {
    /// Why a value is not compared with the component: its parts would be compared with the same schemas again and again, and ever
    /// more often, the deeper they are. `None` for almost all.
    pub(crate) fn takes_too_long(&self, value: &Value) -> Option<String> {
        if !self.multiplies() {
            return None;
        }
        let most = budget::steps(OF_VALUE).saturating_add(budget::size(value).saturating_mul(OF_PART));
        let is_beyond = self.comparisons(value, most) > most;
        is_beyond.then(|| format!("it takes more than {most} comparisons with schemas, see --max-schema-steps"))
    }

    /// The number of comparisons that the validator makes of a value and its parts at most. What is beyond `most` is not counted.
    pub(crate) fn comparisons(&self, value: &Value, most: u64) -> u64 {
        let graph = self.bundle().graph();
        let mut count = 0_u64;
        let mut rest = vec![(value, Ways::from([(self.bundle().root(), 1)]))];
        while let Some((value, ways)) = rest.pop() {
            if !value.is_array() && !value.is_object() {
                count = ways.values().fold(count, |count, ways| count.saturating_add(*ways));
                continue;
            }
            let applying = graph.applying(&ways);
            count = applying.values().fold(count, |count, ways| count.saturating_add(*ways));
            if count > most {
                break;
            }
            match value {
                Value::Object(members) => rest.extend(
                    members
                        .iter()
                        .map(|(key, value)| (value, below(graph, &applying, |node, add| of_key(node, key, add)))),
                ),
                Value::Array(items) => rest.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(index, value)| (value, below(graph, &applying, |node, add| of_item(node, index, add)))),
                ),
                _ => {}
            }
        }
        count
    }
}

/// The schemas that apply to a part of the value.
fn below(graph: &SchemaGraph, applying: &Ways, each: impl Fn(&SchemaNode, &mut dyn FnMut(SchemaId))) -> Ways {
    let mut found = Ways::new();
    for (id, ways) in applying {
        each(&graph[*id], &mut |below| {
            let there = found.entry(below).or_default();
            *there = there.saturating_add(*ways);
        });
    }
    found
}

fn of_key(node: &SchemaNode, key: &str, add: &mut dyn FnMut(SchemaId)) {
    let Some(object) = node.object() else { return };
    let named = node.property(key);
    named.into_iter().for_each(&mut *add);
    object.pattern_properties.iter().for_each(|(_, id)| add(*id));
    object.property_names.into_iter().for_each(&mut *add);
    if named.is_none() {
        let others = [object.additional_properties, object.unevaluated_properties];
        others.into_iter().flatten().for_each(add);
    }
}

fn of_item(node: &SchemaNode, index: usize, add: &mut dyn FnMut(SchemaId)) {
    let Some(array) = node.array() else { return };
    let own = array.prefix_items.get(index).copied();
    own.or(array.items).into_iter().for_each(&mut *add);
    [array.contains, array.unevaluated_items]
        .into_iter()
        .flatten()
        .for_each(add);
}

#[cfg(test)]
mod tests {
    use crate::schema::{Dialect, Document, Spec};
    use serde_json::{Value, json};

    #[test]
    fn comparisons_are_the_branches_to_the_power_of_the_depth() {
        let branch =
            |number: usize| json!({"required": [format!("k{number}")], "properties": {"all": {"$ref": "#/$defs/T"}}});
        let document = json!({"$defs": {"T": {"allOf": (0..10).map(branch).collect::<Vec<Value>>()}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let nested = |depth: usize| (0..depth).fold(json!({}), |inner, _| json!({"all": inner}));
        assert_eq!(schema.comparisons(&nested(0), u64::MAX), 11);
        // Each branch refers to the whole, which has ten branches.
        assert_eq!(schema.comparisons(&nested(1), u64::MAX), 11 + 10 * 12);
        assert!(schema.comparisons(&nested(6), u64::MAX) > 10_u64.pow(6));
        assert!(schema.comparisons(&nested(100), 1000) < 100_000);
    }
}
