//! The schemas of a document, for the matcher.

use super::{Matching, NamedSchema, RootName, Rules, SchemaSource, match_types};
use crate::audit::model::{CrateModel, Instance, Shape};
use crate::schema::{Spec, SpecError};

/// Finds the schemas of a document for which the types of a crate stand.
///
/// # Errors
/// If the document cannot be read as a whole.
pub(crate) fn match_document(
    model: &CrateModel,
    shapes: impl IntoIterator<Item = (Instance, Shape)>,
    spec: &Spec,
    rules: Rules<'_>,
) -> Result<Matching, SpecError> {
    let whole = spec.whole()?;
    let named = |(name, schema): &(String, crate::schema::ir::SchemaId)| NamedSchema {
        schema: *schema,
        names: vec![(name.clone(), RootName::Component)],
    };
    let source = SchemaSource {
        graph: whole.graph(),
        roots: whole.roots().iter().map(named).collect(),
        pointer: &|schema| whole.pointer(schema),
        title: &|pointer| whole.title(pointer),
    };
    Ok(match_types(model, shapes, &source, rules))
}
