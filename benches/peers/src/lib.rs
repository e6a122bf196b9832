//! Other readers of the same pages, and other generators of the same schema.

#[path = "../../shared/mod.rs"]
#[allow(dead_code)]
pub mod shared;

pub mod generate;
pub mod read;
mod shapes;

use shared::bodies::Body;

/// All that is measured beside wireproof.
pub fn all() -> Vec<Body> {
    let mut bodies = read::bodies();
    bodies.extend(generate::bodies());
    bodies
}
