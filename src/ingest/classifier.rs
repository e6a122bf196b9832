//! The component and the shape of an object in a recording.

use super::error::IngestError;
use crate::case::Case;
use crate::json::{Kind, Tree};
use crate::redact::is_name;
use crate::resolve::{ComponentResolver, Resolution, outline};
use crate::schema::{Guide, Spec, SpecError};
use crate::shape::Shape;
use crate::subject::TypeSet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Finds the component and the shape of objects.
#[derive(Debug)]
pub(super) struct ObjectClassifier {
    resolver: ComponentResolver,
    /// The components in the order of the subjects, each with what it documents about its places.
    guides: Vec<(String, Guide)>,
    /// The subject that reads the events that no component describes.
    any_event: Option<String>,
}

impl ObjectClassifier {
    /// A classifier for the components that the subjects of a type set are bound to.
    ///
    /// # Errors
    /// If a component is missing from the document, or cannot be read.
    pub(super) fn new(type_set: &TypeSet, spec: Arc<Spec>) -> Result<ObjectClassifier, IngestError> {
        let mut guides: Vec<(String, Guide)> = Vec::new();
        for component in type_set.subjects().iter().filter_map(|subject| subject.component()) {
            if guides.iter().any(|(name, _)| name == component) {
                continue;
            }
            match spec.component(component) {
                Ok(schema) => guides.push((component.to_owned(), Guide::new(&schema))),
                // Its objects are told apart, and redacted, by what they hold alone.
                Err(SpecError::TooComplex { .. }) => {}
                Err(source) => {
                    return Err(IngestError::Component {
                        document: spec.document().name().to_owned(),
                        source,
                    });
                }
            }
        }
        let any_event = type_set.subjects().iter().find(|subject| subject.component().is_none());
        Ok(ObjectClassifier {
            resolver: ComponentResolver::of(type_set, spec),
            guides,
            any_event: any_event.map(|subject| subject.name().to_owned()),
        })
    }

    /// The components that a case belongs to.
    ///
    /// # Errors
    /// If there is none, the reason. It contains nothing of the text but names of kinds.
    pub(super) fn components(&self, case: &Case, tree: &Tree<'_>) -> Result<Vec<String>, String> {
        match (self.resolver.resolve(case, tree), &self.any_event) {
            (Resolution::Components(found), _) => Ok(found.into_iter().map(str::to_owned).collect()),
            (Resolution::OtherEvent, Some(subject)) => Ok(vec![subject.clone()]),
            (Resolution::Elsewhere(_), _) => Err("in the folder of a component that no subject is bound to".to_owned()),
            (Resolution::OtherEvent | Resolution::ErrorBody(_) | Resolution::Unknown(_), _) => Err(self.why_not(tree)),
        }
    }

    /// What a component documents about its places; `None` for events that no component describes.
    pub(super) fn guide(&self, component: &str) -> Option<&Guide> {
        let found = self.guides.iter().find(|(name, _)| name == component);
        found.map(|(_, guide)| guide)
    }

    /// The shape of an object under a component.
    pub(super) fn shape(&self, component: &str, tree: &Tree<'_>) -> Shape {
        Shape::of(component, self.guide(component), tree)
    }

    /// Describes a text that belongs to no component, and names the nearest component.
    fn why_not(&self, tree: &Tree<'_>) -> String {
        let kind = |key: &str| {
            let child = tree.children(Tree::ROOT).find(|&child| tree.key(child) == key)?;
            let text = tree.string(child).filter(|text| is_name(text))?;
            Some(format!("`{key}` is `{text}`"))
        };
        if tree.kind(Tree::ROOT) != Kind::Object {
            return outline(tree);
        }
        let keys: Vec<_> = tree.children(Tree::ROOT).map(|child| tree.key(child)).collect();
        let shared = |guide: &Guide| keys.iter().filter(|key| guide.is_named(guide.root(), key)).count();
        let nearest = self
            .guides
            .iter()
            .map(|(name, guide)| (shared(guide), name, guide))
            .rev()
            .max_by_key(|(shared, ..)| *shared);
        let looks = kind("object")
            .or_else(|| kind("event"))
            .unwrap_or_else(|| match keys.len() {
                0 => "an empty object".to_owned(),
                _ => {
                    let first: Vec<String> = keys
                        .iter()
                        .take(4)
                        .map(|key| format!("`{}`", self.printable_key(key)))
                        .collect();
                    format!("an object with {}", first.join(", "))
                }
            });
        match nearest {
            Some((shared @ 1.., name, guide)) => {
                let all = guide.names(guide.root()).count();
                format!("{looks}; nearest is {name}, with {shared} of its {all} keys")
            }
            _ => format!("{looks}; no component is near"),
        }
    }

    /// A key or index if some component names it, else `?`.
    pub(super) fn printable_key<'k>(&self, key: &'k str) -> &'k str {
        let is_index = key.len() <= 6 && key.bytes().all(|byte| byte.is_ascii_digit());
        if is_index || self.guides.iter().any(|(_, guide)| guide.names_anywhere(key)) {
            key
        } else {
            "?"
        }
    }

    /// A count of zero for each component.
    pub(super) fn zero_counts(&self) -> BTreeMap<String, u64> {
        let names = self.guides.iter().map(|(name, _)| name.clone());
        names.chain(self.any_event.clone()).map(|name| (name, 0)).collect()
    }
}
