//! The covering phase: in a planned order, every choice of every entry once, every fault once, and pairs of what the keys of
//! an object may be.

use super::plan::{Node, Plan};
use super::sample::{Goal, Level, Seen, Step, choices_of, structural_choices_of};
use super::value::NodeId;
use std::collections::{BTreeSet, VecDeque};

/// What one case is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::generate) enum Task {
    /// A choice of an entry.
    Choice(NodeId, usize),
    /// A combination of what the keys of an object are.
    Row(NodeId, Vec<Level>),
    /// A fault of an entry's value, by number.
    Fault(NodeId, usize),
}

/// What is there to be covered, and what has been.
#[derive(Debug)]
pub(in crate::generate) struct Cover {
    seen: Vec<Vec<bool>>,
    /// For each entry that can be reached, the entry above it and the step from there.
    above: Vec<Option<(NodeId, Step)>>,
    order: Vec<NodeId>,
}

impl Cover {
    pub(in crate::generate) fn new(plan: &Plan) -> Cover {
        let mut cover = Cover {
            seen: (0..plan.len())
                .map(|id| vec![false; choices_of(plan.entry(id as NodeId))])
                .collect(),
            above: vec![None; plan.len()],
            order: vec![Plan::ROOT],
        };
        let mut met: BTreeSet<NodeId> = [Plan::ROOT].into();
        let mut rest: VecDeque<NodeId> = [Plan::ROOT].into();
        while let Some(id) = rest.pop_front() {
            for (step, below) in steps(plan, id) {
                if plan.entry(below).size.is_some() && met.insert(below) {
                    cover.above[below as usize] = Some((id, step));
                    cover.order.push(below);
                    rest.push_back(below);
                }
            }
        }
        cover
    }

    /// The steps from the outermost value to an entry.
    pub(in crate::generate) fn path(&self, mut id: NodeId) -> Vec<Step> {
        let mut path = Vec::new();
        while let Some((above, step)) = self.above[id as usize] {
            path.push(step);
            id = above;
        }
        path.reverse();
        path
    }

    /// Takes note of what a value covers.
    pub(in crate::generate) fn observe(&mut self, choices: &[(NodeId, u32)]) {
        for &(id, choice) in choices {
            if let Some(seen) = self.seen[id as usize].get_mut(choice as usize) {
                *seen = true;
            }
        }
    }

    /// Whether a choice is covered.
    pub(in crate::generate) fn has(&self, id: NodeId, choice: usize) -> bool {
        self.seen[id as usize].get(choice).copied().unwrap_or(true)
    }

    /// What has been covered, by entry.
    pub(in crate::generate) fn seen(&self) -> &Seen {
        &self.seen
    }

    /// The choices that say something about the structure of values, outermost first.
    pub(in crate::generate) fn structure(&self, plan: &Plan) -> Vec<Task> {
        let choices =
            |&id: &NodeId| (0..structural_choices_of(plan.entry(id))).map(move |choice| Task::Choice(id, choice));
        self.order.iter().flat_map(choices).collect()
    }

    /// The choices about single values. One of each entry comes first, then another of each, so that the texts and sizes that
    /// provoke most are tried everywhere before the others.
    pub(in crate::generate) fn values(&self, plan: &Plan) -> VecDeque<Task> {
        let mut tasks: Vec<(usize, Task)> = Vec::new();
        for &id in &self.order {
            let first = structural_choices_of(plan.entry(id));
            let choices = (first..self.seen[id as usize].len()).enumerate();
            tasks.extend(choices.map(|(round, choice)| (round, Task::Choice(id, choice))));
        }
        tasks.sort_by_key(|(round, _)| *round);
        tasks.into_iter().map(|(_, task)| task).collect()
    }

    /// The entries whose values can have faults, outermost first.
    pub(in crate::generate) fn entries(&self) -> &[NodeId] {
        &self.order
    }

    /// Combinations in which any two keys of an object meet in all their states.
    pub(in crate::generate) fn rows(&self, plan: &Plan) -> Vec<Task> {
        let rows = |&id: &NodeId| {
            let levels = levels(plan, id);
            pairwise(&levels).into_iter().map(move |row| Task::Row(id, row))
        };
        self.order.iter().flat_map(rows).collect()
    }
}

