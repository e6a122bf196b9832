//! Dialects: a published schema, rewritten into JSON Schema 2020-12.
//!
//! OpenAPI 3.0 is not JSON Schema, and documents that call themselves 3.1 go on using its keywords. The rewriter turns
//! both into what a validator understands, keeps only what constrains a value, and records where a rewritten schema
//! stands in another place than the published one.

use serde_json::{Map, Value, json};

use super::discriminated::{Discriminated, Discriminators};
use super::integer_format::{self, PLAIN_INTEGERS};
use super::keyword::{Holds, holds, is_assertion, is_in_place, is_legal};
use super::language::Language;
use super::named_values::{NAMED_VALUES, named_values};
use super::patterns::{Legality, Patterns};
use super::pointer::{child, item};
use super::refs;
use super::text_format;

/// How a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Dialect {
    /// As its authors meant it: `nullable` allows null in any version, boolean bounds are exclusive, what has properties
    /// and no type is an object, and so on.
    #[default]
    AsMeant,
    /// As its declared version says: keywords that this version does not know mean nothing.
    Strict,
}

/// The label with which a document marks an object as a map from any key.
pub(super) const MAP_LABEL: &str = "x-oaiTypeLabel";

/// A place where the rewritten document differs: the rewritten pointer, and the published one.
pub(super) type Move = (String, String);

/// What a schema refers to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'t> {
    /// What this reference means where it stands.
    Reference(&'t str),
    /// The schema at this published pointer.
    Pointer(&'t str),
    /// What `$recursiveRef` means where it stands.
    Recursive,
}

/// Rewrites the schemas of one document.
///
/// `resolve` is told each reference, with the published pointer of the keyword that makes it, and answers with the
/// reference to write instead.
pub(super) struct Rewriter<'a> {
    /// The language of the outermost schema; schemas in it may name another one.
    pub(super) language: Language,
    pub(super) dialect: Dialect,
    pub(super) resolve: &'a mut dyn FnMut(&str, Target<'_>) -> String,
    /// What discriminators say, if this dialect asks.
    pub(super) discriminators: Option<&'a Discriminators>,
    pub(super) moves: Vec<Move>,
    /// The published pointers of what stands where a schema must, or of keywords, and cannot be read; it is left out.
    pub(super) unread: Vec<String>,
    pub(super) patterns: &'a Patterns,
    /// Whether a pattern was left out because those of the document take too much.
    pub(super) is_costly: bool,
    /// The published pointer to which `$recursiveRef` leads in a language that does not have it.
    pub(super) recursive_root: String,
}

/// A schema's place in the published and in the rewritten document.
#[derive(Clone, Copy)]
struct Place<'p> {
    published: &'p str,
    rewritten: &'p str,
    /// Whether it alone says what the value is: it is no part of a schema that looks at the same value.
    alone: bool,
}

