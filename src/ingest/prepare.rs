//! The objects of recordings, redacted and assigned to components, ready to be examined.

use super::classifier::ObjectClassifier;
use super::report::{CappedList, ReasonCounts};
use crate::case::{Case, Piece, Skipped};
use crate::json::{Kind, Tree};
use crate::pointer::Pointer;
use crate::recording::{Item, Origin};
use crate::redact::{Redactor, Replaced};
use crate::shape::Shape;
use std::sync::{Mutex, PoisonError};

/// Redacts objects and finds their components.
pub(super) struct Preparation<'a> {
    classifier: &'a ObjectClassifier,
    redactor: Redactor,
    counts: Mutex<PreparationCounts>,
}

/// What a [`Preparation`] has seen.
#[derive(Default)]
pub(super) struct PreparationCounts {
    pub(super) recordings: u64,
    last_file: String,
    pub(super) objects: u64,
    pub(super) replaced: Replaced,
    pub(super) unclassified: ReasonCounts,
    pub(super) ignored: ReasonCounts,
    pub(super) skipped: CappedList<Skipped>,
    /// Objects that cannot be redacted.
    pub(super) held_back: CappedList<Skipped>,
}

/// An object that is to be examined before and after redaction: redaction must not change what the checks find.
pub(super) type Prepared = (Case, Case, ObjectInfo);

/// What is known of an object while it is examined.
pub(super) struct ObjectInfo {
    pub(super) shape: Shape,
    /// Where it comes from, without anything private.
    pub(super) seen: String,
    /// The recording, as the caller named it.
    pub(super) file: String,
    pub(super) line: usize,
}

impl<'a> Preparation<'a> {
    pub(super) fn new(classifier: &'a ObjectClassifier, redactor: Redactor) -> Preparation<'a> {
        Preparation {
            classifier,
            redactor,
            counts: Mutex::default(),
        }
    }

    /// Ends the preparation.
    pub(super) fn finish(self) -> PreparationCounts {
        self.counts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The objects of an item that are to be examined, once for each component that they may belong to.
    pub(super) fn objects(&self, item: Item) -> Vec<Prepared> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &item {
            Item::Text(origin, _) | Item::Ignored(origin, _) => origin.file.clone(),
            Item::Skipped(_) => String::new(),
        };
        if !file.is_empty() && file != counts.last_file {
            counts.recordings += 1;
            counts.last_file = file;
        }
        match item {
            Item::Skipped(skipped) => counts.skipped.push(self.without_keys(skipped)),
            Item::Ignored(origin, reason) => counts.ignored.push(reason.to_owned(), || seen(&origin)),
            Item::Text(origin, case) => {
                counts.objects += 1;
                return self.objects_of_text(&origin, &case, &mut counts);
            }
        }
        Vec::new()
    }

    /// Whether a text is an array whose first item belongs to a component.
    fn is_list(&self, array: &Tree<'_>) -> bool {
        let first = array.children(Tree::ROOT).next();
        let first = first.filter(|_| array.kind(Tree::ROOT) == Kind::Array);
        let first = first.and_then(|first| Tree::parse(array.source(first)).ok());
        first.is_some_and(|first| self.classifier.components(&Case::new("", ""), &first).is_ok())
    }

    /// The object that a text is, or the items of an array of objects.
    fn objects_of_text(&self, origin: &Origin, case: &Case, counts: &mut PreparationCounts) -> Vec<Prepared> {
        let list = case
            .text
            .trim_start()
            .starts_with('[')
            .then(|| case.tree().ok())
            .flatten();
        let Some(array) = list.filter(|tree| self.is_list(tree)) else {
            return self.object(origin, case, counts);
        };
        let items = array.children(Tree::ROOT).enumerate().flat_map(|(index, item)| {
            let mut origin = origin.clone();
            let separator = if origin.part.is_empty() { "" } else { ", " };
            origin.part = format!("{}{separator}item {}", origin.part, index + 1);
            self.object(&origin, &Case::new("", array.source(item)), counts)
        });
        items.collect()
    }

    /// Hides the keys on the way to a fault that no component names: they may be private.
    fn without_keys(&self, skipped: Skipped) -> Skipped {
        let mut pointer = Pointer::root();
        for step in skipped.pointer.steps() {
            pointer.push(self.classifier.printable_key(&step));
        }
        Skipped { pointer, ..skipped }
    }

    fn object(&self, origin: &Origin, case: &Case, counts: &mut PreparationCounts) -> Vec<Prepared> {
        let tree = match case.tree() {
            Ok(tree) => tree,
            Err(skipped) => {
                counts.skipped.push(self.without_keys(Skipped {
                    case: origin.label(),
                    ..skipped
                }));
                return Vec::new();
            }
        };
        let components = self.classifier.components(case, &tree).unwrap_or_else(|reason| {
            counts.unclassified.push(reason, || seen(origin));
            Vec::new()
        });
        let mut prepared = Vec::new();
        for component in components {
            let (text, replaced) = self.redactor.redact(&tree, self.classifier.guide(&component));
            counts.replaced.add(replaced);
            let line = case.pieces.first().map_or(1, |piece| piece.line);
            let Ok(redacted) = Tree::parse(&text) else {
                let place = Skipped::whole(origin.label(), "not valid JSON after redaction");
                counts.held_back.push(Skipped {
                    line,
                    column: 1,
                    ..place
                });
                continue;
            };
            let info = ObjectInfo {
                shape: self.classifier.shape(&component, &redacted),
                seen: seen(origin),
                file: origin.file.clone(),
                line,
            };
            let mut before = Case::new(format!("{component}/x"), case.text.clone());
            before.component = Some(component.clone());
            before.event = case.event;
            before.pieces = positions_in_file(case);
            let after = Case { text, ..before.clone() };
            prepared.push((before, after, info));
        }
        prepared
    }
}

/// The positions of the text in the file that it will be stored in. An event has its name on the first line, and its data on the
/// following lines after `data: `.
fn positions_in_file(case: &Case) -> Vec<Piece> {
    let first = Piece {
        offset: 0,
        line: 1,
        column: 1,
    };
    if !case.event {
        return vec![first];
    }
    let data = case.pieces.iter().skip(1).enumerate();
    let data = data.map(|(index, piece)| Piece {
        offset: piece.offset,
        line: index + 2,
        column: "data: ".len() + 1,
    });
    std::iter::once(first).chain(data).collect()
}

/// Where an object comes from, without anything private: this is stored and printed.
fn seen(origin: &Origin) -> String {
    let name = origin.file.rsplit('/').next().unwrap_or_default();
    match origin.part.is_empty() {
        true => format!("{} {name}", origin.format),
        false => format!("{} {name}, {}", origin.format, origin.part),
    }
}
