//! All schemas of a document that no other one holds, with everything that they refer to, as one graph.

use super::bundle::Bundle;
use super::error::SpecError;
use super::ir::{SchemaGraph, SchemaId};
use super::reading::Spec;
use super::root::{Direction, SchemaRoot};
use super::roots::roots;
use serde_json::Value;

/// All schemas of a document that no other one holds: components, and the bodies of operations.
pub(crate) struct WholeDocument<'d> {
    document: &'d Value,
    bundle: Bundle,
    roots: Vec<(SchemaRoot, SchemaId)>,
    #[cfg_attr(not(test), allow(dead_code, reason = "as for its reader"))]
    used_in: Vec<Direction>,
}

impl Spec {
    /// All components and the bodies of all operations, with everything that they refer to. The direction of each root counts
    /// what refers to it as well.
    ///
    /// References that lead nowhere or out of the document are kept as dangling.
    ///
    /// # Errors
    /// If the document is too large.
    pub(crate) fn whole(&self) -> Result<WholeDocument<'_>, SpecError> {
        let document = self.document();
        let roots = roots(document);
        let pointers: Vec<String> = roots.iter().map(|root| root.pointer.clone()).collect();
        let bundle = Bundle::unbounded(document, &pointers, self.dialect())?;
        let mut roots: Vec<(SchemaRoot, SchemaId)> = roots.into_iter().zip(bundle.units()).collect();
        let used_in = directions(bundle.graph(), &roots);
        for (root, id) in &mut roots {
            root.used_in = used_in[id.index()];
        }
        Ok(WholeDocument {
            document: document.value(),
            bundle,
            roots,
            used_in,
        })
    }
}

/// Where each schema is used, by its id.
fn directions(graph: &SchemaGraph, roots: &[(SchemaRoot, SchemaId)]) -> Vec<Direction> {
    let mut used_in = vec![Direction::Unused; graph.len()];
    for direction in [Direction::Requests, Direction::Responses] {
        let is_used = |root: &SchemaRoot| root.used_in | direction == root.used_in;
        let from = roots.iter().filter(|(root, _)| is_used(root)).map(|(_, id)| *id);
        for id in graph.reached(from) {
            used_in[id.index()] = used_in[id.index()] | direction;
        }
    }
    used_in
}

impl WholeDocument<'_> {
    /// The schemas.
    pub(crate) fn graph(&self) -> &SchemaGraph {
        self.bundle.graph()
    }

    /// The components, then the bodies of operations.
    pub(crate) fn roots(&self) -> &[(SchemaRoot, SchemaId)] {
        &self.roots
    }

    /// Where operations use a schema, through others as well.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "the audit tells requests from responses by it")
    )]
    pub(crate) fn used_in(&self, id: SchemaId) -> Direction {
        self.used_in[id.index()]
    }

    /// The published pointer of a schema.
    pub(crate) fn pointer(&self, id: SchemaId) -> String {
        self.bundle.published_pointer(&self.graph().pointer(id))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use serde_json::json;

    #[test]
    fn directions_follow_references() {
        let body = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let document = json!({"openapi": "3.0.0", "components": {"schemas": {
                "Pet": {"properties": {"toy": {"$ref": "#/components/schemas/Toy"}, "home": {"$ref": "#/components/schemas/Missing"}}},
                "NewPet": {"allOf": [{"properties": {"toy": {"$ref": "#/components/schemas/Toy"}}}]},
                "Toy": {}, "Other": {}}},
            "paths": {"/pets": {"post": {"requestBody": body("NewPet"), "responses": {"200": body("Pet")}}}}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let spec = Spec::new(document, Dialect::AsMeant);
        let whole = spec.whole().unwrap();
        let of = |name: &str| {
            let found = whole
                .roots()
                .iter()
                .find(|(root, _)| root.name.as_deref() == Some(name));
            let (root, id) = found.unwrap();
            assert_eq!(root.used_in, whole.used_in(*id));
            root.used_in
        };
        assert_eq!(
            ["NewPet", "Pet", "Toy", "Other"].map(of),
            [
                Direction::Requests,
                Direction::Responses,
                Direction::Both,
                Direction::Unused
            ]
        );
    }
}
