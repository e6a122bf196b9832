//! An enum under test: its variants in order, each with its payload as a type of its own.

use super::attempt::{Attempt, Decoder};
use super::behaviour::Instance;
use super::subject::Subject;
use super::trace::{Form, Texts};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// How an enum finds its variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tagging {
    /// `#[serde(untagged)]`: the first variant whose payload reads the text.
    Untagged,
    /// By something in the text: a serde tag, or code written by hand.
    Tagged,
}

/// An enum under test, bound to a union of the document or to none.
///
/// Made by [`untagged!`](crate::untagged!) and [`tagged!`](crate::tagged!).
#[derive(Clone)]
pub struct EnumSubject {
    pub(crate) whole: Subject,
    tagging: Tagging,
    at: Option<String>,
    variants: Vec<Variant>,
}

impl EnumSubject {
    /// An enum whose whole is bound as a subject without a component.
    pub fn new(whole: Subject, tagging: Tagging, at: Option<&str>, variants: Vec<Variant>) -> EnumSubject {
        EnumSubject {
            whole,
            tagging,
            at: at.map(str::to_owned),
            variants,
        }
    }

    /// The name in reports.
    pub fn name(&self) -> &str {
        self.whole.name()
    }

    /// The whole enum as a subject: it reads, writes and compares.
    pub fn whole(&self) -> &Subject {
        &self.whole
    }

    /// How it finds its variant.
    pub fn tagging(&self) -> Tagging {
        self.tagging
    }

    /// Where the document has its union: a component, and the way from there (`Pet/properties/food/items`), or a JSON pointer
    /// as a URI fragment (`#/components/schemas/Pet/…`); `None` for an enum that is examined without a schema.
    pub fn at(&self) -> Option<&str> {
        self.at.as_deref()
    }

    /// The variants, in the order in which the enum has them.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Texts that the enum reads, found by running its type on a deserializer without input.
    pub fn example_texts(&self) -> Attempt<Texts> {
        self.whole.example_texts()
    }

    /// Which variant a text is read as.
    pub fn pick(&self, text: &str) -> Attempt<Picked> {
        self.whole.read(Decoder::FromStr, text).map(|instance| {
            let name = self.whole.variant(&instance);
            let variant = name.and_then(|name| self.variants.iter().position(|variant| variant.name == name));
            Picked { variant, instance }
        })
    }
}

impl fmt::Debug for EnumSubject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.variants.iter().map(Variant::name).collect();
        write!(out, "EnumSubject({}: {:?} {names:?})", self.name(), self.tagging)
    }
}

/// The value that an enum read from a text, and its variant.
#[derive(Debug)]
pub struct Picked {
    /// The variant, by its position; `None` for one that is not registered.
    pub variant: Option<usize>,
    /// The value.
    pub instance: Instance,
}

/// A branch of the union that the user assigned to a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchName {
    /// Its position in the union, from 0.
    At(usize),
    /// Its name in reports: the constant of its tag, the component that it refers to, or its title.
    Named(String),
}

impl From<usize> for BranchName {
    fn from(position: usize) -> BranchName {
        BranchName::At(position)
    }
}

impl From<&str> for BranchName {
    fn from(name: &str) -> BranchName {
        BranchName::Named(name.to_owned())
    }
}

/// One variant of an enum.
#[derive(Clone)]
pub struct Variant {
    name: String,
    payload: Option<Payload>,
    branches: Vec<BranchName>,
}

impl Variant {
    /// A variant of an enum that finds its variant by a tag, whatever the payload reads.
    pub fn named(name: &str) -> Variant {
        Variant {
            name: name.to_owned(),
            payload: None,
            branches: Vec::new(),
        }
    }

    /// A variant with a payload: `plain` reads the payload's own text, `buffered` reads it through serde's buffer, as the enum
    /// does.
    pub fn new(name: &str, plain: Subject, buffered: Subject) -> Variant {
        let payload = Payload {
            plain,
            buffered,
            texts: Arc::default(),
        };
        Variant {
            payload: Some(payload),
            ..Variant::named(name)
        }
    }

    /// The variant's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same variant, for these branches only.
    #[must_use]
    pub fn standing_for(mut self, branches: Vec<BranchName>) -> Variant {
        self.branches = branches;
        self
    }

    /// The branches that the user assigned to it; none if wireproof finds them out.
    pub fn branches(&self) -> &[BranchName] {
        &self.branches
    }

    /// Its payload as a type of its own; `None` if the enum finds its variant by a tag.
    pub fn payload(&self) -> Option<&Payload> {
        self.payload.as_ref()
    }
}

/// The payload of a variant, read by itself.
#[derive(Clone)]
pub struct Payload {
    plain: Subject,
    buffered: Subject,
    texts: Arc<OnceLock<Attempt<Texts>>>,
}

impl Payload {
    /// The payload's type, read as it is read outside an untagged enum.
    pub fn plain(&self) -> &Subject {
        &self.plain
    }

    /// The payload's type, read through serde's buffer.
    pub fn buffered(&self) -> &Subject {
        &self.buffered
    }

    /// Reads a text as the enum reads it for this variant: through serde's buffer.
    pub fn read(&self, text: &str) -> Attempt<Instance> {
        self.buffered.read(Decoder::FromStr, text)
    }

    /// Whether the payload's type reads a text outside an untagged enum, for what it is: an array is no object.
    pub fn reads_plainly(&self, text: &str) -> bool {
        let is_list = text.starts_with('[') && self.form() == Form::Struct;
        !is_list && self.plain.read(Decoder::FromStr, text).done().is_some()
    }

    /// What the payload writes for a value that [`read`](Payload::read) gave; `None` if its type does not write.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.buffered.write(instance)
    }

    /// The type's name.
    pub fn type_name(&self) -> &str {
        self.plain.type_name()
    }

    /// Texts that the payload reads, found by running its type on a deserializer without input.
    pub fn example_texts(&self) -> &Attempt<Texts> {
        self.texts.get_or_init(|| self.plain.example_texts())
    }

    /// What its type expects at the top of a text.
    pub fn form(&self) -> Form {
        self.example_texts().done().map(|texts| texts.form).unwrap_or_default()
    }
}
