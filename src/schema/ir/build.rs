//! Builds a graph from JSON.

use super::graph::SchemaGraph;
use super::location::{Location, SchemaId, Step};
use super::node::{KeyList, SchemaMap, SchemaNode};
use super::type_set::JsonType;
use crate::schema::dialect::MAP_LABEL;
use crate::schema::integer_format::PLAIN_INTEGERS;
use crate::schema::keyword::is_schema;
use crate::schema::named_values::NAMED_VALUES;
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

impl SchemaGraph {
    /// Builds the graph of a JSON Schema 2020-12 document. Keywords with values that they must not have are ignored, as are
    /// references that leave the document.
    pub(crate) fn build(document: &Value) -> SchemaGraph {
        let mut graph = SchemaGraph {
            nodes: Vec::new(),
            definitions: HashMap::new(),
        };
        graph.extend(document);
        graph
    }

    /// Adds a schema that no other one holds, with all schemas in it. Its references lead into the document that the graph
    /// was built from.
    pub(crate) fn extend(&mut self, schema: &Value) -> SchemaId {
        let root = SchemaId(self.nodes.len() as u32);
        self.nodes.push(SchemaNode::default());
        let mut builder = Builder {
            nodes: std::mem::take(&mut self.nodes),
            waiting: vec![(root, schema)],
            references: Vec::new(),
            definitions: std::mem::take(&mut self.definitions),
        };
        while let Some((id, schema)) = builder.waiting.pop() {
            builder.fill(id, schema);
        }
        let references = builder.references;
        (self.nodes, self.definitions) = (builder.nodes, builder.definitions);
        self.resolve(references);
        root
    }

    /// Sets the targets of references. Nearly all of them lead to a member of `$defs`; pointers to other places are
    /// collected only if some reference needs one.
    fn resolve(&mut self, references: Vec<(SchemaId, &str)>) {
        let mut by_pointer: Option<HashMap<String, SchemaId>> = None;
        for (id, reference) in references {
            let target = reference.strip_prefix('#').and_then(|pointer| {
                let name = pointer.strip_prefix("/$defs/");
                if let Some(name) = name.filter(|name| !name.contains(['/', '~'])) {
                    return self.definition(name);
                }
                let known = by_pointer.get_or_insert_with(|| self.ids().map(|id| (self.pointer(id), id)).collect());
                known.get(pointer).copied()
            });
            let node = &mut self.nodes[id.index()];
            node.reference = target;
            node.is_dangling = target.is_none();
        }
    }
}

