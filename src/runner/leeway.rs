//! A failing case without what the document leaves open, as far as it goes on failing.

use super::bug::Bug;
use crate::check::{
    Leeway, by_change, has_exact_place, kinds_near, leeways, ordinary, weakest_kind, with_usual_spelling,
};
use crate::finding::{Finding, Kind};
use crate::generate::{Failing, GeneratedValue};
use crate::json::Tree;
use crate::schema::Schema;
use std::collections::BTreeSet;
use std::slice;

/// No more leeways of one case are tried one by one.
const MOST_TRIED: usize = 64;

/// The kinds of what a sample uses beyond the document; none for a mutant, which is what the document forbids.
pub(super) fn kinds_in(schema: &Schema, failing: &Failing) -> BTreeSet<Kind> {
    let text = failing.text();
    match Tree::parse(&text) {
        Ok(tree) if failing.mutant.is_none() => leeways(schema, &tree).iter().map(|leeway| leeway.kind).collect(),
        _ => BTreeSet::new(),
    }
}

/// What the findings of one bug need of what the document leaves open. Another value of the same map may be changed for another
/// reason: a text that shows only that does not show the bug.
pub(super) struct Needed<'s> {
    schema: &'s Schema,
    /// The kinds near the findings that show the bug in the text as it was found; empty if any will do.
    kinds: BTreeSet<Kind>,
}

impl<'s> Needed<'s> {
    /// What a bug needs by these findings of one text.
    pub(super) fn of<'f>(
        schema: &'s Schema,
        bug: &Bug,
        text: &str,
        findings: impl Iterator<Item = &'f Finding>,
    ) -> Needed<'s> {
        let mut needed = Needed {
            schema,
            kinds: BTreeSet::new(),
        };
        let is_lowered = bug.kind.and_then(Kind::at_most).is_some();
        let tree = Tree::parse(text)
            .ok()
            .filter(|_| is_lowered && has_exact_place(bug.code));
        let Some(tree) = tree else { return needed };
        for finding in findings {
            let kinds = needed.near(&tree, finding);
            if weakest_kind(&kinds) == bug.kind {
                needed.kinds.extend(kinds);
            }
        }
        needed
    }

    /// Whether a finding of a smaller text needs nothing else. It may well need less.
    pub(super) fn is_all_of(&self, text: &str, finding: &Finding) -> bool {
        if self.kinds.is_empty() {
            return true;
        }
        let Ok(tree) = Tree::parse(text) else { return false };
        weakest_kind(&self.near(&tree, finding)).is_none_or(|kind| self.kinds.contains(&kind))
    }

    fn near(&self, tree: &Tree<'_>, finding: &Finding) -> Vec<Kind> {
        let mut place = finding.pointer.clone();
        finding.missing.iter().for_each(|key| place.push(key));
        let (read, wrote) = (finding.read.as_deref(), finding.wrote.as_deref());
        let kinds = kinds_near(self.schema, tree, &place).into_iter();
        kinds.map(|kind| by_change(finding.code, kind, read, wrote)).collect()
    }
}

/// The case with ordinary values in the place of its leeways: of all, or else of as many as it can do without.
pub(super) fn without_leeways(schema: &Schema, start: Failing, fails: impl Fn(&Failing) -> bool) -> Failing {
    let mut best = start;
    if best.mutant.is_some() {
        return best;
    }
    let text = best.sample.text();
    let Ok(tree) = Tree::parse(&text) else { return best };
    let found = leeways(schema, &tree);
    if found.is_empty() {
        return best;
    }
    if let Some(plain) = read(&best, &ordinary(&tree, &found)).filter(&fails) {
        return plain;
    }
    let mut kept = 0;
    for _ in 0..found.len().min(MOST_TRIED) {
        let Some((candidate, count)) = without_one(schema, &best, kept) else {
            break;
        };
        match fails(&candidate) {
            true => best = candidate,
            false => kept += 1,
        }
        if kept >= count {
            break;
        }
    }
    best
}

/// The case without one of its leeways, and how many it has.
fn without_one(schema: &Schema, failing: &Failing, index: usize) -> Option<(Failing, usize)> {
    let text = failing.sample.text();
    let tree = Tree::parse(&text).ok()?;
    let found = leeways(schema, &tree);
    let text = ordinary(&tree, slice::from_ref(found.get(index)?));
    Some((read(failing, &text)?, found.len()))
}

/// The case with each leeway that it needs in its most usual spelling.
pub(super) fn usual_spellings(schema: &Schema, start: Failing, fails: impl Fn(&Failing) -> bool) -> Failing {
    let mut best = start;
    if best.mutant.is_some() {
        return best;
    }
    for index in 0..MOST_TRIED {
        let text = best.sample.text();
        let Ok(tree) = Tree::parse(&text) else { break };
        let found: Vec<Leeway> = leeways(schema, &tree);
        let Some(leeway) = found.get(index) else { break };
        let usual = with_usual_spelling(&tree, leeway).and_then(|text| read(&best, &text));
        if let Some(usual) = usual.filter(&fails) {
            best = usual;
        }
    }
    best
}

fn read(failing: &Failing, text: &str) -> Option<Failing> {
    Some(Failing {
        sample: GeneratedValue::read(text)?,
        mutant: None,
        style: failing.style,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::witness_of;
    use crate::examine::examine_unjudged;
    use crate::finding::Code;
    use crate::schema::{Dialect, Document, Guide, Spec};
    use crate::subject;
    use std::collections::BTreeMap;

    type Settings = BTreeMap<String, f32>;

    /// All values of a map are at one place, but a number that is rounded does not show what becomes of integers.
    #[test]
    fn another_value_of_a_map_that_is_changed_for_another_reason_is_not_the_bug() {
        let document = br#"{"$defs": {"Settings": {"type": "object", "additionalProperties": {"type": "number"}}}}"#;
        let spec = Spec::new(Document::parse("t", document).unwrap(), Dialect::AsMeant);
        let schema = spec.component("Settings").unwrap();
        let text = r#"{"a": 0.30000000000000004, "b": 9007199254740993, "c": 0.5}"#;
        let case = witness_of("Settings", text.to_owned());
        let subject = subject!(Settings);
        let found = examine_unjudged(|code| code == Code::Lossy, &subject, &schema, &case).unwrap();
        let at = |place: &str| found.iter().find(|finding| finding.pointer.as_str() == place).unwrap();
        let of = |kind: Kind, place: &str| {
            let mut bug = Bug::of(at(place), &Guide::new(&schema));
            bug.kind = Some(kind);
            let needed = Needed::of(&schema, &bug, text, found.iter());
            ["/a", "/b"].map(|place| needed.is_all_of(text, at(place)))
        };
        assert_eq!(found.len(), 2);
        assert_eq!(of(Kind::IntegerDigits, "/b"), [false, true]);
        assert_eq!(of(Kind::FloatDigits, "/a"), [true, false]);
        // What needs nothing may be shown by any.
        assert_eq!(of(Kind::NumberChanged, "/a"), [true, true]);
    }
}
