//! Cutting the components that are needed out of a document: their facts, without its prose.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

use super::dialect::MAP_LABEL;
use super::document::Document;
use super::error::{SpecError, closest};
use super::keyword::{Holds, holds};
use super::kind::Kind;
use super::pointer::{child, escape, file_of, fragment, is_file_key, item, of_file};
use super::refs;

/// What the document does not say about where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The repository or site that publishes it.
    pub document: Option<String>,
    /// The commit that it was read at.
    pub commit: Option<String>,
    /// The licence under which it is published.
    pub licence: Option<String>,
}

/// The named components and all that they refer to, as the text of an OpenAPI document.
///
/// Structure and constraints stay exactly as published, defects included. Descriptions, titles, examples and vendor
/// extensions go. The text is the same for the same input, and ends with a line feed.
///
/// # Errors
///
/// [`SpecError::UnknownComponent`], or [`SpecError::DanglingRef`], [`SpecError::ExternalRef`] and
/// [`SpecError::OutsideComponents`] if what they refer to is not a part of the document's components.
pub fn import(document: &Document, components: &[String], provenance: &Provenance) -> Result<String, SpecError> {
    let mut closure = Closure {
        document,
        names: document
            .components()
            .iter()
            .map(|(name, at)| (at.to_owned(), name.to_owned()))
            .collect(),
        schemas: BTreeMap::new(),
        rest: Vec::new(),
    };
    for name in components {
        let Some(pointer) = document.components().pointer(name) else {
            return Err(SpecError::UnknownComponent {
                component: name.clone(),
                closest: closest(name, document.component_names()),
            });
        };
        closure.rest.push((name.clone(), pointer.to_owned()));
    }
    closure.collect()?;
    let info = |key: &str| document.value().pointer(&format!("/info/{key}")).cloned();
    let mut origin = Map::new();
    let mut note = |key: &str, value: Option<Value>| origin.extend(value.map(|v| (key.to_owned(), v)));
    note("document", provenance.document.clone().map(Value::String));
    note("version", info("version"));
    note("commit", provenance.commit.clone().map(Value::String));
    note("licence", provenance.licence.clone().map(Value::String));
    note("sha256", Some(document.sha256().into()));
    note("components", Some(json!(components)));
    let version = match document.kind() {
        // Its schemas are closest to those of Swagger.
        Kind::Swagger2 => "3.0.3".into(),
        _ => document
            .value()
            .get("openapi")
            .cloned()
            .unwrap_or_else(|| "3.1.0".into()),
    };
    let out = json!({
        "openapi": version,
        "info": {
            "title": info("title").unwrap_or_else(|| "".into()),
            "version": info("version").unwrap_or_else(|| "".into()),
            "x-wireproof-provenance": origin,
        },
        "components": {"schemas": closure.schemas},
    });
    Ok(format!("{out:#}\n"))
}

struct Closure<'d> {
    document: &'d Document,
    /// The names of the components, by their pointers.
    names: HashMap<String, String>,
    schemas: BTreeMap<String, Value>,
    /// The names and the pointers of what is still to be imported.
    rest: Vec<(String, String)>,
}

impl Closure<'_> {
    fn collect(&mut self) -> Result<(), SpecError> {
        while let Some((name, pointer)) = self.rest.pop() {
            if self.schemas.contains_key(&name) {
                continue;
            }
            let schema = self.document.value().pointer(&pointer).unwrap_or(&Value::Null);
            let facts = self.facts(schema, &pointer)?;
            self.schemas.insert(name, facts);
        }
        Ok(())
    }

    /// The schema without what does not constrain. Recursion is bounded by the document's depth.
    fn facts(&mut self, schema: &Value, at: &str) -> Result<Value, SpecError> {
        let Value::Object(members) = schema else {
            return Ok(schema.clone());
        };
        let language = self.document.language_at(at);
        // Elsewhere than in JSON Schema, what is written is read as it was.
        let is_alone = language.is_json_schema() && language.ignores_siblings() && members.contains_key("$ref");
        let is_file = at.is_empty() || file_of(at).is_some_and(|(_, inside)| inside.is_empty());
        let mut out = Map::new();
        for (keyword, value) in members {
            let is_definition = is_file && matches!(keyword.as_str(), "$defs" | "definitions");
            let is_ignored = is_alone && !matches!(keyword.as_str(), "$ref" | "nullable");
            if is_annotation(keyword) || is_definition || is_ignored || is_file_key(keyword) {
                continue;
            }
            let here = child(at, keyword);
            let kept = match (holds(keyword), value) {
                (Some(Holds::Map), Value::Object(map)) => {
                    let mut kept = Map::new();
                    for (key, held) in map {
                        kept.insert(key.clone(), self.facts(held, &child(&here, key))?);
                    }
                    Value::Object(kept)
                }
                (Some(_), Value::Array(list)) => {
                    let facts = list
                        .iter()
                        .enumerate()
                        .map(|(i, held)| self.facts(held, &item(&here, i)));
                    Value::Array(facts.collect::<Result<_, _>>()?)
                }
                (Some(_), held) => self.facts(held, &here)?,
                (None, Value::String(reference)) if matches!(keyword.as_str(), "$ref" | "$dynamicRef") => {
                    Value::String(self.reference(&here, reference)?)
                }
                (None, value) => value.clone(),
            };
            out.insert(keyword.clone(), kept);
        }
        Ok(Value::Object(out))
    }

    /// Notes the component that is referred to, and says how it is referred to in the output.
    fn reference(&mut self, at: &str, reference: &str) -> Result<String, SpecError> {
        let target = refs::resolve(self.document, at, reference)?;
        let outside = || SpecError::OutsideComponents {
            pointer: fragment(at),
            reference: reference.to_owned(),
        };
        let (name, start) = self.component_at(&target).ok_or_else(outside)?;
        let written = format!("#/components/schemas/{}{}", escape(&name), &target[start.len()..]);
        self.rest.push((name, start));
        Ok(written)
    }

    /// The component in which a pointer stands, and its pointer. A file that is no component is imported under its path.
    fn component_at(&self, pointer: &str) -> Option<(String, String)> {
        let mut start = pointer;
        loop {
            if let Some(name) = self.names.get(start) {
                return Some((name.clone(), start.to_owned()));
            }
            match start.rsplit_once('/') {
                Some((shorter, _)) => start = shorter,
                None => break,
            }
        }
        let (path, _) = file_of(pointer)?;
        Some((path.replace('/', "."), of_file(&path)))
    }
}

