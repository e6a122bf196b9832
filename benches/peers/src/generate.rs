//! One valid `RunObject`, made by each from the same schema.

use crate::shared::bodies::Body;
use json_schema_ast::SchemaDocument;
use json_schema_fuzz::{GenerationConfig, ValueGenerator};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use wireproof::case::{Choices, Plan};
use wireproof::corpus;
use wireproof::spec::{Dialect, Document, Spec};

/// How many values a body makes: they are not of one size.
pub const VALUES: usize = 100;

/// The generators. A body's `bytes` are the number of values that it makes, so that "per byte" is per value.
pub fn bodies() -> Vec<Body> {
    let schema = corpus::file(corpus::SCHEMA).unwrap();
    let spec = Spec::new(Document::parse(corpus::SCHEMA, schema).unwrap(), Dialect::AsMeant);
    let schema = spec.component("RunObject").unwrap().json_schema().clone();
    let plan = Plan::new(&schema).unwrap();
    let number = Cell::new(0);
    let document = SchemaDocument::from_json(&schema).unwrap();
    let fuzz = RefCell::new(StdRng::seed_from_u64(1));
    let nosons = RefCell::new(StdRng::seed_from_u64(1));
    vec![
        body("generate/wireproof", move || {
            number.set(number.get() + 1);
            let mut choices = Choices::from_seed(number.get());
            black_box(plan.sample(&mut choices).map(|made| made.text()).is_some());
        }),
        body("generate/json_schema_fuzz 0.5.0", move || {
            let made = ValueGenerator::generate(&document, GenerationConfig::default(), &mut *fuzz.borrow_mut());
            black_box(made.is_ok());
        }),
        body("generate/noson 0.2.2", move || {
            black_box(noson::generate(&schema, &mut *nosons.borrow_mut()).is_ok());
        }),
    ]
}

fn body(name: &str, make: impl Fn() + 'static) -> Body {
    Body {
        name: name.to_owned(),
        bytes: VALUES,
        run: Box::new(move || (0..VALUES).for_each(|_| make())),
    }
}
