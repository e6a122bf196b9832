//! Where structure leads: if a type stands for a schema, the types of its fields stand for the schemas of the properties.

use super::name_words::normalized;
use super::schema_view::{MergedKey, NodeId, SchemaView, ViewKey};
use super::score::Scorer;
use super::type_graph::{TypeGraph, TypeIx, plain};
use super::variants::{self, Assigned};
use crate::audit::model::{Alternative, Key, Object, Rest, Shape, TypeRef, VariantShape};
use crate::schema::ir::TypeSet;

/// A type that stands for a schema if another type stands for another schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Vote {
    pub(super) at: TypeIx,
    pub(super) schema: NodeId,
    /// Whether it follows from the structure alone. Otherwise the two must resemble each other as well.
    pub(super) is_certain: bool,
    /// Whether the schema allows more, which other types read.
    pub(super) is_part: bool,
    /// The unions for which the type does not stand, since it reads only this branch, and other variants read the others.
    pub(super) instead_of: Vec<NodeId>,
    /// The field or variant that leads to the type.
    pub(super) from: String,
}

/// Walks a type and a schema side by side.
pub(super) struct Aligner<'g> {
    scorer: &'g Scorer<'g>,
    types: &'g TypeGraph,
    view: &'g SchemaView,
    votes: Vec<Vote>,
}

/// A step of the walk: how sure it is, and the field that it goes through.
#[derive(Clone, Copy)]
struct Step<'l> {
    is_certain: bool,
    is_part: bool,
    /// Whether further variants of an enum read the value.
    is_one_of_several: bool,
    /// The union of which other variants read branches.
    union: Option<NodeId>,
    from: &'l str,
    depth: usize,
}

impl Step<'_> {
    /// The step to what is inside a value.
    fn whole(self) -> Self {
        Step {
            is_part: false,
            union: None,
            ..self
        }
    }

    /// The step to the value of a key, which no other variant reads.
    fn field(self) -> Self {
        Step {
            is_one_of_several: false,
            ..self.whole()
        }
    }
}

/// Types nest no deeper where they are walked through without a vote.
const MAX_DEPTH: usize = 12;
/// A branch that resembles a type less is not meant by it.
const LEAST_LIKENESS: f64 = 0.5;
/// Keys less alike than this are different keys, and not one key with a mistake in it.
const MISSPELT: f64 = 0.8;

impl<'g> Aligner<'g> {
    /// What follows from a type standing for a schema.
    pub(super) fn votes(scorer: &'g Scorer<'g>, at: TypeIx, schema: NodeId) -> Vec<Vote> {
        let mut aligner = Aligner {
            scorer,
            types: scorer.types,
            view: scorer.view,
            votes: Vec::new(),
        };
        let from = &*scorer.types[at].name;
        let step = Step {
            is_certain: !scorer.types[at].is_guess,
            is_part: false,
            is_one_of_several: false,
            union: None,
            from,
            depth: 0,
        };
        aligner.shape(&scorer.types[at].shape, schema, step);
        aligner.votes
    }

    fn shape(&mut self, shape: &'g Shape, schema: NodeId, step: Step<'_>) {
        match shape {
            Shape::Same(of) | Shape::Nullable(of) => self.reference(of, schema, step),
            Shape::List(of) => self.items(of, schema, step),
            Shape::Tuple(all) => self.tuple(all, schema, step),
            Shape::Map { value, .. } => self.values(value, schema, step),
            Shape::Object(object) => self.object(object, schema, step),
            Shape::Alternatives(alternatives) => self.alternatives(alternatives, schema, step),
            Shape::Unknown
            | Shape::Any
            | Shape::Null
            | Shape::Bool
            | Shape::Integer(_)
            | Shape::Float
            | Shape::Text { .. }
            | Shape::Words { .. } => {}
        }
    }

