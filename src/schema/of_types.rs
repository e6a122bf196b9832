//! The document that a type set brings along.

use super::{Dialect, Document, Overlay, Spec, SpecError};
use crate::subject::{ResourceKind, TypeSet};

impl Spec {
    /// The document of a type set, corrected by the overlays of the set and read as meant; `None` if it brings none.
    ///
    /// # Errors
    /// When the document or an overlay cannot be read.
    pub fn of_types(types: &TypeSet) -> Result<Option<Spec>, SpecError> {
        let of_kind = |kind| types.resources().iter().filter(move |file| file.kind == kind);
        let Some(file) = of_kind(ResourceKind::Document).next() else {
            return Ok(None);
        };
        let mut document = Document::parse(&file.name, &file.bytes)?;
        for file in of_kind(ResourceKind::Overlay) {
            document.apply(&Overlay::parse(&file.name, &file.bytes)?)?;
        }
        Ok(Some(Spec::new(document, Dialect::AsMeant)))
    }
}
