//! What is measured, in instructions and in time.

use super::pages::{Keys, runs, steps};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hint::black_box;
use std::rc::Rc;
use wireproof::runs::{ListRunStepsResponse, ListRunsResponse};
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
    let of_runs: Rc<str> = runs(100).into();
    let mut bodies = vec![
        read::<serde::de::IgnoredAny>("decode/floor: only scanning", &page),
        read::<serde_json::Value>("decode/serde_json::Value", &page),
        read::<ListRunStepsResponse>("decode/100 steps as sent", &page),
        read::<ListRunStepsResponse>("decode/100 steps documented", &documented),
        over("decode/100 steps as sent, from_slice", &page, |text| {
            black_box(serde_json::from_slice::<ListRunStepsResponse>(text.as_bytes()).is_ok());
        }),
        read::<ListRunsResponse>("decode/100 runs", &of_runs),
        write::<ListRunStepsResponse>("encode/100 steps as sent", &page),
        write::<ListRunsResponse>("encode/100 runs", &of_runs),
    ];
    bodies.push(verdict(
        "examine/100 steps documented",
        "ListRunStepsResponse",
        &documented,
    ));
    bodies.push(verdict("examine/100 steps as sent", "ListRunStepsResponse", &page));
    bodies.push(verdict("examine/100 runs", "ListRunsResponse", &of_runs));
    bodies
}

/// The whole verdict of all checks.
fn verdict(name: &str, component: &str, text: &Rc<str>) -> Body {
    let schema = corpus::file(corpus::SCHEMA).unwrap();
    let spec = Spec::new(Document::parse(corpus::SCHEMA, schema).unwrap(), Dialect::AsMeant);
    let schema = spec.component(component).unwrap();
    let subject = match component {
        "ListRunsResponse" => subject!(ListRunsResponse),
        _ => subject!(ListRunStepsResponse),
    };
    let case = Case::new("page.json", &**text);
    over(name, text, move |_| {
        black_box(examine(&subject, Some(&schema), black_box(&case)).is_ok());
    })
}
