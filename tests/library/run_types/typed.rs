//! Typed values, which nobody read: what is written of them is what the schema allows, or what somebody chose to let through.

use arbitrary::{Arbitrary, Unstructured};
use openai_run_types::{
    AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepDeltaObject, RunStepObject,
    type_set,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wireproof::default_types as corpus;
use wireproof::examine_written;
use wireproof::finding::Expectations;
use wireproof::schema::{Schema, Spec};
use wireproof::subject::Subject;

struct Desk {
    spec: Spec,
    known: Expectations,
}

impl Desk {
    fn new() -> Desk {
        let known = String::from_utf8(corpus::file("expectations.toml").unwrap().to_vec()).unwrap();
        Desk {
            spec: wireproof::default_types::spec().unwrap(),
            known: Expectations::parse("expectations.toml", &known).unwrap(),
        }
    }

    fn judge<T>(&self, name: &str, value: &T) -> Result<(), TestCaseError>
    where
        T: Serialize + DeserializeOwned + PartialEq,
    {
        let subject: Subject = type_set().subject(name).unwrap().clone();
        let schema: std::sync::Arc<Schema> = self.spec.component(subject.component().unwrap()).unwrap();
        let mut findings = examine_written(&subject, &schema, value);
        findings.retain(|finding| !self.known.accepts_written(finding));
        prop_assert!(
            findings.is_empty(),
            "{findings:#?}\n{}",
            serde_json::to_string(value).unwrap()
        );
        Ok(())
    }

    fn all<T>(&self, name: &str, cases: u32)
    where
        T: Serialize + DeserializeOwned + PartialEq + for<'a> Arbitrary<'a>,
    {
        let config = ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        proptest!(config, |(bytes in proptest::collection::vec(any::<u8>(), 0..4096))| {
            let value = T::arbitrary(&mut Unstructured::new(&bytes)).unwrap();
            self.judge(name, &value)?;
        });
    }
}

#[test]
fn what_typed_runs_are_written_as_is_valid_or_let_through_by_choice() {
    let desk = Desk::new();
    desk.all::<RunObject>("RunObject", 500);
    desk.all::<ListRunsResponse>("ListRunsResponse", 100);
}

#[test]
fn what_typed_steps_are_written_as_is_valid_or_let_through_by_choice() {
    let desk = Desk::new();
    desk.all::<RunStepObject>("RunStepObject", 500);
    desk.all::<ListRunStepsResponse>("ListRunStepsResponse", 100);
    desk.all::<RunStepDeltaObject>("RunStepDeltaObject", 500);
}

#[test]
fn typed_events_come_back_as_they_were() {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(bytes in proptest::collection::vec(any::<u8>(), 0..4096))| {
        let event = AssistantStreamEvent::arbitrary(&mut Unstructured::new(&bytes)).unwrap();
        let text = serde_json::to_string(&event).unwrap();
        prop_assert_eq!(&serde_json::from_str::<AssistantStreamEvent>(&text).unwrap(), &event, "{}", text);
    });
}

/// Else the tests above would hold of any value at all.
#[test]
fn what_nobody_let_through_is_told() {
    let mut desk = Desk::new();
    desk.known = Expectations::default();
    let run = RunObject::arbitrary(&mut Unstructured::new(&[])).unwrap();
    let run = RunObject {
        max_prompt_tokens: (-1).into(),
        ..run
    };
    let told = desk.judge("RunObject", &run).unwrap_err().to_string();
    assert!(told.contains("BelowMinimum"), "{told}");
}

/// Else the tests above would hold of values that are all alike.
#[test]
fn typed_values_are_of_every_kind() {
    use openai_run_types::{Maybe, RunStatus, Tool};
    let mut seen = [false; 6];
    for seed in 0..2000_u32 {
        let bytes: Vec<u8> = (0..2000_u32)
            .map(|at| (at.wrapping_mul(2_654_435_761).wrapping_add(seed.wrapping_mul(40_503)) >> 13) as u8)
            .collect();
        let run = RunObject::arbitrary(&mut Unstructured::new(&bytes)).unwrap();
        seen[0] |= matches!(run.status, RunStatus::Other(_));
        seen[1] |= run.status == RunStatus::Completed;
        seen[2] |= run.tools.iter().any(|tool| matches!(tool, Tool::Function(_)));
        seen[3] |= run.tools.iter().any(|tool| matches!(tool, Tool::Other(_)));
        seen[4] |= matches!(run.usage, Maybe::Value(_));
        seen[5] |= !run.unknown.is_empty();
    }
    assert_eq!(seen, [true; 6]);
}
