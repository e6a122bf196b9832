//! Whether a text shows something without what the document leaves open.

use crate::check::evidence::{leeways, ordinary, weakest_kind};
use crate::enums::{EnumAnalysis, Reading};
use crate::finding::Kind;
use crate::json::Tree;

/// So many texts that show something are tried for one that is ordinary.
const MOST_TRIED: usize = 24;

/// The smallest text that shows something, and what it needs beyond the document: an ordinary text if there is one.
pub(super) fn smallest_usual(
    analysis: &EnumAnalysis<'_>,
    shows: impl Fn(&Reading) -> bool,
) -> Option<(Reading, Option<Kind>)> {
    let is_usual = |text: &str| needed_leeway(analysis, text, &shows).is_none();
    let mut showing = analysis
        .readings
        .iter()
        .filter(|reading| shows(reading))
        .take(MOST_TRIED)
        .peekable();
    let first = *showing.peek()?;
    let Some(start) = showing.find(|reading| is_usual(&reading.text)) else {
        let text = analysis.smaller(&first.text, |text| shows(&analysis.reading(text)));
        let kind = needed_leeway(analysis, &text, &shows);
        return Some((analysis.reading(&text), kind));
    };
    let text = analysis.smaller(&start.text, |text| shows(&analysis.reading(text)) && is_usual(text));
    Some((analysis.reading(&text), None))
}

/// What a text needs beyond the document to show something; `None` if the same text without it shows it too.
fn needed_leeway(analysis: &EnumAnalysis<'_>, text: &str, shows: &impl Fn(&Reading) -> bool) -> Option<Kind> {
    let tree = Tree::parse(text).ok()?;
    let used = leeways(analysis.schema()?, &tree);
    if used.is_empty() || shows(&analysis.reading(&ordinary(&tree, &used))) {
        return None;
    }
    weakest_kind(used.iter().map(|leeway| &leeway.kind))
}
