//! Objects: their keys, those that may be missing, and those that the schema does not name.

use super::super::plan::{Entry, Node, Object};
use super::super::value::{Body, GeneratedValue, NodeId};
use super::aim::{Aim, Goal, Level, Step};
use super::coverable::object_choices;
use super::members::Members;
use super::relation::{Relation, relate};
use super::{USUAL, ValueBuilder, string};
use std::borrow::Cow;

/// A map of any keys has three of them at most, but for one map in `4 * FEW + 1`, which has `MANY`.
const FEW: usize = 8;
const MANY: usize = 20;
/// So many keys that no case has tried yet are tried in one map.
const NEW_KEYS: usize = 8;
/// So often is a key made from the schema of the keys before there are said to be no more of them.
const TRIES: usize = 8;

/// Whether a property is among the members.
fn has(members: &Members<'_>, object: &Object, property: usize) -> bool {
    members.has(&object.properties[property].key)
}

impl<'p> ValueBuilder<'p, '_, '_, '_, '_> {
    pub(super) fn object(
        &mut self,
        id: NodeId,
        entry: &Entry,
        object: &'p Object,
        depth: u32,
        aim: Aim<'_>,
    ) -> Vec<(Cow<'p, str>, GeneratedValue<'p>)> {
        let small = self.small(depth);
        let wanted = aim.choice();
        let relations = object_choices(object).relations;
        let wanted_relation = wanted.filter(|choice| relations.contains(choice));
        let required = object.properties.iter().filter(|property| property.required).count();
        let mut room = object.max.saturating_sub(required);
        // Of many optional members few are there, and a value may hold very many objects.
        let mut members = Members::with_capacity(required);
        let is_wanted = |index: usize| {
            let is_chosen = wanted == Some(index * 2 + 1) && index < object.properties.len();
            let has_level = aim.level(index).is_some_and(|level| level != Level::Absent);
            is_chosen || has_level || aim.step() == Some(Step::Property(index))
        };
        for (index, property) in object.properties.iter().enumerate() {
            let target = self.plan.entry(property.node);
            if !self.plan.is_possible(property.node) {
                continue;
            }
            let level = aim.level(index);
            let step = aim.step() == Some(Step::Property(index));
            let there = property.required
                || step
                || match (level, wanted) {
                    (Some(level), _) => level != Level::Absent,
                    (_, Some(choice)) if choice / 2 == index && choice < object.properties.len() * 2 => choice % 2 == 1,
                    _ if self.is_spent() => false,
                    _ if wanted_relation.is_some() => true,
                    _ if small => false,
                    _ if self.plunge && entry.recursive => target.recursive,
                    _ => self.choices.chance(self.share),
                };
            let is_there = |other: usize| match other < index {
                true => has(&members, object, other),
                false => object.properties[other].required || is_wanted(other),
            };
            let there = there && (property.required || !object.is_barred(index, is_there));
            let there = there && (property.required || room > 0 || step);
            self.heard(id, index * 2 + usize::from(there));
            if !there {
                continue;
            }
            room -= usize::from(!property.required).min(room);
            let held = match level {
                Some(Level::Holds(choice)) => self.make(property.node, depth + 1, Aim::at(&[], Goal::Choice(choice))),
                _ => self.make(property.node, depth + 1, aim.through(Step::Property(index))),
            };
            members.push(Cow::Borrowed(&*property.key), held);
        }
        self.strangers(id, object, depth, aim, &mut members);
        let mut members = members.into_list();
        let relation = match wanted_relation {
            None if !relations.is_empty() && !small && self.choices.chance(12) => {
                Some(relations.start + self.choices.below(relations.len()))
            }
            wanted => wanted,
        };
        if let Some(choice) = relation {
            self.heard(id, choice);
            relate(self.plan, &mut members, Relation::ALL[choice - relations.start]);
        }
        members
    }

