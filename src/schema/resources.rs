//! The parts of a document that references call by name: schemas with an identifier, and anchors.

use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

use super::keyword::{Holds, holds};
use super::language::Language;
use super::pointer::{escape, file_of, is_file_key, of_file, percent_decoded};
use super::uri::{has_scheme, join, relative, without_fragment};

/// What references call by name.
#[derive(Debug, Default)]
pub(super) struct Resources {
    /// By absolute URIs, without fragments.
    by_uri: HashMap<String, Named>,
    /// By the pointer of the resource in which an anchor stands, and its name.
    anchors: HashMap<(String, String), Named>,
    /// How many dynamic anchors bear a name.
    dynamic: HashMap<String, usize>,
    /// The resources with `$recursiveAnchor`.
    recursive: HashSet<String>,
    /// The URIs of the resources, by their pointers.
    uris: HashMap<String, String>,
    /// The paths of the files, by their pointers.
    files: HashMap<String, String>,
}

/// What bears a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// The schema at this pointer.
    One(String),
    /// Several schemas, so that none is meant.
    Several,
}

/// Where the search for names starts.
pub(super) struct Start<'v> {
    pub(super) pointer: String,
    /// The path of the file in its folder.
    pub(super) address: String,
    pub(super) value: &'v Value,
    pub(super) language: Language,
    /// Whether the value is a schema, rather than an object in which schemas stand somewhere.
    pub(super) is_schema: bool,
}

impl Resources {
    pub(super) fn new(starts: Vec<Start<'_>>) -> Resources {
        let mut resources = Resources::default();
        for start in starts {
            let mut pointer = start.pointer.clone();
            resources.name(start.address.clone(), &start.pointer);
            resources.files.insert(start.pointer.clone(), start.address.clone());
            resources.uris.insert(start.pointer.clone(), start.address.clone());
            let scope = Scope {
                resource: &start.pointer,
                uri: &start.address,
                language: start.language,
            };
            match start.is_schema {
                true => resources.schema(start.value, &mut pointer, scope),
                false => resources.anything(start.value, &mut pointer, scope),
            }
        }
        resources
    }

