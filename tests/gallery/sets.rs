//! Lists without repeated items, kept as sets. Their order is not what the document is about, and to lose it is a warning; to lose the
//! order of any other list is an error, and so is a lost item of a set.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const SCHEMA: &str = r#"{"$defs": {
    "Tags": {"type": "object", "required": ["tags"], "additionalProperties": false, "properties": {
        "tags": {"type": "array", "uniqueItems": true, "items": {"type": "integer", "minimum": 0, "maximum": 99}}}},
    "Steps": {"type": "object", "required": ["tags"], "additionalProperties": false, "properties": {
        "tags": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 99}}}}}}"#;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sorted {
    tags: BTreeSet<u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Hashed {
    tags: HashSet<u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Listed {
    tags: Vec<u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Listed")]
struct Cut {
    tags: BTreeSet<u8>,
}

impl From<Listed> for Cut {
    fn from(listed: Listed) -> Cut {
        let tags = listed.tags.into_iter().take(16).collect();
        Cut { tags }
    }
}

fn found(component: &'static str, subject: &Subject, level: Level) -> BTreeSet<(Code, Option<Kind>)> {
    let exhibit = Exhibit {
        class: 0,
        name: "sets",
        schema: SCHEMA,
        component,
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, 1_000).into_keys();
    let told = found.filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) == level);
    told.map(|(code, kind, _)| (code, kind)).collect()
}

#[test]
fn a_set_may_lose_its_order_and_nothing_else() {
    let order = (Code::Lossy, Some(Kind::SetOrder));
    for set in [subject!(Sorted as "Tags"), subject!(Hashed as "Tags")] {
        assert_eq!(found("Tags", &set, Level::Error), BTreeSet::new(), "{}", set.name());
        assert!(found("Tags", &set, Level::Warning).contains(&order), "{}", set.name());
    }
    assert_eq!(
        found("Tags", &subject!(Listed as "Tags"), Level::Warning),
        BTreeSet::new()
    );
    assert!(!found("Tags", &subject!(Cut as "Tags"), Level::Error).is_empty());
}

#[test]
fn the_order_of_any_other_list_is_an_error() {
    let sorted = found("Steps", &subject!(Sorted as "Steps"), Level::Error);
    assert!(sorted.contains(&(Code::Lossy, Some(Kind::Reordered))), "{sorted:?}");
}
