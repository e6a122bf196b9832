//! Bytes as values of the run types.

use super::alarm;

use crate::finding::Expectations;
use crate::finding::{Code, Kind, Level};
use crate::schema::{Schema, Spec};
use crate::subject::{ResourceKind, Subject};
use crate::written::examine_written;
use arbitrary::{Arbitrary, Unstructured};
use openai_run_types::{self, AssistantStreamEvent, RunObject, RunStepDeltaObject, RunStepObject};
use openai_run_types::{ListRunStepsResponse, ListRunsResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, LazyLock};

/// What values are held against.
struct Desk {
    bound: Vec<(Subject, Arc<Schema>)>,
    known: Expectations,
}

static DESK: LazyLock<Desk> = LazyLock::new(|| match desk() {
    Ok(desk) => desk,
    Err(reason) => panic!("the embedded corpus: {reason}"),
});

fn desk() -> Result<Desk, String> {
    let types = crate::default_types::type_set();
    let spec = Spec::of_types(&types).map_err(|error| error.to_string())?;
    let spec = spec.ok_or("no document")?;
    let mut files = types.resources().iter();
    let file = files
        .find(|file| file.kind == ResourceKind::Expectations)
        .ok_or("no expectations")?;
    let known = String::from_utf8_lossy(&file.bytes);
    let known = Expectations::parse(&file.name, &known).map_err(|error| error.to_string())?;
    let bound = |subject: &Subject| Some((subject.clone(), spec.component(subject.component()?).ok()?));
    Ok(Desk {
        bound: openai_run_types::type_set()
            .subjects()
            .iter()
            .filter_map(bound)
            .collect(),
        known,
    })
}

pub(super) fn write(bytes: &[u8]) {
    let (last, rest) = bytes.split_last().unwrap_or((&0, &[]));
    let mut choices = Unstructured::new(rest);
    match last % 6 {
        0 => judge::<RunObject>("RunObject", &mut choices),
        1 => judge::<ListRunsResponse>("ListRunsResponse", &mut choices),
        2 => judge::<RunStepObject>("RunStepObject", &mut choices),
        3 => judge::<ListRunStepsResponse>("ListRunStepsResponse", &mut choices),
        4 => judge::<RunStepDeltaObject>("RunStepDeltaObject", &mut choices),
        _ => event(&mut choices),
    }
}

fn judge<T>(component: &str, choices: &mut Unstructured<'_>)
where
    T: Serialize + DeserializeOwned + PartialEq + for<'a> Arbitrary<'a>,
{
    if let Ok(value) = T::arbitrary(choices) {
        held(component, &value);
    }
}

/// An event is one of a component, or of none: then it must only come back.
fn event(choices: &mut Unstructured<'_>) {
    let Ok(event) = AssistantStreamEvent::arbitrary(choices) else {
        return;
    };
    match &event {
        AssistantStreamEvent::Run(_) => return held("RunStreamEvent", &event),
        AssistantStreamEvent::RunStep(_) => return held("RunStepStreamEvent", &event),
        _ => {}
    }
    let text = match serde_json::to_string(&event) {
        Ok(text) => text,
        Err(error) => alarm::fault("typed", &format!("an event is not written: {error}"), ""),
    };
    match serde_json::from_str::<AssistantStreamEvent>(&text) {
        Ok(again) if again == event => {}
        Ok(_) => alarm::fault("typed", "what was written reads as another event", &text),
        Err(error) => alarm::fault("typed", &format!("what was written is not read: {error}"), &text),
    }
}

fn held<T>(component: &str, value: &T)
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let bound = DESK.bound.iter().find(|(_, schema)| schema.name() == component);
    let Some((subject, schema)) = bound else {
        alarm::fault("typed", &format!("`{component}` is not bound"), "")
    };
    for finding in examine_written(subject, schema, value) {
        // What the schema forbids counts, whatever its level; what is read by choice may be written.
        let counts = finding.level == Level::Error || finding.code == Code::SchemaViolation;
        if counts && !DESK.known.accepts_written(&finding) {
            let text = serde_json::to_string(value).unwrap_or_default();
            let kind = finding.kind.map_or("", Kind::as_str);
            let (code, pointer, message) = (finding.code, &finding.pointer, &finding.message);
            let what = format!("{code} {kind} in {component} at `{pointer}`: {message}");
            alarm::fault("typed", &what, &text);
        }
    }
}