    /// The pointer and the URI of the resource in which a pointer stands.
    pub(super) fn around<'p>(&'p self, at: &'p str) -> (&'p str, &'p str) {
        let mut pointer = at;
        loop {
            if let Some(uri) = self.uris.get(pointer) {
                return (pointer, uri);
            }
            match pointer.rsplit_once('/') {
                Some((outer, _)) => pointer = outer,
                None => return ("", ""),
            }
        }
    }

    /// The resource that a URI without a fragment means at a pointer: one with that identifier, or a file.
    pub(super) fn resource(&self, at: &str, uri: &str) -> Option<&Named> {
        let (_, base) = self.around(at);
        let by_identifier = self.by_uri.get(&join(base, uri));
        if let Some(Named::One(_)) = by_identifier {
            return by_identifier;
        }
        let file = file_of(at).map_or_else(String::new, |(path, _)| of_file(&path));
        let path = self.files.get(&file).map_or("", String::as_str);
        let decoded = percent_decoded(uri);
        let by_path = [join(path, uri), join(path, &decoded)];
        // A file may be called by the identifier that it would have beside this one.
        let own = self.uris.get(&file).filter(|_| has_scheme(uri));
        let beside = own.and_then(|own| relative(own, uri)).map(|way| join(path, &way));
        let mut ways = by_path.iter().chain(&beside).filter_map(|path| self.by_uri.get(path));
        ways.find(|named| matches!(named, Named::One(_)))
            .or(by_identifier)
            .or_else(|| self.by_uri.get(uri))
    }

    /// The schema of a resource that bears an anchor.
    pub(super) fn anchor(&self, resource: &str, name: &str) -> Option<&Named> {
        self.anchors.get(&(resource.to_owned(), name.to_owned()))
    }

    /// Whether several dynamic anchors bear a name, so that the way that led to a reference decides which is meant.
    pub(super) fn is_dynamic(&self, name: &str) -> bool {
        self.dynamic.get(name).is_some_and(|count| *count > 1)
    }

    /// Whether `$recursiveRef` in a resource may lead to another one, depending on the way that led there.
    pub(super) fn is_recursive(&self, resource: &str) -> bool {
        self.recursive.len() > 1 && self.recursive.contains(resource)
    }

    fn name(&mut self, uri: String, pointer: &str) {
        note(&mut self.by_uri, uri, pointer);
    }

    /// Notes what a schema is called, and goes on with the schemas in it. Recursion is bounded by the document's depth.
    fn schema(&mut self, schema: &Value, at: &mut String, scope: Scope<'_>) {
        let Value::Object(members) = schema else { return };
        let (here, uri);
        let mut scope = Scope {
            language: scope.language.inside(members),
            ..scope
        };
        if let Some(own) = self.identifier(members, at, scope) {
            (here, uri) = (at.clone(), own);
            scope = Scope {
                resource: &here,
                uri: &uri,
                ..scope
            };
        }
        for (keyword, value) in members {
            let length = at.len();
            push(at, keyword);
            match (holds(keyword), value) {
                (Some(Holds::List | Holds::OneOrList), Value::Array(list)) => self.list(list, at, scope, Self::schema),
                (Some(Holds::Map), Value::Object(map)) => self.map(map, at, scope, Self::schema),
                (Some(_), value) => self.schema(value, at, scope),
                (None, _) => {}
            }
            at.truncate(length);
        }
    }

    /// The same for a value in which schemas stand somewhere.
    fn anything(&mut self, value: &Value, at: &mut String, scope: Scope<'_>) {
        match value {
            Value::Object(members) => {
                let (here, uri);
                let mut scope = Scope {
                    language: scope.language.inside(members),
                    ..scope
                };
                if let Some(own) = self.identifier(members, at, scope) {
                    (here, uri) = (at.clone(), own);
                    scope = Scope {
                        resource: &here,
                        uri: &uri,
                        ..scope
                    };
                }
                let values = |key: &str| matches!(key, "example" | "examples" | "enum" | "const" | "default");
                let holders = members
                    .iter()
                    .filter(|(_, value)| value.is_object() || value.is_array());
                // Other files start on their own.
                let is_root = at.is_empty();
                let is_file = |key: &str| is_root && is_file_key(key);
                for (key, value) in holders.filter(|(key, _)| !values(key) && !is_file(key)) {
                    let length = at.len();
                    push(at, key);
                    self.anything(value, at, scope);
                    at.truncate(length);
                }
            }
            Value::Array(items) => self.list(items, at, scope, Self::anything),
            _ => {}
        }
    }

    fn list(&mut self, list: &[Value], at: &mut String, scope: Scope<'_>, visit: Visit) {
        for (index, value) in list.iter().enumerate() {
            let length = at.len();
            at.push('/');
            at.push_str(&index.to_string());
            visit(self, value, at, scope);
            at.truncate(length);
        }
    }

    fn map(&mut self, map: &Map<String, Value>, at: &mut String, scope: Scope<'_>, visit: Visit) {
        for (key, value) in map {
            let length = at.len();
            push(at, key);
            visit(self, value, at, scope);
            at.truncate(length);
        }
    }

    /// Notes what a schema is called. If it is a resource of its own, its URI is the answer.
    fn identifier(&mut self, members: &Map<String, Value>, at: &str, scope: Scope<'_>) -> Option<String> {
        if scope.language.ignores_siblings() && members.contains_key("$ref") {
            return None;
        }
        let text = |key| members.get(key).and_then(Value::as_str);
        let plain = || text("id").filter(|_| scope.language.has_plain_id());
        let id = text("$id")
            .or_else(plain)
            .or_else(|| text("$self").filter(|_| at.is_empty()));
        let own = id.map(without_fragment).filter(|id| !id.is_empty());
        let uri = own.map(|id| join(scope.uri, id));
        let resource = if uri.is_some() { at } else { scope.resource };
        if let Some(uri) = &uri {
            self.name(uri.clone(), at);
            self.uris.insert(at.to_owned(), uri.clone());
        }
        if resource == at && members.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            self.recursive.insert(at.to_owned());
        }
        // Up to draft 7, a fragment in the identifier is an anchor.
        let fragment = id.and_then(|id| id.split_once('#')).map(|(_, fragment)| fragment);
        let names = fragment.into_iter().chain(text("$anchor"));
        for name in names.filter(|name| !name.is_empty() && !name.starts_with('/')) {
            note(&mut self.anchors, (resource.to_owned(), name.to_owned()), at);
        }
        if let Some(name) = text("$dynamicAnchor") {
            note(&mut self.anchors, (resource.to_owned(), name.to_owned()), at);
            *self.dynamic.entry(name.to_owned()).or_default() += 1;
        }
        uri
    }
}

