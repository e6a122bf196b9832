//! The shapes that a corpus has.

use crate::case::{Case, Input, Skipped, Texts, captures_at};
use crate::runner::Sorter;
use crate::shape::{Fact, Shape};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The shapes that a corpus has. They are read out of its captures, and not out of its index, which may lag behind.
#[derive(Default)]
pub(super) struct KnownShapes {
    fingerprints: HashSet<String>,
    facts: HashMap<String, BTreeSet<Fact>>,
    /// Its files, each with the fingerprint of its first object.
    pub(super) files: Vec<(PathBuf, String)>,
}

impl KnownShapes {
    /// Reads the captures of a folder, if there is one. What cannot be read has no shape.
    pub(super) fn of(folder: &Path, sorter: &Sorter) -> KnownShapes {
        let mut shelf = KnownShapes::default();
        if !folder.is_dir() {
            return shelf;
        }
        for path in captures_at(folder).into_iter().flatten() {
            let Ok(file) = File::open(&path) else { continue };
            let name = path.display().to_string();
            let reader = BufReader::new(file);
            let mut first = None;
            for case in Texts::new(Input { name, reader }).flatten() {
                for shape in shapes(&case, sorter).unwrap_or_default() {
                    first.get_or_insert_with(|| shape.fingerprint());
                    shelf.enter(&shape);
                }
            }
            shelf.files.extend(first.map(|fingerprint| (path, fingerprint)));
        }
        shelf
    }

    pub(super) fn has(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }

    /// What a shape has that no capture of its component had before.
    pub(super) fn added_by(&self, shape: &Shape) -> Vec<Fact> {
        let known = self.facts.get(&shape.component);
        let new = |fact: &&Fact| !fact.place.is_empty() && known.is_none_or(|known| !known.contains(*fact));
        shape.facts.iter().filter(new).cloned().collect()
    }

    pub(super) fn enter(&mut self, shape: &Shape) {
        self.fingerprints.insert(shape.fingerprint());
        let facts = self.facts.entry(shape.component.clone()).or_default();
        facts.extend(shape.facts.iter().cloned());
    }
}

fn shapes(case: &Case, sorter: &Sorter) -> Result<Vec<Shape>, Skipped> {
    let tree = case.tree()?;
    let components = sorter.components(case, &tree).unwrap_or_default();
    Ok(components
        .iter()
        .map(|component| sorter.shape(component, &tree))
        .collect())
}
