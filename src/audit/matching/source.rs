//! The schemas of a document, for the matcher.

use super::{Matching, NamedSchema, RootName, Rules, SchemaSource, match_types};
use crate::audit::model::{CrateModel, Instance, Shape};
use crate::schema::ir::SchemaId;
use crate::schema::{Direction, RootRole, SchemaRoot, Spec, SpecError};

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
    let named = |(root, schema): &(SchemaRoot, SchemaId)| {
        let name = root.name.iter().map(|name| (name.clone(), RootName::Component));
        let role = match root.role {
            RootRole::RequestBody => RootName::Request,
            RootRole::Query => RootName::Query,
            RootRole::Component | RootRole::Response => RootName::Response,
        };
        let operation = root.operation.iter().map(|name| (name.clone(), role));
        let bodies = root.bodies.iter().map(|name| (name.clone(), RootName::Body));
        NamedSchema {
            schema: *schema,
            names: name.chain(operation).chain(bodies).collect(),
            used_in: match root.role {
                RootRole::Component => Direction::Unused,
                _ => root.used_in,
            },
        }
    };
    let source = SchemaSource {
        graph: whole.graph(),
        roots: whole.roots().iter().map(named).collect(),
        pointer: &|schema| whole.pointer(schema),
        title: &|pointer| whole.title(pointer),
    };
    Ok(match_types(model, shapes, &source, rules))
}