    fn reference(&mut self, of: &'g TypeRef, schema: NodeId, step: Step<'_>) {
        if step.depth > MAX_DEPTH {
            return;
        }
        let step = Step {
            depth: step.depth + 1,
            ..step
        };
        match of {
            TypeRef::Option(inner) => self.reference(inner, schema, step),
            TypeRef::List(inner) | TypeRef::Array(inner, _) => self.items(inner, schema, step),
            TypeRef::Tuple(all) => self.tuple(all, schema, step),
            TypeRef::Map(_, value) => self.values(value, schema, step),
            TypeRef::Local(_, arguments) => {
                if let Some(at) = self.types.local(of) {
                    self.vote(at, schema, step);
                    // What is written by hand around one type mostly checks it, and reads the same JSON.
                    if let (Shape::Unknown, [inner]) = (&self.types[at].shape, arguments.as_slice()) {
                        let step = Step {
                            is_certain: false,
                            ..step
                        };
                        if let Some(schema) = self.branch_like(inner, schema) {
                            self.reference(inner, schema, step);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// The schema, or the branch of it that resembles a type most.
    fn branch_like(&self, of: &TypeRef, schema: NodeId) -> Option<NodeId> {
        let at = self.types.local(of)?;
        if self.view[schema].branches.is_empty() || !self.types.alternatives(at).is_empty() {
            return Some(schema);
        }
        let branches = self.view.branches(schema).into_iter();
        let scored = branches.filter_map(|branch| Some((self.scorer.score(at, branch)?.score, branch)));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        (best.0 >= LEAST_LIKENESS).then_some(best.1)
    }

    fn vote(&mut self, at: TypeIx, schema: NodeId, step: Step<'_>) {
        let branch = (step.is_one_of_several)
            .then(|| variants::branch_read_by(self.scorer, at, schema))
            .flatten();
        let narrowed = branch.map(|_| schema);
        self.votes.push(Vote {
            at,
            schema: branch.unwrap_or(schema),
            instead_of: step.union.into_iter().chain(narrowed).collect(),
            is_certain: step.is_certain,
            is_part: step.is_part,
            from: step.from.to_owned(),
        });
    }

    /// The schema, or the only branch of it, with which a type of that kind can be meant.
    fn branch_with(&self, schema: NodeId, has: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        if has(schema) {
            return Some(schema);
        }
        let mut found = self.view.branches(schema).into_iter().filter(|branch| has(*branch));
        let first = found.next()?;
        let content = self.view[first].content;
        found.all(|other| self.view[other].content == content).then_some(first)
    }

    fn items(&mut self, of: &'g TypeRef, schema: NodeId, step: Step<'_>) {
        let holder = self.branch_with(schema, |id| self.view[id].items.is_some());
        if let Some(items) = holder.and_then(|id| self.view[id].items) {
            self.reference(of, items, step.whole());
        }
    }

    fn tuple(&mut self, all: &'g [TypeRef], schema: NodeId, step: Step<'_>) {
        let view = self.view;
        if let Some(holder) = self.branch_with(schema, |id| !view[id].tuple.is_empty()) {
            for (of, place) in all.iter().zip(&view[holder].tuple) {
                self.reference(of, *place, step.whole());
            }
            return;
        }
        for of in all {
            self.items(of, schema, step);
        }
    }

    fn values(&mut self, of: &'g TypeRef, schema: NodeId, step: Step<'_>) {
        let holder = self.branch_with(schema, |id| self.view[id].values.is_some());
        if let Some(values) = holder.and_then(|id| self.view[id].values) {
            return self.reference(of, values, step.whole());
        }
        // A map in the place of named properties of one kind.
        let keys = self.view.all_keys(schema);
        let contents = || keys.iter().map(|key| self.view[key.value].content);
        if let Some(first) = keys.first().filter(|_| contents().min() == contents().max()) {
            self.reference(of, first.value, step.whole());
        }
    }

    fn object(&mut self, object: &'g Object, schema: NodeId, step: Step<'_>) {
        let theirs = self.view.all_keys(schema);
        let mut only_in_type = Vec::new();
        let mut taken: Vec<&str> = Vec::new();
        for key in object.keys.iter().filter(|key| key.constant.is_none()) {
            let found = self.places_of(key, schema, &theirs);
            if found.is_empty() {
                only_in_type.push(key);
            }
            let is_certain = step.is_certain && found.len() == 1 && key.read_by.is_none();
            for place in found {
                taken.push(&place.normalized);
                let step = Step {
                    is_certain,
                    from: &format!("{}.{}", step.from, key.name),
                    ..step.field()
                };
                self.reference(&key.value, place.value, step);
            }
        }
        let left: Vec<&ViewKey> = theirs
            .iter()
            .map(|key| key.key)
            .filter(|key| !taken.contains(&&*key.normalized))
            .collect();
        for (key, place) in self.misspelt(&only_in_type, &left) {
            let step = Step {
                is_certain: false,
                from: &format!("{}.{}", step.from, key.name),
                ..step.field()
            };
            self.reference(&key.value, place.value, step);
        }
        if let Rest::Kept(of) = &object.rest {
            let value = if let TypeRef::Map(_, value) = of { value } else { of };
            if let Some(values) = self.view[schema].values {
                self.reference(value, values, step.field());
            }
        }
        for of in &object.flattened {
            self.inline(of, schema, step);
        }
    }

    /// A flattened type reads the same object.
    fn inline(&mut self, of: &'g TypeRef, schema: NodeId, step: Step<'_>) {
        if let Some(at) = self.types.local(plain(of)).filter(|_| step.depth < MAX_DEPTH) {
            let step = Step {
                depth: step.depth + 1,
                is_part: true,
                ..step
            };
            self.shape(&self.types[at].shape, schema, step);
        }
    }

    /// The properties that a key stands for: one of the schema itself, or those of all its branches.
    fn places_of<'v>(&self, key: &Key, schema: NodeId, theirs: &[MergedKey<'v>]) -> Vec<&'v ViewKey>
    where
        'g: 'v,
    {
        let names = std::iter::once(&key.name).chain(&key.written).chain(&key.aliases);
        let names: Vec<String> = names.map(|name| normalized(name)).collect();
        let view: &'v SchemaView = self.view;
        let own = std::iter::once(&key.name)
            .chain(&key.aliases)
            .find_map(|name| view.key(schema, name));
        if let Some(own) = own {
            return vec![own];
        }
        let branches = view.branches(schema).into_iter().filter(|branch| *branch != schema);
        let mut found: Vec<&ViewKey> = branches
            .flat_map(|branch| &view[branch].keys)
            .filter(|other| other.name == key.name)
            .collect();
        if found.is_empty() {
            found = theirs
                .iter()
                .map(|other| other.key)
                .filter(|other| names.contains(&other.normalized))
                .collect();
        }
        found.sort_by_key(|key| (view[key.value].content, key.value));
        found.dedup_by_key(|key| view[key.value].content);
        found
    }

    /// Keys that are left over on both sides, and differ by a mistake.
    fn misspelt<'k, 'v>(&self, ours: &[&'k Key], theirs: &[&'v ViewKey]) -> Vec<(&'k Key, &'v ViewKey)> {
        let mut pairs = Vec::new();
        for (row, key) in ours.iter().enumerate() {
            let kinds = self.types.kinds_of(&key.value).without(TypeSet::NULL);
            for (column, place) in theirs.iter().enumerate() {
                let alike = likeness(&key.name, place);
                if alike >= MISSPELT && (kinds.is_empty() || kinds.meets(self.view[place.value].kinds)) {
                    pairs.push((alike, row, column));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        pairs.retain(|(_, row, column)| {
            let is_free = !rows.contains(row) && !columns.contains(column);
            if is_free {
                rows.push(*row);
                columns.push(*column);
            }
            is_free
        });
        pairs
            .into_iter()
            .map(|(_, row, column)| (ours[row], theirs[column]))
            .collect()
    }

    fn alternatives(&mut self, alternatives: &'g [Alternative], schema: NodeId, step: Step<'_>) {
        let all = variants::assign(self.scorer, alternatives, schema);
        for assigned in &all {
            let is_elsewhere = |other: &Assigned<'_>| other.branch != schema && other.branch != assigned.branch;
            let has_branches = assigned.branch != schema && all.iter().any(is_elsewhere);
            let step = Step {
                is_certain: step.is_certain && assigned.is_certain,
                is_part: step.is_part || assigned.is_part,
                is_one_of_several: step.is_one_of_several || alternatives.len() > 1,
                union: has_branches.then_some(schema),
                from: &format!("{}::{}", step.from, assigned.alternative.ident),
                ..step
            };
            match &assigned.alternative.shape {
                VariantShape::Object(object) => self.object(object, assigned.branch, step),
                VariantShape::Same { of, .. } => self.reference(of, assigned.branch, step),
                VariantShape::Tuple(all) => self.tuple(all, assigned.branch, step),
                VariantShape::Word(_) | VariantShape::Null | VariantShape::Unknown => {}
            }
        }
    }
}

fn likeness(name: &str, place: &ViewKey) -> f64 {
    let ours = normalized(name);
    // Short keys differ by one letter and mean something else.
    let is_long = ours.len().min(place.normalized.len()) >= 5;
    if is_long {
        strsim::normalized_damerau_levenshtein(&ours, &place.normalized)
    } else {
        0.0
    }
}
