//! What is said of subjects without `Debug`.

use super::words::sanitize_for_terminal;
use crate::runner::Summary;

/// So many subjects are named; others are counted.
const MOST_NAMED: usize = 4;

/// Says which subjects have no `Debug`, and what could not be checked for that reason; nothing if all have it.
pub(super) fn without_debug(summary: &Summary) -> Option<String> {
    let subjects = &summary.explored.as_ref()?.without_debug;
    let named: Vec<String> = subjects
        .iter()
        .take(MOST_NAMED)
        .map(|name| sanitize_for_terminal(name))
        .collect();
    let have = if subjects.len() == 1 { "has" } else { "have" };
    let who = match (named.as_slice(), subjects.len().saturating_sub(MOST_NAMED)) {
        ([], _) => return None,
        ([one], _) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (named, more) => format!("{} and {more} more", named.join(", ")),
    };
    Some(format!(
        "whether keys and words are read as each other: {who} {have} no `Debug`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::Explored;

    fn said(names: &[&str]) -> Option<String> {
        let explored = Explored {
            without_debug: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Explored::default()
        };
        let mut summary = Summary::default();
        summary.explored = Some(explored);
        without_debug(&summary)
    }

    #[test]
    fn a_few_subjects_are_named_and_the_rest_is_counted() {
        let who = |names: &[&str]| said(names)?.split_once(": ").map(|(_, who)| who.to_owned());
        assert_eq!(who(&[]), None);
        assert_eq!(who(&["A"]).as_deref(), Some("A has no `Debug`"));
        assert_eq!(who(&["A", "B"]).as_deref(), Some("A and B have no `Debug`"));
        assert_eq!(
            who(&["A", "B", "C", "D"]).as_deref(),
            Some("A, B, C and D have no `Debug`")
        );
        assert_eq!(
            who(&["A", "B", "C", "D", "E", "F"]).as_deref(),
            Some("A, B, C, D and 2 more have no `Debug`")
        );
    }
}
