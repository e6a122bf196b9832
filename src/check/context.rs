//! Everything that a check sees of one case under one subject, computed once and only on demand.

use crate::case::{Case, CaseKind};
use crate::diff::{Difference, differences, is_verbatim};
use crate::finding::{Code, FindingDraft, shortened};
use crate::json::{Index, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::{Attempt, Crash, Decoder, Instance, Printed, ReadError, Subject, Wanted, Written};
use serde_json::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// Why a question cannot be decided.
pub type Undecided = String;

/// What a type writes is looked at if it has so many bytes, or four times those of the text that it read. Memory follows it.
const LONGEST_WRITTEN: usize = 8 << 20;

/// Everything that a check sees of one case under one subject.
pub struct CheckContext<'a> {
    /// The type under test.
    pub subject: &'a Subject,
    /// The schema of the subject's component; `None` for a subject without a component.
    pub schema: Option<&'a Schema>,
    /// The case.
    pub case: &'a Case,
    /// The case's text, parsed.
    pub tree: Tree<'a>,
    index: RefCell<Index<'a>>,
    duplicate_keys: OnceCell<bool>,
    value: RefCell<Option<Result<Rc<Value>, Undecided>>>,
    valid: OnceCell<Result<bool, Undecided>>,
    read: OnceCell<Attempt<Instance>>,
    written: OnceCell<Option<Attempt<Written>>>,
    indifferent: OnceCell<Option<bool>>,
    stable: Cell<bool>,
    printed: OnceCell<Printed>,
    verbatim: OnceCell<bool>,
    differences: OnceCell<Option<Vec<Difference>>>,
    shown: OnceCell<Option<String>>,
    crashes: RefCell<Vec<(&'static str, Crash)>>,
}

impl<'a> CheckContext<'a> {
    /// The context of a case whose text is `tree`.
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
            stable: Cell::new(false),
            printed: OnceCell::new(),
            verbatim: OnceCell::new(),
            differences: OnceCell::new(),
            shown: OnceCell::new(),
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
        // A `Value` keeps only the last of two equal keys.
        let as_written = || (!self.has_duplicate_keys()).then(|| schema.is_valid_as_written(&self.tree));
        let valid = || match as_written().flatten() {
            Some(valid) => Ok(valid),
            None => self.value().and_then(|value| schema.decided(&value)),
        };
        Some(self.valid.get_or_init(valid).clone())
    }

    /// Whether the type must write back what it read. That excludes invalid texts, and generated texts with a repeated key.
    pub fn must_survive(&self) -> bool {
        match self.case.kind {
            CaseKind::Capture => true,
            CaseKind::Sample => !self.has_duplicate_keys(),
            CaseKind::Mutant | CaseKind::Witness => false,
        }
    }

    /// Whether an object in the case has a key twice.
    pub fn has_duplicate_keys(&self) -> bool {
        *self.duplicate_keys.get_or_init(|| self.tree.has_duplicate_keys())
    }

    /// The result of reading the text with `from_str`.
    pub fn read(&self) -> &Attempt<Instance> {
        self.read.get_or_init(|| {
            let wanted = Wanted {
                decoders: !self.has_duplicate_keys(),
                stable: self.must_survive(),
                shown: self.case.kind == CaseKind::Sample && self.schema.is_some(),
            };
            let trip = self.subject.round_trip(self.tree.text(), wanted);
            // A type in another process answers at once what the checks are likely to need next.
            if let Some(written) = trip.written {
                let _ = self.written.set(Some(self.noted("writing", written)));
            }
            if let Some(indifferent) = trip.is_indifferent {
                let _ = self.indifferent.set(Some(indifferent));
            }
            if let Some(shown) = trip.shown {
                let _ = self.shown.set(Some(shown));
            }
            if let Some(printed) = trip.printed {
                let _ = self.printed.set(printed);
            }
            self.stable.set(trip.is_stable);
            self.noted("reading", trip.read)
        })
    }

    /// The result of reading a text with one of the decoders.
    pub fn read_through(&self, decoder: Decoder, text: &str) -> Attempt<Instance> {
        self.noted("reading", self.subject.read(decoder, text))
    }

    /// Whether the type reads the text as the same value with every decoder, or refuses it in the same way, as far as that was found
    /// out in one call or one cheap attempt can tell; see [`Subject::is_indifferent`]. A crash there is not reported: no program reads
    /// in this way.
    pub fn is_indifferent(&self) -> bool {
        let Attempt::Done(instance) = self.read() else {
            return self.indifferent.get() == Some(&Some(true));
        };
        let asked = || self.subject.is_indifferent(self.tree.text(), instance);
        self.indifferent.get_or_init(asked).unwrap_or(false)
    }

    /// Whether what the type writes is known to read back as an equal value, for which it writes the same.
    pub fn is_known_stable(&self) -> bool {
        self.read();
        self.stable.get()
    }

    /// The text that the type writes for the value that it read; `None` if it does not read the case, or cannot write.
    pub fn written(&self) -> Option<&str> {
        match self.write_attempt()?.done()? {
            Written::Same => Some(self.tree.text()),
            Written::Text(text) => Some(text),
        }
    }

    /// Why nothing can be said of the case at all: what the type writes for it is out of all proportion.
    ///
    /// # Errors
    /// That reason.
    pub fn is_in_proportion(&self) -> Result<(), Undecided> {
        let longest = LONGEST_WRITTEN.max(self.tree.text().len().saturating_mul(4));
        match self.written() {
            Some(written) if written.len() > longest => Err(format!(
                "the type writes more than {} MiB, and more than four times what it reads",
                LONGEST_WRITTEN >> 20
            )),
            _ => Ok(()),
        }
    }

    fn write_attempt(&self) -> Option<&Attempt<Written>> {
        let instance = self.read().done()?;
        let write = || Some(self.write(instance)?.map(Written::Text));
        self.written.get_or_init(write).as_ref()
    }

    /// Why the type does not write the value that it read.
    pub fn write_error(&self) -> Option<&str> {
        match self.write_attempt()? {
            Attempt::Refused(error) => Some(&error.message),
            Attempt::Done(_) | Attempt::Crashed(_) => None,
        }
    }

    /// The result of writing a value.
    pub fn write(&self, instance: &Instance) -> Option<Attempt<String>> {
        self.subject
            .write(instance)
            .map(|attempt| self.noted("writing", attempt))
    }

    /// Whether two values are equal; `None` if the type has no `PartialEq`.
    pub fn equal(&self, a: &Instance, b: &Instance) -> Option<bool> {
        let attempt = self.subject.equal(a, b)?;
        self.noted("comparing", attempt).done().copied()
    }

    /// The `Debug` output of the value that the case reads as; `None` if the type has no `Debug`, or does not read the case.
    pub fn shown(&self) -> Option<&str> {
        // Reading may tell it along with the rest, so it comes first.
        let read = self.read();
        let shown = || {
            let attempt = self.subject.debug(read.done()?)?;
            self.noted("showing", attempt).done().cloned()
        };
        self.shown.get_or_init(shown).as_deref()
    }

    /// The result of reading another text than that of the case. A crash is not reported there: the case does not show it, and the
    /// text may not be valid.
    pub fn read_other(&self, text: &str) -> Attempt<Instance> {
        self.subject.read(Decoder::FromStr, text)
    }

    /// The `Debug` output of the value that another text reads as; as in [`CheckContext::read_other`], a panic is not reported.
    pub fn shown_for(&self, text: &str) -> Option<String> {
        self.subject.shown_for(text)
    }

    /// The `Debug` output of a value.
    pub fn show(&self, instance: &Instance) -> Option<String> {
        match self.subject.debug(instance)? {
            Attempt::Done(shown) => Some(shown),
            Attempt::Refused(_) | Attempt::Crashed(_) => None,
        }
    }

    /// Whether the written text is the case itself, apart from white space; then reading it again shows nothing new.
    pub fn comes_back_verbatim(&self) -> bool {
        *self.verbatim.get_or_init(|| {
            if matches!(self.write_attempt(), Some(Attempt::Done(Written::Same))) {
                return true;
            }
            let written = self.written();
            written.is_some_and(|written| is_verbatim(self.tree.text(), written))
        })
    }

    /// The differences between the case and the written text; `None` if nothing was written, or the written text is not JSON.
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

    /// The crashes so far: what the type was doing, and how it failed.
    pub fn crashes(&self) -> Vec<(&'static str, Crash)> {
        self.crashes.borrow().clone()
    }

    /// What the type printed when it read the text and wrote it back; `None` if it printed nothing, or that cannot be seen.
    pub fn printed(&self) -> Option<&Printed> {
        self.read();
        self.printed.get()
    }

    /// The value at a pointer into the case; of duplicate keys the last.
    pub fn at(&self, pointer: &Pointer) -> Option<Node> {
        self.index.borrow_mut().at(&self.tree, pointer)
    }

    /// A finding about a value of the case; it is located at the start of the case if the pointer leads nowhere.
    pub fn draft_at(&self, code: Code, pointer: Pointer, message: impl Into<String>) -> FindingDraft {
        let node = self.at(&pointer);
        let offset = node.map_or(0, |node| self.tree.start(node));
        FindingDraft::new(code, message)
            .at(pointer, offset)
            // Shortened before it is copied: the value may be a whole page.
            .read(node.map(|node| shortened(self.tree.source(node))))
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
