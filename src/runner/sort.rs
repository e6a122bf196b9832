//! Which component an object of a recording belongs to, and what shape it has.

use super::outline::{looks, outline};
use crate::json::{Kind, Tree};
use crate::redact::{is_name, printable_key};
use crate::schema::{Guide, Spec};
use crate::shape::Shape;
use crate::subject::TypeSet;
use std::collections::BTreeMap;

/// Sorts objects into the components that a type set is bound to.
#[derive(Debug)]
pub struct Sorter {
    spec: Spec,
    /// The components in the order of the subjects, each with what it says of places.
    guides: Vec<(String, Guide)>,
    /// The subject that takes every event that no component describes.
    any_event: Option<String>,
}

impl Sorter {
    /// Brings a type set and a spec together.
    ///
    /// # Errors
    /// When a component is not in the spec, or cannot be read.
    pub fn new(type_set: &TypeSet, spec: Spec) -> Result<Sorter, String> {
        let mut guides: Vec<(String, Guide)> = Vec::new();
        for component in type_set.subjects().iter().filter_map(|subject| subject.component()) {
            if guides.iter().any(|(name, _)| name == component) {
                continue;
            }
            let schema = spec
                .component(component)
                .map_err(|error| format!("{}: {error}", spec.document().name()))?;
            guides.push((component.to_owned(), Guide::new(&schema)));
        }
        let any_event = type_set.subjects().iter().find(|subject| subject.component().is_none());
        Ok(Sorter {
            spec,
            guides,
            any_event: any_event.map(|subject| subject.name().to_owned()),
        })
    }

    /// The components that an object follows. `folder` is the one that the folder of a corpus tells.
    pub fn components(&self, tree: &Tree<'_>, event: bool, folder: Option<&str>) -> Vec<String> {
        if let Some(folder) = folder.filter(|folder| !event && self.guide(folder).is_some()) {
            return vec![folder.to_owned()];
        }
        let bound: Vec<&str> = self.guides.iter().map(|(name, _)| name.as_str()).collect();
        let found = self.spec.classify(&outline(tree), &bound);
        match found.is_empty() && event {
            true => self.any_event.clone().into_iter().collect(),
            false => found,
        }
    }

    /// What a component says of places; none of the events that no component describes.
    pub fn guide(&self, component: &str) -> Option<&Guide> {
        let found = self.guides.iter().find(|(name, _)| name == component);
        found.map(|(_, guide)| guide)
    }

    /// The shape of an object under a component.
    pub fn shape(&self, component: &str, tree: &Tree<'_>) -> Shape {
        Shape::of(component, self.guide(component), tree)
    }

    /// Why an object belongs to no component, and which one is nearest. Nothing of the object is in it but names of kinds.
    pub fn why_not(&self, tree: &Tree<'_>) -> String {
        let kind = |key: &str| {
            let child = tree.children(Tree::ROOT).find(|&child| tree.key(child) == key)?;
            let text = tree.string(child).filter(|text| is_name(text))?;
            Some(format!("`{key}` is `{text}`"))
        };
        if tree.kind(Tree::ROOT) != Kind::Object {
            return looks(tree);
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
                        .map(|key| format!("`{}`", printable_key(key)))
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

    /// How many objects of each component, none yet.
    pub fn tally(&self) -> BTreeMap<String, u64> {
        let names = self.guides.iter().map(|(name, _)| name.clone());
        names.chain(self.any_event.clone()).map(|name| (name, 0)).collect()
    }
}
