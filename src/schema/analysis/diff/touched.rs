//! Which components a difference can concern at all: those that lead to a schema that is not the same in both documents.
//!
//! All of them are read as one bundle, each schema once. What one component after the other reads is, in a chain of references, the
//! square of the document.

use crate::schema::bundle::Bundle;
use crate::schema::reading::Spec;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// What holds values and no schemas, where no reference is one.
const VALUES: [&str; 4] = ["const", "enum", "default", "examples"];

/// Those of the components that lead to a difference. `None` if the documents cannot be read as a whole.
pub(super) fn touched<'c>(old: &Spec, new: &Spec, components: &'c [String]) -> Option<HashSet<&'c str>> {
    let [old, new] = [Side::new(old, components)?, Side::new(new, components)?];
    let mut leads: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut rest: Vec<&str> = Vec::new();
    for (published, unit) in &old.units {
        let same = new
            .units
            .get(published)
            .is_some_and(|other| same(&old, unit, &new, other));
        if !same {
            rest.push(published);
        }
        for target in old.targets(unit) {
            leads.entry(target).or_default().push(published);
        }
    }
    // Where a schema differs, so does what leads to it.
    let mut differ: HashSet<&str> = rest.iter().copied().collect();
    while let Some(published) = rest.pop() {
        let before = leads.get(published).into_iter().flatten().copied();
        rest.extend(before.filter(|before| differ.insert(before)));
    }
    let roots = components.iter().zip(&old.roots).zip(&new.roots);
    let is_touched = |(old, new): (&String, &String)| old != new || differ.contains(old.as_str());
    let touched = roots.filter(|((_, old), new)| is_touched((old, new)));
    Some(touched.map(|((component, _), _)| component.as_str()).collect())
}

/// What one document holds.
struct Side {
    bundle: Bundle,
    /// The published pointers of the components.
    roots: Vec<String>,
    /// The schemas by their published pointers.
    units: HashMap<String, Value>,
}

impl Side {
    fn new(spec: &Spec, components: &[String]) -> Option<Side> {
        let document = spec.document();
        let roots = components.iter().map(|component| document.component_pointer(component));
        let roots = roots.collect::<Option<Vec<String>>>()?;
        let mut bundle = Bundle::unbounded(document, &roots, spec.dialect()).ok()?;
        // What is missing is an error of the component that it is in, which is told when that is read.
        if !bundle.is_whole() {
            return None;
        }
        let units = bundle.schema.get_mut("$defs").and_then(Value::as_object_mut)?;
        let units: Vec<(String, Value)> = std::mem::take(units).into_iter().collect();
        let published = |number: &str| bundle.published_pointer(&format!("/$defs/{number}"));
        let units = units.into_iter().map(|(number, unit)| (published(&number), unit));
        let units = units.collect();
        Some(Side { bundle, roots, units })
    }

    /// The published pointers of the units that a unit refers to.
    fn targets<'s>(&'s self, unit: &Value) -> Vec<&'s str> {
        let mut targets = Vec::new();
        let mut rest = vec![unit];
        while let Some(value) = rest.pop() {
            match value {
                Value::Object(members) => {
                    let reference = members.get("$ref").and_then(Value::as_str);
                    let published = reference.map(|reference| self.published(reference));
                    let known = published.and_then(|published| self.units.get_key_value(&published));
                    targets.extend(known.map(|(published, _)| published.as_str()));
                    rest.extend(members.values());
                }
                Value::Array(items) => rest.extend(items),
                _ => {}
            }
        }
        targets
    }

    fn published(&self, reference: &str) -> String {
        self.bundle.published_pointer(reference.trim_start_matches('#'))
    }
}

/// Whether two units are the same, but for the numbers of what they refer to.
fn same(old: &Side, one: &Value, new: &Side, other: &Value) -> bool {
    let mut rest = vec![(one, other, false)];
    while let Some((one, other, are_values)) = rest.pop() {
        match (one, other) {
            (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
                rest.extend(items.iter().zip(others).map(|(one, other)| (one, other, are_values)));
            }
            (Value::Object(members), Value::Object(others)) if members.len() == others.len() => {
                for (key, one) in members {
                    let Some(other) = others.get(key) else {
                        return false;
                    };
                    let is_reference = key == "$ref" && !are_values;
                    match (one, other) {
                        (Value::String(one), Value::String(other)) if is_reference => {
                            if old.published(one) != new.published(other) {
                                return false;
                            }
                        }
                        _ => rest.push((one, other, are_values || VALUES.contains(&key.as_str()))),
                    }
                }
            }
            _ if one != other => return false,
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use serde_json::json;

    fn spec(definitions: Value) -> Spec {
        let document = Document::parse("t", json!({"$defs": definitions}).to_string().as_bytes()).unwrap();
        Spec::new(document, Dialect::AsMeant)
    }

    #[test]
    fn what_leads_to_a_difference_is_touched() {
        let refer = |name: &str| json!({"items": {"$ref": format!("#/$defs/{name}")}});
        let end = |name: &str| json!({"A": refer("B"), "B": refer("C"), "C": {"type": name}, "D": refer("D"), "E": refer("D")});
        let names: Vec<String> = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec();
        let told = |old: Value, new: Value| {
            let mut told: Vec<&str> = touched(&spec(old), &spec(new), &names).unwrap().into_iter().collect();
            told.sort_unstable();
            told.join("")
        };
        assert_eq!(told(end("string"), end("integer")), "ABC");
        assert_eq!(told(end("string"), end("string")), "");
        // The same words, and another schema behind them.
        let mut other = end("string");
        other["A"] = refer("C");
        assert_eq!(told(end("string"), other), "A");
    }

    /// A constant that looks like a reference is not one: the numbers in it are those of the document.
    #[test]
    fn constants_are_compared_as_they_are() {
        let names = ["A".to_owned()];
        let constant = |number: usize| json!({"A": {"const": {"$ref": format!("#/$defs/{number}")}, "items": {"$ref": "#/$defs/B"}}, "B": true});
        assert_eq!(
            touched(&spec(constant(0)), &spec(constant(7)), &names).unwrap().len(),
            1
        );
        assert!(
            touched(&spec(constant(0)), &spec(constant(0)), &names)
                .unwrap()
                .is_empty()
        );
    }
}
