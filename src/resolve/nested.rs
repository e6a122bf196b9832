//! Which of several components the keys of nested objects fit best.

use crate::json::{Kind, Node, Tree};
use crate::schema::{Guide, Place, Spec};

/// No more components are compared, and no more values of a text are visited for each.
const MOST_COMPONENTS: usize = 16;
const MOST_VALUES: usize = 4_000;

/// The one component that leaves the fewest keys of nested objects without a name, and of those the one that names most; `None` if
/// that are several.
pub(super) fn by_nested_keys<'c>(spec: &Spec, tree: &Tree<'_>, several: &[&'c str]) -> Option<&'c str> {
    if several.len() > MOST_COMPONENTS {
        return None;
    }
    let mut fits = Vec::new();
    for name in several {
        let schema = spec.component(name).ok()?;
        fits.push((fit(schema.guide(), tree), *name));
    }
    let best = fits.iter().map(|(fit, _)| *fit).max()?;
    let mut found = fits.iter().filter(|(fit, _)| *fit == best);
    found.next().filter(|_| found.next().is_none()).map(|(_, name)| *name)
}

/// How well the keys of nested objects fit: of those without a name the fewer the better, then how many have one.
fn fit(guide: &Guide, tree: &Tree<'_>) -> (std::cmp::Reverse<usize>, usize) {
    let (mut strange, mut named) = (0, 0);
    let mut waiting: Vec<(Node, Place)> = vec![(Tree::ROOT, guide.root())];
    let mut visits = 0;
    while let Some((node, place)) = waiting.pop() {
        visits += 1;
        if visits > MOST_VALUES {
            break;
        }
        match tree.kind(node) {
            Kind::Object => {
                for child in tree.children(node) {
                    let key = tree.key(child);
                    let below = guide.member(place, &key);
                    if node != Tree::ROOT {
                        strange += usize::from(below == Place::Unnamed);
                        named += usize::from(guide.is_named(place, &key));
                    }
                    waiting.push((child, below));
                }
            }
            Kind::Array => waiting.extend(tree.children(node).map(|child| (child, guide.item(place)))),
            _ => {}
        }
    }
    (std::cmp::Reverse(strange), named)
}
