//! `wireproof audit --repair`: changes of the source, each proven on a copy of the crate.

use super::examined::{Examined, Setup};
use crate::audit::discover::{CrateSource, discover};
use crate::audit::{Audited, BuiltProbe, CauseId, CrateCopy, RepairCounts, Repairs, TextEdit, ids};
use crate::cli::CliError;
use crate::interrupt::is_interrupted;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Why no more changes are tried.
enum Stop {
    /// The crate cannot be copied, or its copy cannot be built even without a change.
    Copy(String),
    Run(CliError),
}

/// The diffs that are proven, by the index of their cause. If the crate cannot be copied, the user is told, and there are none.
pub(super) fn prove(
    setup: &Setup<'_>,
    examined: &Examined,
    repairs: &Repairs,
) -> Result<(BTreeMap<usize, String>, RepairCounts), CliError> {
    if repairs.counts().repairable == 0 || is_interrupted() {
        return Ok((BTreeMap::new(), repairs.counts()));
    }
    let tried = CrateCopy::of(&examined.source).map_err(of_copy).and_then(|copy| {
        let mut trials = Trials {
            setup,
            examined,
            copy,
            is_sound: false,
        };
        repairs.prove(setup.audit.repair_builds, |edits| trials.with(edits))
    });
    match tried {
        Ok(proven) => Ok(proven),
        Err(Stop::Run(error)) => Err(error),
        Err(Stop::Copy(reason)) => {
            setup.say(&format!("no changes are tried: the crate cannot be copied: {reason}"));
            Ok((BTreeMap::new(), repairs.counts()))
        }
    }
}

/// Audits of a copy.
struct Trials<'a> {
    setup: &'a Setup<'a>,
    examined: &'a Examined,
    copy: CrateCopy,
    /// Whether the copy is known to build without changes.
    is_sound: bool,
}

impl Trials<'_> {
    /// The causes that the copy has with these edits; `None` if it does not build, or if a type is not examined as it was.
    fn with(&mut self, edits: &[TextEdit]) -> Result<Option<BTreeSet<CauseId>>, Stop> {
        if is_interrupted() {
            return Ok(None);
        }
        self.copy.change(edits).map_err(of_copy)?;
        let Ok((source, audited, probe)) = self.built() else {
            if !self.is_sound {
                self.copy.change(&[]).map_err(of_copy)?;
                self.built().map_err(Stop::Copy)?;
                self.is_sound = true;
            }
            return Ok(None);
        };
        self.is_sound = true;
        if !is_examined_alike(&self.examined.audited, &audited) {
            return Ok(None);
        }
        let changed = self.setup.run(source, audited, probe).map_err(Stop::Run)?;
        let is_whole = !changed.summary.interrupted;
        Ok(is_whole.then(|| ids(&changed.audited, &changed.causes)))
    }

    /// Builds the copy as it is.
    fn built(&self) -> Result<(CrateSource, Audited, BuiltProbe), String> {
        let setup = self.setup;
        setup.say("building a copy of the crate with changes");
        let found = discover(&self.copy.target(), &setup.features, &setup.work).map_err(in_words)?;
        let mut audited = setup.matched(&found).map_err(in_words)?;
        let probe = audited.build(&found.source).map_err(in_words)?;
        Ok((found.source, audited, probe))
    }
}

/// Whether each type that stood for a schema still does.
fn is_examined_alike(before: &Audited, after: &Audited) -> bool {
    let (before, after) = (&before.bindings, &after.bindings);
    let subjects = before.subjects.iter().all(|bound| after.subjects.contains(bound));
    subjects && before.enums.iter().all(|bound| after.enums.contains(bound))
}

fn in_words(error: impl Display) -> String {
    error.to_string()
}

fn of_copy(error: std::io::Error) -> Stop {
    Stop::Copy(error.to_string())
}
