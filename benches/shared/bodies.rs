//! What is measured, in instructions and in time.

use super::pages::{Dice, KINDS, Keys, run, runs, step, steps, stream};
use openai_run_types::{AssistantStreamEvent, ListRunStepsResponse, ListRunsResponse, RunObject, RunStepObject};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::hint::black_box;
use wireproof::check::{CASE_CHECKS, CaseCheck, CheckContext, Drafts};
use wireproof::default_types as corpus;
use wireproof::generate::{Choices, Plan};
use wireproof::schema::{Dialect, Document, Spec};
use wireproof::subject::Subject;
use wireproof::{Case, examine, subject};

/// One thing to be measured. What it needs is made when it is first asked for: most processes measure one of many.
pub struct Body {
    /// `group/what`.
    pub name: String,
    make: Box<dyn Fn() -> Ready>,
    ready: OnceCell<Ready>,
}

/// What a body is when its turn comes.
pub struct Ready {
    /// The bytes of text that it works on.
    pub bytes: usize,
    /// Does it once.
    pub run: Box<dyn Fn()>,
}

impl Body {
    /// A body of that name.
    pub fn new(name: impl Into<String>, make: impl Fn() -> Ready + 'static) -> Body {
        Body {
            name: name.into(),
            make: Box::new(make),
            ready: OnceCell::new(),
        }
    }

    /// What it is.
    pub fn ready(&self) -> &Ready {
        self.ready.get_or_init(&self.make)
    }
}

/// A body over a text.
pub fn over(name: impl Into<String>, text: impl Fn() -> String + 'static, run: fn(&str)) -> Body {
    Body::new(name, move || {
        let text = text();
        Ready {
            bytes: text.len(),
            run: Box::new(move || run(black_box(&text))),
        }
    })
}

/// Reads a text and lets go of what was read.
pub fn read<T: DeserializeOwned>(name: impl Into<String>, text: impl Fn() -> String + 'static) -> Body {
    let checked = move || {
        let text = text();
        // It must be read, or a fast error would pass for fast reading.
        if let Err(error) = serde_json::from_str::<T>(&text) {
            panic!("the page is not read: {error}");
        }
        text
    };
    over(name, checked, |text| {
        black_box(serde_json::from_str::<T>(text).is_ok());
    })
}

/// Writes what a text holds.
pub fn write<T: DeserializeOwned + Serialize + 'static>(
    name: impl Into<String>,
    text: impl Fn() -> String + 'static,
) -> Body {
    Body::new(name, move || {
        let text = text();
        let value: T = serde_json::from_str(&text).unwrap();
        Ready {
            bytes: text.len(),
            run: Box::new(move || {
                black_box(serde_json::to_string(black_box(&value)).is_ok());
            }),
        }
    })
}

/// Puts a text through all checks, or through one.
pub fn look(
    name: impl Into<String>,
    subject: fn() -> Subject,
    text: impl Fn() -> String + 'static,
    check: Option<&'static dyn CaseCheck>,
) -> Body {
    Body::new(name, move || {
        let (subject, case) = (subject(), Case::new("page.json", text()));
        let schema = spec().component(subject.component().unwrap()).unwrap();
        Ready {
            bytes: case.text.len(),
            run: Box::new(move || {
                let Some(check) = check else {
                    black_box(examine(&subject, Some(&schema), black_box(&case)).is_ok());
                    return;
                };
                let Ok(tree) = case.tree() else { return };
                let mut drafts = Drafts::default();
                check.check_case(&CheckContext::new(&subject, Some(&schema), &case, tree), &mut drafts);
                black_box(drafts);
            }),
        }
    })
}

/// All that the default build is measured on.
pub fn all() -> Vec<Body> {
    let page = || steps(100, Keys::AsSent);
    let documented = || steps(100, Keys::Documented);
    let mut bodies = vec![
        read::<serde::de::IgnoredAny>("decode/floor: only scanning", page),
        read::<serde_json::Value>("decode/serde_json::Value", page),
        read::<ListRunStepsResponse>("decode/100 steps documented", documented),
        over("decode/100 steps as sent, from_slice", page, |text| {
            black_box(serde_json::from_slice::<ListRunStepsResponse>(text.as_bytes()).is_ok());
        }),
        read::<RunObject>("decode/a run", || run(&mut Dice(2), 0)),
    ];
    for (number, kind) in KINDS.into_iter().enumerate() {
        let text = move || step(&mut Dice(2), number, Keys::AsSent);
        bodies.push(read::<RunStepObject>(format!("decode/a step: {kind}"), text));
    }
    for count in [1, 10, 100, 1000] {
        let (name, text) = (format!("decode/{count} steps as sent"), move || {
            steps(count, Keys::AsSent)
        });
        bodies.push(read::<ListRunStepsResponse>(name, text));
        bodies.push(read::<ListRunsResponse>(format!("decode/{count} runs"), move || {
            runs(count)
        }));
    }
    bodies.push(over(
        "decode/a stream",
        || stream(100),
        |text| {
            for event in text.split("\n\n").filter(|event| !event.is_empty()) {
                let (name, data) = event.split_once("\ndata: ").unwrap_or_default();
                black_box(AssistantStreamEvent::from_sse(name.trim_start_matches("event: "), data).is_ok());
            }
        },
    ));
    bodies.push(write::<ListRunStepsResponse>("encode/100 steps as sent", page));
    bodies.push(write::<ListRunsResponse>("encode/100 runs", || runs(100)));
    let of_steps = || subject!(ListRunStepsResponse);
    bodies.push(look("examine/100 steps documented", of_steps, documented, None));
    bodies.push(look("examine/100 steps as sent", of_steps, page, None));
    bodies.push(look(
        "examine/100 runs",
        || subject!(ListRunsResponse),
        || runs(100),
        None,
    ));
    for check in CASE_CHECKS {
        // With what the check needs, which others would need as well.
        let name = format!("examine/{} alone", check.code().as_str());
        bodies.push(look(name, of_steps, documented, Some(*check)));
    }
    bodies.extend(generated());
    bodies.extend(super::worst::bodies());
    bodies
}

/// The embedded document as published.
pub fn spec() -> Spec {
    let schema = corpus::file(corpus::SCHEMA).unwrap();
    Spec::new(Document::parse(corpus::SCHEMA, schema).unwrap(), Dialect::AsMeant)
}

/// Values of a schema, a hundred each time; "per byte" is per value.
fn generated() -> Vec<Body> {
    const VALUES: u64 = 100;
    let body = |name: &str, make: fn(&Plan, &mut Choices<'_>) -> bool| {
        Body::new(name, move || {
            let plan = Plan::new(spec().component("RunObject").unwrap().json_schema()).unwrap();
            Ready {
                bytes: VALUES as usize,
                run: Box::new(move || {
                    for seed in 0..VALUES {
                        black_box(make(&plan, &mut Choices::from_seed(seed)));
                    }
                }),
            }
        })
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
