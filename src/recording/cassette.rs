//! Cassettes of VCR (Ruby) and vcrpy, in YAML or JSON.

use super::body::{Headers, bytes_of};
use super::item::Item;
use super::pick::{Shape, pick};
use super::reader::RecordingReader;
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::LazyLock;

/// The stack size of the thread that reads YAML: the reader recurses into nested values.
const STACK: usize = 64 << 20;
const MAX_DEPTH: usize = 64;

const BODY: &[(&str, Shape)] = &[("base64_string", Shape::Single), ("string", Shape::Single)];
const RESPONSE: &[(&str, Shape)] = &[("body", Shape::Object(BODY)), ("headers", Shape::Headers)];
const INTERACTION: Shape = Shape::Object(&[("response", Shape::Object(RESPONSE))]);

#[derive(Deserialize)]
struct Cassette {
    #[serde(default, alias = "http_interactions")]
    interactions: Vec<Value>,
}

impl RecordingReader<'_, '_> {
    pub(super) fn json_cassette(&mut self, reader: impl Read) -> bool {
        let path: &[&[&str]] = &[&["http_interactions", "interactions"]];
        self.elements(
            reader,
            path,
            "interaction",
            |recording, number, interaction| match pick(interaction.get(), INTERACTION) {
                Ok(interaction) => recording.interaction(number, &interaction),
                Err(_) => {
                    let origin = recording.origin("cassette", format!("interaction {number}"));
                    recording.skip_part(&origin, "interaction cannot be read")
                }
            },
        )
    }

    pub(super) fn yaml_cassette(&mut self, reader: impl Read) -> io::Result<bool> {
        let Some(bytes) = self.whole(reader)? else {
            return Ok(true);
        };
        let Ok(text) = String::from_utf8(bytes) else {
            return Ok(self.skip_file("invalid UTF-8"));
        };
        let text = without_class_tags(&text);
        let (interactions, fault) = match parse(&text) {
            Ok(interactions) => (interactions, None),
            Err(fault) => (salvage(&text, fault.0), Some(fault)),
        };
        for (index, interaction) in interactions.iter().enumerate() {
            if !self.interaction(index + 1, interaction) {
                return Ok(false);
            }
        }
        let Some((line, reason)) = fault else { return Ok(true) };
        let taken = match interactions.len() {
            0 => String::new(),
            taken => format!("; the {taken} interactions before are read"),
        };
        Ok(self.skip_file(format!("{reason} at line {line}{taken}")))
    }

    fn interaction(&mut self, number: usize, interaction: &Value) -> bool {
        let origin = self.origin("cassette", format!("interaction {number}"));
        let response = &interaction["response"];
        let Some(response) = response.as_object() else {
            return self.skip_part(&origin, "interaction has no response");
        };
        let body = response.get("body").unwrap_or(&Value::Null);
        let (text, is_base64) = match body {
            Value::String(text) => (Some(text), false),
            Value::Object(body) => match (body.get("base64_string"), body.get("string")) {
                (Some(Value::String(text)), _) => (Some(text), true),
                (_, Some(Value::String(text))) => (Some(text), false),
                (None, Some(Value::Null) | None) | (Some(Value::Null), _) => (None, false),
                _ => return self.skip_part(&origin, "body is no text"),
            },
            Value::Null => (None, false),
            _ => return self.skip_part(&origin, "body is no text"),
        };
        let Some(text) = text else {
            return (self.sink)(Item::Ignored(origin, "no body was recorded"));
        };
        match bytes_of(text, is_base64) {
            Ok(bytes) => self.body(&origin, bytes, &Headers::of(response.get("headers")), None),
            Err(reason) => self.skip_part(&origin, reason),
        }
    }
}

/// The text without tags that name a class of the programming language which wrote the cassette.
fn without_class_tags(text: &str) -> Cow<'_, str> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)(^\s*- |: |- )!!?(?:python|ruby)/[^\s]+").unwrap_or_else(|error| unreachable!("{error}"))
    });
    TAG.replace_all(text, "$1")
}

/// The interactions, or the line and the reason of the first error. The message of the YAML reader is not used: it may quote the
/// text, which may be private.
fn parse(text: &str) -> Result<Vec<Value>, (u64, &'static str)> {
    let read = || {
        let options = serde_saphyr::options! {
            budget: serde_saphyr::budget! {
                max_depth: MAX_DEPTH,
                max_nodes: 8_000_000,
                max_events: 20_000_000,
                max_documents: 1,
            },
            alias_limits: serde_saphyr::alias_limits! {
                max_total_replayed_events: 1_000_000,
                max_replay_stack_depth: 32,
            },
            duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
            strict_booleans: true,
            with_snippet: false,
            ignore_binary_tag_for_string: true,
        };
        serde_saphyr::from_str_with_options::<Cassette>(text, options).map_err(|error| {
            let line = error.location().map_or(0, |place| place.line());
            let words = error.without_snippet().to_string().to_lowercase();
            let reason = match ["limit", "budget", "exceed"].iter().any(|word| words.contains(word)) {
                true => "YAML grows beyond its limits",
                false => "invalid YAML",
            };
            (line, reason)
        })
    };
    std::thread::scope(|scope| {
        let reading = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read);
        match reading.map(|thread| thread.join()) {
            Ok(Ok(cassette)) => cassette.map(|cassette| cassette.interactions),
            _ => Err((0, "YAML cannot be read")),
        }
    })
}

/// The interactions before the one that cannot be read.
fn salvage(text: &str, line: u64) -> Vec<Value> {
    let lines_before = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(lines_before).map(str::len).sum();
    // The line itself may be where an interaction starts.
    let end = text[before..].find('\n').map_or(text.len(), |at| before + at);
    let last = text[..end].rfind("\n- ").map_or(0, |at| at + 1);
    parse(&text[..last]).unwrap_or_default()
}
