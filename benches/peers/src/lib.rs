//! Other readers of the same pages, and other generators of the same schema.

#[path = "../../shared/mod.rs"]
#[allow(dead_code)]
pub mod shared;

#[cfg(feature = "generators")]
pub mod generate;
#[cfg(not(feature = "generators"))]
pub mod read;
#[cfg(not(feature = "generators"))]
mod shapes;

use shared::bodies::Body;

/// All that is measured beside wireproof: readers, or with the feature `generators` those.
pub fn all() -> Vec<Body> {
    #[cfg(feature = "generators")]
    return generate::bodies();
    #[cfg(not(feature = "generators"))]
    read::bodies()
}
