//! What shows a change.

use crate::schema::Violation;
use serde_json::Value;
use std::collections::BTreeSet;

/// Values that show a change.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// A value that only the new document allows.
    pub allowed_now: Option<Witness>,
    /// A value that only the old document allows.
    pub forbidden_now: Option<Witness>,
}

/// A value that one document allows and the other forbids, as the validators of both confirmed.
#[derive(Debug, Clone)]
pub struct Witness {
    /// The component.
    pub component: String,
    /// The value.
    pub value: Value,
    /// The first violation of the document that forbids it.
    pub says: Violation,
}

/// The captures that a change concerns.
#[derive(Debug, Clone, Default)]
pub struct Touches {
    /// The captures.
    pub captures: BTreeSet<String>,
    /// How many findings about them appear with the change.
    pub appear: usize,
    /// How many findings about them disappear with the change.
    pub vanish: usize,
}
