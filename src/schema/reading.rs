//! A document read in one dialect, its components read when they are first needed.

use std::sync::Arc;

use super::compiled::{Compiled, Known};
use super::component::Schema;
use super::dialect::Dialect;
use super::document::Document;
use super::error::{SpecError, closest};
use super::reading_options::Reading;

/// A document read in one dialect.
///
/// ```
/// use wireproof::schema::{Dialect, Document, Spec};
///
/// let document = Document::parse("t", br#"{"$defs": {"Id": {"type": "string"}}}"#)?;
/// let spec = Spec::new(document, Dialect::AsMeant);
/// assert!(spec.component("Id")?.is_valid(&"run_1".into()));
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
#[derive(Debug)]
pub struct Spec {
    document: Arc<Document>,
    reading: Reading,
    read: Known,
}

impl Spec {
    /// Reads `document` in `dialect`. Components are read later, when they are first needed.
    pub fn new(document: Document, dialect: Dialect) -> Self {
        Self {
            document: Arc::new(document),
            reading: dialect.into(),
            read: Known::default(),
        }
    }

    /// The same with formats asserted: a text that is no member of the format of its schema is invalid. JSON Schema leaves that to
    /// who reads a document; without this, a format is an annotation. Formats that are not known allow every text.
    ///
    /// ```
    /// use wireproof::schema::{Dialect, Document, Spec};
    ///
    /// let document = Document::parse("t", br#"{"$defs": {"Day": {"type": "string", "format": "date"}}}"#)?;
    /// let spec = Spec::new(document, Dialect::AsMeant).asserting_formats();
    /// assert!(!spec.component("Day")?.is_valid(&"May".into()));
    /// # Ok::<(), wireproof::schema::SpecError>(())
    /// ```
    #[must_use]
    pub fn asserting_formats(self) -> Spec {
        Spec {
            reading: Reading {
                asserts_formats: true,
                ..self.reading
            },
            document: self.document,
            read: Known::default(),
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The dialect.
    pub fn dialect(&self) -> Dialect {
        self.reading.dialect
    }

    /// Another document, read in the same way.
    pub(super) fn reread(&self, document: Document) -> Spec {
        Spec {
            document: Arc::new(document),
            reading: self.reading,
            read: Known::default(),
        }
    }

    pub(super) fn reading(&self) -> Reading {
        self.reading
    }

    /// The component of that name, or the schema at a JSON pointer that is written as a URI fragment
    /// (`#/components/schemas/Pet/properties/food`, `pet.json#/properties/food`), read when it is first needed.
    ///
    /// # Errors
    ///
    /// [`SpecError::UnknownComponent`] names the closest name that exists. The others concern the component or
    /// something that it refers to: [`SpecError::DanglingRef`], [`SpecError::ExternalRef`],
    /// [`SpecError::EndlessRef`], [`SpecError::TooComplex`].
    pub fn component(&self, name: &str) -> Result<Arc<Schema>, SpecError> {
        if name.contains('#') && self.document.components().pointer(name).is_none() {
            return self.at(name);
        }
        let Some(pointer) = self.document.component_pointer(name) else {
            return Err(self.unknown(name));
        };
        self.compiled(name, &pointer)
    }

    /// As [`component`](Self::component), for a single use: what was not read before is not kept in memory. All components of a
    /// document with what each refers to are many times the document.
    ///
    /// # Errors
    ///
    /// As for [`component`](Self::component).
    pub(crate) fn component_once(&self, name: &str) -> Compiled {
        let Some(pointer) = self.document.component_pointer(name) else {
            return self.component(name);
        };
        let known = self.read.get(&pointer);
        known.unwrap_or_else(|| Schema::new(&self.document, self.reading, name, &pointer).map(Arc::new))
    }

    pub(super) fn unknown(&self, name: &str) -> SpecError {
        SpecError::UnknownComponent {
            component: name.to_owned(),
            closest: closest(name, self.document.component_names()),
        }
    }

    /// The schema at a JSON pointer, read when it is first needed.
    pub(super) fn compiled(&self, name: &str, pointer: &str) -> Compiled {
        if let Some(compiled) = self.read.get(pointer) {
            return compiled;
        }
        let compiled = Schema::new(&self.document, self.reading, name, pointer).map(Arc::new);
        self.read.keep(pointer, compiled)
    }
}
