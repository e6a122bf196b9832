//! The text as published: read, told apart, and otherwise left alone.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

use super::error::SpecError;
use super::limits::MAX_ADDED;
use super::overlay::{ActionOutcome, Overlay};
use super::source_text::{parse_value, read_file};

/// Which kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// OpenAPI 3.0: its schemas are a dialect of their own, with `nullable`.
    OpenApi30,
    /// OpenAPI 3.1 and later: its schemas are JSON Schema 2020-12.
    OpenApi31,
    /// Plain JSON Schema.
    JsonSchema,
}

/// A published document, as its authors wrote it.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    kind: Kind,
    value: Value,
    /// The document before the first overlay; `None` if that is how it is.
    original: Option<Value>,
    sha256: String,
}

impl Document {
    /// Reads a document from JSON or YAML text; which of the two it is, is told from the text.
    ///
    /// # Errors
    ///
    /// [`SpecError::TooLarge`], [`SpecError::Syntax`] with line and column, or [`SpecError::NotASpec`].
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, SpecError> {
        let value = parse_value(name, bytes)?;
        let kind = kind_of(&value).map_err(|found| SpecError::NotASpec {
            name: name.to_owned(),
            found: found.to_owned(),
        })?;
        let sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self {
            name: name.to_owned(),
            kind,
            value,
            original: None,
            sha256,
        })
    }

    /// Reads a document from a file.
    ///
    /// # Errors
    ///
    /// [`SpecError::Unreadable`], and those of [`parse`](Self::parse).
    pub fn open(path: &Path) -> Result<Self, SpecError> {
        Self::parse(&path.display().to_string(), &read_file(path)?)
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

    /// The SHA-256 of the text that it was read from, in lowercase hexadecimal.
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
            self.original = Some(self.value.clone());
        }
        let mut outcomes = Vec::new();
        let mut room = MAX_ADDED;
        for action in &overlay.actions {
            let outcome = action.apply(&mut self.value, &mut room);
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
    /// In OpenAPI these are the members of `components/schemas`; in plain JSON Schema those of `$defs` and
    /// `definitions`, and the schema at the root, named by its `title` or else by the file's stem.
    pub fn component_names(&self) -> impl Iterator<Item = &str> {
        let mut names: Vec<&str> = self
            .containers()
            .iter()
            .filter_map(|at| self.value.pointer(at)?.as_object())
            .flat_map(|members| members.keys().map(String::as_str))
            .chain(self.root_name())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter()
    }

    /// The JSON pointer of the component of that name, or the one that a URI fragment (`#/definitions/Pet/items`) means.
    pub(super) fn component_pointer(&self, name: &str) -> Option<String> {
        if name.starts_with('#') {
            return super::pointer::of_fragment(&self.value, name);
        }
        let at =
            |container: &&str| Some(super::pointer::child(container, name)).filter(|p| self.value.pointer(p).is_some());
        let found = self.containers().iter().find_map(at);
        found.or_else(|| (self.root_name() == Some(name)).then(String::new))
    }

    fn containers(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::JsonSchema => &["/$defs", "/definitions"],
            Kind::OpenApi30 | Kind::OpenApi31 => &["/components/schemas"],
        }
    }

    fn root_name(&self) -> Option<&str> {
        if self.kind != Kind::JsonSchema {
            return None;
        }
        let title = self
            .value
            .get("title")
            .and_then(Value::as_str)
            .filter(|t| !t.is_empty());
        let stem = || {
            let file = Path::new(&self.name).file_name()?.to_str()?;
            file.split('.').next().filter(|s| !s.is_empty())
        };
        Some(title.or_else(stem).unwrap_or("root"))
    }
}

