//! A failing case without what the document leaves open, as far as it goes on failing.

use crate::check::{Leeway, leeways, ordinary, with_usual_spelling};
use crate::finding::Kind;
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
