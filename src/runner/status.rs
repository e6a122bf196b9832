//! The result of one subject and one case.

/// The result of one subject and one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Status {
    /// There is no error and no warning, apart from expected ones, and every question was decided.
    Passed,
    /// There is an error or a warning that is not expected.
    Failed,
    /// There is no such finding, but a question about the case could not be decided.
    Unknown,
    /// The case was not examined.
    Skipped,
}
