//! The texts and numbers that captures hold, for the generator to try at the same places.

use super::selection::ComponentSelection;
use crate::case::Case;
use crate::json::{Kind, Tree};
use crate::schema::{Spec, StandingBudget};
use crate::subject::TypeSet;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many values are collected of one schema. More would displace what the generator tries by itself.
const MOST_OF_PLACE: usize = 8;
/// Values of so many schemas are collected.
const MOST_PLACES: usize = 10_000;
/// Longer texts are content, not particular values.
const LONGEST: usize = 128;
/// Larger captures are not looked into.
const LARGEST: usize = 1 << 20;

/// Collects texts and numbers of captures by the JSON pointers of the schemas that they stand under.
#[derive(Debug)]
pub struct TriedValues<'a> {
    spec: &'a Spec,
    selection: ComponentSelection,
    values: BTreeMap<String, Vec<Value>>,
    budget: StandingBudget,
}

impl<'a> TriedValues<'a> {
    /// Nothing yet; `None` if no component of the type set can be read.
    pub fn new(type_set: &TypeSet, spec: &'a Arc<Spec>) -> Option<TriedValues<'a>> {
        Some(TriedValues {
            spec,
            selection: ComponentSelection::new(type_set, spec, &[]).ok()?,
            values: BTreeMap::new(),
            budget: StandingBudget::default(),
        })
    }

    /// Collects from one capture, if it belongs to a bound component.
    pub fn collect(&mut self, case: &Case) {
        if case.text.len() > LARGEST {
            return;
        }
        let Ok(capture) = self.selection.select(case) else {
            return;
        };
        for component in &capture.components {
            self.spec
                .standing(component, &capture.tree, &self.budget, |place, node| {
                    if let Some(value) = particular(&capture.tree, node) {
                        let is_known = self.values.contains_key(place);
                        if is_known || self.values.len() < MOST_PLACES {
                            let values = self.values.entry(place.to_owned()).or_default();
                            if values.len() < MOST_OF_PLACE && !values.contains(&value) {
                                values.push(value);
                            }
                        }
                    }
                });
        }
    }

    /// What was collected.
    pub fn finish(self) -> BTreeMap<String, Vec<Value>> {
        self.values
    }
}

/// A text or a number, if it is short.
fn particular(tree: &Tree<'_>, node: crate::json::Node) -> Option<Value> {
    let is_one = matches!(tree.kind(node), Kind::String | Kind::Number);
    let source = tree.source(node);
    (is_one && source.len() <= LONGEST)
        .then(|| serde_json::from_str(source).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use crate::subject;
    use serde_json::json;

    #[derive(serde::Deserialize)]
    struct Pet {}

    #[test]
    fn texts_and_numbers_are_collected_by_the_schemas_over_them() {
        let document = br##"{"$defs": {"Pet": {"type": "object", "required": ["name"], "properties": {
            "name": {"$ref": "#/$defs/Name"}, "size": {"type": "integer"},
            "toys": {"type": "array", "items": {"type": "string"}}}}, "Name": {"type": "string"}}}"##;
        let spec = Arc::new(Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant));
        let set = TypeSet::new(vec![subject!(Pet)]);
        let mut values = TriedValues::new(&set, &spec).unwrap();
        let long = "x".repeat(200);
        values.collect(&Case::new(
            "a.json",
            format!(r#"{{"name": "Rex", "size": 47, "toys": ["ball", "{long}"]}}"#),
        ));
        values.collect(&Case::new("b.json", r#"{"name": "Rex", "size": null, "more": 1}"#));
        values.collect(&Case::new("c.json", "no JSON"));
        let found = values.finish();
        let expected = [
            ("/$defs/Name", vec![json!("Rex")]),
            ("/$defs/Pet/properties/name", vec![json!("Rex")]),
            ("/$defs/Pet/properties/size", vec![json!(47)]),
            ("/$defs/Pet/properties/toys/items", vec![json!("ball")]),
        ];
        assert_eq!(found, expected.map(|(at, values)| (at.to_owned(), values)).into());
    }
}
