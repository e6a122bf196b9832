//! What the changes between two documents mean: values that show each change, and the captures that it concerns.
//!
//! A witness is made by the generator from the schemas of the change, placed into a value of the whole component, confirmed by
//! the validators of both documents, and shrunk. It must violate the other document in nothing but the change.

mod places;
mod relevance;
mod shown;
mod touched;
mod witness;

pub use shown::{Shown, Touches, Witness};
pub use touched::Impact;
pub use witness::{Effort, decide_by_witnesses, show};
