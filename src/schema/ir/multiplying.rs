//! Whether the parts of a value are compared with the same schemas in more and more ways, the deeper they are.

use super::graph::SchemaGraph;
use super::location::SchemaId;
use std::collections::{BTreeMap, HashSet};

/// Schemas that stand for fewer, each counted as often as a way leads to it, are compared fast with any value.
const FEW: u64 = 100_000;
/// No value is compared with a schema in more ways, unless their number grows with each level.
const MANY: u64 = 64;
/// So many schemas are looked at for each that there is.
const LOOKS: usize = 32;

/// Schemas that a value is compared with, each with the number of ways that lead to it.
type Ways = BTreeMap<SchemaId, u64>;

impl SchemaGraph {
    /// Whether values can be made whose comparison takes a multiple of the time with each level, as with an `allOf` whose branches
    /// each hold the whole again. It may also be said of schemas that are too large to find out.
    pub(crate) fn multiplies(&self, root: SchemaId) -> bool {
        if self.expanded(root).is_some_and(|schemas| schemas <= FEW) {
            return false;
        }
        let mut looks = self.len().saturating_mul(LOOKS);
        let mut met: HashSet<Ways> = HashSet::new();
        let mut rest = vec![Ways::from([(root, 1)])];
        while let Some(ways) = rest.pop() {
            if ways.values().any(|ways| *ways > MANY) {
                return true;
            }
            if !met.insert(ways.clone()) {
                continue;
            }
            let applying = self.applying(&ways);
            let next = self.next(&applying);
            let cost = applying.len() + next.iter().map(Ways::len).sum::<usize>();
            match looks.checked_sub(cost) {
                Some(left) => looks = left,
                None => return true,
            }
            rest.extend(next);
        }
        false
    }

    /// The schemas and those in them that apply to the same value. No schema leads back to itself there, or the bundle would not be read.
    pub(crate) fn applying(&self, ways: &Ways) -> Ways {
        let (mut met, mut order) = (HashSet::new(), Vec::new());
        let mut stack: Vec<(SchemaId, bool)> = ways.keys().map(|id| (*id, false)).collect();
        while let Some((id, is_done)) = stack.pop() {
            if is_done {
                order.push(id);
            } else if met.insert(id) {
                stack.push((id, true));
                stack.extend(self[id].in_place().map(|below| (below, false)));
            }
        }
        let mut all = ways.clone();
        for id in order.into_iter().rev() {
            let here = all.get(&id).copied().unwrap_or(0);
            for below in self[id].in_place() {
                add(&mut all, below, here);
            }
        }
        all
    }

    /// What applies to the value under each key that is named, under any other key, and to items.
    fn next(&self, applying: &Ways) -> Vec<Ways> {
        let mut named: BTreeMap<&str, Ways> = BTreeMap::new();
        let (mut others, mut items) = (Ways::new(), Ways::new());
        for (id, ways) in applying {
            let node = &self[*id];
            for (key, below) in node.properties() {
                add(named.entry(key).or_default(), *below, *ways);
            }
            if let Some(object) = node.object() {
                let patterns = object.pattern_properties.iter().map(|(_, below)| *below);
                let rest = [object.additional_properties, object.unevaluated_properties];
                for below in patterns.chain(rest.into_iter().flatten()) {
                    add(&mut others, below, *ways);
                }
            }
            if let Some(array) = node.array() {
                let rest = [array.items, array.contains, array.unevaluated_items];
                for below in array.prefix_items.iter().copied().chain(rest.into_iter().flatten()) {
                    add(&mut items, below, *ways);
                }
            }
        }
        let mut next: Vec<Ways> = named.into_values().collect();
        for ways in &mut next {
            for (below, many) in &others {
                add(ways, *below, *many);
            }
        }
        next.extend([others, items]);
        next.retain(|ways| !ways.is_empty());
        next
    }

    /// How many schemas a schema stands for with all that it leads to, each counted as often as a way leads to it. `None` if it leads
    /// back to itself.
    fn expanded(&self, root: SchemaId) -> Option<u64> {
        let mut sizes: Vec<Option<u64>> = vec![None; self.len()];
        let mut open = vec![false; self.len()];
        let mut stack = vec![(root, false)];
        while let Some((id, is_done)) = stack.pop() {
            let node = &self[id];
            let below = || node.in_place().chain(node.below());
            if is_done {
                let sizes_below = below().filter_map(|below| sizes[below.index()]);
                let size = sizes_below.fold(1_u64, u64::saturating_add);
                sizes[id.index()] = Some(size);
                open[id.index()] = false;
            } else if sizes[id.index()].is_none() && !open[id.index()] {
                open[id.index()] = true;
                if below().any(|below| open[below.index()]) {
                    return None;
                }
                stack.push((id, true));
                stack.extend(below().map(|below| (below, false)));
            }
        }
        sizes[root.index()]
    }
}

fn add(ways: &mut Ways, id: SchemaId, many: u64) {
    let there = ways.entry(id).or_default();
    *there = there.saturating_add(many);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn multiplies(definitions: Value) -> bool {
        let graph = SchemaGraph::build(&json!({"$ref": "#/$defs/T", "$defs": definitions}));
        graph.multiplies(SchemaGraph::ROOT)
    }

    #[test]
    fn what_holds_the_whole_in_several_branches_multiplies() {
        let branch = |key: &str| json!({"properties": {(key): {"$ref": "#/$defs/T"}}});
        assert!(multiplies(json!({"T": {"allOf": [branch("a"), branch("a")]}})));
        assert!(multiplies(
            json!({"T": {"anyOf": [branch("a"), {"additionalProperties": {"$ref": "#/$defs/T"}}]}})
        ));
        assert!(!multiplies(json!({"T": {"allOf": [branch("a"), branch("b")]}})));
        assert!(!multiplies(
            json!({"T": {"properties": {"left": {"$ref": "#/$defs/T"}, "right": {"$ref": "#/$defs/T"}}}})
        ));
        assert!(!multiplies(
            json!({"T": {"items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/T"}]}}})
        ));
    }

    #[test]
    fn a_chain_need_not_be_endless() {
        let chain = |length: usize| {
            let link = |at: usize| {
                let next = json!({"items": {"$ref": format!("#/$defs/{}", if at + 1 == length { "E".to_owned() } else { format!("C{}", at + 1) })}});
                (format!("C{at}"), json!({"allOf": [next, next]}))
            };
            let mut definitions: serde_json::Map<String, Value> = (0..length).map(link).collect();
            definitions.insert("T".to_owned(), json!({"$ref": "#/$defs/C0"}));
            definitions.insert("E".to_owned(), json!({"type": "string"}));
            multiplies(Value::Object(definitions))
        };
        assert!(!chain(8));
        assert!(chain(30));
    }
}
