//! Redacts and sorts what recordings give, before it is examined.

use super::base_name;
use crate::case::{Case, Piece, Skipped};
use crate::json::{Kind, Tree};
use crate::pointer::Pointer;
use crate::recording::{Item, Origin};
use crate::redact::{Redactor, Replaced, masked, printable_key};
use crate::report::{Groups, Listed};
use crate::runner::Sorter;
use crate::shape::Shape;
use std::sync::{Mutex, PoisonError};

/// Redacts and sorts.
pub(super) struct Preparation<'a> {
    sorter: &'a Sorter,
    redactor: Redactor,
    so_far: Mutex<Prepared>,
}

/// What was seen on the way.
#[derive(Default)]
pub(super) struct Prepared {
    pub(super) recordings: u64,
    last_file: String,
    pub(super) objects: u64,
    pub(super) replaced: Replaced,
    pub(super) unclassified: Groups,
    pub(super) left: Groups,
    pub(super) skipped: Listed<Skipped>,
    /// What redaction cannot be done to.
    pub(super) held_back: Listed<Skipped>,
}

/// What is known of an object while it is examined.
pub(super) struct RuleInfo {
    pub(super) shape: Shape,
    /// Where it comes from, as it may be printed.
    pub(super) seen: String,
    /// The recording, as the caller named it.
    pub(super) file: String,
    pub(super) line: usize,
}

impl<'a> Preparation<'a> {
    pub(super) fn new(sorter: &'a Sorter, redactor: Redactor) -> Preparation<'a> {
        Preparation {
            sorter,
            redactor,
            so_far: Mutex::default(),
        }
    }

    pub(super) fn close(self) -> Prepared {
        self.so_far.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be examined of an item: before, after, and what is known of it; once for each component that fits.
    pub(super) fn pairs(&self, item: Item) -> Vec<(Case, Case, RuleInfo)> {
        let mut so_far = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &item {
            Item::Text(origin, _) | Item::Left(origin, _) => origin.file.clone(),
            Item::Skipped(_) => String::new(),
        };
        if !file.is_empty() && file != so_far.last_file {
            so_far.recordings += 1;
            so_far.last_file = file;
        }
        match item {
            Item::Skipped(skipped) => so_far.skipped.push(sanitize_for_terminal(skipped)),
            Item::Left(origin, reason) => so_far.left.push(reason.to_owned(), || seen(&origin)),
            Item::Text(origin, case) => {
                so_far.objects += 1;
                return self.objects(&origin, &case, &mut so_far);
            }
        }
        Vec::new()
    }

    /// Whether the first item of an array follows some component.
    fn is_list(&self, array: &Tree<'_>) -> bool {
        let first = array.children(Tree::ROOT).next();
        let first = first.filter(|_| array.kind(Tree::ROOT) == Kind::Array);
        let first = first.and_then(|first| Tree::parse(array.source(first)).ok());
        first.is_some_and(|first| self.sorter.components_of_text(&first, false).is_ok())
    }

    /// An object, or the items of a list that somebody collected in a file.
    fn objects(&self, origin: &Origin, case: &Case, so_far: &mut Prepared) -> Vec<(Case, Case, RuleInfo)> {
        let list = case
            .text
            .trim_start()
            .starts_with('[')
            .then(|| case.tree().ok())
            .flatten();
        let Some(array) = list.filter(|tree| self.is_list(tree)) else {
            return self.object(origin, case, so_far);
        };
        let items = array.children(Tree::ROOT).enumerate().flat_map(|(index, item)| {
            let mut origin = origin.clone();
            let behind = if origin.part.is_empty() { "" } else { ", " };
            origin.part = format!("{}{behind}item {}", origin.part, index + 1);
            self.object(&origin, &Case::new("", array.source(item)), so_far)
        });
        items.collect()
    }

    fn object(&self, origin: &Origin, case: &Case, so_far: &mut Prepared) -> Vec<(Case, Case, RuleInfo)> {
        let tree = match case.tree() {
            Ok(tree) => tree,
            Err(skipped) => {
                so_far.skipped.push(sanitize_for_terminal(Skipped {
                    case: origin.label(),
                    ..skipped
                }));
                return Vec::new();
            }
        };
        // The folder of a recording of several responses says nothing about each of them.
        let components = match origin.part.is_empty() {
            true => self.sorter.components(case, &tree),
            false => self.sorter.components_of_text(&tree, case.event),
        };
        let components = components.unwrap_or_else(|reason| {
            so_far.unclassified.push(reason, || seen(origin));
            Vec::new()
        });
        let mut pairs = Vec::new();
        for component in components {
            let (text, replaced) = self.redactor.object(&tree, self.sorter.guide(&component));
            so_far.replaced.add(replaced);
            let line = case.pieces.first().map_or(1, |piece| piece.line);
            let Ok(redacted) = Tree::parse(&text) else {
                let place = Skipped::whole(masked(&origin.label()), "redaction does not leave JSON");
                so_far.held_back.push(Skipped {
                    line,
                    column: 1,
                    ..place
                });
                continue;
            };
            let about = RuleInfo {
                shape: self.sorter.shape(&component, &redacted),
                seen: seen(origin),
                file: origin.file.clone(),
                line,
            };
            // The folder tells a worker the component.
            let mut before = Case::new(format!("{component}/x"), case.text.clone());
            before.event = case.event;
            before.pieces = places(case);
            let after = Case { text, ..before.clone() };
            pairs.push((before, after, about));
        }
        pairs
    }
}

/// Where the text will stand in a file of its own: an event has its name on the first line, and its data behind `data: `.
fn places(case: &Case) -> Vec<Piece> {
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

/// Where something comes from, as it may be kept and printed.
fn seen(origin: &Origin) -> String {
    let name = base_name(&origin.file);
    match origin.part.is_empty() {
        true => format!("{} {name}", origin.format),
        false => format!("{} {name}, {}", origin.format, origin.part),
    }
}

/// Without keys that may be anybody's secret.
fn sanitize_for_terminal(skipped: Skipped) -> Skipped {
    let mut pointer = Pointer::root();
    for step in skipped.pointer.steps() {
        pointer.push(printable_key(&step));
    }
    Skipped {
        case: masked(&skipped.case).into_owned(),
        pointer,
        ..skipped
    }
}
