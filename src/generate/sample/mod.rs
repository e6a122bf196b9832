//! Samples: values that a plan allows, made from a stream of choices.

mod aim;
mod alike;
mod anything;
mod array;
mod coverable;
mod distinct;
mod members;
mod number;
mod object;
mod relation;
mod string;
mod trace;

use super::choices::{Choices, seed_of};
use super::plan::{Entry, Node, Plan};
use super::value::{Body, GeneratedValue, NodeId, WEIGHT};

pub(in crate::generate) use aim::{Aim, Goal, Level, Step};
pub(in crate::generate) use coverable::{choices_of, is_large, structural_choices_of};
pub(in crate::generate) use trace::{Seen, Trace};

/// A value holds about this many values at most, recursion aside that cannot be helped.
const VALUES: i32 = 1500;
/// How deep a value goes whose depth is what is tried, by its share of optional keys. No decoder is asked for more than 100 levels:
/// `serde_json` stops at 128 by itself. Few values go so far, since a type that buffers takes as long for one as for hundreds that do
/// not.
const DEPTHS: [(u8, u32); 6] = [(96, 30), (0, 60), (32, 40), (160, 30), (224, 60), (255, 100)];
/// What must nest deeper than this, to be there at all or to reach what is wanted, is not made.
const DEEPEST_NESTING: u32 = 120;
/// Nor is what stands under so many objects, arrays and unions.
const MOST_CALLS: u32 = 500;
/// Deeper than this only when depth is what is tried.
const DEEP: u32 = 24;
/// A level of a recursion counts as so many: what nests without end seldom does so far, and types that buffer what they read take
/// a multiple of the time for each level.
const RECURSION: u32 = 3;
/// So many objects and arrays of recursions are made as usual; behind them stand small ones.
const RECURSIONS: usize = 16;
/// In most values there are as few: a type refuses a text for one of its places, and does not show what is
/// wrong at the others.
const FEW_RECURSIONS: usize = 3;
/// How often a value is made anew that does not pass what its entry could not promise.
const ATTEMPTS: u64 = 24;
/// How many values are made and tested for one sample, those that are thrown away included. Behind that, only the smallest are
/// made, and none anew. Where tested values hold tested values, each attempt at one is a new attempt at all below it.
const MOST_WORK: usize = 16 * VALUES as usize;
/// Once so many values more were made than should be, nothing is added that may be left out. What stands beside the way to a deep
/// value is decided before that value is made, and the smallest of each may have thousands of parts.
const SPENT: i32 = -4 * VALUES;
/// A value that takes more than this all the same is not made.
const MOST_OVER: i32 = -200_000;
/// So many bytes of a text count like a value.
const BYTES: usize = 1 << 10;
/// What counts as full where an array has no bound: one more than the page that a server gives to who names no limit.
const FULL: usize = 21;

/// So many items or entries are made as usual; behind them stand small ones.
const USUAL: usize = 4;

/// Makes one value.
pub(in crate::generate) struct ValueBuilder<'p, 'c, 'b, 'h, 's> {
    pub(super) plan: &'p Plan,
    pub(super) choices: &'c mut Choices<'b>,
    /// How many values may still be made; below zero, only the smallest are.
    left: i32,
    /// How many values were made and tested so far.
    work: usize,
    /// How many objects and arrays of recursions may still be made as usual.
    recursions: usize,
    /// How many parts of schemas they were tested by.
    tests: u64,
    /// How often, in 256, an optional key is there.
    share: u8,
    /// Whether recursion is followed as deep as it goes.
    plunge: bool,
    /// Whether the value has a long text: another one would only cost time.
    has_long_text: bool,
    failed: bool,
    /// How many objects and arrays stand around what is made.
    nesting: u32,
    /// How many values are being made, one for another: branches of unions stand at one place.
    calls: u32,
    trace: Option<&'h mut Trace<'s>>,
}