fn is_annotation(keyword: &str) -> bool {
    let prose = [
        "description",
        "title",
        "summary",
        "example",
        "examples",
        "externalDocs",
        "$comment",
        "xml",
        "$schema",
        "$id",
        "$anchor",
    ];
    prose.contains(&keyword) || (keyword.starts_with("x-") && keyword != MAP_LABEL && keyword != "x-nullable")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let text = br##"{"openapi": "3.1.0", "info": {"title": "T", "version": "7"}, "components": {"schemas": {
            "Unused": {"type": "string"},
            "Z": {"enum": ["z"], "x-oaiMeta": {"example": "z"}},
            "A": {"type": "object", "title": "An A", "description": "prose", "nullable": true, "x-oaiTypeLabel": "map",
                "x-stainless-const": true, "required": ["title"], "properties": {
                    "title": {"type": "string", "example": "x", "default": {"description": "kept"}},
                    "description": {"$ref": "#/components/schemas/Z", "description": "prose"},
                    "self": {"$ref": "#/components/schemas/A"},
                    "examples": {"items": {"title": "gone", "maximum": 3}}}},
            "Bad": {"$ref": "https://example.com/x"}}}}"##;
        Document::parse("t", text).unwrap()
    }

    fn imported(names: &[&str]) -> Result<String, SpecError> {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let provenance = Provenance {
            document: Some("a/b".into()),
            commit: Some("c".into()),
            licence: None,
        };
        import(&document(), &names, &provenance)
    }

    #[test]
    fn facts_stay_and_prose_goes() {
        let text = imported(&["A"]).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({
            "A": {"type": "object", "nullable": true, "x-oaiTypeLabel": "map", "required": ["title"], "properties": {
                "title": {"type": "string", "default": {"description": "kept"}},
                "description": {"$ref": "#/components/schemas/Z"},
                "self": {"$ref": "#/components/schemas/A"},
                "examples": {"items": {"maximum": 3}}}},
            "Z": {"enum": ["z"]}
        });
        assert_eq!(value["components"]["schemas"], expected);
        assert!(text.ends_with("}\n"));
        assert_eq!(text, imported(&["A"]).unwrap());
    }

    #[test]
    fn provenance_is_kept() {
        let value: Value = serde_json::from_str(&imported(&["A"]).unwrap()).unwrap();
        let origin = &value["info"]["x-wireproof-provenance"];
        assert_eq!(origin["document"], "a/b");
        assert_eq!(origin["version"], "7");
        assert_eq!(origin["components"], json!(["A"]));
        assert_eq!(origin["sha256"].as_str().map(str::len), Some(64));
        assert!(origin.get("licence").is_none());
    }

    #[test]
    fn an_import_reads_as_a_document_again() {
        let text = imported(&["A"]).unwrap();
        let document = Document::parse("again", text.as_bytes()).unwrap();
        assert_eq!(document.component_names().collect::<Vec<_>>(), ["A", "Z"]);
    }

    #[test]
    fn what_cannot_be_imported_is_an_error() {
        assert!(matches!(imported(&["B"]), Err(SpecError::UnknownComponent { .. })));
        assert!(matches!(imported(&["Bad"]), Err(SpecError::ExternalRef { .. })));
    }
}
