//! Compares values with a component, or with single branches of its unions, and tells what they break: a union that fails is one
//! error. The validator's own error about it holds those of all its branches, each with a copy of the value; of unions inside unions
//! these are more than memory holds.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError, ValidationOptions, Validator};
use serde_json::{Map, Value, json};
use std::sync::Arc;

use super::bundle::Bundle;
use super::pointer::item;
use super::validation;
use super::violation::message;

const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

/// The schemas of a bundle that values are compared with, each under its pointer: the component itself, and the branches and
/// conditions.
pub(super) struct Comparer {
    whole: Arc<Validator>,
    /// The same, where a union says no more than that it fails.
    outer: Validator,
}

/// One thing that a value breaks.
pub(super) struct Broken {
    /// The place in the value, a JSON pointer.
    pub(super) place: String,
    /// The keyword, a pointer into the bundle.
    pub(super) schema: String,
    pub(super) kind: Kind,
    pub(super) message: String,
    /// The value at the place, if the keyword is a union.
    pub(super) of_union: Option<Value>,
}

impl Comparer {
    /// `None` if the validator refuses the schemas.
    pub(super) fn new(bundle: &Bundle) -> Option<Comparer> {
        let schema = by_pointer(bundle);
        let options = || validation::options_for(&schema);
        let whole = Arc::new(options().build(&schema).ok()?);
        let mut outer: ValidationOptions = options();
        for keyword in UNIONS {
            let branches = Arc::clone(&whole);
            outer = outer.with_keyword(keyword, move |_, _, at: Location| {
                let (pointer, branches) = (at.as_str().to_owned(), Arc::clone(&branches));
                Ok(Box::new(Union { pointer, branches }))
            });
        }
        let outer = outer.build(&schema).ok()?;
        Some(Comparer { whole, outer })
    }

    /// Whether the value is what the schema at a pointer of the bundle allows.
    pub(super) fn is_valid(&self, schema: &str, value: &Value) -> bool {
        self.is_valid_under(&under(schema, value))
    }

    /// As [`is_valid`](Self::is_valid), of an object that has the value under the schema's pointer.
    pub(super) fn is_valid_under(&self, under: &Value) -> bool {
        self.whole.is_valid(under)
    }

    /// What the value breaks of the schema at a pointer of the bundle.
    pub(super) fn broken(&self, schema: &str, value: &Value) -> Vec<Broken> {
        let value = under(schema, value);
        self.outer.iter_errors(&value).map(Broken::new).collect()
    }
}

impl Broken {
    fn new(error: ValidationError<'_>) -> Broken {
        let message = message(error.kind(), error.instance());
        let schema = error.schema_path().as_str().to_owned();
        let parts = error.into_parts();
        let is_union = matches!(&parts.kind, Kind::Custom { keyword, .. } if UNIONS.contains(&keyword.as_str()));
        // The first token is the pointer under which the schema stands.
        let place = parts.instance_path.as_str();
        let inside = place.get(1..).and_then(|rest| rest.find('/'));
        Broken {
            place: inside.map_or("", |end| &place[end + 1..]).to_owned(),
            schema,
            message,
            of_union: is_union.then(|| parts.instance.into_owned()),
            kind: parts.kind,
        }
    }

    /// The name of the keyword.
    pub(super) fn keyword(&self) -> &str {
        match &self.kind {
            Kind::Custom { keyword, .. } => keyword,
            kind => kind.keyword(),
        }
    }
}

/// A union as a keyword of its own.
struct Union {
    pointer: String,
    branches: Arc<Validator>,
}

impl<'i> Keyword<'i> for Union {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.is_valid(instance) {
            true => Ok(()),
            false => Err(ValidationError::custom("no branch")),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.branches.is_valid(&under(&self.pointer, instance))
    }
}

/// A value that is compared with the schema at that pointer alone.
fn under(schema: &str, value: &Value) -> Value {
    Value::Object(Map::from_iter([(schema.to_owned(), value.clone())]))
}

