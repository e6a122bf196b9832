//! What is measured, in instructions and in time.

use super::pages::{Dice, KINDS, Keys, run, runs, step, steps, stream};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;
use std::rc::Rc;
use wireproof::case::{Choices, Plan};
use wireproof::check::{CHECKS, Exam, Sink};
use wireproof::runs::{AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepObject};
use wireproof::spec::{Dialect, Document, Spec};
use wireproof::{Case, corpus, examine, subject};

/// One thing to be measured.
pub struct Body {
    /// `group/what`.
    pub name: String,
    /// The bytes of text that it works on.
    pub bytes: usize,
    /// Does it once.
    pub run: Box<dyn Fn()>,
}

/// A body over a text.
pub fn over(name: impl Into<String>, text: &Rc<str>, run: impl Fn(&str) + 'static) -> Body {
    let owned = Rc::clone(text);
    Body {
        name: name.into(),
        bytes: text.len(),
        run: Box::new(move || run(black_box(&owned))),
    }
}

/// Reads a text and lets go of what was read.
pub fn read<T: DeserializeOwned>(name: impl Into<String>, text: &Rc<str>) -> Body {
    // It must be read, or a fast error would pass for fast reading.
    assert!(serde_json::from_str::<T>(text).is_ok());
    over(name, text, |text| {
        black_box(serde_json::from_str::<T>(text).is_ok());
    })
}

/// Writes what a text holds.
pub fn write<T: DeserializeOwned + Serialize + 'static>(name: impl Into<String>, text: &Rc<str>) -> Body {
    let value: T = serde_json::from_str(text).unwrap();
    over(name, text, move |_| {
        black_box(serde_json::to_string(black_box(&value)).is_ok());
    })
}

/// All that the default build is measured on.
pub fn all() -> Vec<Body> {
    let page: Rc<str> = steps(100, Keys::AsSent).into();
    let documented: Rc<str> = steps(100, Keys::Documented).into();
    let mut bodies = vec![
        read::<serde::de::IgnoredAny>("decode/floor: only scanning", &page),
        read::<serde_json::Value>("decode/serde_json::Value", &page),
        read::<ListRunStepsResponse>("decode/100 steps documented", &documented),
        over("decode/100 steps as sent, from_slice", &page, |text| {
            black_box(serde_json::from_slice::<ListRunStepsResponse>(text.as_bytes()).is_ok());
        }),
    ];
    for (number, kind) in KINDS.into_iter().enumerate() {
        let text: Rc<str> = step(&mut Dice(2), number, Keys::AsSent).into();
        bodies.push(read::<RunStepObject>(format!("decode/a step: {kind}"), &text));
    }
    let one: Rc<str> = run(&mut Dice(2), 0).into();
    bodies.push(read::<RunObject>("decode/a run", &one));
    for count in [1, 10, 100, 1000] {
        let (of_steps, of_runs): (Rc<str>, Rc<str>) = (steps(count, Keys::AsSent).into(), runs(count).into());
        bodies.push(read::<ListRunStepsResponse>(
            format!("decode/{count} steps as sent"),
            &of_steps,
        ));
        bodies.push(read::<ListRunsResponse>(format!("decode/{count} runs"), &of_runs));
    }
    bodies.push(over("decode/a stream", &stream(100).into(), |text| {
        for event in text.split("\n\n").filter(|event| !event.is_empty()) {
            let (name, data) = event.split_once("\ndata: ").unwrap_or_default();
            black_box(AssistantStreamEvent::from_sse(name.trim_start_matches("event: "), data).is_ok());
        }
    }));
    bodies.push(write::<ListRunStepsResponse>("encode/100 steps as sent", &page));
    bodies.push(write::<ListRunsResponse>("encode/100 runs", &runs(100).into()));
    bodies.extend(examined(&page, &documented));
    bodies.extend(generated());
    bodies.extend(super::worst::bodies(&spec().component("RunStepObject").unwrap()));
    bodies
}

fn spec() -> Spec {
    let schema = corpus::file(corpus::SCHEMA).unwrap();
    Spec::new(Document::parse(corpus::SCHEMA, schema).unwrap(), Dialect::AsMeant)
}

/// The whole verdict, and what each check costs alone: with what it needs and the others would need as well.
fn examined(page: &Rc<str>, documented: &Rc<str>) -> Vec<Body> {
    let spec = spec();
    let schema = spec.component("ListRunStepsResponse").unwrap();
    let mut bodies = Vec::new();
    for (what, text) in [("documented", documented), ("as sent", page)] {
        let (subject, schema, case) = (
            subject!(ListRunStepsResponse),
            schema.clone(),
            Case::new("page.json", &**text),
        );
        bodies.push(over(format!("examine/100 steps {what}"), text, move |_| {
            black_box(examine(&subject, Some(&schema), black_box(&case)).is_ok());
        }));
    }
    let of_runs: Rc<str> = runs(100).into();
    let (subject, for_runs) = (subject!(ListRunsResponse), spec.component("ListRunsResponse").unwrap());
    let case = Case::new("page.json", &*of_runs);
    bodies.push(over("examine/100 runs", &of_runs, move |_| {
        black_box(examine(&subject, Some(&for_runs), black_box(&case)).is_ok());
    }));
    for check in CHECKS {
        let (subject, schema, case) = (
            subject!(ListRunStepsResponse),
            schema.clone(),
            Case::new("page.json", &**documented),
        );
        let name = format!("examine/{} alone", check.code().as_str());
        bodies.push(over(name, documented, move |_| {
            let Ok(tree) = case.tree() else { return };
            let mut sink = Sink::default();
            check.look(&Exam::new(&subject, Some(&schema), &case, tree), &mut sink);
            black_box(sink);
        }));
    }
    bodies
}

/// Values of a schema, a hundred each time; "per byte" is per value.
fn generated() -> Vec<Body> {
    const VALUES: u64 = 100;
    let schema = spec().component("RunObject").unwrap();
    let plan = Rc::new(Plan::new(schema.json_schema()).unwrap());
    let body = |name: &str, make: fn(&Plan, &mut Choices<'_>) -> bool| {
        let plan = Rc::clone(&plan);
        Body {
            name: name.to_owned(),
            bytes: VALUES as usize,
            run: Box::new(move || {
                for seed in 0..VALUES {
                    black_box(make(&plan, &mut Choices::from_seed(seed)));
                }
            }),
        }
    };
    vec![
        body("generate/100 samples of RunObject", |plan, choices| {
            plan.sample(choices).map(|made| made.text()).is_some()
        }),
        body("generate/100 mutants of RunObject", |plan, choices| {
            plan.mutant(choices).is_some()
        }),
    ]
}
