//! The text as published: read, told apart, and otherwise left alone.

use serde_json::{Map, Value};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::components::Components;
use super::discriminated::Discriminators;
use super::error::SpecError;
use super::files::Files;
use super::kind::Kind;
use super::language::Language;
use super::limits::MAX_ADDED;
use super::overlay::{ActionOutcome, Overlay};
use super::patterns::Patterns;
use super::pointer::{child, file_key, fragment, of_file, of_fragment};
use super::resources::{Resources, Start};

/// A published document, as its authors wrote it.
///
/// It may consist of several files. The value of the file where reading started is the value of the document; those of the
/// others stand in it as further members of the root. A folder without such a file has only those.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    kind: Kind,
    value: Arc<Value>,
    /// The document before the first overlay; `None` if that is how it is.
    original: Option<Arc<Value>>,
    sha256: String,
    /// The path of the file at the root, in its folder; `None` if the document is a folder.
    entry: Option<String>,
    /// The paths of the other files.
    others: Vec<String>,
    tables: Arc<Tables>,
}

/// What is collected of a document when it is first needed.
#[derive(Debug, Default)]
struct Tables {
    resources: OnceLock<Resources>,
    components: OnceLock<Components>,
    discriminators: OnceLock<Discriminators>,
    patterns: OnceLock<Patterns>,
}

impl Document {
    /// Reads a document from JSON or YAML text; which of the two it is, is told from the text. References to other files lead
    /// nowhere.
    ///
    /// # Errors
    ///
    /// [`SpecError::TooLarge`], [`SpecError::Syntax`] with line and column, or [`SpecError::NotASpec`].
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, SpecError> {
        Self::of_files(name, Files::parse(name, bytes)?)
    }

    /// Reads a document from a file, and from the files in its folder to which it refers; or all schemas in a folder. A folder
    /// with one description of an API is read as that file. Nothing outside the folder is read.
    ///
    /// # Errors
    ///
    /// [`SpecError::Unreadable`], [`SpecError::TooManyFiles`], [`SpecError::SeveralDocuments`], and those of
    /// [`parse`](Self::parse).
    pub fn open(path: &Path) -> Result<Self, SpecError> {
        Self::of_files(&path.display().to_string(), Files::open(path)?)
    }

    fn of_files(name: &str, files: Files) -> Result<Self, SpecError> {
        let Files { entry, others, sha256 } = files;
        let (path, mut value) = match entry {
            Some(entry) => (Some(entry.path), entry.value),
            None => (None, Value::Object(Map::new())),
        };
        let kind = match path {
            Some(_) => Kind::of(&value).map_err(|found| SpecError::NotASpec {
                name: name.to_owned(),
                found: found.to_owned(),
            })?,
            None => Kind::JsonSchema,
        };
        let paths = others.keys().cloned().collect();
        if let Value::Object(members) = &mut value {
            members.extend(others.into_iter().map(|(path, value)| (file_key(&path), value)));
        }
        Ok(Self {
            name: name.to_owned(),
            kind,
            value: Arc::new(value),
            original: None,
            sha256,
            entry: path,
            others: paths,
            tables: Arc::default(),
        })
    }

    /// The name that it was given, mostly its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which kind of document it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The document as a JSON value, with the overlays that were applied.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The document without the overlays that were applied.
    pub(super) fn original(&self) -> &Value {
        self.original.as_ref().unwrap_or(&self.value)
    }

    /// The SHA-256 of the text that it was read from, in lowercase hexadecimal; of several files, that of a list of their paths
    /// and sums.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Applies the actions of an overlay in order, and says what each of them did.
    ///
    /// # Errors
    ///
    /// [`SpecError::Overlay`] if the overlay would add more than [`MAX_ADDED`]: an update whose target lies in what it adds
    /// doubles the document, and a few of them would fill the memory.
    pub fn apply(&mut self, overlay: &Overlay) -> Result<Vec<ActionOutcome>, SpecError> {
        if self.original.is_none() {
            self.original = Some(Arc::clone(&self.value));
        }
        self.tables = Arc::default();
        let value = Arc::make_mut(&mut self.value);
        let mut outcomes = Vec::new();
        let mut room = MAX_ADDED;
        for action in &overlay.actions {
            let outcome = action.apply(value, &mut room);
            outcomes.push(outcome.ok_or_else(|| SpecError::Overlay {
                name: overlay.name.clone(),
                pointer: action.pointer.clone(),
                reason: format!("with it the overlay would add more than {MAX_ADDED} bytes"),
            })?);
        }
        Ok(outcomes)
    }

