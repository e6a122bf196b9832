//! Subjects that belong together.

use super::Subject;

/// The subjects that belong together: the types of one crate for one API.
#[derive(Debug, Clone)]
pub struct TypeSet {
    name: String,
    subjects: Vec<Subject>,
}

impl TypeSet {
    /// A set of subjects. The names of the subjects should differ.
    pub fn new(name: impl Into<String>, mut subjects: Vec<Subject>) -> TypeSet {
        let name = name.into();
        for subject in &mut subjects {
            subject.type_set.clone_from(&name);
        }
        TypeSet { name, subjects }
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
