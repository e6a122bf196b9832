//! `wireproof check`: examine captures.

use super::args::{self, Choice, Common, Format};
use super::inputs::{self, Source};
use super::keep::{Kept, Origin};
use super::output::Output;
use super::setting::{self, Setting};
use super::{Ending, Stop, stale};
use crate::case::{Case, Skipped};
use crate::check::{CHECKS, check};
use crate::finding::{Code, Finding};
use crate::report::{Human, Json, Progress, Totals, Words};
use crate::session::{Bench, Listener, Pool, Session};
use crate::subject::TypeSet;
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;
use std::{env, thread};

/// How long a type may read, write or compare before that counts as something that does not end.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Places listed of one code without `--verbose`.
const MOST_LINES: usize = 20;

pub(super) fn run(type_set: TypeSet, common: &Common, check: args::Check, output: &Output) -> Ending {
    if let Some(name) = &check.choice.subject {
        known_subject(&type_set, name)?;
    }
    let setting = setting::load(common)?;
    let mut beside = stale::unmatched(&setting);
    if check.paths.is_empty() {
        beside.extend(stale::unproven(common)?);
    }
    let sources = inputs::sources(&check.paths);
    let total = inputs::total_bytes(&sources).filter(|_| !sources.iter().any(|source| matches!(source, Source::Stdin)));
    let job = Job {
        type_set,
        setting,
        common,
        choice: check.choice,
        strict: check.strict,
        verb: "check",
    };
    job.run(inputs::texts(sources), beside, total, output)
}

pub(super) fn known_subject(type_set: &TypeSet, name: &str) -> Result<(), Stop> {
    if type_set.subject(name).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = type_set.subjects().iter().map(|subject| subject.name()).collect();
    Err(Stop::unreadable(format!(
        "no subject `{name}`; there are {}",
        names.join(", ")
    )))
}

/// A run over cases, with all that it is set up with.
pub(super) struct Job<'a> {
    pub(super) type_set: TypeSet,
    pub(super) setting: Setting,
    pub(super) common: &'a Common,
    pub(super) choice: Choice,
    pub(super) strict: bool,
    pub(super) verb: &'static str,
}

impl Job<'_> {
    pub(super) fn run(
        self,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        beside: Vec<Finding>,
        total_bytes: Option<u64>,
        output: &Output,
    ) -> Ending {
        let shaping = setting::shaping(self.common);
        let type_set = self.type_set.name().to_owned();
        let pool = pool(&type_set, &shaping, &self.choice)?;
        // What is wrong with the spec or the arguments is said here, once, and not by each worker.
        let choice = crate::session::Choice {
            component: self.choice.component.clone(),
            subject: self.choice.subject.clone(),
        };
        Bench::new(self.type_set, self.setting.spec, choice).map_err(Stop::unreadable)?;
        let kept = Rc::new(Kept::default());
        let origin = Origin {
            kept: Rc::clone(&kept),
            type_set,
            shaping,
            component: self.choice.component.clone(),
            strict: self.strict,
        };
        let session = Session {
            pool,
            // Who runs a case again wants to see all of it.
            known: setting::known(self.common, self.verb != "replay")?,
            strict: self.strict,
            replay: Box::new(move |case, finding| origin.replay(case, finding)),
        };
        let listener: Box<dyn Listener> = match self.common.format {
            Format::Json => Box::new(Json::new(output.stdout(), self.verb)),
            Format::Human => Box::new(Human::new(output.stdout(), words(), totals(self.common, &kept))),
        };
        let summary = if self.common.quiet {
            session.run(cases, beside, &mut { listener })
        } else {
            session.run(
                cases,
                beside,
                &mut Progress::new(listener, total_bytes, inputs::bytes_read),
            )
        };
        if let Some(complaint) = kept.complaint() {
            output.warning(&complaint);
        }
        let summary = summary.map_err(|fault| Stop::fault(fault.0))?;
        if summary.objects == 0 && summary.skipped == 0 {
            // It must not look like a run in which all was well.
            return Err(Stop::unreadable(
                "nothing was examined: no capture concerns the subject",
            ));
        }
        Ok(summary.exit_code())
    }
}

fn totals(common: &Common, kept: &Kept) -> Totals {
    Totals {
        checks: CHECKS.len(),
        most_lines: (!common.verbose).then_some(MOST_LINES),
        quiet: common.quiet,
        saved: Rc::clone(&kept.cases),
    }
}

fn words() -> Words {
    Words {
        says: |code: Code| check(code).map_or("", |check| check.about().says),
        mend: |code: Code| check(code).map_or("", |check| check.about().mend),
    }
}

fn pool(type_set: &str, shaping: &[String], choice: &Choice) -> Result<Pool, Stop> {
    let program = env::current_exe().map_err(|error| Stop::fault(format!("cannot find itself: {error}")))?;
    let mut arguments = vec!["worker".to_owned()];
    arguments.extend_from_slice(shaping);
    for (name, value) in [("--component", &choice.component), ("--subject", &choice.subject)] {
        arguments.extend(value.iter().flat_map(|value| [name.to_owned(), value.clone()]));
    }
    Ok(Pool {
        command: Box::new(move || {
            let mut command = Command::new(&program);
            command.args(&arguments);
            command
        }),
        greeting: Vec::new(),
        workers: thread::available_parallelism().map_or(1, usize::from),
        time_limit: TIME_LIMIT,
        type_set: type_set.to_owned(),
    })
}
