//! What the document says of the types that stand for schemas of their own.

use crate::audit::model::TypeId;
use crate::schema::Schema;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The schemas that types stand for.
#[derive(Default)]
pub(crate) struct OwnSchemas(HashMap<TypeId, Vec<Arc<Schema>>>);

impl OwnSchemas {
    /// `schemas` has a type with each schema, and whether this is a component. What stands at a place within a component is what a
    /// field leads to, which may hold the wrong type: it counts only for a type that stands for no component.
    pub(crate) fn new(schemas: impl IntoIterator<Item = (TypeId, Arc<Schema>, bool)>) -> OwnSchemas {
        let mut found: HashMap<TypeId, (bool, Vec<Arc<Schema>>)> = HashMap::new();
        for (id, schema, is_component) in schemas {
            let (has_component, own) = found.entry(id).or_default();
            if is_component && !*has_component {
                (*has_component, *own) = (true, Vec::new());
            }
            if is_component == *has_component {
                own.push(schema);
            }
        }
        OwnSchemas(found.into_iter().map(|(id, (_, own))| (id, own)).collect())
    }

    /// Whether a schema of a type allows a value; `None` if the type stands for none.
    pub(super) fn allow(&self, id: TypeId, value: &Value) -> Option<bool> {
        let own = self.0.get(&id)?;
        Some(own.iter().any(|schema| schema.is_valid(value)))
    }

    /// Whether a schema of a type names a key of its own.
    pub(super) fn name(&self, id: TypeId, key: &str) -> bool {
        let names = |schema: &Arc<Schema>| {
            let guide = schema.guide();
            guide.is_named(guide.root(), key)
        };
        self.0.get(&id).is_some_and(|own| own.iter().any(names))
    }
}