    /// The names that [`Spec::component`](super::Spec::component) knows, sorted.
    ///
    /// In OpenAPI these are the members of `components/schemas`, in Swagger those of `definitions`; in plain JSON Schema those
    /// of `$defs` and `definitions` of each file, and the schemas that are files, named by their `title` or else by the file's
    /// stem.
    pub fn component_names(&self) -> impl Iterator<Item = &str> {
        self.components().names()
    }

    /// The JSON pointer of the component of that name, or the one that a URI fragment (`#/definitions/Pet/items`,
    /// `pet.json#/items`) means.
    pub fn component_pointer(&self, name: &str) -> Option<String> {
        let named = self.components().pointer(name).map(str::to_owned);
        named.or_else(|| of_fragment(&self.value, name))
    }

    /// Where the component of that name stands, as a URI fragment.
    pub fn component_place(&self, name: &str) -> Option<String> {
        self.component_pointer(name).map(|pointer| fragment(&pointer))
    }

    /// Whether a place, as a URI fragment, is in a named schema, and not in an operation.
    pub fn is_in_component(&self, place: &str) -> bool {
        let is_inside = |container: &&str| place.strip_prefix('#').is_some_and(|at| at.starts_with(*container));
        self.kind == Kind::JsonSchema || self.kind.containers().iter().any(is_inside)
    }

    /// The named schemas.
    pub(super) fn components(&self) -> &Components {
        let others = || self.others.iter().map(String::as_str);
        let collected = || Components::new(self.kind, &self.value, self.entry.as_deref(), others());
        self.tables.components.get_or_init(collected)
    }

    /// What references call by name.
    pub(super) fn resources(&self) -> &Resources {
        self.tables.resources.get_or_init(|| Resources::new(self.starts()))
    }

    /// What the discriminators say, collected when it is first asked for.
    pub(super) fn discriminators(&self, collect: fn(&Document) -> Discriminators) -> &Discriminators {
        self.tables.discriminators.get_or_init(|| collect(self))
    }

    /// What is known of the patterns, looked for when they are first asked for.
    pub(super) fn patterns(&self) -> &Patterns {
        self.tables.patterns.get_or_init(|| Patterns::new(&self.value))
    }

    /// The files.
    fn starts(&self) -> Vec<Start<'_>> {
        let start = |path: &String, pointer: String| {
            Some(Start {
                address: path.clone(),
                value: self.value.pointer(&pointer)?,
                pointer,
                language: Language::of_kind(self.kind),
                is_schema: self.kind == Kind::JsonSchema,
            })
        };
        let entry = self.entry.iter().filter_map(|path| start(path, String::new()));
        let others = self.others.iter().filter_map(|path| start(path, of_file(path)));
        entry.chain(others).collect()
    }

    /// The language of the schema at a pointer.
    pub(super) fn language_at(&self, pointer: &str) -> Language {
        Language::of_kind(self.kind).at(&self.value, pointer)
    }

    /// The schemas from which all others that stand in components are reached, with their pointers.
    pub(super) fn tops(&self) -> Vec<(String, &Value)> {
        let members = |at: &&'static str| Some((*at, self.value.pointer(at)?.as_object()?));
        let containers = self.kind.containers().iter().filter_map(members);
        let named =
            containers.flat_map(|(at, members)| members.iter().map(move |(name, held)| (child(at, name), held)));
        match self.kind {
            Kind::JsonSchema => self.files().collect(),
            _ => named.chain(self.files()).collect(),
        }
    }

    /// The files that are schemas, with their pointers.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, &Value)> {
        // Those of an API description may be schemas or something else.
        let is_schema = |start: &Start<'_>| start.is_schema || Kind::of(start.value) == Ok(Kind::JsonSchema);
        let files = self.starts().into_iter().filter(is_schema);
        files.map(|start| (start.pointer, start.value))
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
