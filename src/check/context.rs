//! What is known of one case under one subject, worked out once and only when a check asks.

use super::FindingDraft;
use crate::case::{Case, CaseKind};
use crate::diff::{Difference, differences, is_verbatim};
use crate::finding::shortened;
use crate::json::{Index, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::{Attempt, Decoder, Instance, ReadError, Subject};
use serde_json::Value;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Why a question cannot be decided.
pub type Undecided = String;

/// One case under one subject.
pub struct CheckContext<'a> {
    /// The type under test.
    pub subject: &'a Subject,
    /// What the published document says; `None` for a subject that is bound to no schema.
    pub schema: Option<&'a Schema>,
    /// The case.
    pub case: &'a Case,
    /// Its text.
    pub tree: Tree<'a>,
    index: RefCell<Index<'a>>,
    duplicate_keys: OnceCell<bool>,
    value: RefCell<Option<Result<Rc<Value>, Undecided>>>,
    valid: OnceCell<Result<bool, Undecided>>,
    read: OnceCell<Attempt<Instance>>,
    written: OnceCell<Option<Attempt<String>>>,
    verbatim: OnceCell<bool>,
    differences: OnceCell<Option<Vec<Difference>>>,
    panics: RefCell<Vec<(&'static str, String)>>,
}

impl<'a> CheckContext<'a> {
    /// Sets out to examine a case whose text is `tree`.
    pub fn new(subject: &'a Subject, schema: Option<&'a Schema>, case: &'a Case, tree: Tree<'a>) -> CheckContext<'a> {
        CheckContext {
            subject,
            schema,
            case,
            tree,
            index: RefCell::default(),
            duplicate_keys: OnceCell::new(),
            value: RefCell::default(),
            valid: OnceCell::new(),
            read: OnceCell::new(),
            written: OnceCell::new(),
            verbatim: OnceCell::new(),
            differences: OnceCell::new(),
            panics: RefCell::default(),
        }
    }

    /// The text as a `Value`, for the schema validator.
    ///
    /// # Errors
    /// When a `Value` cannot hold it: more than 128 levels, or a number beyond a 64-bit float.
    pub fn value(&self) -> Result<Rc<Value>, Undecided> {
        let parse = || {
            let parsed = serde_json::from_str(self.tree.text());
            // Without the position, so that equal reasons are counted together.
            let parsed = parsed.map_err(|error| ReadError::from(error).message);
            parsed
                .map(Rc::new)
                .map_err(|message| format!("no `Value` holds the case: {message}"))
        };
        self.value.borrow_mut().get_or_insert_with(parse).clone()
    }

    /// The text as a `Value` of one's own. To whom asks for it afterwards it is parsed again: to copy it would cost nearly as
    /// much as to parse it, and as a rule nobody asks.
    ///
    /// # Errors
    /// As for [`value`](Self::value).
    pub fn take_value(&self) -> Result<Value, Undecided> {
        let value = self.value()?;
        drop(self.value.borrow_mut().take());
        Ok(Rc::unwrap_or_clone(value))
    }

    /// Whether the schema allows the text; `None` without a schema.
    ///
    /// # Errors
    /// When that cannot be decided.
    pub fn is_valid(&self) -> Option<Result<bool, Undecided>> {
        let schema = self.schema?;
        // Of a key that stands twice, a `Value` has the last.
        let as_written = || (!self.has_duplicate_keys()).then(|| schema.is_valid_as_written(&self.tree));
        let valid = || match as_written().flatten() {
            Some(valid) => Ok(valid),
            None => self.value().map(|value| schema.is_valid(&value)),
        };
        Some(self.valid.get_or_init(valid).clone())
    }

    /// Whether what is read must come back: not what is invalid, and not the second of two equal keys, which was generated.
    pub fn is_to_survive(&self) -> bool {
        match self.case.kind {
            CaseKind::Capture => true,
            CaseKind::Sample => !self.has_duplicate_keys(),
            CaseKind::Mutant | CaseKind::Witness => false,
        }
    }

    /// Whether some object of the case has the same key twice.
    pub fn has_duplicate_keys(&self) -> bool {
        *self.duplicate_keys.get_or_init(|| self.tree.has_duplicate_keys())
    }

    /// The text as the type reads it (`from_str`).
    pub fn read(&self) -> &Attempt<Instance> {
        self.read
            .get_or_init(|| self.read_through(Decoder::FromStr, self.tree.text()))
    }

    /// A text as the type reads it through one of its decoders.
    pub fn read_through(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.heard("reading", self.subject.read(decoder, text))
    }

    /// The text as the type reads it when it is parsed already; see [`Subject::read_parsed`]. What goes wrong there is not
    /// told: no program reads in this way.
    pub fn read_parsed(&self) -> Attempt<Instance> {
        self.subject.read_parsed(self.tree.text())
    }

    /// A value as the type reads it.
    pub fn read_value(&self, value: Value) -> Attempt<Instance> {
        self.heard("reading", self.subject.read_value(value))
    }

    /// The text that the type writes for what it read; `None` if it does not read it, or does not write at all.
    pub fn written(&self) -> Option<&str> {
        let written = self.written.get_or_init(|| self.write(self.read().done()?));
        written.as_ref()?.done().map(String::as_str)
    }

    /// Why the type does not write what it read.
    pub fn write_error(&self) -> Option<&str> {
        self.written();
        match self.written.get()?.as_ref()? {
            Attempt::Refused(error) => Some(&error.message),
            Attempt::Done(_) | Attempt::Panicked(_) => None,
        }
    }

    /// What the type writes for a value.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.subject
            .write(instance)
            .map(|attempt| self.heard("writing", attempt))
    }

    /// Whether two values are equal; `None` if the type cannot tell.
    pub fn equal(&self, a: &Instance, b: &Instance) -> Option<bool> {
        let attempt = self.subject.equal(a, b)?;
        self.heard("comparing", attempt).done().copied()
    }

    /// A text as the type reads it, shown by its `Debug`; `None` if it has none, or does not read the text. What goes wrong in
    /// `Debug` is not told: no check is about that.
    pub fn shown(&self, text: &str) -> Option<String> {
        let read = self.read_through(Decoder::FromStr, text);
        self.show(read.done()?)
    }

    /// Whether the type has a `Debug`, and reads the case.
    pub fn shows(&self) -> bool {
        self.subject.shows() && self.read().done().is_some()
    }

    /// A value as its `Debug` shows it.
    pub fn show(&self, instance: &Instance) -> Option<String> {
        match self.subject.shown(instance)? {
            Attempt::Done(shown) => Some(shown),
            Attempt::Refused(_) | Attempt::Panicked(_) => None,
        }
    }

    /// Whether what is written is the case itself, white space aside: then it says nothing new, whatever is asked of it.
    pub fn comes_back_verbatim(&self) -> bool {
        *self.verbatim.get_or_init(|| {
            let written = self.written();
            written.is_some_and(|written| is_verbatim(self.tree.text(), written))
        })
    }

    /// Where the written text differs from the case; `None` if nothing was written, or what was written is not JSON.
    pub fn differences(&self) -> Option<&[Difference]> {
        let found = self.differences.get_or_init(|| {
            if self.comes_back_verbatim() {
                return Some(Vec::new());
            }
            let written = Tree::parse(self.written()?).ok()?;
            Some(differences(&self.tree, &written))
        });
        found.as_deref()
    }

    /// What panicked so far: what the type was doing, and its words.
    pub fn panics(&self) -> Vec<(&'static str, String)> {
        self.panics.borrow().clone()
    }

    /// The value at a pointer into the case; of duplicate keys the last.
    pub fn at(&self, pointer: &Pointer) -> Option<Node> {
        self.index.borrow_mut().at(&self.tree, pointer)
    }

    /// A hit at a value of the case; at its start for a pointer that leads nowhere.
    pub fn hit_at(&self, pointer: Pointer) -> FindingDraft {
        let node = self.at(&pointer);
        FindingDraft {
            offset: node.map_or(0, |node| self.tree.start(node)),
            // A whole page would be copied for each of its hits.
            read: node.map(|node| shortened(self.tree.source(node))),
            pointer,
            ..FindingDraft::default()
        }
    }

    fn heard<T>(&self, doing: &'static str, attempt: Attempt<T>) -> Attempt<T> {
        if let Attempt::Panicked(words) = &attempt {
            let panic = (doing, words.clone());
            let mut panics = self.panics.borrow_mut();
            if !panics.contains(&panic) {
                panics.push(panic);
            }
        }
        attempt
    }
}