    /// Keys that are not named: some now and then, and as many as it takes.
    fn strangers(&mut self, id: NodeId, object: &'p Object, depth: u32, aim: Aim<'_>, members: &mut Members<'p>) {
        let choices = object_choices(object);
        let wanted = aim
            .choice()
            .filter(|choice| (choices.extra.start..choices.counts.end).contains(choice));
        let step = aim.step() == Some(Step::Extra);
        let counted = wanted.and_then(|choice| object.counts.get(choice.checked_sub(choices.counts.start)?));
        let mut count = match (wanted, counted) {
            (_, Some(count)) => *count,
            (Some(_), _) => 1,
            _ if step => 1,
            _ if self.small(depth) || (self.plunge && !object.properties.is_empty()) => 0,
            // Where nothing is named, such keys are what the object is for.
            // Now and then there are more than any type may think are enough.
            _ if object.properties.is_empty() => match self.choices.below(4 * FEW + 1) {
                few if few < 4 * FEW => few / FEW,
                _ => MANY,
            },
            _ if self.choices.chance(24) => 1 + self.choices.below(2),
            _ => 0,
        };
        count = count.max(object.min.saturating_sub(members.len()));
        for number in 0..count {
            if members.len() >= object.max {
                return;
            }
            if self.is_spent() && members.len() >= object.min && !(step && number == 0) {
                break;
            }
            let below = if step && number == 0 {
                aim.beyond()
            } else {
                Aim::NOTHING
            };
            match (object.extra, counted) {
                (Some(extra), Some(_)) if number >= USUAL => {
                    let Some(key) = self.further_key(object, depth, number, members) else {
                        break;
                    };
                    if object.fits_only(None, &key) {
                        let value = self.smallest(extra, depth + 1);
                        members.push(key, value);
                    }
                }
                _ => self.stranger(id, object, depth, wanted, below, members),
            }
        }
        if counted.is_some() {
            self.heard(id, wanted.unwrap_or_default());
        }
        self.new_keys(id, object, depth, members);
        // Optional keys fill up what is still missing.
        for (index, property) in object.properties.iter().enumerate() {
            if members.len() >= object.min {
                break;
            }
            let missing = !has(members, object, index) && !object.is_barred(index, |other| has(members, object, other));
            if missing && self.plan.is_possible(property.node) {
                let held = self.make(property.node, depth + 1, Aim::NOTHING);
                members.push(Cow::Borrowed(&*property.key), held);
            }
        }
    }

