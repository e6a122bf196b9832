//! What keeps a type from reading most samples.

use crate::check::{Culprit, Remedy};
use crate::schema::Schema;
use std::collections::BTreeMap;

/// A property whose values a type refuses, and what it reads in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Wall {
    /// The schema of the property, as a URI fragment.
    pub schema_pointer: String,
    /// The value that is read; `None` if the text is read without the property.
    pub instead: Option<serde_json::Value>,
}

impl Wall {
    /// The property that is refused in a text, if the schema names it.
    pub(super) fn of(schema: &Schema, text: &str, culprit: &Culprit) -> Option<Wall> {
        let value = serde_json::from_str(text).ok()?;
        let documented = schema.documented(&value, culprit.pointer.as_str())?;
        Some(Wall {
            schema_pointer: documented.schema_pointer,
            instead: match &culprit.remedy {
                Remedy::LeftOut => None,
                Remedy::Becomes(value) => Some(serde_json::from_str(&value.text()).ok()?),
            },
        })
    }
}

/// The walls of several types, each property once.
pub fn by_property(walls: Vec<Wall>) -> BTreeMap<String, Option<serde_json::Value>> {
    let all = walls.into_iter().map(|wall| (wall.schema_pointer, wall.instead));
    all.collect()
}
