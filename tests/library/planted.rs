//! A plain serde copy of `RunObject`, held against the published document with one thing misspelt in it: as far as the type can
//! know, the misspelling is its own. Each must be found, and the copy as it is must not be accused.

use std::collections::BTreeSet;
use wireproof::case::{Case, CaseKind, Fault};
use wireproof::finding::{Code, Kind, Level};
use wireproof::generate::{Generator, Mutant, Plan};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::Subject;
use wireproof::{examine, subject};

const CASES: usize = 2_000;

type Rest = serde_json::Map<String, serde_json::Value>;
/// Also `1.0`, which the schema takes for an integer.
type Integer = serde_json::Number;

/// An enum of words with a catch-all.
macro_rules! words {
    ($Name:ident { $($Word:ident = $text:literal),+ }) => {
        #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
        enum $Name {
            $(#[serde(rename = $text)] $Word,)+
            #[serde(untagged)]
            Other(String),
        }
    };
}

/// A struct of keys that must be there, keys that may be missing, and any others.
macro_rules! object {
    ($Name:ident { $($field:ident: $Type:ty),* ; $($key:literal $optional:ident: $Optional:ty),* }) => {
        #[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
        struct $Name {
            $($field: $Type,)*
            $(
                #[serde(rename = $key, default, deserialize_with = "there", skip_serializing_if = "Option::is_none")]
                $optional: Option<$Optional>,
            )*
            #[serde(flatten)]
            rest: Rest,
        }
    };
}

/// A run whose keys for some fields are given.
macro_rules! run {
    ($Name:ident, $started:literal, $expires:literal, $temperature:literal, $top_p:literal) => {
        object!($Name {
            id: String, object: String, created_at: Integer, thread_id: String, assistant_id: String, status: Status,
            model: String, tools: Vec<Tool>, metadata: serde_json::Value ;
            $started started_at: Option<Integer>, $expires expires_at: Option<Integer>,
            "cancelled_at" cancelled_at: Option<Integer>, "failed_at" failed_at: Option<Integer>,
            "completed_at" completed_at: Option<Integer>, "instructions" instructions: String,
            $temperature temperature: Option<f64>, $top_p top_p: Option<f64>,
            "last_error" last_error: Option<LastError>, "incomplete_details" incomplete_details: Option<Incomplete>,
            "max_prompt_tokens" max_prompt_tokens: Option<Integer>, "usage" usage: Option<Usage>,
            "max_completion_tokens" max_completion_tokens: Option<Integer>,
            "parallel_tool_calls" parallel_tool_calls: bool,
            "truncation_strategy" truncation_strategy: Option<Truncation>,
            "required_action" required_action: serde_json::Value, "response_format" response_format: serde_json::Value,
            "tool_choice" tool_choice: serde_json::Value
        });
    };
}

words!(Status {
    Queued = "queued", InProgress = "in_progress", RequiresAction = "requires_action", Cancelling = "cancelling",
    Cancelled = "cancelled", Failed = "failed", Completed = "completed", Incomplete = "incomplete", Expired = "expired"
});
words!(ErrorCode { Server = "server_error", RateLimit = "rate_limit_exceeded", Prompt = "invalid_prompt" });
words!(Reason { Completion = "max_completion_tokens", Prompt = "max_prompt_tokens" });
words!(Strategy { Auto = "auto", LastMessages = "last_messages" });
object!(LastError { code: ErrorCode, message: String ; });
object!(Incomplete { ; "reason" reason: Reason });
object!(Usage { prompt_tokens: Integer, completion_tokens: Integer, total_tokens: Integer ; });
object!(Truncation { r#type: Strategy ; "last_messages" last_messages: Option<Integer> });
object!(CodeInterpreter { ; });
object!(FileSearch { ; "file_search" file_search: serde_json::Value });
object!(Function { function: serde_json::Value ; });
object!(Unknown { r#type: String ; });

#[derive(serde::Deserialize, serde::Serialize, PartialEq, Debug)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tool {
    CodeInterpreter(CodeInterpreter),
    FileSearch(FileSearch),
    Function(Function),
    #[serde(untagged)]
    Other(Unknown),
}

run!(Run, "started_at", "expires_at", "temperature", "top_p");
run!(SwappedTimes, "expires_at", "started_at", "temperature", "top_p");
run!(SwappedShares, "started_at", "expires_at", "top_p", "temperature");

/// A key that is there, be it null.
fn there<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

/// What explore says of a subject beyond notes and what the document leaves open, after something was misspelt in the document: code, kind and place.
fn found(subject: &Subject, misspelt: &[&str]) -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/schema/openai-runs.json");
    let mut text = std::fs::read_to_string(path).unwrap();
    for name in misspelt {
        let (right, wrong) = (format!("{name:?}"), format!("\"{name}z\""));
        assert!(text.contains(&right), "{name}");
        text = text.replace(&right, &wrong);
    }
    let document = Document::parse("runs.json", text.as_bytes()).unwrap();
    let schema = Spec::new(document, Dialect::AsMeant).component("RunObject").unwrap();
    let plan = Plan::new(schema.json_schema()).unwrap();
    let mut found = BTreeSet::new();
    for made in Generator::new(&plan, "RunObject", 1).take(CASES) {
        let mut case = Case::new(format!("case-{}", made.number), made.text());
        case.kind = made.mutant.as_ref().map_or(CaseKind::Sample, |_| CaseKind::Mutant);
        case.was = made.mutant.as_ref().and_then(Mutant::was);
        case.fault = made.mutant.as_ref().map(|mutant| Fault {
            operator: mutant.operator.to_owned(),
            pointer: mutant.pointer.clone(),
        });
        for finding in examine(subject, Some(&schema), &case).unwrap().findings {
            if finding.level >= Level::Warning && finding.kind.and_then(Kind::at_most).is_none() {
                let kind = finding.kind.map_or("", Kind::as_str);
                let is_index = |step: &String| step.parse::<u32>().is_err();
                let place: Vec<String> = finding.pointer.steps().filter(is_index).collect();
                found.insert(format!("{} {kind} {}", finding.code, place.join("/")));
            }
        }
    }
    found
}

#[test]
fn a_plain_copy_that_has_all_names_right_is_not_accused() {
    assert_eq!(found(&subject!(Run), &[]), BTreeSet::new());
}

#[test]
fn every_misspelt_word_tag_and_key_is_found() {
    // No two of one place at once, though a few at a time.
    let planted: [&[(&str, &str)]; 3] = [
        &[
            ("queued", "word status"),
            ("rate_limit_exceeded", "word last_error/code"),
            ("code_interpreter", "word tools/type"),
            ("completed_at", " completed_atz"),
            ("last_messages", "word truncation_strategy/type"),
        ],
        &[
            ("in_progress", "word status"),
            ("server_error", "word last_error/code"),
            ("function", "word tools/type"),
            ("top_p", " top_pz"),
            ("max_prompt_tokens", "word incomplete_details/reason"),
        ],
        &[
            ("expired", "word status"),
            ("invalid_prompt", "word last_error/code"),
            ("file_search", "word tools/type"),
            ("parallel_tool_calls", " parallel_tool_callsz"),
            ("cancelled_at", " cancelled_atz"),
        ],
    ];
    for planted in planted {
        let misspelt: Vec<&str> = planted.iter().map(|(misspelt, _)| *misspelt).collect();
        let found = found(&subject!(Run), &misspelt);
        let is_missed = |(_, expected): &&(&str, &str)| !found.contains(&format!("{} {expected}", Code::UnreadKey));
        assert_eq!(
            planted.iter().filter(is_missed).collect::<Vec<_>>(),
            [&("", ""); 0],
            "{found:?}"
        );
    }
}

#[test]
fn swapped_keys_are_found_and_nothing_else() {
    for (subject, first) in [
        (subject!(SwappedTimes), "expires_at"),
        (subject!(SwappedShares), "temperature"),
    ] {
        let expected = format!("{} swapped {first}", Code::UnreadKey);
        assert_eq!(found(&subject, &[]), BTreeSet::from([expected]));
    }
}