impl Task {
    /// Where it leads, and what is wanted there.
    pub(in crate::generate) fn goal(&self) -> (NodeId, Goal<'_>) {
        match self {
            Task::Choice(id, choice) => (*id, Goal::Choice(*choice)),
            Task::Row(id, row) => (*id, Goal::Row(row)),
            Task::Fault(id, _) => (*id, Goal::There),
        }
    }
}

fn steps(plan: &Plan, id: NodeId) -> Vec<(Step, NodeId)> {
    match &plan.entry(id).node {
        Node::Union(nodes) => nodes
            .iter()
            .enumerate()
            .map(|(index, id)| (Step::Branch(index), *id))
            .collect(),
        Node::Array(array) => {
            let prefix = array
                .prefix
                .iter()
                .enumerate()
                .map(|(index, id)| (Step::Prefix(index), *id));
            let items = array.items.filter(|_| array.max > array.prefix.len());
            prefix.chain(items.map(|id| (Step::Item, id))).collect()
        }
        Node::Object(object) => {
            let named = object.properties.iter().enumerate();
            let extra = object.extra.map(|id| (Step::Extra, id));
            named
                .map(|(index, property)| (Step::Property(index), property.node))
                .chain(extra)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// More properties than this are not combined: pairs grow with their square.
const COMBINED: usize = 60;

/// For each property of an object, what may become of it.
fn levels(plan: &Plan, id: NodeId) -> Vec<Vec<Level>> {
    let Node::Object(object) = &plan.entry(id).node else {
        return Vec::new();
    };
    let level = |property: &super::plan::Property| {
        let target = plan.entry(property.node);
        if target.size.is_none() {
            return vec![Level::Absent];
        }
        let mut levels = if property.required {
            Vec::new()
        } else {
            vec![Level::Absent]
        };
        match &target.node {
            Node::Union(nodes) if nodes.len() <= 6 => levels.extend((0..nodes.len()).map(Level::Holds)),
            Node::Literal(values) if values.len() <= 4 => levels.extend((0..values.len()).map(Level::Holds)),
            _ => levels.push(Level::Present),
        }
        levels
    };
    object.properties.iter().take(COMBINED).map(level).collect()
}

/// Rows in which every level of every factor meets every level of every other.
fn pairwise(factors: &[Vec<Level>]) -> Vec<Vec<Level>> {
    let mut open: BTreeSet<(usize, usize, usize, usize)> = BTreeSet::new();
    for a in 0..factors.len() {
        for b in a + 1..factors.len() {
            if factors[a].len() * factors[b].len() > 1 {
                let levels = (0..factors[a].len()).flat_map(|x| (0..factors[b].len()).map(move |y| (x, y)));
                open.extend(levels.map(|(x, y)| (a, x, b, y)));
            }
        }
    }
    let mut rows = Vec::new();
    while let Some(&(a, x, b, y)) = open.first() {
        let mut row: Vec<Option<usize>> = vec![None; factors.len()];
        (row[a], row[b]) = (Some(x), Some(y));
        for factor in 0..factors.len() {
            if row[factor].is_some() {
                continue;
            }
            // The level that meets the most levels of the others for the first time.
            let gain = |level: usize| {
                let others = row
                    .iter()
                    .enumerate()
                    .filter_map(|(other, level)| Some((other, (*level)?)));
                others
                    .filter(|&(other, had)| {
                        open.contains(&if other < factor {
                            (other, had, factor, level)
                        } else {
                            (factor, level, other, had)
                        })
                    })
                    .count()
            };
            row[factor] = (0..factors[factor].len()).max_by_key(|&level| (gain(level), std::cmp::Reverse(level)));
        }
        let row: Vec<usize> = row.into_iter().flatten().collect();
        for a in 0..row.len() {
            for b in a + 1..row.len() {
                open.remove(&(a, row[a], b, row[b]));
            }
        }
        rows.push(row.iter().zip(factors).map(|(level, factor)| factor[*level]).collect());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_levels_meets() {
        let factor = |count| (0..count).map(Level::Holds).collect::<Vec<_>>();
        let factors = [factor(3), factor(2), factor(1), factor(4), factor(2)];
        let rows = pairwise(&factors);
        for a in 0..factors.len() {
            for b in a + 1..factors.len() {
                for x in &factors[a] {
                    for y in &factors[b] {
                        assert!(rows.iter().any(|row| row[a] == *x && row[b] == *y), "{a}{x:?} {b}{y:?}");
                    }
                }
            }
        }
        assert!(rows.len() <= 18, "{} rows", rows.len());
    }
}
