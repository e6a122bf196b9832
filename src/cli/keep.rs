//! The failed cases that a run keeps, and the commands that show its findings again.

use crate::case::{self, Case, CaseKind, Saved, kept_folder};
use crate::finding::{Finding, Level};
use crate::report::shell_quoted;
use std::cell::{Cell, RefCell};
use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::rc::Rc;

/// No more failed cases than this are kept of one run, and no more bytes of their texts.
const MOST_CASES: usize = 1000;
const MOST_BYTES: usize = 256 << 20;

/// What a run has kept so far.
#[derive(Default)]
pub(super) struct Kept {
    /// How many cases, shared with the report.
    pub(super) cases: Rc<Cell<usize>>,
    bytes: Cell<usize>,
    /// How many there was no room for.
    beyond: Cell<usize>,
    /// Why nothing can be kept.
    trouble: RefCell<Option<String>>,
}

impl Kept {
    /// Keeps a case if it can; gives its id.
    fn keep(&self, saved: impl FnOnce() -> Saved, bytes: usize) -> Option<String> {
        if self.trouble.borrow().is_some() {
            return None;
        }
        if self.cases.get() >= MOST_CASES || self.bytes.get() + bytes > MOST_BYTES {
            self.beyond.set(self.beyond.get() + 1);
            return None;
        }
        match saved().save() {
            Ok((id, new)) => {
                self.cases.set(self.cases.get() + usize::from(new));
                self.bytes.set(self.bytes.get() + if new { bytes } else { 0 });
                Some(id)
            }
            Err(error) => {
                self.trouble.replace(Some(error.to_string()));
                None
            }
        }
    }

    /// What the user must be told of the keeping, once, when the run is over.
    pub(super) fn complaint(&self) -> Option<String> {
        if let Some(error) = &*self.trouble.borrow() {
            return Some(format!(
                "failed cases cannot be kept in {}/: {error}",
                kept_folder().display()
            ));
        }
        (self.beyond.get() > 0).then(|| {
            format!(
                "{} failed cases were not kept in {}/: a run keeps no more than {MOST_CASES} cases and {} MiB",
                self.beyond.get(),
                kept_folder().display(),
                MOST_BYTES >> 20
            )
        })
    }
}

/// What this program is called: types of one's own are examined by a program of one's own.
pub(super) fn program() -> String {
    let path = env::current_exe().ok();
    let name = path.as_deref().and_then(Path::file_stem).map(OsStr::to_string_lossy);
    name.map_or_else(|| "wireproof".to_owned(), |name| shell_quoted(&name))
}

/// What a run was set up with, as far as it takes to show a finding again.
pub(super) struct Origin {
    pub(super) kept: Rc<Kept>,
    pub(super) type_set: String,
    pub(super) replay_options: Vec<String>,
    pub(super) component: Option<String>,
    pub(super) strict: bool,
}

impl Origin {
    /// The command that shows a finding again. A case that failed, or that cannot be read again, is kept for it.
    pub(super) fn replay(&self, case: &Case, finding: &Finding) -> String {
        let is_made_up = matches!(case.origin, case::Origin::Stdin | case::Origin::Inline { .. });
        let cannot_be_read_again = is_made_up || case.kind == CaseKind::Witness;
        let keep = !finding.expected && (finding.level == Level::Error || cannot_be_read_again);
        // Where nothing can be kept, the command below has to do.
        if keep && let Some(id) = self.kept.keep(|| self.saved(case, finding), case.text.len()) {
            return format!("{} replay {id}", program());
        }
        let mut words = vec![program()];
        if let case::Origin::Generated { number, seed, .. } = &case.origin {
            words.extend(["explore", "--subject"].map(str::to_owned));
            words.push(shell_quoted(&finding.subject));
            words.extend(self.replay_options.iter().map(|argument| shell_quoted(argument)));
            words.push(format!("--seed {seed} --cases {}", number.saturating_add(1)));
            return words.join(" ");
        }
        if case.kind == CaseKind::Witness {
            words.extend(["ambiguity", "--subject"].map(str::to_owned));
            words.push(shell_quoted(&finding.subject));
            words.extend(self.replay_options.iter().map(|argument| shell_quoted(argument)));
            return words.join(" ");
        }
        if matches!(case.origin, case::Origin::Embedded { .. }) {
            words.push("replay".to_owned());
            words.extend(self.replay_options.iter().map(|argument| shell_quoted(argument)));
        } else {
            words.push("check".to_owned());
            words.extend(self.replay_options.iter().map(|argument| shell_quoted(argument)));
            words.extend(
                self.component
                    .iter()
                    .map(|component| format!("--component {}", shell_quoted(component))),
            );
            words.push(format!("--subject {}", shell_quoted(&finding.subject)));
        }
        words.push(shell_quoted(&case.label()));
        words.join(" ")
    }

    fn saved(&self, case: &Case, finding: &Finding) -> Saved {
        Saved {
            fallback_component: self.component.clone(),
            options: self.replay_options.clone(),
            strict: self.strict,
            ..Saved::new(&self.type_set, &finding.subject, case).with_finding(finding)
        }
    }
}
