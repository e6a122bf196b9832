//! What can be said of a plan only when all of it is there: which entries have values, how small they are, and what
//! stands beside them.

use super::super::catalogue;
use super::super::value::{NodeId, WEIGHT};
use super::node::{Array, Entry, Node, Object, Strings};
use std::collections::BTreeMap;

/// The most parts that the smallest value of an entry may have. Sixty schemas that each require two values of the next would
/// otherwise ask for more parts than any memory holds. [`WEIGHT`] bytes of a text are one part more.
pub(super) const MAX_SIZE: u32 = 20_000;

/// Works out sizes, drops entries that have no value or none that is small enough, and orders what is left.
pub(super) fn finish(entries: &mut [Entry], otherwise: &BTreeMap<NodeId, NodeId>) {
    sizes(entries);
    // Where what the author had in mind has no value, what the letter of the schema allows may have one.
    let mut changed = false;
    for (&id, &other) in otherwise {
        if entries[id as usize].size.is_none() {
            entries[id as usize].node = Node::Union(vec![other]);
            entries[id as usize].guards.clear();
            changed = true;
        }
    }
    if changed {
        sizes(entries);
    }
    drop_impossible(entries);
    recursion(entries);
    neighbours(entries);
    counts(entries);
    relations(entries);
}

/// Finds the objects with several numbers, or several texts in a named format.
fn relations(entries: &mut [Entry]) {
    let kind = |node: &Node| match node {
        Node::Number(_) => Some(0),
        Node::String(strings) if strings.is_named() => Some(1),
        _ => None,
    };
    let kinds: Vec<Option<usize>> = entries.iter().map(|entry| kind(&entry.node)).collect();
    // What may be null is a union.
    let of = |entries: &[Entry], id: NodeId| match &entries[id as usize].node {
        Node::Union(nodes) => nodes.iter().find_map(|node| kinds[*node as usize]),
        _ => kinds[id as usize],
    };
    for index in 0..entries.len() {
        let Node::Object(object) = &entries[index].node else {
            continue;
        };
        let mut found = [0; 2];
        for kind in object
            .properties
            .iter()
            .filter_map(|property| of(entries, property.node))
        {
            found[kind] += 1;
        }
        if let Node::Object(object) = &mut entries[index].node {
            object.has_relations = found.into_iter().any(|count| count > 1);
        }
    }
}

/// Works out which counts of items and of keys are worth trying.
fn counts(entries: &mut [Entry]) {
    let sizes: Vec<Option<u32>> = entries.iter().map(|entry| entry.size).collect();
    let each = |id: NodeId| sizes[id as usize].unwrap_or(1) as usize;
    for entry in entries {
        match &mut entry.node {
            Node::Array(array) => {
                let items = array.items.into_iter();
                array.counts = items
                    .flat_map(|id| catalogue::counts(array.min.saturating_add(3), array.max, each(id)))
                    .collect();
            }
            Node::Object(object) if object.is_map() => {
                let extra = object.extra.into_iter();
                object.counts = extra
                    .flat_map(|id| catalogue::counts(object.min.saturating_add(3), object.max, each(id)))
                    .collect();
            }
            _ => {}
        }
    }
}