struct Builder<'d> {
    nodes: Vec<SchemaNode>,
    waiting: Vec<(SchemaId, &'d Value)>,
    references: Vec<(SchemaId, &'d str)>,
    definitions: HashMap<Box<str>, SchemaId>,
}

impl<'d> Builder<'d> {
    fn fill(&mut self, id: SchemaId, schema: &'d Value) {
        let members = match schema {
            Value::Object(members) => members,
            other => {
                self.nodes[id.index()].boolean = Some(other != &Value::Bool(false));
                return;
            }
        };
        let mut node = SchemaNode {
            location: self.nodes[id.index()].location.take(),
            is_empty: members.is_empty(),
            keywords: members.keys().filter(|keyword| !keyword.starts_with("x-")).count() as u16,
            ..SchemaNode::default()
        };
        for (keyword, value) in members {
            self.keyword(&mut node, id, keyword, value);
        }
        self.nodes[id.index()] = node;
    }

    fn keyword(&mut self, node: &mut SchemaNode, id: SchemaId, keyword: &str, value: &'d Value) {
        match keyword {
            "$ref" => self.references.extend(value.as_str().map(|reference| (id, reference))),
            "$defs" => {
                for (name, definition) in self.map(id, "$defs", value) {
                    if id == SchemaGraph::ROOT {
                        self.definitions.insert(name, definition);
                    }
                }
            }
            "type" => node.types = types(value),
            "const" => node.constant = Some(value.clone()),
            "enum" => node.listed = value.as_array().map(|values| values.as_slice().into()),
            PLAIN_INTEGERS => node.has_plain_integers = true,
            NAMED_VALUES => node.named = value.as_array().map_or(&[][..], Vec::as_slice).into(),
            "allOf" => node.all_of = self.list(id, "allOf", value),
            "anyOf" => node.any_of = self.list(id, "anyOf", value),
            "oneOf" => node.one_of = self.list(id, "oneOf", value),
            "not" => node.not = self.one(id, "not", value),
            "if" => node.condition.get_or_insert_default().test = self.one(id, "if", value),
            "then" => node.condition.get_or_insert_default().then = self.one(id, "then", value),
            "else" => node.condition.get_or_insert_default().otherwise = self.one(id, "else", value),
            _ => {
                let _ = number_keyword(node, keyword, value)
                    || string_keyword(node, keyword, value)
                    || self.array_keyword(node, id, keyword, value)
                    || self.object_keyword(node, id, keyword, value);
            }
        }
    }

    fn array_keyword(&mut self, node: &mut SchemaNode, id: SchemaId, keyword: &str, value: &'d Value) -> bool {
        let array = &mut node.array;
        match keyword {
            "prefixItems" => array.get_or_insert_default().prefix_items = self.list(id, "prefixItems", value),
            "items" => array.get_or_insert_default().items = self.one(id, "items", value),
            "contains" => array.get_or_insert_default().contains = self.one(id, "contains", value),
            "unevaluatedItems" => {
                array.get_or_insert_default().unevaluated_items = self.one(id, "unevaluatedItems", value);
            }
            "minItems" => array.get_or_insert_default().min_items = count(value),
            "maxItems" => array.get_or_insert_default().max_items = count(value),
            "minContains" => array.get_or_insert_default().min_contains = count(value),
            "maxContains" => array.get_or_insert_default().max_contains = count(value),
            "uniqueItems" => array.get_or_insert_default().unique_items = value.as_bool(),
            _ => return false,
        }
        true
    }

    fn object_keyword(&mut self, node: &mut SchemaNode, id: SchemaId, keyword: &str, value: &'d Value) -> bool {
        let object = &mut node.object;
        match keyword {
            "properties" if value.is_object() => {
                object.get_or_insert_default().properties = Some(self.map(id, "properties", value));
            }
            "patternProperties" => {
                object.get_or_insert_default().pattern_properties = self.map(id, "patternProperties", value);
            }
            "additionalProperties" => {
                object.get_or_insert_default().additional_properties = self.one(id, "additionalProperties", value);
            }
            "propertyNames" => {
                object.get_or_insert_default().property_names = self.one(id, "propertyNames", value);
            }
            "unevaluatedProperties" => {
                object.get_or_insert_default().unevaluated_properties = self.one(id, "unevaluatedProperties", value);
            }
            "required" => object.get_or_insert_default().required = Some(names(value)),
            "dependentRequired" => {
                let map = value.as_object().into_iter().flatten();
                object.get_or_insert_default().dependent_required =
                    map.map(|(key, value)| (key.as_str().into(), names(value))).collect();
            }
            "dependentSchemas" => {
                object.get_or_insert_default().dependent_schemas = self.map(id, "dependentSchemas", value);
            }
            "minProperties" => object.get_or_insert_default().min_properties = count(value),
            "maxProperties" => object.get_or_insert_default().max_properties = count(value),
            MAP_LABEL => object.get_or_insert_default().is_map = value == "map",
            _ => return false,
        }
        true
    }

    fn child(&mut self, parent: SchemaId, keyword: &'static str, step: Step, schema: &'d Value) -> SchemaId {
        // Bundles are bounded to 5 million values, far below what an id can hold.
        let id = SchemaId(self.nodes.len() as u32);
        self.nodes.push(SchemaNode {
            location: Some(Location { parent, keyword, step }),
            ..SchemaNode::default()
        });
        self.waiting.push((id, schema));
        id
    }

    fn one(&mut self, parent: SchemaId, keyword: &'static str, value: &'d Value) -> Option<SchemaId> {
        is_schema(value).then(|| self.child(parent, keyword, Step::None, value))
    }

    fn list(&mut self, parent: SchemaId, keyword: &'static str, value: &'d Value) -> Box<[SchemaId]> {
        let list = value.as_array().map_or(&[][..], Vec::as_slice);
        let schemas = list.iter().enumerate().filter(|(_, schema)| is_schema(schema));
        schemas
            .map(|(index, schema)| self.child(parent, keyword, Step::Index(index as u32), schema))
            .collect()
    }

    fn map(&mut self, parent: SchemaId, keyword: &'static str, value: &'d Value) -> SchemaMap {
        let map = value.as_object().into_iter().flat_map(Map::iter);
        let schemas = map.filter(|(_, schema)| is_schema(schema));
        let mut found: Vec<(Box<str>, SchemaId)> = schemas
            .map(|(key, schema)| {
                let key: Box<str> = key.as_str().into();
                (key.clone(), self.child(parent, keyword, Step::Key(key), schema))
            })
            .collect();
        // A `Map` is sorted unless `serde_json` was built to preserve the order of the document.
        found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        found.into_boxed_slice()
    }
}

fn types(value: &Value) -> Option<Box<[JsonType]>> {
    let names = match value {
        Value::Array(names) => names.as_slice(),
        name => std::slice::from_ref(name),
    };
    names.iter().map(|name| JsonType::named(name.as_str()?)).collect()
}

fn names(value: &Value) -> KeyList {
    let names = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.map(Box::from).collect()
}

/// A count of characters, items or keys; JSON Schema also allows it to be written as `3.0`.
fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().map(|float| float as u64))
}

fn number_keyword(node: &mut SchemaNode, keyword: &str, value: &Value) -> bool {
    let number: Option<Number> = value.as_number().cloned();
    let keywords = &mut node.number;
    match keyword {
        "minimum" => keywords.get_or_insert_default().minimum = number,
        "maximum" => keywords.get_or_insert_default().maximum = number,
        "exclusiveMinimum" => keywords.get_or_insert_default().exclusive_minimum = number,
        "exclusiveMaximum" => keywords.get_or_insert_default().exclusive_maximum = number,
        "multipleOf" => keywords.get_or_insert_default().multiple_of = number,
        _ => return false,
    }
    true
}

fn string_keyword(node: &mut SchemaNode, keyword: &str, value: &Value) -> bool {
    let text = || value.as_str().map(Box::from);
    let keywords = &mut node.string;
    match keyword {
        "minLength" => keywords.get_or_insert_default().min_length = count(value),
        "maxLength" => keywords.get_or_insert_default().max_length = count(value),
        "pattern" => keywords.get_or_insert_default().pattern = text(),
        "format" => keywords.get_or_insert_default().format = text(),
        _ => return false,
    }
    true
}
