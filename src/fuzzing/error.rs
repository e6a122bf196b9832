//! Why a type set cannot be fuzzed.

use crate::generate::NoPlan;
use crate::schema::SpecError;

/// Why a type set cannot be fuzzed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FuzzError {
    /// The type set has no document.
    #[error("the type set has no document")]
    NoDocument,
    /// The document cannot be read, or lacks a component that a subject is bound to.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// No values can be generated for a component.
    #[error("{component}: {source}")]
    Plan {
        /// The component.
        component: String,
        /// The reason.
        source: NoPlan,
    },
    /// The file of the expectations is invalid.
    #[error("{0}")]
    Expectations(String),
    /// A file of severities is invalid.
    #[error("{0}")]
    Severities(String),
    /// No subject is bound to a component.
    #[error("no subject is bound to a component")]
    NothingBound,
}
