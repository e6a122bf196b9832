//! Subjects that belong together, and their files.

use super::enums::EnumSubject;
use super::subject::Subject;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The types of one crate for one API, and the files that belong to them.
///
/// ```
/// use wireproof_subject::{TypeSet, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// let types = TypeSet::new([subject!(Pet)])
///     .named("pets")
///     .with_document("pets.json", r#"{"$defs": {"Pet": {"type": "object"}}}"#);
/// assert_eq!(types.subject("Pet").unwrap().type_set(), "pets");
/// ```
#[derive(Debug, Clone, Default)]
pub struct TypeSet {
    name: String,
    subjects: Vec<Subject>,
    enums: Vec<EnumSubject>,
    resources: Vec<Resource>,
}

/// A file that a type set brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The kind of file.
    pub kind: ResourceKind,
    /// Its name in reports.
    pub name: String,
    /// Its contents.
    pub bytes: Cow<'static, [u8]>,
}

/// The kind of a file of a type set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResourceKind {
    /// The published document that the subjects are bound to.
    Document,
    /// An OpenAPI Overlay that corrects the document.
    Overlay,
    /// Accepted findings, as TOML.
    Expectations,
    /// What the document allows but no server sends, as TOML.
    Never,
    /// Levels of findings that differ from the defaults, because the types promise more than others, as TOML.
    Severities,
    /// A capture; the last folder in its name may name its component.
    Capture,
}

impl TypeSet {
    /// A set of subjects, whose names should differ. Its own name is that of the crate of the first type.
    pub fn new(subjects: impl IntoIterator<Item = Subject>) -> TypeSet {
        let set = TypeSet {
            subjects: subjects.into_iter().collect(),
            ..TypeSet::default()
        };
        let first = set.subjects.first().map(|subject| subject.type_name().to_owned());
        let name = first.as_deref().and_then(|path| path.split("::").next());
        let name = name.unwrap_or_default().to_owned();
        set.named(name)
    }

    /// The same set under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> TypeSet {
        self.name = name.into();
        let wholes = self.enums.iter_mut().map(|union| &mut union.whole);
        for subject in self.subjects.iter_mut().chain(wholes) {
            subject.type_set.clone_from(&self.name);
        }
        self
    }

    /// The same set with enums to examine. Their names should differ.
    ///
    /// ```
    /// use wireproof_subject::{TypeSet, untagged};
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(untagged)]
    /// enum Id { Number(u64), Text(String) }
    ///
    /// let set = TypeSet::new([]).with_enums([untagged! { Id { Number(u64), Text(String) } }]);
    /// assert_eq!(set.enum_named("Id").unwrap().variants()[1].name(), "Text");
    /// ```
    #[must_use]
    pub fn with_enums(mut self, enums: impl IntoIterator<Item = EnumSubject>) -> TypeSet {
        self.enums.extend(enums);
        let name = std::mem::take(&mut self.name);
        let first = self.enums.first().map(|first| first.whole.type_name().to_owned());
        let crate_of = |path: String| path.split("::").next().unwrap_or_default().to_owned();
        match name.is_empty() {
            true => self.named(first.map_or_else(String::new, crate_of)),
            false => self.named(name),
        }
    }

    /// The same set with its published document, an OpenAPI or JSON Schema document as JSON or YAML.
    #[must_use]
    pub fn with_document(self, name: impl Into<String>, bytes: impl Into<ResourceBytes>) -> TypeSet {
        self.with_resource(ResourceKind::Document, name, bytes)
    }

    /// The same set with one more overlay of its document.
    #[must_use]
    pub fn with_overlay(self, name: impl Into<String>, bytes: impl Into<ResourceBytes>) -> TypeSet {
        self.with_resource(ResourceKind::Overlay, name, bytes)
    }

    /// The same set with accepted findings.
    #[must_use]
    pub fn with_expectations(self, name: impl Into<String>, bytes: impl Into<ResourceBytes>) -> TypeSet {
        self.with_resource(ResourceKind::Expectations, name, bytes)
    }

    /// The same set with levels of findings that differ from the defaults, because its types promise more than others, as
    /// `[[severity]]` of `wireproof.toml`.
    #[must_use]
    pub fn with_severities(self, name: impl Into<String>, bytes: impl Into<ResourceBytes>) -> TypeSet {
        self.with_resource(ResourceKind::Severities, name, bytes)
    }

    /// The same set with one more capture.
    #[must_use]
    pub fn with_capture(self, name: impl Into<String>, bytes: impl Into<ResourceBytes>) -> TypeSet {
        self.with_resource(ResourceKind::Capture, name, bytes)
    }

    /// The same set with one more file.
    #[must_use]
    pub fn with_resource(
        mut self,
        kind: ResourceKind,
        name: impl Into<String>,
        bytes: impl Into<ResourceBytes>,
    ) -> TypeSet {
        self.resources.push(Resource {
            kind,
            name: name.into(),
            bytes: bytes.into().0,
        });
        self
    }

    /// The files that it brings along.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The enums, in order.
    pub fn enums(&self) -> &[EnumSubject] {
        &self.enums
    }

    /// The enum of that name.
    pub fn enum_named(&self, name: &str) -> Option<&EnumSubject> {
        self.enums.iter().find(|union| union.name() == name)
    }

    /// The name in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The subjects, in order.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The subject of that name.
    pub fn subject(&self, name: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.name() == name)
    }

    /// The last segment of a type's path, without its generics.
    #[doc(hidden)]
    pub fn short_name(path: &'static str) -> &'static str {
        let path = path.split('<').next().unwrap_or(path);
        path.rsplit("::").next().unwrap_or(path).trim()
    }
}

/// The contents of a file: a text, or bytes.
#[derive(Debug)]
pub struct ResourceBytes(Cow<'static, [u8]>);

impl From<&'static str> for ResourceBytes {
    fn from(text: &'static str) -> ResourceBytes {
        ResourceBytes(Cow::Borrowed(text.as_bytes()))
    }
}

impl From<&'static [u8]> for ResourceBytes {
    fn from(bytes: &'static [u8]) -> ResourceBytes {
        ResourceBytes(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for ResourceBytes {
    fn from(bytes: Vec<u8>) -> ResourceBytes {
        ResourceBytes(Cow::Owned(bytes))
    }
}
