//! Which component of the document a case belongs to.
//!
//! Five sources are consulted, in this order: what the configuration says of its path, the folder that a capture is stored in, the constants in its text (such as
//! `"object": "animal.pet"`), the component that the caller named, and the keys of its text, if they fit one component better than
//! all others; where that are several, the keys of nested objects decide, then the name of the file. What is left goes to the root of a document, if it is itself a schema that a subject is bound to. The first source
//! that gives an answer is final. In particular, a capture in the folder of a component that is not a candidate is never examined
//! as another component.

mod error_body;
mod nested;
mod placing;

use crate::case::Case;
use crate::finding::shortened;
use crate::json::{Kind, Tree};
use crate::schema::{ComponentTags, Schema, Spec};
use crate::subject::TypeSet;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

pub use placing::PlacedCaptures;

/// Finds the component of a case among a number of candidates.
#[derive(Debug)]
pub struct ComponentResolver {
    spec: Arc<Spec>,
    candidates: Vec<String>,
    /// Collected when a text is first asked about: most captures are in folders that settle their component.
    tags: OnceLock<ComponentTags>,
    /// The same of every component of the document; collected when the candidates' own do not decide.
    tags_of_all: OnceLock<ComponentTags>,
    fallback: Option<String>,
    /// The candidate that is the whole document, if its root is itself a schema: that of texts of which nothing says what they
    /// are.
    root: Option<String>,
    /// The bodies of the responses that tell an error, as far as the document describes them.
    error_bodies: OnceLock<Vec<Arc<Schema>>>,
    /// Every component of the document, candidate or not.
    in_document: HashSet<String>,
    /// Last words that several components of the document have in common, such as `Object` in `PetObject`.
    endings: HashSet<String>,
    /// Folder names that say nothing about the component.
    ignored_folders: Vec<String>,
    /// What the configuration says of captures; of several that have a path, the last one counts.
    placed: Vec<PlacedCaptures>,
}

/// The component of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution<'r> {
    /// The candidates that the case belongs to, at least one. There are several if neither the constants decide nor what else the
    /// candidates say of the text.
    Components(Vec<&'r str>),
    /// An event of a stream that no candidate describes.
    OtherEvent,
    /// What a server sends in the place of a result, and no candidate describes; the reason says so.
    ErrorBody(String),
    /// The folder names a component that is not a candidate; the reason says so.
    Elsewhere(String),
    /// Nothing tells the component; the reason describes the text.
    Unknown(String),
}

impl ComponentResolver {
    /// A resolver that answers with one or several of `candidates`, in their order.
    pub fn new(spec: Arc<Spec>, candidates: Vec<String>) -> ComponentResolver {
        let in_document: HashSet<String> = spec.document().component_names().map(str::to_owned).collect();
        let mut endings: HashMap<&str, usize> = HashMap::new();
        for ending in in_document.iter().filter_map(|name| last_word(name)) {
            *endings.entry(ending).or_default() += 1;
        }
        let shared = endings.into_iter().filter(|(_, count)| *count > 1);
        let endings = shared.map(|(ending, _)| ending.to_owned()).collect();
        let is_root = |name: &&String| spec.document().component_pointer(name).as_deref() == Some("");
        let root = candidates.iter().find(is_root).cloned();
        ComponentResolver {
            spec,
            candidates,
            tags: OnceLock::new(),
            tags_of_all: OnceLock::new(),
            fallback: None,
            root,
            error_bodies: OnceLock::new(),
            in_document,
            endings,
            ignored_folders: Vec::new(),
            placed: Vec::new(),
        }
    }

    /// A resolver whose candidates are the components that the subjects of a type set are bound to.
    pub fn of(type_set: &TypeSet, spec: Arc<Spec>) -> ComponentResolver {
        let mut components: Vec<String> = Vec::new();
        let mut unbound = Vec::new();
        for subject in type_set.subjects() {
            match subject.component() {
                Some(component) if components.iter().any(|name| name == component) => {}
                Some(component) => components.push(component.to_owned()),
                None => unbound.push(subject.name().to_owned()),
            }
        }
        ComponentResolver::new(spec, components).ignoring_folders(unbound)
    }

    /// Uses `component` for cases whose component neither the folder nor the text tells.
    pub fn with_fallback(mut self, component: Option<String>) -> ComponentResolver {
        self.fallback = component;
        self
    }

    /// Uses the components that the configuration names for captures by their paths.
    pub fn with_placed(mut self, placed: Vec<PlacedCaptures>) -> ComponentResolver {
        self.placed = placed;
        self
    }

    /// Ignores folders of these names: they are named after something that is not a component, such as a subject that
    /// takes every event.
    pub fn ignoring_folders(mut self, names: impl IntoIterator<Item = String>) -> ComponentResolver {
        self.ignored_folders.extend(names);
        self
    }

