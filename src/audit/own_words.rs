//! The words that an enum of the crate names and the document does not list: a value that the other side refuses can be written.

use super::cause::Types;
use super::model::{Instance, Shape, TypeRef};
use crate::case::{Case, CaseKind, Fault, Origin};
use crate::finding::Kind;
use crate::pointer::Pointer;
use crate::schema::Spec;
use crate::subject::Subject;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// No more words are tried.
const MOST: usize = 5000;

/// A text for each word that an enum names and its schema does not list. Whether the enum reads it is for a run to show.
pub(crate) fn own_words(
    subjects: &[Subject],
    instances: &HashMap<String, Instance>,
    types: &dyn Types,
    spec: &Spec,
) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut known = BTreeSet::new();
    for subject in subjects {
        let (Some(component), Some(instance)) = (subject.component(), instances.get(subject.name())) else {
            continue;
        };
        let Shape::Words { words, .. } = types.shape(&TypeRef::Local(instance.id, instance.arguments.clone())) else {
            continue;
        };
        let Some(schema) = spec
            .component(component)
            .ok()
            .filter(|schema| !schema.all_words().is_empty())
        else {
            continue;
        };
        for word in words {
            let value = Value::from(word.name);
            if cases.len() == MOST || schema.is_valid(&value) || !known.insert((component, value.to_string())) {
                continue;
            }
            let name = format!("{}/{}", subject.name(), Kind::OwnWord);
            let mut case = Case::of(Origin::Inline { name }, CaseKind::Mutant, value.to_string());
            case.component = Some(component.to_owned());
            case.fault = Some(Fault {
                operator: Kind::OwnWord.to_string(),
                pointer: Pointer::root(),
            });
            cases.push(case);
        }
    }
    cases
}
