//! Texts made to be slow, each at a size and twice that: cost must grow with the bytes and no faster.

use super::bodies::{Body, look, read};
use super::pages::{Dice, Keys, step};
use openai_run_types::RunStepObject;
use wireproof::subject;

/// How often a size is doubled.
const DOUBLED: u32 = 3;

/// A name, the text at a size, and the smallest size.
type Series = (&'static str, fn(usize) -> String, usize);

const SERIES: [Series; 5] = [
    ("tag last", tag_last, 1_250),
    ("unknown keys", unknown_keys, 1_250),
    ("one long string", long_string, 1_250_000),
    ("tool calls", tool_calls, 12_500),
    ("nesting in an unknown key", nesting, 10_000),
];

/// Reading and examining each series.
pub fn bodies() -> Vec<Body> {
    let mut bodies = Vec::new();
    for (name, make, smallest) in SERIES {
        for doubled in 0..=DOUBLED {
            let size = smallest << doubled;
            let text = move || make(size);
            bodies.push(read::<RunStepObject>(format!("worst/decode, {name}, {size}"), text));
            let name = format!("worst/examine, {name}, {size}");
            bodies.push(look(name, || subject!(RunStepObject), text, None));
        }
    }
    bodies
}

/// A step with `details` in the place of its own.
fn step_with(details: &str) -> String {
    let step = step(&mut Dice(5), 0, Keys::Documented);
    let start = step.find(r#""step_details":"#).unwrap_or_default();
    let end = step.find(r#","usage""#).unwrap_or_default();
    format!(r#"{}"step_details":{details}{}"#, &step[..start], &step[end..])
}

fn calls(count: usize, call: fn(usize) -> String) -> String {
    (0..count).map(call).collect::<Vec<_>>().join(",")
}

fn call(number: usize) -> String {
    format!(r#"{{"id":"call_{number}","type":"function","function":{{"name":"f","arguments":"{{}}","output":null}}}}"#)
}

/// The details' tag behind all calls, and each call's tag behind all else.
fn tag_last(count: usize) -> String {
    let last = |number| {
        format!(
            r#"{{"function":{{"output":null,"name":"f","arguments":"{{}}"}},"id":"call_{number}","type":"function"}}"#
        )
    };
    step_with(&format!(
        r#"{{"tool_calls":[{}],"type":"tool_calls"}}"#,
        calls(count, last)
    ))
}

fn unknown_keys(count: usize) -> String {
    let keys = calls(count, |number| {
        format!(r#""strange_key_{number}":{{"value":[{number},null]}}"#)
    });
    step_with(&format!(
        r#"{{"type":"message_creation","message_creation":{{"message_id":"msg_1"}},{keys}}}"#
    ))
}

fn long_string(length: usize) -> String {
    step_with(&format!(
        r#"{{"type":"message_creation","message_creation":{{"message_id":"{}"}}}}"#,
        "ä\\n7 ".repeat(length / 6)
    ))
}

fn tool_calls(count: usize) -> String {
    step_with(&format!(
        r#"{{"type":"tool_calls","tool_calls":[{}]}}"#,
        calls(count, call)
    ))
}

fn nesting(levels: usize) -> String {
    let deep = "[".repeat(levels) + &"]".repeat(levels);
    step_with(&format!(
        r#"{{"type":"message_creation","message_creation":{{"message_id":"msg_1"}},"deep":{deep}}}"#
    ))
}
