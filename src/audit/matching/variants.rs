//! Which variant of an enum stands for which branch of a union.

use super::name_words::NameWords;
use super::schema_view::NodeId;
use super::score::Scorer;
use super::type_graph::{TypeGraph, TypeIx};
use crate::audit::model::{Alternative, Shape, TypeRef, VariantShape};
use crate::schema::ir::TypeSet;
use std::collections::BTreeSet;

/// A variant and the branch that it stands for.
#[derive(Debug, Clone)]
pub(super) struct Assigned<'g> {
    pub(super) alternative: &'g Alternative,
    pub(super) branch: NodeId,
    /// Whether a tag or the kind of the values decides, and not resemblance.
    pub(super) is_certain: bool,
    /// Whether the branch allows more than the variant reads, which other variants read.
    pub(super) is_part: bool,
}

/// Less resemblance is chance.
const LEAST: f64 = 0.4;
/// A variant that resembles a schema less reads no part of it.
const LEAST_OF_PART: f64 = 0.15;
/// Branches closer together than this are not told apart.
const MARGIN: f64 = 0.06;
/// A branch that allows values of more kinds than this allows anything.
const MAX_KINDS: usize = 4;
/// Enums of enums are looked through no deeper.
const MAX_DEPTH: usize = 4;

/// The branches for which the variants stand, as far as that can be told.
pub(super) fn assign<'g>(scorer: &'g Scorer<'g>, alternatives: &'g [Alternative], schema: NodeId) -> Vec<Assigned<'g>> {
    let branches = scorer.view.branches(schema);
    let has_unions = branches.iter().any(|branch| !scorer.view[*branch].branches.is_empty());
    let mut variants = Vec::new();
    collect(
        scorer.types,
        alternatives,
        !has_unions && branches.len() > 1,
        0,
        &mut variants,
    );
    let mut assignment = Assignment {
        scorer,
        branches,
        found: Vec::new(),
    };
    let variants = assignment.by_tag(variants);
    assignment.by_resemblance(variants);
    assignment.note_parts();
    assignment.found
}

/// The branch of a union that a type reads, if the union has others whose values are of kinds that the type does not read. A
/// struct reads that which resembles it most.
pub(super) fn branch_read_by(scorer: &Scorer<'_>, at: TypeIx, union: NodeId) -> Option<NodeId> {
    let (types, view) = (scorer.types, scorer.view);
    let leaves = view
        .branches(union)
        .into_iter()
        .filter(|branch| view[*branch].branches.is_empty());
    let kinds = types.kinds(at).without(TypeSet::NULL);
    let (read, others): (Vec<NodeId>, Vec<NodeId>) = leaves.partition(|leaf| view[*leaf].kinds.meets(kinds));
    if others.is_empty() {
        return None;
    }
    match read.as_slice() {
        [only] => Some(*only),
        several if types.alternatives(at).is_empty() => {
            let scores = several
                .iter()
                .filter_map(|branch| Some((*branch, scorer.score(at, *branch)?.score)));
            leader(scores)
                .filter(|(_, score)| *score >= LEAST)
                .map(|(branch, _)| branch)
        }
        _ => None,
    }
}

/// The variants, those of untagged enums inside an enum among them if the union has no unions inside.
fn collect<'g>(
    types: &'g TypeGraph,
    from: &'g [Alternative],
    looks_through: bool,
    depth: usize,
    found: &mut Vec<&'g Alternative>,
) {
    for alternative in from {
        let inner = match &alternative.shape {
            VariantShape::Same { of, tag: None } if looks_through && depth < MAX_DEPTH => types.local(of),
            _ => None,
        };
        match inner.map(|at| types.resolved(at)) {
            Some(Shape::Alternatives(inner)) => collect(types, inner, looks_through, depth + 1, found),
            _ => found.push(alternative),
        }
    }
}

