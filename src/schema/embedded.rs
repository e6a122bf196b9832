//! The document that comes along.

use super::{Dialect, Document, Overlay, Spec, SpecError};
use crate::corpus;

impl Spec {
    /// The embedded document, which the run types are bound to, corrected by the embedded overlays and read as meant.
    ///
    /// # Errors
    /// None, unless the corpus that was compiled in is broken.
    pub fn embedded() -> Result<Spec, SpecError> {
        let mut document = Document::parse(corpus::SCHEMA, corpus::file(corpus::SCHEMA).unwrap_or_default())?;
        for (name, bytes) in corpus::folder("overlays") {
            document.apply(&Overlay::parse(name, bytes)?)?;
        }
        Ok(Spec::new(document, Dialect::AsMeant))
    }
}
