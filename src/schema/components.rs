//! The named schemas of a document.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::keyword::{holds, is_assertion};
use super::kind::Kind;
use super::pointer::{child, file_of, of_file};

/// The named schemas of a document, by their names.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// Each component once, by the name that reports use.
    pointers: BTreeMap<String, String>,
    /// Further names that mean one component.
    aliases: HashMap<String, String>,
}

/// A component and the names that it may have, the best one first.
struct Candidate {
    pointer: String,
    names: Vec<String>,
}

impl Components {
    /// The components of a document. `entry` is the path of the file at its root, if there is one, `others` are those of the
    /// other files.
    pub(super) fn new<'p>(
        kind: Kind,
        document: &Value,
        entry: Option<&'p str>,
        others: impl Iterator<Item = &'p str>,
    ) -> Components {
        let mut candidates = Vec::new();
        if let Some(path) = entry {
            of_file_at(&mut candidates, kind, document, (path, ""));
        }
        if kind == Kind::JsonSchema {
            for path in others {
                of_file_at(&mut candidates, kind, document, (path, &of_file(path)));
            }
        }
        named(candidates)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.pointers.keys().map(String::as_str)
    }

    /// The pointer of the component of that name.
    pub(super) fn pointer(&self, name: &str) -> Option<&str> {
        let found = self.pointers.get(name).or_else(|| self.aliases.get(name));
        found.map(String::as_str)
    }

    /// The components with their pointers, in the order of their names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pointers
            .iter()
            .map(|(name, pointer)| (name.as_str(), pointer.as_str()))
    }
}

/// The components of one file, whose value stands at a pointer of the document.
fn of_file_at(candidates: &mut Vec<Candidate>, kind: Kind, document: &Value, (path, at): (&str, &str)) {
    let stem = stem(path);
    let full = full_stem(path);
    let Some(root) = document.pointer(at) else { return };
    let mut has_definitions = false;
    for container in kind.containers() {
        let container = format!("{at}{container}");
        let members = document.pointer(&container).and_then(Value::as_object);
        for name in members.into_iter().flat_map(Map::keys) {
            has_definitions = true;
            candidates.push(Candidate {
                pointer: child(&container, name),
                names: vec![name.clone(), format!("{stem}.{name}"), format!("{full}.{name}")],
            });
        }
    }
    let is_component = match Kind::of(root) {
        _ if kind != Kind::JsonSchema => false,
        Ok(Kind::JsonSchema) => !has_definitions || constrains(root),
        // The file that the caller named, or one that others refer to.
        _ => at.is_empty(),
    };
    if is_component {
        let title = root
            .get("title")
            .and_then(Value::as_str)
            .filter(|title| !title.is_empty());
        let names = title
            .map(str::to_owned)
            .into_iter()
            .chain([stem, full, path.to_owned()]);
        candidates.push(Candidate {
            pointer: at.to_owned(),
            names: names.filter(|name| !name.is_empty()).collect(),
        });
    }
}

/// Whether a file says anything of a value, and does not only hold definitions.
fn constrains(schema: &Value) -> bool {
    let says = |keyword: &String| {
        let is_definition = matches!(keyword.as_str(), "$defs" | "definitions");
        !is_definition && (holds(keyword).is_some() || is_assertion(keyword) || keyword == "$ref")
    };
    schema.as_object().is_some_and(|members| members.keys().any(says))
}

