//! Captures, each with the components that it follows.

use super::CliError;
use crate::case::{Case, Skipped};
use crate::json::Tree;
use crate::resolve::{ComponentResolver, Resolution};
use crate::schema::Spec;
use crate::subject::{ReadError, Subject, TypeSet};
use serde_json::Value;
use std::sync::Arc;
use std::thread;

/// The components that a verb looks at.
pub(super) struct Placing {
    resolver: ComponentResolver,
    /// Those that are looked at.
    pub(super) wanted: Vec<String>,
    /// Whether the caller named them.
    named: bool,
}

/// A capture, and the components among the wanted ones that it follows.
pub(super) struct Placed<'t> {
    pub(super) tree: Tree<'t>,
    pub(super) value: Value,
    pub(super) components: Vec<String>,
}

/// Why a capture is not looked at.
pub(super) enum Unplaced {
    /// It is no JSON, or follows no component.
    Skipped(Skipped),
    /// No `Value` holds it.
    Unknown(Skipped),
    /// It follows another component, or is an event of no bound one.
    Elsewhere,
}

impl Placing {
    /// The components that `named` names; with none, those that subjects are bound to; with none of these in the document, all
    /// that it has.
    pub(super) fn new(type_set: &TypeSet, spec: &Arc<Spec>, named: &[String]) -> Result<Placing, CliError> {
        let in_document: Vec<&str> = spec.document().component_names().collect();
        if let Some(name) = named.iter().find(|name| !in_document.contains(&name.as_str())) {
            let error = spec.component(name).err().map(|error| error.to_string());
            let error = error.unwrap_or_else(|| format!("no component `{name}`"));
            return Err(CliError::unreadable(format!("{}: {error}", spec.document().name())));
        }
        let mut known: Vec<String> = Vec::new();
        let bound = type_set.subjects().iter().filter_map(Subject::component);
        for name in bound.chain(named.iter().map(String::as_str)) {
            if in_document.contains(&name) && !known.iter().any(|other| other == name) {
                known.push(name.to_owned());
            }
        }
        if known.is_empty() {
            known = in_document.iter().map(|name| (*name).to_owned()).collect();
        }
        let wanted: Vec<String> = match named {
            [] => known.clone(),
            named => known.iter().filter(|name| named.contains(name)).cloned().collect(),
        };
        if wanted.is_empty() {
            return Err(CliError::unreadable(format!(
                "{}: no components",
                spec.document().name()
            )));
        }
        let only = match wanted.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let resolver = ComponentResolver::new(Arc::clone(spec), known).with_fallback(only);
        Ok(Placing {
            resolver,
            wanted,
            named: !named.is_empty(),
        })
    }

    /// The components of a capture.
    pub(super) fn place<'t>(&self, case: &'t Case) -> Result<Placed<'t>, Unplaced> {
        let tree = case.tree().map_err(Unplaced::Skipped)?;
        let skipped = |reason: String| {
            let (line, column) = case.place(0);
            Skipped {
                line,
                column,
                ..Skipped::whole(case.label(), reason)
            }
        };
        let value: Value = serde_json::from_str(&case.text).map_err(|error| {
            let reason = format!("no `Value` holds the case: {}", ReadError::from(error).message);
            Unplaced::Unknown(skipped(reason))
        })?;
        let found = match self.resolver.resolve(case, &tree) {
            Resolution::Components(found) => found,
            Resolution::OtherEvent => return Err(Unplaced::Elsewhere),
            // The caller named the components that matter, and this is none of them.
            Resolution::Elsewhere(_) if self.named => return Err(Unplaced::Elsewhere),
            Resolution::Elsewhere(reason) | Resolution::Unknown(reason) => {
                return Err(Unplaced::Skipped(skipped(reason)));
            }
        };
        let is_wanted = |name: &&str| self.wanted.iter().any(|wanted| wanted == name);
        let components: Vec<String> = found.into_iter().filter(is_wanted).map(str::to_owned).collect();
        match components.is_empty() {
            true => Err(Unplaced::Elsewhere),
            false => Ok(Placed {
                tree,
                value,
                components,
            }),
        }
    }
}

/// Where the start of a capture stands, as it is printed.
pub(super) fn place_of(case: &Case) -> String {
    let (line, column) = case.place(0);
    match (line, column) {
        (1, 1) => case.label().into_owned(),
        _ => format!("{}:{line}:{column}", case.label()),
    }
}

/// Runs `work` on a stack that bears schemas as deep as documents may be.
pub(super) fn deep<T: Send>(work: impl FnOnce() -> Result<T, CliError> + Send) -> Result<T, CliError> {
    const STACK: usize = 256 << 20;
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| CliError::fault(format!("cannot start a thread: {error}")))?;
        thread
            .join()
            .unwrap_or_else(|_| Err(CliError::fault("panicked while working on the document")))
    })
}
