//! An enum and its union, examined: what is known of all texts that were asked about.

use super::branch_matcher::BranchMatcher;
use super::branches::{Branches, PairRelation};
use super::pinned::pinned;
use super::reading::Reading;
use super::smallest::smallest;
use super::tag_word::TagWord;
use super::texts;
use crate::schema::{Schema, Spec, SpecError, UnionPlace};
use crate::subject::{EnumSubject, Tagging};
use serde_json::Value;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An enum and its union, examined.
pub struct EnumAnalysis<'a> {
    /// The enum.
    pub union: &'a EnumSubject,
    /// Where the document has the union, if the enum is bound to one.
    pub place: Option<UnionPlace>,
    branches: Option<Branches>,
    /// How each pair of branches meets.
    pub meetings: BTreeMap<(usize, usize), PairRelation>,
    /// What the document calls each branch: the component that it refers to, or its constants.
    pub labels: Vec<Vec<String>>,
    /// For each branch, the variant that stands for it.
    pub of_branch: Vec<Option<usize>>,
    /// All texts, the shortest first.
    pub readings: Vec<Reading>,
    /// How many texts of each branch alone were made.
    pub made: Vec<usize>,
    again: RefCell<BTreeMap<String, Reading>>,
    pub(super) tag: OnceCell<Option<String>>,
    pub(super) tag_words: OnceCell<Vec<TagWord>>,
    schema: Option<Arc<Schema>>,
}

impl<'a> EnumAnalysis<'a> {
    /// Asks an enum about many texts. `more` are texts of one's own, such as captures.
    ///
    /// # Errors
    /// When the place is not in the document, when a variant is to stand for a branch that is not there, or when the enum is not
    /// as it was registered.
    pub fn new(union: &'a EnumSubject, spec: Option<&Spec>, more: &[String]) -> Result<EnumAnalysis<'a>, String> {
        let (mut place, mut branches, mut labels, mut schema) = (None, None, Vec::new(), None);
        if let (Some(at), Some(spec)) = (union.at(), spec) {
            let found = place_at(spec, at).map_err(|error| error.to_string())?;
            branches = Some(Branches::new(spec, &found).map_err(|error| error.to_string())?);
            labels = (0..found.branches)
                .map(|index| labels_of(spec, &found.branch(index)))
                .collect();
            schema = spec.component(&UnionPlace::alone(found.schema.clone()).pointer()).ok();
            place = Some(found);
        }
        let mut analysis = EnumAnalysis {
            union,
            place,
            branches,
            meetings: BTreeMap::new(),
            labels,
            of_branch: Vec::new(),
            readings: Vec::new(),
            made: Vec::new(),
            again: RefCell::default(),
            tag: OnceCell::new(),
            tag_words: OnceCell::new(),
            schema,
        };
        let names: Vec<String> = (0..analysis.labels.len())
            .map(|branch| analysis.branch_name(branch))
            .collect();
        let pinned = match analysis.place {
            Some(_) => pinned(union, &names, &analysis.labels)?,
            None => BTreeMap::new(),
        };
        analysis.ask(more, &pinned);
        analysis.is_as_registered()?;
        Ok(analysis)
    }

    fn ask(&mut self, more: &[String], pinned: &BTreeMap<usize, usize>) {
        let mut of_branches = Vec::new();
        let mut witnesses = Vec::new();
        if let Some(branches) = &self.branches {
            let count = branches.len();
            let pairs: Vec<(usize, usize)> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
            let meetings = branches.meetings(pairs.iter().copied());
            self.meetings = pairs.into_iter().zip(meetings).collect();
            witnesses.extend(self.meetings.values().filter_map(|meeting| match meeting {
                PairRelation::Overlapping(text) => Some(text.clone()),
                _ => None,
            }));
            of_branches = texts::of_branches(branches);
        }
        let mut texts = texts::all(self.union, &of_branches, &witnesses, more);
        texts.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        // The shortest first: what brings the type down shows it with the least.
        self.readings = texts.iter().map(|text| self.reading(text)).collect();
        self.made = of_branches.iter().map(Vec::len).collect();
        let of_branch: Vec<Vec<Reading>> = of_branches
            .iter()
            .map(|texts| texts.iter().map(|text| self.reading(text)).collect())
            .collect();
        if let Some(branches) = &self.branches {
            let meant = BranchMatcher {
                union: self.union,
                branches,
                texts: &of_branch,
                labels: &self.labels,
                readings: &self.readings,
                pinned,
            };
            self.of_branch = meant.mapping();
        }
    }

    /// An untagged enum must pick the first payload that reads a text.
    fn is_as_registered(&self) -> Result<(), String> {
        if self.union.tagging() == Tagging::Tagged {
            return Ok(());
        }
        let name = |variant: Option<usize>| match variant {
            Some(variant) => format!("`{}`", self.union.variants()[variant].name()),
            None => "none of the registered variants".to_owned(),
        };
        match self
            .readings
            .iter()
            .find(|reading| reading.crash.is_none() && reading.pick != reading.first())
        {
            None => Ok(()),
            Some(reading) => Err(format!(
                "`{}` is not as it was registered: it reads {} as {}, and the first registered payload that reads it is that of \
                 {}; variants must stand in the order of the enum, with the attributes that say how they read",
                self.union.name(),
                crate::finding::shortened(&reading.text),
                name(reading.pick),
                name(reading.first()),
            )),
        }
    }

    /// What becomes of a text.
    pub fn reading(&self, text: &str) -> Reading {
        if let Some(known) = self.again.borrow().get(text) {
            return known.clone();
        }
        let reading = Reading::of(self.union, self.branches.as_ref(), text);
        self.again.borrow_mut().insert(text.to_owned(), reading.clone());
        reading
    }

    /// The smallest text that goes on showing what a reading shows, starting from the shortest that does.
    pub fn smallest(&self, shows: impl Fn(&Reading) -> bool) -> Option<Reading> {
        let start = self.readings.iter().find(|reading| shows(reading))?;
        let text = smallest(&start.text, |text| shows(&self.reading(text)));
        Some(self.reading(&text))
    }

    /// The smallest text that goes on showing what a text shows.
    pub fn smaller(&self, text: &str, shows: impl Fn(&str) -> bool) -> String {
        smallest(text, shows)
    }

    /// The schema of all branches, as a JSON Schema document; `None` without a schema.
    pub fn branches(&self) -> Option<&Branches> {
        self.branches.as_ref()
    }

    /// The schema around the branches; `None` without a schema.
    pub fn schema(&self) -> Option<&Schema> {
        self.schema.as_deref()
    }

    /// A branch's place in the union, and what the document calls it: `oneOf/0 logs`.
    pub fn branch_name(&self, branch: usize) -> String {
        let keyword = self.place.as_ref().map_or("", |place| place.keyword);
        if keyword.is_empty() {
            return "the schema".to_owned();
        }
        match self.labels.get(branch).and_then(|labels| labels.first()) {
            Some(label) => format!("{keyword}/{branch} {label}"),
            None => format!("{keyword}/{branch}"),
        }
    }

    /// Where a text breaks a branch, if it does.
    pub fn violation(&self, branch: usize, text: &str) -> Option<String> {
        let value = serde_json::from_str(text).ok()?;
        self.branches.as_ref()?.violation(branch, &value)
    }

    /// The branches that a variant stands for.
    pub fn branches_of(&self, variant: usize) -> impl Iterator<Item = usize> + '_ {
        let mapped = self.of_branch.iter().enumerate();
        mapped
            .filter(move |(_, of)| **of == Some(variant))
            .map(|(branch, _)| branch)
    }

