//! Parts of `ingest` and `ambiguity`, which the program does for each object and for each enum.

use crate::shared::bodies::{Body, Ready, spec};
use crate::shared::pages::runs;
use openai_run_types::type_set;
use std::hint::black_box;
use wireproof::enums::EnumAnalysis;
use wireproof::examine_enum;
use wireproof::json::Tree;
use wireproof::redact::{KEY_BYTES, Key, Redactor};
use wireproof::schema::Guide;
use wireproof::shape::Shape;

/// All parts.
pub fn bodies() -> Vec<Body> {
    let redactor = Redactor::new(Key::new(&[7; KEY_BYTES]), false);
    vec![
        over_runs("ingest/100 runs redacted", move |tree, guide| {
            black_box(redactor.redact(tree, Some(guide)));
        }),
        over_runs("ingest/the shape of 100 runs", |tree, guide| {
            black_box(Shape::of("ListRunsResponse", Some(guide), tree).fingerprint());
        }),
        decided("RunStepToolCall"),
    ]
}

fn over_runs(name: &str, run: impl Fn(&Tree<'_>, &Guide) + Clone + 'static) -> Body {
    Body::new(name, move || {
        let (text, run) = (runs(100), run.clone());
        let guide = Guide::new(&spec().component("ListRunsResponse").unwrap());
        Ready {
            bytes: text.len(),
            run: Box::new(move || run(&Tree::parse(black_box(&text)).unwrap(), &guide)),
        }
    })
}

/// One enum asked about all its texts, and judged; "per byte" is per enum.
fn decided(name: &'static str) -> Body {
    Body::new(format!("ambiguity/{name}"), move || {
        let (type_set, spec) = (type_set(), spec());
        Ready {
            bytes: 1,
            run: Box::new(move || {
                let union = type_set.enum_named(name).unwrap();
                black_box(examine_enum(&EnumAnalysis::new(union, Some(&spec), &[]).unwrap()));
            }),
        }
    })
}
