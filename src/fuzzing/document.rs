//! Hostile documents through everything that works on documents.

use super::hostile_document::hostile_document;
use crate::enums::Branches;
use crate::generate::{Choices, sample_components};
use crate::impact::{Effort, show};
use crate::json::Tree;
use crate::schema::budget::set_budget;
use crate::schema::{
    Coverage, Dialect, Document, Provenance, Recorded, Spec, dictionary, difference, import, lint, propose, unions,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// What [`with_small_budget`] allows: a twentieth of the steps, and of the memory, that a document has by default.
const STEPS: u64 = 10_000_000;
const MEBIBYTES: u64 = 50;

/// As many components, unions and changes are worked on.
const MOST: usize = 4;

/// Lets all work on documents in this process end sooner, so that a fuzzer tries twenty documents where it would try one. A fuzz
/// target for [`document`] calls it once, before the first.
pub fn with_small_budget() {
    set_budget(Some(STEPS), Some(MEBIBYTES));
}

/// Makes a document of the bytes that is meant to do harm (references that fan out, chains, products, wide enums, extreme numbers and
/// counts, recursion, patterns), and passes it through the library of every verb that works on documents. Each must end, in bounded time
/// and memory.
///
/// # Panics
/// If one of them panics.
pub fn document(bytes: &[u8]) {
    let mut choices = Choices::from_bytes(bytes);
    let (one, other) = (hostile_document(&mut choices), hostile_document(&mut choices));
    let value = any_value(&mut choices, 0);
    let Ok(read) = Document::parse("fuzz.json", one.to_string().as_bytes()) else {
        return;
    };
    let names: Vec<String> = read.component_names().take(MOST).map(str::to_owned).collect();
    lint(&read);
    dictionary(&read);
    let _ = import(&read, &names, &Provenance::default());
    for dialect in [Dialect::AsMeant, Dialect::Strict] {
        let spec = Spec::new(read.clone(), dialect);
        sample_components(&spec, &names, 1, 0);
        validate(&spec, &names, &value);
        for place in unions(&read).iter().take(MOST) {
            if let Ok(branches) = Branches::new(&spec, place) {
                branches.meetings([(0, 1)].into_iter().filter(|_| branches.len() > 1));
            }
        }
        for text in [one.to_string(), other.to_string()] {
            if let Ok(new) = Document::parse("new.json", text.as_bytes()) {
                compare(&spec, &Spec::new(new, dialect), &names);
            }
        }
    }
}

fn validate(spec: &Spec, names: &[String], value: &Value) {
    let text = value.to_string();
    let Ok(tree) = Tree::parse(&text) else { return };
    let schemas: Vec<_> = names.iter().filter_map(|name| spec.component(name).ok()).collect();
    for schema in &schemas {
        schema.is_valid(value);
        schema.is_valid_as_written(&tree);
        schema.violations(value);
        schema.undocumented(value);
    }
    let mut coverage = Coverage::new(schemas.iter().map(Arc::clone).collect());
    for schema in &schemas {
        coverage.take(schema.name(), &tree, value, "fuzz.json");
    }
    coverage.holes();
    let recorded: Vec<Recorded> = schemas
        .iter()
        .map(|schema| Recorded {
            component: schema.name().to_owned(),
            capture: "fuzz.json".to_owned(),
            place: "fuzz.json:1:1".to_owned(),
            value: value.clone(),
        })
        .collect();
    let _ = propose(spec, &recorded);
}

fn compare(old: &Spec, new: &Spec, names: &[String]) {
    let has = |name: &&String| old.component(name).is_ok() && new.component(name).is_ok();
    let common: Vec<String> = names.iter().filter(has).cloned().collect();
    if let Ok(found) = difference(old, new, &common) {
        for change in found.changes.iter().take(MOST) {
            let _ = show(change, old, new, 0, &Effort::new());
        }
    }
}

fn any_value(choices: &mut Choices<'_>, depth: usize) -> Value {
    match choices.below(if depth < 4 { 8 } else { 5 }) {
        0 => Value::Null,
        1 => json!(choices.chance(128)),
        2 => json!(i64::from(choices.byte()) - 128),
        3 => json!(f64::from(choices.byte()) * 1e18),
        4 => json!("a".repeat(choices.below(40))),
        5 => (0..choices.below(200)).map(|_| any_value(choices, depth + 2)).collect(),
        _ => {
            let members = (0..choices.below(5)).map(|_| {
                let key = ["a", "b", "type", "C1", ""][choices.below(5)];
                (key.to_owned(), any_value(choices, depth + 1))
            });
            Value::Object(members.collect())
        }
    }
}