impl Rewriter<'_> {
    /// The schema, rewritten; `published` and `rewritten` are its pointers before and after.
    pub(super) fn rewrite(&mut self, schema: &Value, published: &str, rewritten: &str) -> Value {
        let place = Place {
            published,
            rewritten,
            alone: true,
        };
        self.schema(schema, place)
    }

    fn schema(&mut self, schema: &Value, place: Place<'_>) -> Value {
        let Value::Object(members) = schema else {
            if !schema.is_boolean() {
                self.unread.push(place.published.to_owned());
            }
            return Value::Bool(schema != &Value::Bool(false));
        };
        let outer = (self.recursive_root.clone(), self.language);
        self.language = self.language.inside(members);
        if members.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            place.published.clone_into(&mut self.recursive_root);
        }
        let result = match self.nullability(members) {
            Nullability::No => Value::Object(self.members(members, place)),
            Nullability::InType => null_in_type(self.members(members, place), self.dialect),
            Nullability::Around => self.null_around(members, place),
        };
        (self.recursive_root, self.language) = outer;
        result
    }

    fn nullability(&self, members: &Map<String, Value>) -> Nullability {
        let means_null = match (self.dialect, self.language) {
            (Dialect::AsMeant, _) => {
                let idiom = members.get("allOf").and_then(Value::as_array);
                let is_nullable = nullable_keyword(members).is_some() && constrains(members);
                is_nullable || idiom.is_some_and(|list| list.iter().any(is_bare_nullable))
            }
            (Dialect::Strict, Language::OpenApi30) => {
                let is_nullable = members.get("nullable") == Some(&Value::Bool(true));
                is_nullable && members.contains_key("type") && !members.contains_key("$ref")
            }
            (Dialect::Strict, _) => false,
        };
        let composed = members
            .keys()
            .any(|k| is_in_place(k) || matches!(k.as_str(), "$ref" | "$dynamicRef" | "$recursiveRef" | "const"));
        match means_null {
            false => Nullability::No,
            true if composed || !members.contains_key("type") => Nullability::Around,
            true => Nullability::InType,
        }
    }

    /// `anyOf: [the schema, null]`, the schema's members standing one level deeper than published.
    fn null_around(&mut self, members: &Map<String, Value>, place: Place<'_>) -> Value {
        let inner = format!("{}/anyOf/0", place.rewritten);
        self.moves.push((inner.clone(), place.published.to_owned()));
        self.moves.push((
            format!("{}/anyOf/1", place.rewritten),
            child(place.published, nullable_keyword(members).unwrap_or("allOf")),
        ));
        let inner = self.members(
            members,
            Place {
                rewritten: &inner,
                ..place
            },
        );
        json!({"anyOf": [inner, {"type": "null"}]})
    }

    fn members(&mut self, members: &Map<String, Value>, place: Place<'_>) -> Map<String, Value> {
        let mut out = self.own_members(members, place);
        let said = self.discriminators.filter(|_| !self.language.is_json_schema());
        for says in said.map_or(&[][..], |said| said.of(place.published)) {
            self.discriminate(says, place, &mut out);
        }
        out
    }

    /// Adds what a discriminator says of the schema: beside what it says itself, or as a part of it where it has the keywords.
    fn discriminate(&mut self, says: &Discriminated, place: Place<'_>, out: &mut Map<String, Value>) {
        let is_taken = out.contains_key("properties") || out.contains_key("required");
        let parts = out.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        let at = match is_taken {
            true => item(&child(place.rewritten, "allOf"), parts),
            false => place.rewritten.to_owned(),
        };
        let mut added = Map::new();
        if let Some(words) = &says.words {
            let properties = child(&at, "properties");
            let property = child(&properties, &says.property);
            self.moves.push((properties, says.property_at.clone()));
            self.moves.push((child(&property, "enum"), says.words_at.clone()));
            self.moves.push((property, says.words_at.clone()));
            added.insert("properties".to_owned(), json!({&says.property: {"enum": words}}));
        }
        if says.adds_required {
            self.moves.push((child(&at, "required"), says.property_at.clone()));
            added.insert("required".to_owned(), json!([says.property]));
        }
        if !is_taken {
            out.extend(added);
            return;
        }
        self.moves.push((at, says.property_at.clone()));
        let list = out.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(Value::Object(added));
        }
    }

    /// The schema's members without what is said of it elsewhere.
    fn own_members(&mut self, members: &Map<String, Value>, place: Place<'_>) -> Map<String, Value> {
        let mut out = Map::new();
        if self.reference(members, place, &mut out) && self.language.ignores_siblings() {
            return out;
        }
        let is_known = |keyword: &str| self.dialect == Dialect::AsMeant || self.language.knows(keyword);
        let known: Vec<_> = members.iter().filter(|(keyword, _)| is_known(keyword)).collect();
        for (keyword, value) in known {
            match keyword.as_str() {
                // Of a file no JSON is sent.
                "type" if self.language == Language::Swagger2 && value == "file" => {}
                "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => {}
                "dependencies" => self.dependencies(value, place, &mut out),
                "items" if value.is_array() => self.held("prefixItems", keyword, value, place, &mut out),
                // Without a list before it, `additionalItems` has no meaning.
                "additionalItems" if !members.get("items").is_some_and(Value::is_array) => {}
                "additionalItems" => self.held("items", keyword, value, place, &mut out),
                "required" => {
                    if !value.as_array().is_some_and(|names| names.iter().all(Value::is_string)) {
                        self.unread.push(child(place.published, keyword));
                    }
                    out.extend(without_repeats(value).map(|names| (keyword.clone(), names)));
                }
                MAP_LABEL => {
                    out.insert(keyword.clone(), value.clone());
                }
                // Tells a generator what the strings look like; for an integer, what bounds are meant.
                "format" if value.is_string() => {
                    let name = value.as_str().map(text_format::canonical);
                    out.extend(name.map(|name| (keyword.clone(), Value::from(name))));
                }
                // What definitions hold is reached by references only, and stands on its own when rewritten.
                "$defs" | "definitions" => {}
                _ if holds(keyword).is_some() => self.held(keyword, keyword, value, place, &mut out),
                _ if is_assertion(keyword) && self.is_legal(keyword, value) => {
                    out.insert(keyword.clone(), value.clone());
                }
                _ if is_assertion(keyword) || (keyword == "$ref" && !value.is_string()) => {
                    self.unread.push(child(place.published, keyword));
                }
                _ => {}
            }
        }
        if self.dialect == Dialect::AsMeant || self.language.has_boolean_bounds() {
            boolean_bounds(members, &mut out);
        }
        if self.language.has_plain_integers() && names(members.get("type"), "integer") {
            out.insert(PLAIN_INTEGERS.to_owned(), Value::Bool(true));
        }
        if let Some((keyword, format)) = content_format(members) {
            let at = (child(place.rewritten, "format"), child(place.published, keyword));
            self.moves.push(at);
            out.insert("format".to_owned(), Value::from(format));
        }
        let named = named_values(members);
        if !named.is_empty() {
            out.insert(NAMED_VALUES.to_owned(), Value::Array(named));
        }
        if self.dialect == Dialect::AsMeant {
            for keyword in integer_format::bound(&mut out) {
                let format = child(place.published, "format");
                self.moves.push((child(place.rewritten, keyword), format));
            }
        }
        if self.dialect == Dialect::AsMeant && place.alone && describes_an_object(&out) {
            self.moves
                .push((child(place.rewritten, "type"), child(place.published, "properties")));
            out.insert("type".to_owned(), json!("object"));
        }
        out
    }

    /// Writes the reference that the schema makes; says whether it makes one.
    fn reference(&mut self, members: &Map<String, Value>, place: Place<'_>, out: &mut Map<String, Value>) -> bool {
        let written = if let Some((keyword, reference)) = refs::reference(members) {
            (self.resolve)(&child(place.published, keyword), Target::Reference(reference))
        } else if members.contains_key("$recursiveRef")
            && (self.dialect == Dialect::AsMeant || self.language.has_recursive_references())
        {
            let target = match self.language.is_json_schema() {
                true => Target::Recursive,
                false => Target::Pointer(&self.recursive_root),
            };
            (self.resolve)(&child(place.published, "$recursiveRef"), target)
        } else {
            return false;
        };
        out.insert("$ref".to_owned(), Value::String(written));
        true
    }

    /// Rewrites the schemas that `published` holds, and writes them below the keyword `rewritten`.
    fn held(
        &mut self,
        rewritten: &str,
        published: &str,
        value: &Value,
        place: Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        let at = (child(place.published, published), child(place.rewritten, rewritten));
        let alone = !is_in_place(published);
        if rewritten != published {
            self.moves.push((at.1.clone(), at.0.clone()));
        }
        let held = match (holds(rewritten), value) {
            _ if !self.is_legal(published, value) => {
                self.unread.push(at.0);
                return;
            }
            (Some(Holds::List), Value::Array(list)) => {
                let mut schemas = Vec::with_capacity(list.len());
                for (i, schema) in list.iter().enumerate() {
                    let (published, rewritten_at) = (item(&at.0, i), item(&at.1, i));
                    let place = Place {
                        published: &published,
                        rewritten: &rewritten_at,
                        alone,
                    };
                    schemas.push(self.branch(rewritten, schema, place));
                }
                Value::Array(schemas)
            }
            (Some(Holds::Map), Value::Object(map)) => {
                let mut schemas = Map::new();
                for (key, schema) in map {
                    let place = Place {
                        published: &child(&at.0, key),
                        rewritten: &child(&at.1, key),
                        alone,
                    };
                    schemas.insert(key.clone(), self.schema(schema, place));
                }
                Value::Object(schemas)
            }
            _ => {
                let place = Place {
                    published: &at.0,
                    rewritten: &at.1,
                    alone,
                };
                self.schema(value, place)
            }
        };
        out.insert(rewritten.to_owned(), held);
    }

    /// One schema of a list. A bare `nullable: true` says nothing in `allOf`, where it makes the whole list nullable,
    /// and means null among the branches of a union.
    fn branch(&mut self, keyword: &str, schema: &Value, place: Place<'_>) -> Value {
        if self.dialect == Dialect::AsMeant && is_bare_nullable(schema) && matches!(keyword, "anyOf" | "oneOf") {
            return json!({"type": "null"});
        }
        self.schema(schema, place)
    }

    /// Whether a keyword can be read as it stands.
    fn is_legal(&mut self, keyword: &str, value: &Value) -> bool {
        let patterns = self.patterns.of_keyword(keyword, value);
        self.is_costly |= patterns == Legality::TooCostly;
        is_legal(keyword, value) && patterns == Legality::Legal
    }

    /// `dependencies`, which 2019-09 split in two.
    fn dependencies(&mut self, value: &Value, place: Place<'_>, out: &mut Map<String, Value>) {
        let Value::Object(map) = value else {
            self.unread.push(child(place.published, "dependencies"));
            return;
        };
        let (names, schemas): (Map<_, _>, Map<_, _>) = map.clone().into_iter().partition(|(_, v)| v.is_array());
        let names = Value::Object(names);
        if is_legal("dependentRequired", &names) {
            self.moves.push((
                child(place.rewritten, "dependentRequired"),
                child(place.published, "dependencies"),
            ));
            out.insert("dependentRequired".to_owned(), names);
        } else {
            self.unread.push(child(place.published, "dependencies"));
        }
        self.held("dependentSchemas", "dependencies", &Value::Object(schemas), place, out)
    }
}