    /// The component of a case whose text is `tree`.
    pub fn resolve(&self, case: &Case, tree: &Tree<'_>) -> Resolution<'_> {
        // Streams carry events of several components.
        if !case.event
            && let Some(settled) = self.of_origin(case)
        {
            return settled;
        }
        let found = self.own_tags().classify(tree);
        match &self.fallback {
            _ if !found.is_empty() => Resolution::Components(self.of_constants(case, tree, found)),
            _ if case.event => Resolution::OtherEvent,
            _ if self.is_error_body(tree) => {
                Resolution::ErrorBody(format!("an error body that no subject is bound to: {}", outline(tree)))
            }
            Some(component) => Resolution::Components(vec![component]),
            None => self
                .of_only_candidate(tree)
                .unwrap_or_else(|| self.of_the_rest(case, tree)),
        }
    }

    /// Those of several candidates with the same constants that describe the text: many requests and answers say no more than
    /// `"jsonrpc": "2.0"`. Where none does, the keys of nested objects decide, and the name of the file.
    fn of_constants<'r>(&'r self, case: &Case, tree: &Tree<'_>, found: Vec<&'r str>) -> Vec<&'r str> {
        if found.len() < 2 {
            return found;
        }
        let Ok(value) = serde_json::from_str::<Value>(tree.text()) else {
            return found;
        };
        let is_valid = |name: &&str| self.spec.component(name).is_ok_and(|schema| schema.is_valid(&value));
        let valid: Vec<&str> = found.iter().copied().filter(is_valid).collect();
        if !valid.is_empty() {
            return valid;
        }
        match nested::by_nested_keys(&self.spec, tree, &found).or_else(|| self.named_by_file(case, &found)) {
            Some(only) => vec![only],
            None => found,
        }
    }

    /// The candidates whose constants the data of an event has.
    pub fn of_event_data(&self, tree: &Tree<'_>) -> Vec<&str> {
        self.own_tags().classify(tree)
    }

    fn own_tags(&self) -> &ComponentTags {
        let candidates = self.candidates.iter().map(String::as_str);
        self.tags.get_or_init(|| ComponentTags::new(&self.spec, candidates))
    }

    /// The component of a text of which neither constants nor the caller say what it is.
    fn of_the_rest(&self, case: &Case, tree: &Tree<'_>) -> Resolution<'_> {
        match (self.of_keys(case, tree), &self.root) {
            (Resolution::Unknown(_), Some(root)) => Resolution::Components(vec![root]),
            (found, _) => found,
        }
    }

    /// The component whose keys a text without constants has. Components without a subject count too: the text may be theirs.
    fn of_keys(&self, case: &Case, tree: &Tree<'_>) -> Resolution<'_> {
        match self.tags_of_all().fit_by_keys(tree).as_slice() {
            [] => Resolution::Unknown(no_component(tree)),
            [only] => self.fitting(only),
            several => {
                match nested::by_nested_keys(&self.spec, tree, several).or_else(|| self.named_by_file(case, several)) {
                    Some(only) => self.fitting(only),
                    None => Resolution::Unknown(ambiguous(several)),
                }
            }
        }
    }

    fn fitting(&self, component: &str) -> Resolution<'_> {
        match self.candidate(component) {
            Some(candidate) => Resolution::Components(vec![candidate]),
            None => Resolution::Unknown(format!("its keys fit `{component}` best, which no subject is bound to")),
        }
    }

    /// The one of several components that the name of the file begins with, or the folder: `pet-7.json` is a `Pet`.
    fn named_by_file<'c>(&self, case: &Case, several: &[&'c str]) -> Option<&'c str> {
        let path = plain(case.origin.path()?.rsplit(['/', '\\']).next()?);
        let mut named: Vec<&str> = several
            .iter()
            .copied()
            .filter(|name| path.starts_with(&plain(name)))
            .collect();
        // `pet_toy_1.json` is a `PetToy`, and no `Pet`.
        named.sort_by_key(|name| std::cmp::Reverse(name.len()));
        named.first().copied()
    }

    fn tags_of_all(&self) -> &ComponentTags {
        let names = || self.in_document.iter().map(String::as_str);
        self.tags_of_all.get_or_init(|| ComponentTags::new(&self.spec, names()))
    }

    /// A text without constants belongs to the only candidate, unless its constants are those of another component of the
    /// document.
    fn of_only_candidate(&self, tree: &Tree<'_>) -> Option<Resolution<'_>> {
        let [only] = &self.candidates[..] else { return None };
        let fits_another = self.tags_of_all().classify(tree).into_iter().any(|name| name != only);
        (!fits_another).then(|| Resolution::Components(vec![only]))
    }

    /// What is known of a case before its text is read.
    fn of_origin(&self, case: &Case) -> Option<Resolution<'_>> {
        match &case.component {
            Some(component) => Some(match self.candidate(component) {
                Some(candidate) => Resolution::Components(vec![candidate]),
                None => Resolution::Elsewhere(format!("no subject is bound to its component `{component}`")),
            }),
            None => {
                let of_folders = || case.origin.folders().find_map(|folder| self.of_folder(folder));
                self.of_path(case).or_else(of_folders)
            }
        }
    }

    /// What the configuration says of the path of a case.
    fn of_path(&self, case: &Case) -> Option<Resolution<'_>> {
        let path = case.origin.path()?;
        let PlacedCaptures { component, .. } = self.placed.iter().rfind(|placed| placed.has(path))?;
        let why = match self.in_document.contains(component) {
            true => "which no subject is bound to",
            false => "which the document does not have",
        };
        Some(match self.candidate(component) {
            Some(candidate) => Resolution::Components(vec![candidate]),
            None => Resolution::Elsewhere(format!("`[[capture]]` names the component `{component}` for it, {why}")),
        })
    }

    /// What the name of a folder says of the captures in it; `None` if it is not named after a component.
    fn of_folder(&self, folder: &str) -> Option<Resolution<'_>> {
        if let Some(candidate) = self.candidate(folder) {
            return Some(Resolution::Components(vec![candidate]));
        }
        if self.ignored_folders.iter().any(|name| name == folder) {
            return None;
        }
        if self.in_document.contains(folder) {
            let reason = format!("its folder names the component `{folder}`, which no subject is bound to");
            return Some(Resolution::Elsewhere(reason));
        }
        if !self.is_named_like_a_component(folder) {
            return None;
        }
        Some(match &self.fallback {
            Some(component) => Resolution::Components(vec![component]),
            None => Resolution::Elsewhere(format!(
                "its folder `{folder}` is named like a component, but the document has no such component; \
                 name one with --component"
            )),
        })
    }

    /// Whether a folder follows the naming convention of the document's components. Documents are often cut down to the
    /// components that subjects are bound to, while the captures come from a larger corpus: `MessageObject` is then the
    /// folder of a component, although the document only has `PetObject` and `PetToyObject`.
    fn is_named_like_a_component(&self, folder: &str) -> bool {
        last_word(folder).is_some_and(|word| self.endings.contains(word))
    }

    fn candidate(&self, name: &str) -> Option<&str> {
        let found = self.candidates.iter().find(|candidate| *candidate == name);
        found.map(String::as_str)
    }
}