    /// One more key of an object that has many; `None` if the schema of the keys gives no more of them.
    fn further_key(
        &mut self,
        object: &Object,
        depth: u32,
        number: usize,
        members: &Members<'p>,
    ) -> Option<Cow<'p, str>> {
        let Some(names) = object.names else {
            return Some(Cow::Owned(format!("key_{number}")));
        };
        (0..TRIES).find_map(|_| match self.make(names, depth, Aim::NOTHING).body {
            Body::String(key) if !members.has(&key) => Some(key),
            _ => None,
        })
    }

    /// In an object whose keys are data, keys that no case has tried yet.
    fn new_keys(&mut self, id: NodeId, object: &'p Object, depth: u32, members: &mut Members<'p>) {
        let choices = object_choices(object).keys;
        let Some(extra) = object.extra.filter(|_| !choices.is_empty() && !self.small(depth)) else {
            return;
        };
        for _ in 0..NEW_KEYS {
            if members.len() >= object.max {
                return;
            }
            let Some(choice) = self.lead(id, choices.start, choices.end) else {
                return;
            };
            self.heard(id, choice);
            let key = Cow::Borrowed(&*object.keys[choice - choices.start]);
            self.add_other(object, key, extra, depth, Aim::NOTHING, members);
        }
    }

    fn stranger(
        &mut self,
        id: NodeId,
        object: &'p Object,
        depth: u32,
        wanted: Option<usize>,
        below: Aim<'_>,
        members: &mut Members<'p>,
    ) {
        let choices = object_choices(object);
        let pattern = (!object.patterns.is_empty()).then(|| self.choices.below(object.patterns.len() + 1));
        if let Some((index, pattern)) = pattern.and_then(|index| Some((index, object.patterns.get(index)?)))
            && self.plan.is_possible(pattern.name)
            && let Body::String(key) = self.make(pattern.name, depth, Aim::NOTHING).body
        {
            // What the key of two patterns may hold is not known.
            if self.plan.is_possible(pattern.held) && object.fits_only(Some(index), &key) {
                self.add(object, key, pattern.held, depth, below, members);
            }
            return;
        }
        let Some(extra) = object.extra else { return };
        let foreign = match wanted {
            Some(choice) => choice.checked_sub(choices.extra.start + 1),
            None if !object.foreign.is_empty() && self.choices.chance(128) => {
                Some(self.choices.below(object.foreign.len()))
            }
            None => None,
        };
        if let Some((index, (key, held))) = foreign.and_then(|index| Some((index, object.foreign.get(index)?))) {
            self.heard(id, choices.extra.start + 1 + index);
            // What it holds there it may only hold here if nothing else is asked of such keys.
            let free = matches!(self.plan.entry(extra).node, Node::Any);
            return self.add_other(
                object,
                Cow::Borrowed(key),
                if free { *held } else { extra },
                depth,
                below,
                members,
            );
        }
        self.heard(id, choices.extra.start);
        let new = wanted.filter(|choice| choices.keys.contains(choice));
        let key = match (object.names, new) {
            (Some(names), _) => match self.make(names, depth, Aim::NOTHING).body {
                Body::String(key) => key,
                _ => return,
            },
            (None, Some(choice)) => {
                self.heard(id, choice);
                Cow::Borrowed(&*object.keys[choice - choices.keys.start])
            }
            (None, None) => self.name(object, members.len()),
        };
        self.add_other(object, key, extra, depth, below, members);
    }

    /// Adds a key that no pattern describes.
    fn add_other(
        &mut self,
        object: &'p Object,
        key: Cow<'p, str>,
        held: NodeId,
        depth: u32,
        below: Aim<'_>,
        members: &mut Members<'p>,
    ) {
        if object.fits_only(None, &key) {
            self.add(object, key, held, depth, below, members);
        }
    }

    fn add(
        &mut self,
        object: &'p Object,
        key: Cow<'p, str>,
        held: NodeId,
        depth: u32,
        below: Aim<'_>,
        members: &mut Members<'p>,
    ) {
        let named = object.properties.iter().any(|property| *property.key == *key);
        if !named && !members.has(&key) {
            let value = self.make(held, depth + 1, below);
            members.push(key, value);
        }
    }

    /// A name: strange, or like one that the schema gives but written otherwise.
    fn name(&mut self, object: &'p Object, number: usize) -> Cow<'p, str> {
        if !object.properties.is_empty() && self.choices.chance(64) {
            let key = &*object.properties[self.choices.below(object.properties.len())].key;
            return Cow::Owned(match self.choices.below(3) {
                0 => string::camel_case(key),
                1 => key.to_uppercase(),
                _ => key.replace('_', "-"),
            });
        }
        let keys = object.keys.len();
        match keys > 0 && self.choices.chance(160) {
            true => Cow::Borrowed(&*object.keys[self.choices.below(keys)]),
            false => Cow::Owned(format!("key_{number}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::generator::Generator;
    use super::super::super::plan::Plan;
    use serde_json::{Value, json};

    #[test]
    fn every_key_is_made_as_the_names_are() {
        for (names, is_name) in [
            (
                json!({"type": "string", "format": "date"}),
                (|key| key.split('-').map(str::len).eq([4, 2, 2])) as fn(&str) -> bool,
            ),
            (json!({"format": "uuid"}), |key| key.len() == 36),
            (json!({"maxLength": 3}), |key| key.chars().count() <= 3),
        ] {
            let map = json!({"type": "object", "propertyNames": names, "additionalProperties": {"type": "integer"}});
            let other = json!({"type": "object", "properties": {"other": {"type": "null"}}, "required": ["other"],
                "additionalProperties": false});
            let schema = json!({"anyOf": [map, other]});
            let plan = Plan::new(&schema).unwrap();
            let samples = Generator::new(&plan, "T", 1).take(2_000);
            for case in samples.filter(|case| case.mutant.is_none()) {
                let value: Value = serde_json::from_str(&case.text()).unwrap();
                let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
                assert!(
                    keys == ["other"] || keys.iter().all(|key| is_name(key)),
                    "{names}: {keys:?}"
                );
            }
        }
    }
}