fn sizes(entries: &mut [Entry]) {
    loop {
        let mut changed = false;
        for index in (0..entries.len()).rev() {
            let size = size_of(entries, &entries[index].node);
            if size != entries[index].size {
                entries[index].size = size;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// The size of the smallest value, as far as it is known. A long text counts like several values.
fn size_of(entries: &[Entry], node: &Node) -> Option<u32> {
    let of = |id: NodeId| entries[id as usize].size;
    match node {
        Node::Never => None,
        Node::Any | Node::Number(_) => Some(1),
        Node::String(strings) => Some(1 + parts_of_text(shortest(strings))),
        // The first one stands where a value must be small.
        Node::Literal(values) => Some(u32::try_from(values.first()?.weight()).unwrap_or(u32::MAX)),
        Node::Union(nodes) => nodes.iter().filter_map(|id| of(*id)).min(),
        Node::Array(array) => {
            if array.min.max(contained(array)) > array.max {
                return None;
            }
            let mut size = 1_u32;
            let count = array.min.max(contained(array));
            for node in array.prefix.iter().take(count) {
                size = size.saturating_add(of(*node)?);
            }
            let behind = count.saturating_sub(array.prefix.len());
            if behind > 0 {
                size = size.saturating_add(times(of(array.items?)?, behind));
            }
            for (node, least) in &array.contains {
                size = size.saturating_add(times(of(*node)?, (*least).max(1)));
            }
            Some(size)
        }
        Node::Object(object) => {
            let mut size = 1_u32;
            let mut count = 0;
            for property in object.properties.iter().filter(|property| property.required) {
                size = size.saturating_add(of(property.node)?.saturating_add(parts_of_text(property.key.len())));
                count += 1;
            }
            let patterns = object.patterns.iter().map(|pattern| (pattern.held, Some(pattern.name)));
            let more = patterns.chain(object.extra.map(|extra| (extra, object.names)));
            let sizes = more.filter_map(|(held, name)| {
                // A key is no value of its own, unless it is long.
                let key = name.map_or(0, |name| of(name).unwrap_or(1) - 1);
                Some(of(held)?.saturating_add(key))
            });
            let more = sizes.min();
            let optional = object.properties.iter().filter(|property| !property.required);
            let optional: Vec<u32> = optional.filter_map(|property| of(property.node)).collect();
            let enough = more.is_some() || object.min <= count + optional.len();
            if !enough || count.max(object.min) > object.max {
                return None;
            }
            let each = more.into_iter().chain(optional).min().unwrap_or(0);
            Some(size.saturating_add(times(each, object.min.saturating_sub(count))))
        }
    }
}

fn times(size: u32, count: usize) -> u32 {
    size.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
}

fn parts_of_text(bytes: usize) -> u32 {
    u32::try_from(bytes / WEIGHT).unwrap_or(u32::MAX - 1)
}

/// The bytes of the text that stands where a value must be small.
fn shortest(strings: &Strings) -> usize {
    let of_pattern = || {
        let pattern = strings.pattern.as_ref()?;
        pattern.properties().minimum_len()
    };
    let first = strings.texts.first().map(|text| text.len());
    first.or_else(of_pattern).unwrap_or(0).max(strings.min)
}

fn contained(array: &Array) -> usize {
    array.contains.iter().map(|(_, least)| *least).max().unwrap_or(0)
}

fn drop_impossible(entries: &mut [Entry]) {
    let sizes: Vec<Option<u32>> = entries.iter().map(|entry| entry.size).collect();
    let possible = |id: NodeId| sizes[id as usize].is_some_and(|size| size <= MAX_SIZE);
    for entry in entries {
        match &mut entry.node {
            Node::Union(nodes) => {
                nodes.retain(|id| possible(*id));
                let mut seen = std::collections::BTreeSet::new();
                nodes.retain(|id| seen.insert(*id));
                nodes.sort_by_key(|id| sizes[*id as usize]);
            }
            Node::Array(array) => {
                if let Some(index) = array.prefix.iter().position(|id| !possible(*id)) {
                    array.prefix.truncate(index);
                    array.items = None;
                }
                array.items = array.items.filter(|id| possible(*id));
                if array.items.is_none() {
                    array.max = array.max.min(array.prefix.len());
                }
            }
            Node::Object(object) => {
                // An optional key that can hold nothing is named still: it must not come as an extra one.
                object.extra = object.extra.filter(|id| possible(*id));
                // So is a pattern of keys that can hold nothing: `is_possible` is asked before such a key is made.
            }
            _ => {}
        }
    }
}

fn below(node: &Node) -> Vec<NodeId> {
    match node {
        Node::Union(nodes) => nodes.clone(),
        Node::Array(array) => array.prefix.iter().copied().chain(array.items).collect(),
        Node::Object(object) => {
            let patterns = object.patterns.iter().map(|pattern| pattern.held);
            let named = object.properties.iter().map(|property| property.node);
            named.chain(patterns).chain(object.extra).collect()
        }
        _ => Vec::new(),
    }
}

/// Marks the entries that lead back to themselves (Tarjan's components, without recursion).
fn recursion(entries: &mut [Entry]) {
    let graph: Vec<Vec<NodeId>> = entries.iter().map(|entry| below(&entry.node)).collect();
    let count = graph.len();
    let (mut order, mut low) = (vec![usize::MAX; count], vec![0; count]);
    let (mut on_stack, mut stack, mut next) = (vec![false; count], Vec::new(), 0);
    for start in 0..count {
        if order[start] != usize::MAX {
            continue;
        }
        let mut walk = vec![(start, 0)];
        while let Some((at, step)) = walk.pop() {
            if step == 0 {
                (order[at], low[at]) = (next, next);
                next += 1;
                stack.push(at);
                on_stack[at] = true;
            }
            if let Some(&to) = graph[at].get(step) {
                let to = to as usize;
                walk.push((at, step + 1));
                if order[to] == usize::MAX {
                    walk.push((to, 0));
                } else if on_stack[to] {
                    low[at] = low[at].min(order[to]);
                }
                continue;
            }
            if let Some((parent, _)) = walk.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
            if low[at] == order[at] {
                let from = stack.iter().rposition(|node| *node == at).unwrap_or(0);
                let component = stack.split_off(from);
                for &node in &component {
                    on_stack[node] = false;
                    entries[node].recursive = component.len() > 1 || graph[node].contains(&(node as NodeId));
                }
            }
        }
    }
}

/// Tells the objects of a union of one another's keys and tags.
fn neighbours(entries: &mut [Entry]) {
    for index in 0..entries.len() {
        let objects = objects_of(entries, index as NodeId);
        if objects.len() < 2 || objects.len() > 64 {
            continue;
        }
        for &own in &objects {
            let mut foreign = Vec::new();
            let mut rivals = Vec::new();
            let Node::Object(mine) = &entries[own as usize].node else {
                continue;
            };
            for &other in objects.iter().filter(|other| **other != own) {
                let Node::Object(theirs) = &entries[other as usize].node else {
                    continue;
                };
                for property in &theirs.properties {
                    let known = mine.properties.iter().find(|known| known.key == property.key);
                    let Some(known) = known else {
                        // What names must be like, the keys of other objects may not be.
                        let may_be = mine.names.is_none();
                        let new = !foreign.iter().any(|(key, _)| *key == property.key);
                        if may_be && new && entries[property.node as usize].size.is_some() {
                            foreign.push((property.key.clone(), property.node));
                        }
                        continue;
                    };
                    let (Node::Literal(own), Node::Literal(values)) = (
                        &entries[known.node as usize].node,
                        &entries[property.node as usize].node,
                    ) else {
                        continue;
                    };
                    for value in values.iter().filter(|value| !own.contains(value)) {
                        let rival = (property.key.clone(), value.clone());
                        if !rivals.contains(&rival) {
                            rivals.push(rival);
                        }
                    }
                }
            }
            let Node::Object(Object {
                foreign: had_foreign,
                rivals: had_rivals,
                ..
            }) = &mut entries[own as usize].node
            else {
                continue;
            };
            // An object may stand in several unions.
            foreign.retain(|(key, _)| !had_foreign.iter().any(|(had, _)| had == key));
            rivals.retain(|rival| !had_rivals.contains(rival));
            had_foreign.extend(foreign);
            had_rivals.extend(rivals);
        }
    }
}

/// The objects that a union is made of, unions within it included.
fn objects_of(entries: &[Entry], union: NodeId) -> Vec<NodeId> {
    let Node::Union(_) = &entries[union as usize].node else {
        return Vec::new();
    };
    let (mut found, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    let mut rest = vec![union];
    while let Some(id) = rest.pop() {
        if !seen.insert(id) || seen.len() > 256 {
            continue;
        }
        match &entries[id as usize].node {
            Node::Union(nodes) => rest.extend(nodes.iter().rev()),
            Node::Object(_) => found.push(id),
            _ => {}
        }
    }
    found
}
