//! What the document says of the types that stand for schemas of their own.

use crate::audit::model::TypeId;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The schemas that types stand for.
#[derive(Default)]
pub(crate) struct OwnSchemas {
    of_types: HashMap<TypeId, Vec<Arc<Schema>>>,
    of_subjects: HashMap<String, Arc<Schema>>,
}

/// A type that stands for a schema.
pub(crate) struct OwnSchema {
    pub(crate) subject: String,
    pub(crate) type_id: TypeId,
    pub(crate) schema: Arc<Schema>,
    /// Whether this is a component of the document, and not a place within one.
    pub(crate) is_component: bool,
}

impl OwnSchemas {
    /// What stands at a place within a component is what a field leads to, which may hold the wrong type: it counts only for a type that
    /// stands for no component.
    pub(crate) fn new(all: impl IntoIterator<Item = OwnSchema>) -> OwnSchemas {
        let mut found: HashMap<TypeId, (bool, Vec<Arc<Schema>>)> = HashMap::new();
        let mut of_subjects = HashMap::new();
        for one in all {
            of_subjects.insert(one.subject, Arc::clone(&one.schema));
            let (has_component, own) = found.entry(one.type_id).or_default();
            if one.is_component && !*has_component {
                (*has_component, *own) = (true, Vec::new());
            }
            if one.is_component == *has_component {
                own.push(one.schema);
            }
        }
        OwnSchemas {
            of_types: found.into_iter().map(|(id, (_, own))| (id, own)).collect(),
            of_subjects,
        }
    }

    /// Whether the schema of a subject lists no words at a place.
    pub(super) fn take_any_text(&self, subject: &str, at: &Pointer) -> bool {
        self.of_subjects.get(subject).is_some_and(|schema| {
            let guide = schema.guide();
            guide.takes_any_string(guide.at(at))
        })
    }

    /// Whether a schema of a type allows a value; `None` if the type stands for none.
    pub(super) fn allow(&self, id: TypeId, value: &Value) -> Option<bool> {
        let own = self.of_types.get(&id)?;
        Some(own.iter().any(|schema| schema.is_valid(value)))
    }

    /// Whether a schema of a type names a key of its own.
    pub(super) fn name(&self, id: TypeId, key: &str) -> bool {
        let names = |schema: &Arc<Schema>| {
            let guide = schema.guide();
            guide.is_named(guide.root(), key)
        };
        self.of_types.get(&id).is_some_and(|own| own.iter().any(names))
    }
}