    /// The variant that takes a text from the branches that allow it: the one that is picked, where it stands for none of
    /// them, and one that should have had it reads it too, or it stands for another branch.
    pub fn wrong_pick(&self, reading: &Reading) -> Option<Wrong> {
        let pick = reading.pick?;
        let allowed: Vec<usize> = (0..reading.allows.len())
            .filter(|branch| reading.allows[*branch])
            .collect();
        if allowed.is_empty() || allowed.iter().any(|branch| self.of_branch[*branch] == Some(pick)) {
            return None;
        }
        let right =
            |branch: &usize| self.of_branch[*branch].filter(|variant| reading.reads.get(*variant) == Some(&true));
        let right = allowed.iter().find_map(right);
        let stands_for_another = self.branches_of(pick).next().is_some();
        (right.is_some() || stands_for_another).then_some(Wrong {
            branch: allowed[0],
            pick,
            right,
        })
    }
}

/// A text of one branch that is read by the variant of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong {
    /// The branch that allows the text.
    pub branch: usize,
    /// The variant that is picked.
    pub pick: usize,
    /// The variant that should have had it and reads it too.
    pub right: Option<usize>,
}

/// The union at a place; a schema that is no union is one of one branch.
fn place_at(spec: &Spec, at: &str) -> Result<UnionPlace, SpecError> {
    Ok(match spec.union_at(at)? {
        Some(found) => found,
        None => UnionPlace::alone(spec.pointer_of(at)?),
    })
}

/// What the document calls a branch, the most telling first: its constants, its component, its title and type.
fn labels_of(spec: &Spec, pointer: &str) -> Vec<String> {
    let document = spec.document().value();
    let Some(mut schema) = document.pointer(pointer) else {
        return Vec::new();
    };
    let mut component = None;
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        component = reference.rsplit('/').next().map(str::to_owned);
        let target = reference.strip_prefix('#').and_then(|at| document.pointer(at));
        schema = target.unwrap_or(schema);
    }
    let mut labels = Vec::new();
    for (_, property) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let only = match property.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
            Some([only]) => only.as_str(),
            _ => None,
        };
        let constant = property.get("const").and_then(Value::as_str);
        labels.extend(constant.or(only).map(str::to_owned));
    }
    labels.extend(component);
    let words = ["title", "type"]
        .into_iter()
        .filter_map(|keyword| schema.get(keyword)?.as_str());
    labels.extend(words.map(str::to_owned));
    labels
}
