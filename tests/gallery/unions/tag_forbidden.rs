//! A tag for the rest loses the name of a tag that no branch has. Where the document closes its tags, that is no fault of the type: it is
//! said in a note. Where the document is open, it is an error.

use serde::{Deserialize, Serialize};
use wireproof::enums::EnumAnalysis;
use wireproof::examine_enum;
use wireproof::finding::{Code, Level};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::tagged;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Op {
    Up,
    Down,
    #[serde(other)]
    Rest,
}

fn lossy(last: &str) -> Vec<Level> {
    let branch = |op: &str| format!(r#"{{"type": "object", "required": ["op"], "properties": {{"op": {op}}}}}"#);
    let (up, down) = (branch(r#"{"const": "up"}"#), branch(last));
    let document = format!(r#"{{"$defs": {{"Op": {{"oneOf": [{up}, {down}]}}}}}}"#);
    let spec = Spec::new(
        Document::parse("gallery", document.as_bytes()).unwrap(),
        Dialect::AsMeant,
    );
    let union = tagged! { Op { Up, Down, Rest } => "Op" };
    let verdict = examine_enum(&EnumAnalysis::new(&union, Some(&spec), &[]).unwrap());
    let lossy = verdict.findings.iter().filter(|finding| finding.code == Code::Lossy);
    lossy.map(|finding| finding.level).collect()
}

#[test]
fn a_tag_that_the_document_forbids_may_lose_its_name() {
    assert_eq!(lossy(r#"{"const": "down"}"#), [Level::Note]);
    assert_eq!(lossy(r#"{"type": "string", "not": {"const": "up"}}"#), [Level::Error]);
}
