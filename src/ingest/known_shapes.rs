//! The shapes of the captures in a corpus.

use super::classifier::ObjectClassifier;
use crate::case::{Case, Input, Origin, Skipped, Texts, captures_at};
use crate::shape::{Fact, Shape};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The shapes of the captures in a corpus. They are computed from the captures, because an interrupted ingest may have left the
/// index incomplete.
#[derive(Default)]
pub(super) struct KnownShapes {
    fingerprints: HashSet<String>,
    facts: HashMap<String, BTreeSet<Fact>>,
    /// The captures, each with the fingerprint of its first object.
    pub(super) files: Vec<(PathBuf, String)>,
}

impl KnownShapes {
    /// Reads the captures of a folder, if it exists. Files and texts that cannot be read are skipped.
    pub(super) fn read(folder: &Path, classifier: &ObjectClassifier) -> KnownShapes {
        let mut known = KnownShapes::default();
        if !folder.is_dir() {
            return known;
        }
        for path in captures_at(folder).into_iter().flatten() {
            let Ok(file) = File::open(&path) else { continue };
            let input = Input {
                origin: Origin::File {
                    path: path.display().to_string(),
                },
                reader: BufReader::new(file),
            };
            let mut first = None;
            for case in Texts::new(input).flatten() {
                for shape in shapes(&case, classifier).unwrap_or_default() {
                    first.get_or_insert_with(|| shape.fingerprint());
                    known.insert(&shape);
                }
            }
            known.files.extend(first.map(|fingerprint| (path, fingerprint)));
        }
        known
    }

    pub(super) fn contains(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// The facts of a shape that no capture of its component has.
    pub(super) fn new_facts(&self, shape: &Shape) -> Vec<Fact> {
        let known = self.facts.get(&shape.component);
        let new = |fact: &&Fact| !fact.place.is_empty() && known.is_none_or(|known| !known.contains(*fact));
        shape.facts.iter().filter(new).cloned().collect()
    }

    pub(super) fn insert(&mut self, shape: &Shape) {
        self.fingerprints.insert(shape.fingerprint());
        let facts = self.facts.entry(shape.component.clone()).or_default();
        facts.extend(shape.facts.iter().cloned());
    }
}

fn shapes(case: &Case, classifier: &ObjectClassifier) -> Result<Vec<Shape>, Skipped> {
    let tree = case.tree()?;
    let components = classifier.components(case, &tree).unwrap_or_default();
    Ok(components
        .iter()
        .map(|component| classifier.shape(component, &tree))
        .collect())
}
