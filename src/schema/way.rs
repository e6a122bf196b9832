//! How a document is read: its dialect, and whether its formats are asserted.

use super::dialect::Dialect;

/// How a document is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) dialect: Dialect,
    pub(super) asserts_formats: bool,
}

impl From<Dialect> for Reading {
    fn from(dialect: Dialect) -> Reading {
        Reading {
            dialect,
            asserts_formats: false,
        }
    }
}