/// The last word of a name that has several, such as `Object` in `PetObject` and `_object` in `run_object`. The separator
/// is part of the word, so that only names in the same style have it in common.
fn last_word(name: &str) -> Option<&str> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    if !name.chars().all(is_plain) {
        return None;
    }
    let bytes = name.as_bytes();
    let starts_a_word = |&at: &usize| {
        let (before, here) = (bytes[at - 1], bytes[at]);
        match here {
            b'_' | b'-' | b'.' => true,
            _ if !here.is_ascii_uppercase() => false,
            _ if before.is_ascii_uppercase() => bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase),
            _ => before.is_ascii_alphanumeric(),
        }
    };
    let start = (1..bytes.len()).rev().find(starts_a_word)?;
    name.get(start..)
}

/// A name without what styles of names differ in.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|one| one.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Says that the keys of a text fit several components alike.
fn ambiguous(components: &[&str]) -> String {
    const SHOWN: usize = 4;
    let mut components = components.to_vec();
    components.sort_unstable();
    components.truncate(SHOWN);
    let shown = components.join("`, `");
    format!("ambiguous: its keys fit `{shown}` alike; name one with --component")
}

/// Says that a text belongs to no component, and what it looks like.
fn no_component(tree: &Tree<'_>) -> String {
    format!("no bound component fits: {}; name one with --component", outline(tree))
}

/// Describes a text that belongs to no component.
pub fn outline(tree: &Tree<'_>) -> String {
    match tree.kind(Tree::ROOT) {
        Kind::Object => {}
        Kind::Array => return "an array".to_owned(),
        _ => return "not an object".to_owned(),
    }
    let member = |key: &str| {
        let child = tree.children(Tree::ROOT).find(|&child| tree.key(child) == key)?;
        Some(format!("`{key}` is {}", shortened(tree.source(child))))
    };
    member("object").or_else(|| member("event")).unwrap_or_else(|| {
        let first = tree.children(Tree::ROOT).take(4);
        let keys: Vec<String> = first.map(|child| format!("`{}`", tree.key(child))).collect();
        match keys.is_empty() {
            true => "an empty object".to_owned(),
            false => format!("an object with {}", keys.join(", ")),
        }
    })
}

#[cfg(test)]
mod tests;
