//! What is known of one case under one subject, worked out once and only when a check asks.

use super::FindingDraft;
use crate::case::{Case, CaseKind};
use crate::diff::{Difference, differences, is_verbatim};
use crate::finding::shortened;
use crate::json::{Index, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::{Attempt, Crash, Decoder, Instance, ReadError, Subject, Written};
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
    written: OnceCell<Option<Attempt<Written>>>,
    indifferent: OnceCell<Option<bool>>,
    verbatim: OnceCell<bool>,
    differences: OnceCell<Option<Vec<Difference>>>,
    crashes: RefCell<Vec<(&'static str, Crash)>>,
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
            indifferent: OnceCell::new(),
            verbatim: OnceCell::new(),
            differences: OnceCell::new(),
            crashes: RefCell::default(),
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
        self.read.get_or_init(|| {
            let trip = self.subject.round_trip(self.tree.text());
            // A type in another process says at once what the checks are likely to ask next.
            if let Some(written) = trip.written {
                let _ = self.written.set(Some(self.noted("writing", written)));
            }
            if let Some(indifferent) = trip.is_indifferent {
                let _ = self.indifferent.set(Some(indifferent));
            }
            self.noted("reading", trip.read)
        })
    }

    /// A text as the type reads it through one of its decoders.
    pub fn read_through(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.noted("reading", self.subject.read(decoder, text))
    }

    /// Whether the type reads the text the same through every decoder, as far as one cheap attempt can tell; see
    /// [`Subject::is_indifferent`]. A failure there is not told: no program reads in this way.
    pub fn is_indifferent(&self) -> bool {
        let Attempt::Done(instance) = self.read() else {
            return false;
        };
        let asked = || self.subject.is_indifferent(self.tree.text(), instance);
        self.indifferent.get_or_init(asked).unwrap_or(false)
    }

    /// The text that the type writes for what it read; `None` if it does not read it, or does not write at all.
    pub fn written(&self) -> Option<&str> {
        match self.write_attempt()?.done()? {
            Written::Same => Some(self.tree.text()),
            Written::Text(text) => Some(text),
        }
    }

    fn write_attempt(&self) -> Option<&Attempt<Written>> {
        let instance = self.read().done()?;
        let write = || Some(self.write(instance)?.map(Written::Text));
        self.written.get_or_init(write).as_ref()
    }

    /// Why the type does not write what it read.
    pub fn write_error(&self) -> Option<&str> {
        match self.write_attempt()? {
            Attempt::Refused(error) => Some(&error.message),
            Attempt::Done(_) | Attempt::Crashed(_) => None,
        }
    }

    /// What the type writes for a value.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.subject
            .write(instance)
            .map(|attempt| self.noted("writing", attempt))
    }

    /// Whether two values are equal; `None` if the type cannot tell.
    pub fn equal(&self, a: &Instance, b: &Instance) -> Option<bool> {
        let attempt = self.subject.equal(a, b)?;
        self.noted("comparing", attempt).done().copied()
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
        match self.subject.debug(instance)? {
            Attempt::Done(shown) => Some(shown),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }

    /// Whether what is written is the case itself, white space aside: then it says nothing new, whatever is asked of it.
    pub fn comes_back_verbatim(&self) -> bool {
        *self.verbatim.get_or_init(|| {
            if matches!(self.write_attempt(), Some(Attempt::Done(Written::Same))) {
                return true;
            }
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

    /// What crashed so far: what the type was doing, and how it failed.
    pub fn crashes(&self) -> Vec<(&'static str, Crash)> {
        self.crashes.borrow().clone()
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

    fn noted<T>(&self, doing: &'static str, attempt: Attempt<T>) -> Attempt<T> {
        if let Attempt::Crashed(crash) = &attempt {
            let mut crashes = self.crashes.borrow_mut();
            // Later calls about a value that was lost give the same crash again.
            if !crashes.iter().any(|(_, other)| other == crash) {
                crashes.push((doing, crash.clone()));
            }
        }
        attempt
    }
}