enum Nullability {
    No,
    InType,
    Around,
}

/// Whether a schema lists properties and does not say what else the value may be: as written it allows every string,
/// number and array, which cannot be meant.
pub(super) fn describes_an_object(members: &Map<String, Value>) -> bool {
    members.contains_key("properties")
        && !members.keys().any(|k| {
            is_in_place(k)
                || matches!(
                    k.as_str(),
                    "type" | "enum" | "const" | "$ref" | "$dynamicRef" | "$recursiveRef"
                )
        })
}

/// Whether a schema says more than that null is allowed.
fn constrains(members: &Map<String, Value>) -> bool {
    members.keys().any(|k| {
        is_assertion(k) || holds(k).is_some() || matches!(k.as_str(), "$ref" | "$dynamicRef" | "$recursiveRef")
    })
}

/// The keyword with which a schema says that null is allowed too: `nullable`, or the extension of Swagger.
pub(super) fn nullable_keyword(members: &Map<String, Value>) -> Option<&'static str> {
    let is_set = |keyword: &&str| members.get(*keyword) == Some(&Value::Bool(true));
    ["nullable", "x-nullable"].into_iter().find(is_set)
}

/// Whether a schema says no more than `nullable: true`.
pub(super) fn is_bare_nullable(schema: &Value) -> bool {
    let Value::Object(members) = schema else {
        return false;
    };
    nullable_keyword(members).is_some() && !constrains(members)
}

