//! What captures say about a document, without any type that reads them.

mod contradictions;
mod covered;
mod enum_texts;
mod overlays;
mod selection;
mod tried_values;

pub use contradictions::{Contradictions, MOST_BYTES, contradictions};
pub use covered::cover;
pub use enum_texts::{EnumPlaces, EnumTexts};
pub use overlays::unneeded_actions;
pub use selection::{ComponentSelection, NotSelected, value_of};
pub use tried_values::TriedValues;
