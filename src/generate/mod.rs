//! Values made of a schema: valid ones that cover it, and near misses that violate exactly one constraint.

mod catalogue;
mod choices;
mod cover;
mod generated;
mod generator;
mod mutant;
mod plan;
mod planner;
mod render;
mod sample;
mod sampling;
mod shrink;
#[cfg(feature = "proptest")]
mod strategies;
mod value;

pub(crate) use catalogue::members;
pub use choices::Choices;
pub use generated::{Discarded, Generated, Phase};
pub use generator::Generator;
pub use mutant::{Mutant, OPERATORS};
pub use plan::{NoPlan, Plan};
pub use render::{Escapes, Keys, Numbers, Space, Style};
pub use sampling::{SampledComponent, SamplingOutcome, sample_components};
pub use shrink::{Failing, shrink};
#[cfg(feature = "proptest")]
pub use strategies::{MutantText, mutants, samples};
pub use value::{Body, GeneratedValue};
