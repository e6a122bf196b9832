//! What the discriminators of a document say of single schemas.

use std::collections::HashMap;

/// What a `discriminator` says of an object that follows one schema: which words stand under the key that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Discriminated {
    /// The key.
    pub(super) property: String,
    /// The words; `None` if the schema says the same of them.
    pub(super) words: Option<Vec<String>>,
    /// Whether the schema does not require the key itself.
    pub(super) adds_required: bool,
    /// The published pointer of what names the key.
    pub(super) property_at: String,
    /// The published pointer of what gives the first of the words.
    pub(super) words_at: String,
}

/// What the discriminators of a document say, by the published pointers of the schemas of which they say it: the branches of
/// unions, and the components that extend another one.
#[derive(Debug, Default)]
pub(super) struct Discriminators {
    says: HashMap<String, Vec<Discriminated>>,
    /// The components to which a mapping leads from one that they extend, by the pointer of that.
    extensions: HashMap<String, Vec<String>>,
}

impl Discriminators {
    /// Adds what is said of a schema. The first discriminator that names a key is the one that counts.
    pub(super) fn add(&mut self, schema: &str, says: Discriminated) {
        if self.word_list(schema, &says.property).is_none() {
            self.says.entry(schema.to_owned()).or_default().push(says);
        }
    }

    /// What is said of the schema at a published pointer.
    pub(super) fn of(&self, schema: &str) -> &[Discriminated] {
        self.says.get(schema).map_or(&[], Vec::as_slice)
    }

    /// Notes to which of its extensions a component's mapping leads.
    pub(super) fn extend(&mut self, component: &str, extensions: Vec<String>) {
        self.extensions.insert(component.to_owned(), extensions);
    }

    /// The extensions for which a component stands, if it stands for them.
    pub(super) fn extensions(&self, component: &str) -> Option<&[String]> {
        self.extensions.get(component).map(Vec::as_slice)
    }

    /// What is said of one key of a schema.
    pub(super) fn word_list(&self, schema: &str, property: &str) -> Option<&Discriminated> {
        self.of(schema).iter().find(|says| says.property == property)
    }
}