struct Assignment<'g> {
    scorer: &'g Scorer<'g>,
    branches: Vec<NodeId>,
    found: Vec<Assigned<'g>>,
}

impl<'g> Assignment<'g> {
    /// Assigns the variants whose tag a branch has as a constant; returns the others.
    fn by_tag(&mut self, variants: Vec<&'g Alternative>) -> Vec<&'g Alternative> {
        let mut rest = Vec::new();
        for alternative in variants {
            let tags = tags_of(alternative);
            let fits = |branch: &NodeId| {
                let constants = tags
                    .iter()
                    .map(|(key, value)| (self.scorer.view.constants(*branch, key), value));
                let mut known = constants.filter(|(constants, _)| !constants.is_empty()).peekable();
                known.peek().is_some() && known.all(|(constants, value)| constants.contains(value))
            };
            let fitting: Vec<NodeId> = self.branches.iter().copied().filter(fits).collect();
            match self.narrowest(alternative, &fitting) {
                Some(branch) => self.found.push(Assigned {
                    alternative,
                    branch,
                    is_certain: true,
                    is_part: false,
                }),
                // Several branches have its tag, and are told apart by what is inside: they are left alone.
                None if fitting.is_empty() => rest.push(alternative),
                None => {}
            }
        }
        rest
    }

    /// Of branches that all have the tag, the only one; else the one that resembles the payload most.
    fn narrowest(&self, alternative: &Alternative, fitting: &[NodeId]) -> Option<NodeId> {
        let view = self.scorer.view;
        // A union whose branches all have the tag stands for them if the payload is an enum itself.
        let is_enum = self.payload(alternative).is_some_and(|at| {
            let types = self.scorer.types;
            !types.alternatives(at).is_empty()
        });
        let unions = fitting.iter().filter(|branch| !view[**branch].branches.is_empty());
        if let (true, Some(union)) = (is_enum, unions.clone().next()) {
            return Some(*union);
        }
        let leaves: Vec<NodeId> = fitting
            .iter()
            .copied()
            .filter(|branch| view[*branch].branches.is_empty())
            .collect();
        match leaves.as_slice() {
            [] => unions.copied().next(),
            [only] => Some(*only),
            several => {
                let contents: BTreeSet<u64> = several.iter().map(|branch| view[*branch].content).collect();
                match contents.len() {
                    1 => several.first().copied(),
                    _ => {
                        let scores = several
                            .iter()
                            .filter_map(|branch| Some((*branch, self.resemblance(alternative, *branch)?)));
                        leader(scores)
                            .filter(|(_, score)| *score >= LEAST)
                            .map(|(branch, _)| branch)
                    }
                }
            }
        }
    }

    /// Assigns variants to the branches that resemble them, each branch once. Where one variant and one branch are left whose
    /// values are of one kind, they belong together.
    fn by_resemblance(&mut self, variants: Vec<&'g Alternative>) {
        let used: BTreeSet<NodeId> = self.found.iter().map(|one| one.branch).collect();
        let columns = self.columns(&used);
        let kinds: Vec<TypeSet> = variants
            .iter()
            .map(|one| self.scorer.types.variant_kinds(one))
            .collect();
        let score = |row: usize, column: &(NodeId, TypeSet)| {
            kinds[row]
                .meets(column.1)
                .then(|| self.resemblance_of_whole(variants[row], column.0))?
        };
        let mut grid = Grid {
            scores: (0..variants.len())
                .map(|row| columns.iter().map(|column| score(row, column)).collect())
                .collect(),
            rows: (0..variants.len()).collect(),
            columns: (0..columns.len()).collect(),
        };
        let is_only = |row: usize, column: usize| {
            let rows = kinds.iter().filter(|kinds| kinds.meets(columns[column].1)).count();
            let columns = columns.iter().filter(|(_, other)| kinds[row].meets(*other)).count();
            rows == 1 && columns == 1
        };
        while let Some((row, column)) = grid.by_elimination().or_else(|| grid.by_margin()) {
            grid.rows.retain(|other| *other != row);
            grid.columns.retain(|other| *other != column);
            let is_certain = is_only(row, column);
            if is_certain || grid.scores[row][column].is_some_and(|score| score >= LEAST) {
                self.found.push(Assigned {
                    alternative: variants[row],
                    branch: columns[column].0,
                    is_certain,
                    is_part: false,
                });
            }
        }
        self.share_schema(&variants);
    }

    /// Without branches to choose from, all variants that resemble the schema somewhat read a part of it.
    fn share_schema(&mut self, variants: &[&'g Alternative]) {
        let [schema] = self.branches.as_slice() else { return };
        let schema = *schema;
        for alternative in variants {
            let is_known = self.found.iter().any(|one| std::ptr::eq(one.alternative, *alternative));
            if !is_known
                && self
                    .resemblance(alternative, schema)
                    .is_some_and(|score| score >= LEAST_OF_PART)
            {
                self.found.push(Assigned {
                    alternative,
                    branch: schema,
                    is_certain: false,
                    is_part: true,
                });
            }
        }
    }

    /// The branches that are left; one whose values are of several kinds once for each of them.
    fn columns(&self, used: &BTreeSet<NodeId>) -> Vec<(NodeId, TypeSet)> {
        let left = self.branches.iter().filter(|branch| !used.contains(branch));
        left.flat_map(|branch| {
            let kinds = self.scorer.view[*branch].kinds;
            let numbers = kinds & TypeSet::NUMBER;
            let mut each: Vec<TypeSet> = kinds.without(TypeSet::NUMBER).each().collect();
            each.extend((!numbers.is_empty()).then_some(numbers));
            let each = if each.len() > MAX_KINDS { vec![kinds] } else { each };
            each.into_iter().map(|kinds| (*branch, kinds))
        })
        .collect()
    }

    /// Notes where a variant reads only a part of what a branch allows.
    fn note_parts(&mut self) {
        let (types, view) = (self.scorer.types, self.scorer.view);
        let mut seen = BTreeSet::new();
        let branches = self.found.iter().map(|one| one.branch);
        let shared: BTreeSet<NodeId> = branches.filter(|branch| !seen.insert(*branch)).collect();
        for one in &mut self.found {
            let kinds = types.variant_kinds(one.alternative);
            let tags = tags_of(one.alternative);
            let has_more_tags = tags.iter().any(|(key, _)| view.constants(one.branch, key).len() > 1);
            let has_more_kinds = !view[one.branch].kinds.without(kinds).is_empty();
            one.is_part = shared.contains(&one.branch) || has_more_tags || has_more_kinds;
        }
    }

    fn payload(&self, alternative: &Alternative) -> Option<TypeIx> {
        match &alternative.shape {
            VariantShape::Same { of, .. } => self.scorer.types.local(plain(of)),
            _ => None,
        }
    }

    /// The same, but a struct that resembles a branch of a union inside as much as the union is meant for that branch.
    fn resemblance_of_whole(&self, alternative: &Alternative, branch: NodeId) -> Option<f64> {
        let (types, view) = (self.scorer.types, self.scorer.view);
        let whole = self.resemblance(alternative, branch)?;
        let is_struct = self.payload(alternative).is_some_and(|at| types.object(at).is_some());
        if !is_struct || view[branch].branches.is_empty() {
            return Some(whole);
        }
        let inside = view.branches(branch).into_iter().filter(|one| *one != branch);
        let of_branch = inside.filter_map(|one| self.resemblance(alternative, one));
        (of_branch.fold(0.0, f64::max) < whole).then_some(whole)
    }

    /// How much a variant and a branch resemble each other; `None` if one cannot stand for the other.
    fn resemblance(&self, alternative: &Alternative, branch: NodeId) -> Option<f64> {
        let (types, view) = (self.scorer.types, self.scorer.view);
        let kinds = types.variant_kinds(alternative).without(TypeSet::NULL);
        if !kinds.meets(view[branch].kinds) {
            return None;
        }
        let inside = match &alternative.shape {
            VariantShape::Object(object) => self.scorer.score_object(object, branch)?,
            VariantShape::Same { of, .. } => self.of_type(of, branch, 0)?,
            _ => 0.0,
        };
        let name = self
            .scorer
            .words
            .compare_name(&NameWords::new(&alternative.ident), &view[branch]);
        Some(inside.max(0.5 * name + 0.5 * inside))
    }

    fn of_type(&self, of: &TypeRef, branch: NodeId, depth: usize) -> Option<f64> {
        let view = self.scorer.view;
        match of {
            TypeRef::Option(inner) if depth < MAX_DEPTH => self.of_type(inner, branch, depth + 1),
            TypeRef::List(inner) | TypeRef::Array(inner, _) if depth < MAX_DEPTH => match view[branch].items {
                Some(items) => self.of_type(inner, items, depth + 1),
                None => Some(0.0),
            },
            TypeRef::Local(..) => match self.scorer.types.local(of) {
                Some(at) => self.scorer.score(at, branch).map(|scored| scored.score),
                None => Some(0.0),
            },
            _ => {
                let kinds = self.scorer.types.kinds_of(of).without(TypeSet::NULL);
                kinds.meets(view[branch].kinds).then_some(0.0)
            }
        }
    }
}

/// The resemblance of each variant that is left, by rows, and each branch that is left.
struct Grid {
    scores: Vec<Vec<Option<f64>>>,
    rows: Vec<usize>,
    columns: Vec<usize>,
}

impl Grid {
    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        self.columns
            .iter()
            .filter_map(move |column| Some((*column, self.scores[row][*column]?)))
    }

    fn column(&self, column: usize) -> impl Iterator<Item = (usize, f64)> {
        self.rows
            .iter()
            .filter_map(move |row| Some((*row, self.scores[*row][column]?)))
    }

    /// A variant and a branch that can only stand for each other.
    fn by_elimination(&self) -> Option<(usize, usize)> {
        self.rows.iter().find_map(|row| {
            let mut fitting = self.row(*row);
            let (column, _) = fitting.next()?;
            (fitting.next().is_none() && self.column(column).nth(1).is_none()).then_some((*row, column))
        })
    }

    /// The variant and branch that resemble each other most, and each other alone.
    fn by_margin(&self) -> Option<(usize, usize)> {
        let clear = self.rows.iter().filter_map(|row| {
            let (column, score) = leader(self.row(*row))?;
            let (other, _) = leader(self.column(column))?;
            (other == *row && score >= LEAST).then_some((score, *row, column))
        });
        let best = clear.max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))))?;
        Some((best.1, best.2))
    }
}

/// The one with the highest score, if no other comes close.
fn leader<T: Copy + Ord>(scores: impl Iterator<Item = (T, f64)>) -> Option<(T, f64)> {
    let mut scores: Vec<(T, f64)> = scores.collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (first, score) = *scores.first()?;
    let second = scores.get(1).map_or(0.0, |(_, score)| *score);
    (scores.len() == 1 || score - second >= MARGIN).then_some((first, score))
}

/// The tag and its value, and other keys that a variant has with a constant.
fn tags_of(alternative: &Alternative) -> Vec<(String, String)> {
    match &alternative.shape {
        VariantShape::Same { tag, .. } => tag.iter().cloned().collect(),
        VariantShape::Object(object) => {
            let constants = object
                .keys
                .iter()
                .filter_map(|key| Some((key.name.clone(), key.constant.clone()?)));
            constants.collect()
        }
        _ => Vec::new(),
    }
}

fn plain(of: &TypeRef) -> &TypeRef {
    if let TypeRef::Option(inner) = of { inner } else { of }
}
