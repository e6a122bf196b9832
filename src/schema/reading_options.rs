//! How a document is read.

use super::dialect::Dialect;
use super::document::Document;
use super::kind::Kind;

/// How a document is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) dialect: Dialect,
    pub(super) asserts_formats: bool,
    /// Whether a component stands for its extensions.
    pub(super) narrows: bool,
}

impl Reading {
    /// Whether discriminators count.
    pub(super) fn is_meant(self, document: &Document) -> bool {
        self.dialect == Dialect::AsMeant && document.kind() != Kind::JsonSchema
    }
}

impl From<Dialect> for Reading {
    fn from(dialect: Dialect) -> Reading {
        Reading {
            dialect,
            asserts_formats: false,
            narrows: false,
        }
    }
}
