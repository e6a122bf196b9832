//! What comes back unchanged and is misunderstood: a word that is taken for an unknown one, and two keys in each other's fields.
//! Only `Debug` shows it. Twins whose `Debug` says less, or which know no words on purpose, must not be accused.

use crate::exhibit::Exhibit;
use crate::explored::explore;
use std::collections::HashMap;
use wireproof::finding::{Code, Kind};
use wireproof::subject;
use wireproof::subject::Subject;

const CASES: usize = 2_000;

const SCHEMA: &str = r##"{
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"Run": {
        "type": "object",
        "required": ["status", "startedAt", "expiresAt", "choice", "include"],
        "properties": {
            "status": {"enum": ["queued", "in_progress", "completed", "failed"]},
            "startedAt": {"type": ["integer", "null"], "minimum": 0},
            "expiresAt": {"type": ["integer", "null"], "minimum": 0},
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "type": {"type": "number", "minimum": 0, "maximum": 1},
            "include": {"type": "array", "items": {"enum": ["usage", "steps"]}},
            "choice": {"oneOf": [
                {"type": "object", "required": ["type", "name"],
                 "properties": {"type": {"const": "function"}, "name": {"type": "string"}}},
                {"type": "object", "required": ["type"], "properties": {"type": {"const": "file_search"}}},
                {"type": "object", "required": ["type"], "properties": {"type": {"const": "code_interpreter"}}}
            ]}
        }
    }}
}"##;

type Rest = serde_json::Map<String, serde_json::Value>;

