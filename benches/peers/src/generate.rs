//! One valid `RunObject`, made by each from the same schema.

use crate::shared::bodies::{Body, Ready};
use json_schema_ast::SchemaDocument;
use json_schema_fuzz::{GenerationConfig, ValueGenerator};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use wireproof::default_types as corpus;
use wireproof::generate::{Choices, Plan};
use wireproof::schema::{Dialect, Document, Spec};

/// How many values a body makes: they are not of one size.
pub const VALUES: usize = 100;

/// The generators. A body's `bytes` are the number of values that it makes, so that "per byte" is per value.
pub fn bodies() -> Vec<Body> {
    vec![
        body("generate/wireproof", |schema| {
            let (plan, number) = (Plan::new(&schema).unwrap(), Cell::new(0));
            Box::new(move || {
                number.set(number.get() + 1);
                let made = plan.sample(&mut Choices::from_seed(number.get()));
                made.map(|made| made.text()).is_some()
            })
        }),
        body("generate/json_schema_fuzz 0.5.0", |schema| {
            let document = SchemaDocument::from_json(&schema).unwrap();
            let chance = RefCell::new(StdRng::seed_from_u64(1));
            Box::new(move || {
                let made = ValueGenerator::generate(&document, GenerationConfig::default(), &mut *chance.borrow_mut());
                made.is_ok()
            })
        }),
        body("generate/noson 0.2.2", |schema| {
            let chance = RefCell::new(StdRng::seed_from_u64(1));
            Box::new(move || noson::generate(&schema, &mut *chance.borrow_mut()).is_ok())
        }),
    ]
}

/// Makes one value, and says whether it could.
type Make = Box<dyn Fn() -> bool>;

fn body(name: &str, make: fn(Value) -> Make) -> Body {
    Body::new(name, move || {
        let make = make(schema());
        Ready {
            bytes: VALUES,
            run: Box::new(move || {
                for _ in 0..VALUES {
                    black_box(make());
                }
            }),
        }
    })
}

fn schema() -> Value {
    let schema = corpus::file(corpus::SCHEMA).unwrap();
    let spec = Spec::new(Document::parse(corpus::SCHEMA, schema).unwrap(), Dialect::AsMeant);
    spec.component("RunObject").unwrap().json_schema().clone()
}
