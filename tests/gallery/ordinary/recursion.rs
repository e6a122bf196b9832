//! Recursive types that lose, refuse or panic at one depth, and one that a bug in three places of its recursion tells once.

use super::caught;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use wireproof::finding::Code;
use wireproof::subject;

const SCHEMA: &str = r##"{"$defs": {
    "Thread": {"type": "object", "required": ["text"], "additionalProperties": false, "properties": {
        "text": {"type": "boolean"}, "replies": {"type": "array", "items": {"$ref": "#/$defs/Thread"}}}},
    "Node": {"type": "object", "required": ["weight"], "additionalProperties": false, "properties": {
        "weight": {"type": "integer", "minimum": 0, "maximum": 1000}, "next": {"$ref": "#/$defs/Node"},
        "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
        "named": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Node"}}}}
}}"##;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Thread {
    text: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<Vec<Thread>>,
}

/// Shows replies of replies of replies, and none below.
#[derive(Debug, PartialEq, Serialize)]
#[serde(transparent)]
struct Shallow(Thread);

impl<'de> Deserialize<'de> for Shallow {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        fn cut(thread: &mut Thread, levels: usize) {
            match levels.checked_sub(1) {
                Some(below) => thread.replies.iter_mut().flatten().for_each(|reply| cut(reply, below)),
                None => thread.replies = None,
            }
        }
        let mut thread = Thread::deserialize(input)?;
        cut(&mut thread, 3);
        Ok(Shallow(thread))
    }
}

macro_rules! nodes {
    ($($Name:ident($($attribute:tt)*))*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $Name {
            #[serde($($attribute)*)]
            weight: u16,
            #[serde(skip_serializing_if = "Option::is_none")]
            next: Option<Box<$Name>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            children: Option<Vec<$Name>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            named: Option<BTreeMap<String, $Name>>,
        }
    )*};
}

nodes! {
    Node()
    Narrow(deserialize_with = "narrow")
}

fn narrow<'de, D: Deserializer<'de>>(input: D) -> Result<u16, D::Error> {
    u16::deserialize(input).map(|weight| weight.min(255))
}

#[test]
fn what_is_lost_below_three_levels_is_found() {
    let pair = [&subject!(Shallow as "Thread"), &subject!(Thread)];
    caught(SCHEMA, "Thread", pair, &[(Code::Lossy, "dropped_key", "replies")]);
}

#[test]
fn a_bug_in_mixed_recursion_stands_at_one_place() {
    let pair = [&subject!(Narrow as "Node"), &subject!(Node)];
    caught(SCHEMA, "Node", pair, &[(Code::Lossy, "number_changed", "weight")]);
}
