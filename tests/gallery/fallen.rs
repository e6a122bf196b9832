//! A tag that is known, whose body its variant refuses: the variant for unknown kinds takes the text. The word must not be called
//! unknown, since it is not. What falls through is told where the enum is registered.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use wireproof::finding::{Code, Kind, Level, SourceKind, default_level};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 2_000;

const SCHEMA: &str = r##"{"$defs": {"Message": {"type": "object", "required": ["item"], "additionalProperties": false, "properties": {
    "item": {"oneOf": [{"$ref": "#/$defs/Shell"}, {"$ref": "#/$defs/Search"}]}}},
    "Shell": {"type": "object", "required": ["kind", "most"], "additionalProperties": false, "properties": {
        "kind": {"const": "shell_output"}, "most": {"type": "integer", "minimum": -1, "maximum": 1000}}},
    "Search": {"type": "object", "required": ["kind", "most"], "additionalProperties": false, "properties": {
        "kind": {"const": "search"}, "most": {"type": "integer", "minimum": -1, "maximum": 1000}}}}}"##;

macro_rules! messages {
    ($($name:ident: $Most:ty, $word:literal)*) => {$(
        mod $name {
            use super::*;

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            pub struct Message {
                item: Item,
            }

            #[derive(Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "kind")]
            enum Item {
                #[serde(rename = $word)]
                Shell { most: $Most },
                #[serde(rename = "search")]
                Search { most: i16 },
                #[serde(untagged)]
                Other(Value),
            }
        }
    )*};
}

messages! {
    unsigned: u16, "shell_output"
    misspelt: i16, "shell-output"
    sound: i16, "shell_output"
}

fn unread(subject: &Subject) -> BTreeSet<(Option<Kind>, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "fallen",
        schema: SCHEMA,
        component: "Message",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    explore(&exhibit, subject, CASES)
        .into_keys()
        .filter(|(code, kind, _)| default_level(*code, *kind, SourceKind::Sample) > Level::Note)
        .map(|(code, kind, pointer)| {
            assert_eq!(code, Code::UnreadKey, "{pointer}");
            (kind, pointer)
        })
        .collect()
}

#[test]
fn a_known_word_whose_body_is_refused_is_not_called_unknown() {
    let unknown = (Some(Kind::Word), "/item/kind".to_owned());
    assert_eq!(unread(&subject!(unsigned::Message)), [].into());
    assert_eq!(unread(&subject!(misspelt::Message)), [unknown].into());
    assert_eq!(unread(&subject!(sound::Message)), [].into());
}
