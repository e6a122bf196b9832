//! Who hears at which text an enum's own code runs, and what is known of texts that brought its process down.

use super::trace::Texts;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Texts that brought the process down, each with how.
pub type Downs = BTreeMap<String, String>;

/// Stands in front of the name of a type that was asked for its texts, in the place of a text; it is no JSON.
pub const ASKED: &str = "asked ";

/// Hears which text the type's own code starts on, and (`None`) that it has ended.
pub type Hears = Arc<dyn Fn(Option<&str>) + Send + Sync>;

/// What watches an enum and its payloads, if something does.
#[derive(Clone, Default)]
pub(crate) struct Watch(Option<Arc<Watching>>);

struct Watching {
    downs: Downs,
    hears: Hears,
    at: Mutex<String>,
}

impl Watch {
    pub(crate) fn new(downs: Downs, hears: Hears) -> Watch {
        let at = Mutex::default();
        Watch(Some(Arc::new(Watching { downs, hears, at })))
    }

    /// Notes which text comes next. Gives how it brought the process down, if it did: then it must not be read.
    pub(crate) fn enter(&self, text: &str) -> Option<String> {
        let watching = self.0.as_ref()?;
        text.clone_into(&mut watching.at.lock().unwrap_or_else(PoisonError::into_inner));
        watching.downs.get(text).cloned()
    }

    /// The type's own code runs from now on, or has ended.
    pub(crate) fn running(&self, running: bool) {
        if let Some(watching) = &self.0 {
            let at = watching.at.lock().unwrap_or_else(PoisonError::into_inner).clone();
            (watching.hears)(running.then_some(at.as_str()));
        }
    }

    /// Asks a type for its texts, unless that brought the process down.
    pub(crate) fn asked(&self, type_name: &str, trace: fn() -> Texts) -> Texts {
        if self.enter(&format!("{ASKED}{type_name}")).is_some() {
            return Texts::default();
        }
        self.running(true);
        let texts = trace();
        self.running(false);
        texts
    }
}
