//! Why a plan cannot be made.

/// Why no values can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPlan {
    /// No value satisfies the schema, as far as its structure tells.
    #[error("no value satisfies the schema")]
    Unsatisfiable,
    /// The schema is too large, and how.
    #[error("the schema is too large for a generator: {0}")]
    TooLarge(String),
}