/// Gives each component the first of its names that no other one has as its best. Its other names mean it as well, unless they
/// mean several.
fn named(candidates: Vec<Candidate>) -> Components {
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for candidate in &candidates {
        let best = candidate.names.first().map_or("root", String::as_str);
        *wanted.entry(best).or_default() += 1;
    }
    let mut pointers = BTreeMap::new();
    for Candidate { pointer, names } in &candidates {
        let is_free = |name: &&String| !pointers.contains_key(*name);
        // What stands in the file at the root keeps its names.
        let is_wanted_by_one = |name: &String| wanted.get(name.as_str()).is_none_or(|count| *count == 1);
        let is_own = |name: &&String| is_free(name) && (file_of(pointer).is_none() || is_wanted_by_one(name));
        let own = names.iter().find(is_own);
        let own = own
            .or_else(|| names.iter().find(is_free))
            .map_or("root", String::as_str);
        pointers.insert(own.to_owned(), pointer.clone());
    }
    let mut aliases: HashMap<String, Option<String>> = HashMap::new();
    for Candidate { pointer, names } in &candidates {
        for name in names.iter().filter(|name| !pointers.contains_key(*name)) {
            let meant = aliases.entry(name.clone()).or_insert_with(|| Some(pointer.clone()));
            if meant.as_ref() != Some(pointer) {
                *meant = None;
            }
        }
    }
    let aliases = aliases.into_iter().filter_map(|(name, pointer)| Some((name, pointer?)));
    Components {
        aliases: aliases.collect(),
        pointers,
    }
}

/// The name of a file, so cut, without its folders.
fn stem(path: &str) -> String {
    let name = Path::new(path)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    without_endings(&name).to_owned()
}

/// The same with the names of the folders around it.
fn full_stem(path: &str) -> String {
    without_endings(path).replace('/', ".")
}

/// The name of a file without the endings that say that it is a schema.
pub(crate) fn without_endings(name: &str) -> &str {
    let endings = [".json", ".yaml", ".yml"];
    let name = endings
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    name.strip_suffix(".schema").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::pointer::file_key;
    use super::*;
    use serde_json::json;

    fn listed(entry: Option<(&str, Value)>, others: &[(&str, Value)]) -> (Components, Vec<String>) {
        let (path, mut document) = entry.unzip();
        let mut document = document.take().unwrap_or_else(|| json!({}));
        for (path, value) in others {
            document[file_key(path)] = value.clone();
        }
        let paths = others.iter().map(|(path, _)| *path);
        let components = Components::new(Kind::JsonSchema, &document, path, paths);
        let lines = components
            .pointers
            .iter()
            .map(|(name, at)| format!("{name} {at}"))
            .collect();
        (components, lines)
    }

    #[test]
    fn files_are_named_by_their_titles_or_stems() {
        let (components, names) = listed(
            None,
            &[
                ("a.b.schema.json", json!({"title": "A B", "type": "object"})),
                ("c.yaml", json!({"type": "object", "definitions": {"D": {}}})),
                ("defs.json", json!({"$defs": {"E": {}}})),
                ("package.json", json!({"name": "x"})),
            ],
        );
        assert_eq!(
            names,
            [
                "A B /.~1a.b.schema.json",
                "D /.~1c.yaml/definitions/D",
                "E /.~1defs.json/$defs/E",
                "c /.~1c.yaml",
            ]
        );
        assert_eq!(components.pointer("a.b"), Some("/.~1a.b.schema.json"));
        assert_eq!(components.pointer("c.D"), Some("/.~1c.yaml/definitions/D"));
        assert_eq!(components.pointer("package"), None);
    }

    #[test]
    fn names_that_several_files_give_are_told_apart() {
        let one = || json!({"title": "Event", "type": "object", "definitions": {"Id": {}}});
        let (components, names) = listed(None, &[("v1/a.json", one()), ("v2/a.json", one()), ("b.json", one())]);
        assert_eq!(
            names,
            [
                "a /.~1v1~1a.json",
                "a.Id /.~1v1~1a.json/definitions/Id",
                "b /.~1b.json",
                "b.Id /.~1b.json/definitions/Id",
                "v2.a /.~1v2~1a.json",
                "v2.a.Id /.~1v2~1a.json/definitions/Id",
            ]
        );
        assert_eq!(components.pointer("Event"), None);
    }

    #[test]
    fn the_file_at_the_root_keeps_its_names() {
        let entry = json!({"title": "Id", "definitions": {"Id": {}}, "type": "object"});
        let (_, names) = listed(
            Some(("a.json", entry)),
            &[("b.json", json!({"title": "Id", "type": "string"}))],
        );
        assert_eq!(names, ["Id /definitions/Id", "a ", "b /.~1b.json"]);
    }
}
