//! A union under test: an enum, its variants in order, and what each variant's payload does with text by itself.

use super::Subject;
use super::attempt::{Attempt, Decoder};
use super::bind::Instance;
use super::trace::{self, Form, Texts};
use super::watch::{Downs, Hears, Watch};
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// How an enum finds its variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// `#[serde(untagged)]`: the first variant whose payload reads the text.
    Untagged,
    /// By something in the text: a tag of serde's, or code of the enum's own.
    Tagged,
}

/// An enum under test, bound to a union of the spec or to none.
///
/// GeneratedValue by [`untagged!`](crate::untagged!) and [`tagged!`](crate::tagged!).
#[derive(Clone)]
pub struct Union {
    pub(crate) whole: Subject,
    tagging: Tagging,
    at: Option<String>,
    variants: Vec<Variant>,
    pick: Pick,
    trace: fn() -> Texts,
    watch: Watch,
}

type Pick = Arc<dyn Fn(&Instance) -> Option<&'static str> + Send + Sync>;

impl Union {
    #[doc(hidden)]
    pub fn new<T: DeserializeOwned + 'static>(
        whole: Subject,
        tagging: Tagging,
        at: Option<&str>,
        variants: Vec<Variant>,
        pick: fn(&T) -> &'static str,
    ) -> Union {
        Union {
            whole,
            tagging,
            at: at.map(str::to_owned),
            variants,
            pick: Arc::new(move |instance| instance.value::<T>().map(pick)),
            trace: trace::texts::<T>,
            watch: Watch::default(),
        }
    }

    /// The same enum; `hears` is told which text the types' own code starts on, and when it has ended. What is among `downs`
    /// is not read: it brought the process down before.
    #[must_use]
    pub fn watched(&self, downs: Downs, hears: Hears) -> Union {
        let watch = Watch::new(downs, hears);
        let watched = |subject: &Subject| {
            let watch = watch.clone();
            subject.watched(move |running| watch.running(running))
        };
        let mut union = self.clone();
        union.whole = watched(&union.whole);
        for payload in union.variants.iter_mut().filter_map(|variant| variant.payload.as_mut()) {
            payload.plain = watched(&payload.plain);
            payload.buffered = watched(&payload.buffered);
            payload.watch = watch.clone();
        }
        union.watch = watch;
        union
    }

    /// Notes which text comes next. Gives how it brought the process down before, if it did: then it must not be read.
    pub fn brought_down(&self, text: &str) -> Option<String> {
        self.watch.enter(text)
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
    /// as a URI fragment (`#/components/schemas/Pet/…`); `None` for an enum that is judged without a schema.
    pub fn at(&self) -> Option<&str> {
        self.at.as_deref()
    }

    /// The variants, in the order in which the enum has them.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Texts that the enum reads, found by asking its type what it wants.
    pub fn texts(&self) -> Texts {
        self.watch.asked(self.whole.type_name(), self.trace)
    }

    /// Which variant a text is read as.
    pub fn pick(&self, text: &str) -> Attempt<Picked> {
        if let Some(words) = self.brought_down(text) {
            return Attempt::Panicked(words);
        }
        match self.whole.read(Decoder::FromStr, text) {
            Attempt::Done(instance) => {
                let name = (self.pick)(&instance);
                let variant = name.and_then(|name| self.variants.iter().position(|variant| variant.name == name));
                Attempt::Done(Picked { variant, instance })
            }
            Attempt::Refused(error) => Attempt::Refused(error),
            Attempt::Panicked(words) => Attempt::Panicked(words),
        }
    }
}

impl fmt::Debug for Union {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.variants.iter().map(Variant::name).collect();
        write!(out, "Union({}: {:?} {names:?})", self.name(), self.tagging)
    }
}

/// What an enum made of a text.
pub struct Picked {
    /// The variant, by its position; `None` for one that is not registered.
    pub variant: Option<usize>,
    /// The value.
    pub instance: Instance,
}

/// A branch that a variant was said to stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchName {
    /// Its position in the union, from 0.
    At(usize),
    /// Its constant, the component that it refers to, or its title: what reports call it.
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
    name: &'static str,
    payload: Option<Payload>,
    branches: Vec<BranchName>,
}

impl Variant {
    /// A variant whose payload has no say: the enum goes by a tag.
    #[doc(hidden)]
    pub fn named(name: &'static str) -> Variant {
        Variant {
            name,
            payload: None,
            branches: Vec::new(),
        }
    }

    /// `plain` reads the payload's own text, `buffered` through serde's buffer, as the enum does.
    #[doc(hidden)]
    pub fn new<T: DeserializeOwned + 'static>(name: &'static str, plain: Subject, buffered: Subject) -> Variant {
        let payload = Payload {
            plain,
            buffered,
            trace: trace::texts::<T>,
            texts: Arc::default(),
            watch: Watch::default(),
        };
        Variant {
            name,
            payload: Some(payload),
            branches: Vec::new(),
        }
    }

    /// The variant's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    #[doc(hidden)]
    #[must_use]
    pub fn standing_for(mut self, branches: Vec<BranchName>) -> Variant {
        self.branches = branches;
        self
    }

    /// The branches that it was said to stand for; none if that is to be found out.
    pub fn branches(&self) -> &[BranchName] {
        &self.branches
    }

    /// What its payload does by itself; `None` if the enum goes by a tag.
    pub fn payload(&self) -> Option<&Payload> {
        self.payload.as_ref()
    }
}

/// The payload of a variant, read by itself.
#[derive(Clone)]
pub struct Payload {
    plain: Subject,
    buffered: Subject,
    trace: fn() -> Texts,
    texts: Arc<OnceLock<Texts>>,
    watch: Watch,
}

impl Payload {
    /// Reads a text as the enum reads it for this variant: through serde's buffer.
    pub fn read(&self, text: &str) -> Attempt<Instance> {
        self.read_by(&self.buffered, text)
    }

    /// Reads a text straight, as the payload's type does outside an untagged enum.
    pub fn read_plain(&self, text: &str) -> Attempt<Instance> {
        self.read_by(&self.plain, text)
    }

    fn read_by(&self, subject: &Subject, text: &str) -> Attempt<Instance> {
        match self.watch.enter(text) {
            Some(words) => Attempt::Panicked(words),
            None => subject.read(Decoder::FromStr, text),
        }
    }

    /// Whether the payload's type reads a text outside an untagged enum, for what it is: an array is no object.
    pub fn reads_plainly(&self, text: &str) -> bool {
        let is_list = text.starts_with('[') && self.form() == Form::Struct;
        !is_list && self.read_plain(text).done().is_some()
    }

    /// What the payload writes for a value that [`read`](Payload::read) gave; `None` if its type does not write.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.buffered.write(instance)
    }

    /// The Rust type.
    pub fn type_name(&self) -> &'static str {
        self.plain.type_name()
    }

    /// Texts that the payload reads, found by asking its type what it wants.
    pub fn texts(&self) -> &Texts {
        self.texts
            .get_or_init(|| self.watch.asked(self.type_name(), self.trace))
    }

    /// What its type asks for first.
    pub fn form(&self) -> Form {
        self.texts().form
    }
}
