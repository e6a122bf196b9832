//! All named schemas of a document, with everything that they refer to, as one graph.

use super::bundle::Bundle;
use super::error::SpecError;
use super::ir::{SchemaGraph, SchemaId};
use super::reading::Spec;
use serde_json::Value;

/// All named schemas of a document.
pub(crate) struct WholeDocument<'d> {
    document: &'d Value,
    bundle: Bundle,
    roots: Vec<(String, SchemaId)>,
}

impl Spec {
    /// All components with everything that they refer to.
    ///
    /// # Errors
    /// If a reference leads nowhere or out of the document, or if the document is too large.
    pub(crate) fn whole(&self) -> Result<WholeDocument<'_>, SpecError> {
        let document = self.document();
        let names: Vec<String> = document.component_names().map(str::to_owned).collect();
        let pointers: Vec<String> = names
            .iter()
            .filter_map(|name| document.component_pointer(name))
            .collect();
        let bundle = Bundle::unbounded(document, &pointers, self.dialect())?;
        let roots = names.into_iter().zip(bundle.units()).collect();
        Ok(WholeDocument {
            document: document.value(),
            bundle,
            roots,
        })
    }
}

impl WholeDocument<'_> {
    /// The schemas.
    pub(crate) fn graph(&self) -> &SchemaGraph {
        self.bundle.graph()
    }

    /// The components, by their names.
    pub(crate) fn roots(&self) -> &[(String, SchemaId)] {
        &self.roots
    }

    /// The published pointer of a schema, without the `#` of a fragment.
    pub(crate) fn pointer(&self, id: SchemaId) -> String {
        let published = self.bundle.published_of(id);
        published.strip_prefix('#').unwrap_or(&published).to_owned()
    }

    /// The title of the schema at a published pointer.
    pub(crate) fn title(&self, pointer: &str) -> Option<String> {
        self.document
            .pointer(pointer)?
            .get("title")?
            .as_str()
            .map(str::to_owned)
    }
}