impl<'p, 'c, 'b, 'h, 's> ValueBuilder<'p, 'c, 'b, 'h, 's> {
    /// Sets out to make one value. `trace` is told every choice that counts as covering something.
    pub(in crate::generate) fn new(
        plan: &'p Plan,
        choices: &'c mut Choices<'b>,
        trace: Option<&'h mut Trace<'s>>,
    ) -> ValueBuilder<'p, 'c, 'b, 'h, 's> {
        let share = match &trace {
            // What is to be covered is covered sooner where more is there.
            Some(trace) if trace.is_leading() => [224, 96, 160, 255][choices.below(4)],
            _ => [96, 0, 32, 160, 224, 255][choices.below(6)],
        };
        let plunge = choices.chance(6);
        let is_leading = trace.as_ref().is_some_and(|trace| trace.is_leading());
        let recursions = match share {
            96 | 160 => FEW_RECURSIONS,
            224 if !is_leading => FEW_RECURSIONS,
            _ => RECURSIONS,
        };
        ValueBuilder {
            plan,
            choices,
            left: VALUES,
            work: 0,
            recursions,
            tests: 0,
            share,
            plunge,
            has_long_text: false,
            failed: false,
            nesting: 0,
            calls: 0,
            trace,
        }
    }

    /// What is not wanted is as small as may be.
    pub(in crate::generate) fn plain(mut self) -> Self {
        self.left = 0;
        self
    }

    /// Makes the value; `None` if what the plan could not promise was not met. `work` grows by the values that were made and tested,
    /// those that were thrown away included.
    pub(in crate::generate) fn value(mut self, aim: Aim<'_>, work: &mut u64) -> Option<GeneratedValue<'p>> {
        let made = self.make(Plan::ROOT, 0, aim);
        *work += self.work as u64 + self.tests;
        (!self.failed).then_some(made)
    }

    /// How deep an object or an array counts as, which is of a recursion.
    fn recurse(&mut self, depth: u32) -> u32 {
        match self.recursions.checked_sub(1) {
            None => depth.max(DEEP),
            Some(left) => {
                self.recursions = left;
                depth + RECURSION - 1
            }
        }
    }

    fn small(&self, depth: u32) -> bool {
        self.left <= 0 || self.work > MOST_WORK || depth >= if self.plunge { self.deepest() } else { DEEP }
    }

    /// How deep the value goes if its depth is what is tried.
    fn deepest(&self) -> u32 {
        let of_share = DEPTHS.iter().find(|(share, _)| *share == self.share);
        of_share.map_or(DEEP, |(_, depth)| *depth)
    }

    /// Whether what may be left out is left out.
    pub(super) fn is_spent(&self) -> bool {
        self.left < SPENT
    }

    fn heard(&mut self, id: NodeId, choice: usize) {
        if let Some(trace) = &mut self.trace {
            trace.covered.push((id, choice as u32));
        }
    }

    /// A choice of an entry, from `first` to below `end`, that no case has made yet; `None` if chance is to decide.
    fn lead(&mut self, id: NodeId, first: usize, end: usize) -> Option<usize> {
        self.trace.as_mut()?.lead(id, first, end)
    }

    /// The choice of a single value: what is wanted, the smallest, what is new, or what chance decides.
    fn single(&mut self, id: NodeId, depth: u32, aim: Aim<'_>, end: usize) -> Option<usize> {
        let wanted = aim.choice().or_else(|| self.small(depth).then_some(0));
        wanted.or_else(|| self.lead(id, 0, end))
    }

    /// Makes the smallest value, whatever may still be made.
    fn smallest(&mut self, id: NodeId, depth: u32) -> GeneratedValue<'p> {
        let left = self.left.max(0);
        self.left -= left;
        let made = self.make(id, depth, Aim::NOTHING);
        self.left += left;
        made
    }

    pub(super) fn make(&mut self, id: NodeId, depth: u32, aim: Aim<'_>) -> GeneratedValue<'p> {
        if self.failed {
            // The sample is thrown away, whatever else it holds.
            return GeneratedValue::plain(Body::Null);
        }
        let entry = self.plan.entry(id);
        let is_container = matches!(entry.node, Node::Array(_) | Node::Object(_));
        if self.left < MOST_OVER || self.calls == MOST_CALLS || (is_container && self.nesting == DEEPEST_NESTING) {
            return self.nothing();
        }
        self.calls += 1;
        self.nesting += u32::from(is_container);
        let made = self.tested(id, entry, depth, aim);
        self.nesting -= u32::from(is_container);
        self.calls -= 1;
        made
    }

    /// Makes a value until one passes the tests of its entry.
    fn tested(&mut self, id: NodeId, entry: &'p Entry, depth: u32, aim: Aim<'_>) -> GeneratedValue<'p> {
        let plan = self.plan;
        if entry.guards.is_empty() {
            return self.once(id, entry, depth, aim);
        }
        let before = self.trace.as_ref().map_or(0, |trace| trace.covered.len());
        let mut made = self.once(id, entry, depth, aim);
        for attempt in 1.. {
            if self.failed || self.passes(entry, &made) {
                break;
            }
            if attempt == ATTEMPTS || self.work > MOST_WORK {
                self.failed = true;
                break;
            }
            if let Some(trace) = &mut self.trace {
                trace.covered.truncate(before);
            }
            // A stream at its end would make the same again.
            let mut other = Choices::from_seed(seed_of(attempt, "again", self.choices.bits()));
            let (failed, left) = (self.failed, self.left);
            let mut again = ValueBuilder {
                plan,
                choices: &mut other,
                left: left.max(64),
                work: self.work,
                recursions: self.recursions,
                tests: self.tests,
                share: [96, 0, 255][attempt as usize % 3],
                plunge: false,
                has_long_text: self.has_long_text,
                failed,
                nesting: self.nesting,
                calls: self.calls,
                trace: self.trace.as_deref_mut(),
            };
            let aim = if attempt < ATTEMPTS / 2 { aim } else { Aim::NOTHING };
            made = again.once(id, entry, depth, aim);
            (self.failed, self.has_long_text) = (again.failed, again.has_long_text);
            (self.work, self.tests) = (again.work, again.tests);
        }
        made
    }

    /// Whether a value passes what its entry could not promise.
    fn passes(&mut self, entry: &Entry, made: &GeneratedValue<'p>) -> bool {
        self.work += made.size();
        self.tests += self.plan.parts_of_tests(entry);
        self.plan.passes(entry, made)
    }

    fn once(&mut self, id: NodeId, entry: &'p Entry, depth: u32, aim: Aim<'_>) -> GeneratedValue<'p> {
        self.left -= 1;
        self.work += 1;
        let depth = match entry.node {
            Node::Array(_) | Node::Object(_) if entry.recursive && !self.plunge => self.recurse(depth),
            _ => depth,
        };
        let body = match &entry.node {
            Node::Union(nodes) => {
                let choice = self.branch(entry, nodes, depth, aim);
                self.heard(id, choice);
                return match nodes.get(choice) {
                    Some(node) => self.make(*node, depth, aim.through(Step::Branch(choice))),
                    None => self.nothing(),
                };
            }
            Node::Never => return self.nothing(),
            Node::Any => self.anything(depth),
            Node::Literal(values) => {
                let choice = self.single(id, depth, aim, values.len());
                let choice = choice.unwrap_or_else(|| self.choices.below(values.len()));
                self.heard(id, choice);
                match values.get(choice) {
                    Some(value) => {
                        self.takes(value.weight() * WEIGHT);
                        value.body.clone()
                    }
                    None => return self.nothing(),
                }
            }
            Node::Number(numbers) => {
                let choice = self.single(id, depth, aim, numbers.special.len());
                let (choice, text) = number::make(numbers, choice, self.choices);
                self.heard(id, choice);
                Body::Number(text)
            }
            Node::String(strings) => {
                let short = string::end_of_kinds(strings, false);
                let end = if self.has_long_text {
                    short
                } else {
                    string::end_of_kinds(strings, true)
                };
                let choice = self.single(id, depth, aim, end);
                self.has_long_text |= choice.is_some_and(|choice| choice >= short);
                let (choice, text) = string::make(strings, choice, self.choices);
                self.heard(id, choice);
                self.takes(text.len());
                Body::String(text)
            }
            Node::Array(array) => Body::Array(self.array(id, entry, array, depth, aim)),
            Node::Object(object) => Body::Object(self.object(id, entry, object, depth, aim)),
        };
        GeneratedValue { node: id, body }
    }

    /// Counts a long text, or a large literal, like several values.
    fn takes(&mut self, bytes: usize) {
        self.left = self
            .left
            .saturating_sub_unsigned(u32::try_from(bytes / BYTES).unwrap_or(u32::MAX));
    }

    fn nothing(&mut self) -> GeneratedValue<'p> {
        self.failed = true;
        GeneratedValue::plain(Body::Null)
    }

    fn branch(&mut self, entry: &Entry, nodes: &[NodeId], depth: u32, aim: Aim<'_>) -> usize {
        if let Some(Step::Branch(choice)) = aim.step() {
            return choice;
        }
        if let Some(choice) = aim.choice() {
            return choice;
        }
        if self.small(depth) {
            return 0;
        }
        if self.plunge && entry.recursive {
            let deeper: Vec<usize> = (0..nodes.len())
                .filter(|index| self.plan.entry(nodes[*index]).recursive)
                .collect();
            if let Some(choice) = deeper.get(self.choices.below(deeper.len())) {
                return *choice;
            }
        }
        self.choices.below(nodes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value, json};

    /// Schemas that lead from one to the next, through `key` of each.
    fn chain(length: usize, required: &[&str]) -> Value {
        let link = |number: usize| {
            let next = json!({"$ref": format!("#/$defs/{}", number + 1)});
            (
                number.to_string(),
                json!({"type": "object", "required": required, "properties": {"key": next}}),
            )
        };
        let mut links: Map<String, Value> = (0..length).map(link).collect();
        links.insert(length.to_string(), json!({"type": "string"}));
        json!({"$ref": "#/$defs/0", "$defs": links})
    }

    fn depth(value: &Value) -> u32 {
        let members = value.as_object().into_iter().flatten();
        let inside = members.map(|(_, member)| depth(member)).max().unwrap_or(0);
        inside + u32::from(value.is_object())
    }

    #[test]
    fn what_nests_deeper_than_anybody_reads_is_not_made() {
        let plan = Plan::new(&chain(3000, &[])).unwrap();
        let made = crate::generate::Generator::new(&plan, "A", 1).take(1000);
        let deepest = made
            .map(|case| depth(&serde_json::from_str(&case.text()).unwrap()))
            .max();
        assert_eq!(deepest, Some(DEEPEST_NESTING));
        let made = Plan::new(&chain(3000, &["key"])).map(|plan| plan.sample(&mut Choices::from_seed(1)).is_some());
        assert!(!made.unwrap_or(false));
        let made = Plan::new(&chain(100, &["key"]))
            .unwrap()
            .sample(&mut Choices::from_seed(1))
            .is_some();
        assert!(made);
    }

    #[test]
    fn tested_values_within_tested_values_take_bounded_work() {
        // What is forbidden can only be tested, and is made in every fourth attempt.
        let node = json!({"type": "object", "not": {"required": ["x", "y"]}, "properties": {
            "x": {"type": "null"}, "y": {"type": "null"}, "left": {"$ref": "#/$defs/N"}, "right": {"$ref": "#/$defs/N"},
            "rest": {"type": "array", "items": {"$ref": "#/$defs/N"}}}});
        let plan = Plan::new(&json!({"$ref": "#/$defs/N", "$defs": {"N": node}})).unwrap();
        let mut built = 0;
        for seed in 0..40 {
            let mut choices = Choices::from_seed(seed);
            let mut builder = ValueBuilder::new(&plan, &mut choices, None);
            builder.make(Plan::ROOT, 0, Aim::NOTHING);
            assert!(builder.work < 4 * MOST_WORK, "{}", builder.work);
            built += usize::from(!builder.failed);
        }
        assert!(built > 20, "{built}");
    }
}