fn null_in_type(mut members: Map<String, Value>, dialect: Dialect) -> Value {
    let types = match members.get("type") {
        Some(Value::String(one)) if one != "null" => Some(json!([one, "null"])),
        Some(Value::Array(list)) if !list.contains(&json!("null")) => {
            let mut list = list.clone();
            list.push(json!("null"));
            Some(Value::Array(list))
        }
        _ => None,
    };
    members.extend(types.map(|types| ("type".to_owned(), types)));
    // OpenAPI 3.0 wants null to be listed in the enum too; its authors seldom know.
    if let (Dialect::AsMeant, Some(Value::Array(values))) = (dialect, members.get_mut("enum"))
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    Value::Object(members)
}

/// The bounds of draft 4 and OpenAPI 3.0: `exclusiveMinimum: true` makes the `minimum` beside it exclusive.
fn boolean_bounds(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if members.get(exclusive) == Some(&Value::Bool(true)) {
            let limit = out.remove(bound);
            out.extend(limit.map(|limit| (exclusive.to_owned(), limit)));
        }
    }
}

/// The format that says what the text of a `contentEncoding` or `contentMediaType` looks like, and the keyword.
fn content_format(members: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let text = |keyword: &str| members.get(keyword).and_then(Value::as_str);
    let is_json = text("contentMediaType") == Some("application/json");
    if members.contains_key("format") {
        return None;
    }
    match text("contentEncoding") {
        Some("base64") if is_json => Some(("contentEncoding", "json-base64")),
        Some("base64") => Some(("contentEncoding", "byte")),
        Some("base64url") => Some(("contentEncoding", "base64url")),
        Some(_) => None,
        None => is_json.then_some(("contentMediaType", "json")),
    }
}

/// Whether a `type` names a type.
fn names(types: Option<&Value>, wanted: &str) -> bool {
    match types {
        Some(Value::Array(names)) => names.iter().any(|name| name == wanted),
        name => name.is_some_and(|name| name == wanted),
    }
}

fn without_repeats(required: &Value) -> Option<Value> {
    let mut names = required.as_array()?.clone();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| name.as_str().is_some_and(|n| seen.insert(n.to_owned())));
    Some(Value::Array(names))
}

#[cfg(test)]
#[path = "dialect_tests.rs"]
mod tests;