fn kind_of(value: &Value) -> Result<Kind, &'static str> {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(_) => return Err("an array"),
        Value::Null => return Err("an empty document"),
        _ => return Err("a single value"),
    };
    if let Some(version) = members.get("openapi") {
        let version = version.as_str().unwrap_or_default();
        return match version.split('.').take(2).collect::<Vec<_>>()[..] {
            ["3", "0"] => Ok(Kind::OpenApi30),
            ["3", _] => Ok(Kind::OpenApi31),
            _ => Err("a version of OpenAPI that is not supported"),
        };
    }
    if members.contains_key("swagger") {
        return Err("Swagger 2");
    }
    if members.contains_key("overlay") && members.contains_key("actions") {
        return Err("an overlay");
    }
    let looks_like_schema = |key: &String| {
        matches!(key.as_str(), "$schema" | "$ref" | "$id")
            || super::keyword::holds(key).is_some()
            || super::keyword::is_assertion(key)
    };
    let legal = members.iter().all(|(k, v)| {
        k == "pattern"
            || k == "patternProperties"
            || k.starts_with("exclusive")
            || k == "required"
            || super::keyword::is_legal(k, v)
    });
    if members.contains_key("$schema") || (members.keys().any(looks_like_schema) && legal) {
        Ok(Kind::JsonSchema)
    } else {
        Err("an object with none of the keywords of either")
    }
}

#[cfg(test)]
mod tests {
    use super::super::MAX_BYTES;
    use super::*;

    fn not_a_spec(text: &str) -> bool {
        matches!(Document::parse("t", text.as_bytes()), Err(SpecError::NotASpec { .. }))
    }

    #[test]
    fn json_and_yaml_are_told_by_content() {
        let json = Document::parse("a.yaml", br#"{"openapi": "3.0.3", "components": {}}"#).unwrap();
        let yaml = Document::parse("a.json", b"openapi: 3.1.0\ncomponents: {}\n").unwrap();
        assert_eq!((json.kind(), yaml.kind()), (Kind::OpenApi30, Kind::OpenApi31));
    }

    #[test]
    fn what_is_no_spec_is_refused() {
        for text in [
            "[]",
            "null",
            "",
            "{}",
            "hello",
            r#"{"id": "run_1", "object": "animal.pet"}"#,
            r#"{"swagger": "2.0"}"#,
            r#"{"openapi": "4.0.0"}"#,
            r#"{"type": "message_creation"}"#,
        ] {
            assert!(not_a_spec(text), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_placed() {
        let error = Document::parse("t.json", b"{\n  \"openapi\": nope }").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`t.json` cannot be read: line 2, column 15: expected ident"
        );
        let error = Document::parse("t", b"{\n\"\xff\"}").unwrap_err();
        assert!(matches!(error, SpecError::Syntax { line: 2, column: 2, .. }), "{error}");
    }

    #[test]
    fn deep_json_is_refused() {
        let text = format!("{}{}", r#"{"not":"#.repeat(100_000), "}".repeat(100_000));
        assert!(matches!(
            Document::parse("t", text.as_bytes()),
            Err(SpecError::Syntax { .. })
        ));
    }

    #[test]
    fn huge_text_is_refused() {
        let text = vec![b' '; usize::try_from(MAX_BYTES).unwrap() + 1];
        assert!(matches!(Document::parse("t", &text), Err(SpecError::TooLarge { .. })));
    }

    #[test]
    fn plain_schemas_name_their_root_and_definitions() {
        let document = Document::parse(
            "dir/event.schema.json",
            br#"{"type": "object", "$defs": {"B": {}, "A": {}}}"#,
        )
        .unwrap();
        assert_eq!(document.component_names().collect::<Vec<_>>(), ["A", "B", "event"]);
        assert_eq!(document.component_pointer("event").as_deref(), Some(""));
        assert_eq!(document.component_pointer("A").as_deref(), Some("/$defs/A"));
    }

    #[test]
    fn a_component_is_also_named_by_its_pointer() {
        let document = Document::parse(
            "t",
            br#"{"openapi": "3.0.0", "paths": {"/a b": {"get": {"schema": {"%41": {}}}}}}"#,
        )
        .unwrap();
        let at = |name: &str| document.component_pointer(name);
        let inside = "/paths/~1a b/get/schema";
        assert_eq!(at(&format!("#{inside}")).as_deref(), Some(inside));
        assert_eq!(at("#/paths/~1a%20b/get/schema").as_deref(), Some(inside));
        assert_eq!(at(&format!("#{inside}/%41")), Some(format!("{inside}/%41")));
        assert_eq!((at("#/paths/~1a"), at("/paths")), (None, None));
    }

    #[test]
    fn a_missing_file_is_an_error() {
        assert!(matches!(
            Document::open(Path::new("does/not/exist")),
            Err(SpecError::Unreadable { .. })
        ));
    }
}