/// An enum of words with a catch-all.
macro_rules! words {
    ($Name:ident { $($Word:ident = $text:literal),+ }) => {
        #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
        pub enum $Name {
            $(#[serde(rename = $text)] $Word,)+
            #[serde(untagged)]
            Other(String),
        }
    };
}

/// A union that goes by `type`, with a catch-all.
macro_rules! choice {
    ($Name:ident { $($Tag:ident = $text:literal),+ }) => {
        #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
        #[serde(tag = "type")]
        pub enum $Name {
            #[serde(rename = "function")]
            Function { name: String, #[serde(flatten)] rest: Rest },
            $(#[serde(rename = $text)] $Tag { #[serde(flatten)] rest: Rest },)+
            #[serde(untagged)]
            Other { r#type: String, #[serde(flatten)] rest: Rest },
        }
    };
}

/// A run of these parts; its keys and its `Debug` as they should be, if nothing else is said.
macro_rules! run {
    ($name:ident, $Status:ty, $Include:ty, $Choice:ty) => {
        run!($name, $Status, $Include, $Choice, "startedAt", "expiresAt", "share", "type", Debug);
    };
    ($name:ident, $Status:ty, $Include:ty, $Choice:ty, $started:literal, $expires:literal, $share:literal, $type:literal
     $(, $Debug:ident)?) => {
        mod $name {
            #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
            $(#[derive($Debug)])?
            pub struct Run {
                status: $Status,
                #[serde(rename = $started)]
                started_at: Option<i64>,
                #[serde(rename = $expires)]
                expires_at: Option<i64>,
                #[serde(rename = $share, default, skip_serializing_if = "Option::is_none")]
                share: Option<f64>,
                #[serde(rename = $type, default, skip_serializing_if = "Option::is_none")]
                r#type: Option<f64>,
                include: Vec<$Include>,
                choice: $Choice,
                #[serde(flatten)]
                rest: super::Rest,
            }
        }
    };
}

words!(Status { Queued = "queued", InProgress = "in_progress", Completed = "completed", Failed = "failed" });
words!(MisspeltStatus { Queued = "queued", InProgress = "in-progress", Completed = "completed", Failed = "failed" });
words!(SwappedStatus { Queued = "queued", InProgress = "in_progress", Completed = "failed", Failed = "completed" });
words!(OtherwiseCalledStatus { Failed = "queued", Running = "in_progress", Good = "completed", Bad = "failed" });
words!(Include { Usage = "usage", Steps = "steps" });
words!(LeftOutInclude { Usage = "usage" });
choice!(Choice { FileSearch = "file_search", CodeInterpreter = "code_interpreter" });
choice!(LeftOutChoice { CodeInterpreter = "code_interpreter" });

/// Refuses what it does not know.
#[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    Queued,
    InProgress,
    Completed,
    Failed,
}

/// The same with two words in each other's place.
#[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum SwappedClosed {
    #[serde(rename = "in_progress")]
    Queued,
    #[serde(rename = "queued")]
    InProgress,
    Completed,
    Failed,
}

/// `Debug` shows what stands in JSON.
#[derive(serde::Deserialize, serde::Serialize, PartialEq)]
#[serde(transparent)]
pub struct AsWritten(MisspeltStatus);

impl std::fmt::Debug for AsWritten {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&serde_json::to_string(&self.0).unwrap())
    }
}

/// A map that is shown in another order each time.
#[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
#[serde(transparent)]
pub struct Unordered(HashMap<String, serde_json::Value>);

run!(good, super::Status, super::Include, super::Choice);
run!(misspelt_word, super::MisspeltStatus, super::Include, super::Choice);
run!(left_out_item, super::Status, super::LeftOutInclude, super::Choice);
run!(left_out_tag, super::Status, super::Include, super::LeftOutChoice);
run!(
    swapped_keys,
    super::Status,
    super::Include,
    super::Choice,
    "expiresAt",
    "startedAt",
    "share",
    "type",
    Debug
);
run!(
    swapped_bounded,
    super::Status,
    super::Include,
    super::Choice,
    "startedAt",
    "expiresAt",
    "type",
    "share",
    Debug
);
run!(swapped_words, super::SwappedStatus, super::Include, super::Choice);
run!(swapped_closed, super::SwappedClosed, super::Include, super::Choice);
run!(
    otherwise_called,
    super::OtherwiseCalledStatus,
    super::Include,
    super::Choice
);
run!(strings, String, String, super::Choice);
run!(closed, super::Closed, super::Include, super::Choice);
run!(as_written, super::AsWritten, super::Include, super::Choice);
run!(unordered, super::Status, super::Include, super::Unordered);
run!(
    without_debug,
    super::MisspeltStatus,
    super::LeftOutInclude,
    super::LeftOutChoice,
    "expiresAt",
    "startedAt",
    "type",
    "share"
);

/// What explore finds unread in a subject: code, kind and place. An `i64` refuses `1.0`, which is another matter.
fn found(subject: &Subject) -> Vec<(Code, String, String)> {
    let exhibit = Exhibit {
        class: 0,
        name: "shown",
        schema: SCHEMA,
        component: "Run",
        broken: subject.clone(),
        good: subject.clone(),
        captures: &[],
        expects: &[],
    };
    let found = explore(&exhibit, subject, CASES).into_keys();
    let mut bad: Vec<(Code, String, String)> = found
        .filter(|(code, ..)| *code == Code::UnreadKey)
        .map(|(code, kind, pointer)| {
            let item = |step: &str| {
                if step.parse::<u32>().is_ok() {
                    "*".to_owned()
                } else {
                    step.to_owned()
                }
            };
            let place: Vec<String> = pointer.split('/').map(item).collect();
            (code, kind.map_or("", Kind::as_str).to_owned(), place.join("/"))
        })
        .collect();
    bad.sort();
    bad.dedup();
    bad
}

fn unread(kind: &str, pointer: &str) -> (Code, String, String) {
    (Code::UnreadKey, kind.to_owned(), pointer.to_owned())
}

#[test]
fn a_misspelt_word_is_found() {
    assert_eq!(found(&subject!(misspelt_word::Run)), [unread("word", "/status")]);
}

#[test]
fn a_word_of_an_array_that_was_left_out_is_found() {
    assert_eq!(found(&subject!(left_out_item::Run)), [unread("word", "/include/*")]);
}

#[test]
fn a_branch_that_holds_only_its_tag_is_found_when_left_out() {
    assert_eq!(found(&subject!(left_out_tag::Run)), [unread("word", "/choice/type")]);
}

#[test]
fn swapped_words_are_found() {
    for subject in [subject!(swapped_words::Run), subject!(swapped_closed::Run)] {
        assert_eq!(found(&subject), [unread("swapped", "/status")], "{subject:?}");
    }
}

#[test]
fn swapped_keys_are_found() {
    assert_eq!(found(&subject!(swapped_keys::Run)), [unread("swapped", "/expiresAt")]);
}

#[test]
fn swapped_keys_with_narrow_bounds_are_found() {
    assert_eq!(found(&subject!(swapped_bounded::Run)), [unread("swapped", "/share")]);
}

#[test]
fn types_that_know_all_or_show_less_are_not_accused() {
    for subject in [
        subject!(good::Run),
        subject!(otherwise_called::Run),
        subject!(strings::Run),
        subject!(closed::Run),
        subject!(as_written::Run),
        subject!(unordered::Run),
        subject!(without_debug::Run),
    ] {
        assert_eq!(found(&subject), [], "{subject:?}");
    }
}