/// The component, the unions, and their branches and conditions as the properties of one schema, each under its own pointer.
fn by_pointer(bundle: &Bundle) -> Value {
    let graph = bundle.graph();
    let refer = |pointer: &str| json!({"$ref": as_reference(pointer)});
    let root = graph.pointer(bundle.root());
    let mut properties = Map::from_iter([(root.clone(), refer(&root))]);
    for id in graph.ids() {
        let node = &graph[id];
        for branch in node
            .unions()
            .flat_map(|(_, branches)| branches)
            .chain(&node.condition().test)
        {
            let pointer = graph.pointer(*branch);
            properties.insert(pointer.clone(), refer(&pointer));
        }
        for (keyword, branches) in node.unions() {
            let union = format!("{}/{keyword}", graph.pointer(id));
            let branches = (0..branches.len()).map(|index| refer(&item(&union, index)));
            let branches: Vec<Value> = branches.collect();
            properties.insert(union, json!({keyword: branches}));
        }
    }
    let schema = json!({"properties": properties, "$defs": bundle.schema["$defs"]});
    validation::asserting(schema, validation::asserts_formats(&bundle.schema))
}

/// A pointer as a reference to what stands there: a URI fragment with all escaped that a URI may not hold.
fn as_reference(pointer: &str) -> String {
    let mut reference = "#".to_owned();
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'$' => {
                reference.push(char::from(byte));
            }
            _ => reference.push_str(&format!("%{byte:02X}")),
        }
    }
    reference
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document};
    use std::collections::BTreeMap;

    fn comparer(schemas: Value) -> Comparer {
        let document = json!({"openapi": "3.1.0", "info": {}, "components": {"schemas": schemas}});
        let document = Document::parse("t", document.to_string().as_bytes()).unwrap();
        let bundle = Bundle::new(&document, "/components/schemas/A", Dialect::AsMeant.into()).unwrap();
        Comparer::new(&bundle).unwrap()
    }

    #[test]
    fn a_union_is_one_error_at_its_place() {
        let comparer = comparer(
            json!({"A": {"properties": {"a b%": {"items": {"oneOf": [{"type": "string"}, {"type": "null"}]}}}}}),
        );
        let value = json!({"a b%": ["x", 5, null, {}]});
        let broken = comparer.broken("/$defs/0", &value);
        let union = "/$defs/0/properties/a b%/items/oneOf";
        let told: Vec<(&str, &str, &str)> = broken
            .iter()
            .map(|broken| (&*broken.place, &*broken.schema, broken.keyword()))
            .collect();
        assert_eq!(told, [("/a b%/1", union, "oneOf"), ("/a b%/3", union, "oneOf")]);
        assert_eq!(broken[0].of_union, Some(json!(5)));
        assert!(!comparer.is_valid(&item(union, 0), &json!(5)) && comparer.is_valid(&item(union, 0), &json!("x")));
        assert_eq!(
            comparer.broken(&item(union, 0), &json!(5))[0].message,
            "5 is not of type string"
        );
    }

    /// The validator's own errors about this value are thirty to the power of its depth.
    #[test]
    fn unions_of_unions_take_no_more_than_their_value() {
        let branch = |number: usize| {
            json!({"type": "object", "required": ["kind"], "properties": {
                "kind": {"const": format!("k{number}")}, "children": {"items": {"$ref": "#/components/schemas/A"}}}})
        };
        let comparer = comparer(json!({"A": {"oneOf": (0..30).map(branch).collect::<Vec<_>>()}}));
        let mut value = json!({"kind": "none"});
        for _ in 0..12 {
            value = json!({"kind": "none", "children": [value.clone(), value]});
        }
        assert_eq!(comparer.broken("/$defs/0", &json!({"kind": "none"})).len(), 1);
        let by_branch: BTreeMap<usize, usize> = (0..3)
            .map(|branch| {
                (
                    branch,
                    comparer.broken(&format!("/$defs/0/oneOf/{branch}"), &value).len(),
                )
            })
            .collect();
        // The constant, and the two children.
        assert_eq!(by_branch, BTreeMap::from([(0, 3), (1, 3), (2, 3)]));
    }
}
