//! The words that an enum of the crate names and the document does not list: a value that the other side refuses can be written.

use super::cause::Types;
use super::model::{Instance, Shape, TypeRef};
use crate::case::{Case, CaseKind, Fault, Origin};
use crate::finding::Kind;
use crate::pointer::Pointer;
use crate::schema::{Schema, Spec};
use crate::subject::Subject;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// No more words are tried.
const MOST: usize = 5000;

/// A text for each word that an enum names and no schema lists that it stands for. Whether the enum reads it is for a run to show.
pub(crate) fn own_words(
    subjects: &[Subject],
    instances: &HashMap<String, Instance>,
    types: &dyn Types,
    spec: &Spec,
) -> Vec<Case> {
    // One type may stand for the `role` of each message, which has a word of its own everywhere.
    let mut bound: BTreeMap<&Instance, Vec<(&Subject, Arc<Schema>)>> = BTreeMap::new();
    for subject in subjects {
        let schema = subject.component().and_then(|component| spec.component(component).ok());
        if let (Some(schema), Some(instance)) = (schema, instances.get(subject.name())) {
            bound.entry(instance).or_default().push((subject, schema));
        }
    }
    let cases = bound.into_iter().flat_map(|(instance, bound)| {
        let shape = types.shape(&TypeRef::Local(instance.id, instance.arguments.clone()));
        let lists = bound.iter().all(|(_, schema)| !schema.all_words().is_empty());
        let words = match shape {
            Shape::Words { words, .. } if lists => words,
            _ => Vec::new(),
        };
        let values = words.into_iter().map(|word| Value::from(word.name));
        let stale = values.filter(|value| !bound.iter().any(|(_, schema)| schema.is_valid(value)));
        stale.map(|value| text_of(bound[0].0, &value)).collect::<Vec<Case>>()
    });
    cases.take(MOST).collect()
}

/// A mutant that is this word alone.
fn text_of(subject: &Subject, word: &Value) -> Case {
    let name = format!("{}/{}", subject.name(), Kind::OwnWord);
    let mut case = Case::of(Origin::Inline { name }, CaseKind::Mutant, word.to_string());
    case.component = subject.component().map(str::to_owned);
    case.fault = Some(Fault {
        operator: Kind::OwnWord.to_string(),
        pointer: Pointer::root(),
    });
    case
}
