//! Subjects that belong together.

use super::{Subject, Union};

/// The subjects that belong together: the types of one crate for one API.
#[derive(Debug, Clone)]
pub struct TypeSet {
    name: String,
    subjects: Vec<Subject>,
    unions: Vec<Union>,
}

impl TypeSet {
    /// A set of subjects. The names of the subjects should differ.
    pub fn new(name: impl Into<String>, mut subjects: Vec<Subject>) -> TypeSet {
        let name = name.into();
        for subject in &mut subjects {
            subject.type_set.clone_from(&name);
        }
        TypeSet {
            name,
            subjects,
            unions: Vec::new(),
        }
    }

    /// The same set, with enums whose variants are to be told apart. Their names should differ.
    ///
    /// ```
    /// use wireproof_subject::{TypeSet, untagged};
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(untagged)]
    /// enum Id { Number(u64), Text(String) }
    ///
    /// let set = TypeSet::new("ids", vec![]).with_unions(vec![untagged! { Id { Number(u64), Text(String) } }]);
    /// assert_eq!(set.union("Id").unwrap().variants()[1].name(), "Text");
    /// ```
    #[must_use]
    pub fn with_unions(mut self, unions: Vec<Union>) -> TypeSet {
        self.unions = unions;
        for union in &mut self.unions {
            union.whole.type_set.clone_from(&self.name);
        }
        self
    }

    /// The enums, in order.
    pub fn unions(&self) -> &[Union] {
        &self.unions
    }

    /// The enum of that name.
    pub fn union(&self, name: &str) -> Option<&Union> {
        self.unions.iter().find(|union| union.name() == name)
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