type Visit = fn(&mut Resources, &Value, &mut String, Scope<'_>);

/// What is known of the schemas around a schema.
#[derive(Clone, Copy)]
struct Scope<'s> {
    /// The pointer of the resource.
    resource: &'s str,
    /// Its URI.
    uri: &'s str,
    language: Language,
}

fn push(at: &mut String, key: &str) {
    at.push('/');
    at.push_str(&escape(key));
}

/// Notes a name; one that two schemas bear means none of them.
fn note<K: std::hash::Hash + Eq>(names: &mut HashMap<K, Named>, name: K, pointer: &str) {
    let here = Named::One(pointer.to_owned());
    let known = names.entry(name).or_insert_with(|| here.clone());
    if *known != here {
        *known = Named::Several;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn resources(value: &Value) -> Resources {
        Resources::new(vec![Start {
            pointer: String::new(),
            address: "t.json".to_owned(),
            value,
            language: Language::JsonSchema(None),
            is_schema: true,
        }])
    }

    #[test]
    fn identifiers_are_relative_to_those_around_them() {
        let value =
            json!({"$id": "http://a/b/c", "$defs": {"D": {"$id": "d", "items": {"$id": "e/f", "$anchor": "here"}}}});
        let found = resources(&value);
        let at = |at: &str, uri: &str| found.resource(at, uri).cloned();
        let one = |pointer: &str| Some(Named::One(pointer.to_owned()));
        assert_eq!(at("", "d"), one("/$defs/D"));
        assert_eq!(at("/$defs/D/not", "e/f"), one("/$defs/D/items"));
        assert_eq!(at("", "http://a/b/e/f"), one("/$defs/D/items"));
        assert_eq!(at("", "t.json"), one(""));
        assert_eq!(found.around("/$defs/D/items/x"), ("/$defs/D/items", "http://a/b/e/f"));
        assert_eq!(found.around("/$defs/Dx"), ("", "http://a/b/c"));
        assert_eq!(found.anchor("/$defs/D/items", "here"), one("/$defs/D/items").as_ref());
        assert_eq!(found.anchor("", "here"), None);
    }

    #[test]
    fn what_only_looks_like_an_identifier_is_none() {
        let value = json!({"enum": [{"$id": "a"}], "x": {"$id": "b"}, "properties": {"$id": {"$anchor": "c"}},
            "definitions": {"seven": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "#d",
                "items": {"$ref": "#", "$id": "e"}, "not": {"id": "f"}}}});
        let found = resources(&value);
        for id in ["a", "b", "e", "f"] {
            assert_eq!(found.resource("", id), None, "{id}");
        }
        assert!(found.anchor("", "c").is_some() && found.anchor("", "d").is_some());
    }

    #[test]
    fn a_name_that_two_schemas_bear_means_none() {
        let found = resources(&json!({"$defs": {"A": {"$id": "x"}, "B": {"$id": "x"}}}));
        assert_eq!(found.resource("", "x"), Some(&Named::Several));
    }
}
