//! A run over cases, in one job or several.

use super::args::{self, Choice, Common, Format};
use super::explore::Targets;
use super::inputs;
use super::keep::{self, Kept, Origin};
use super::output::Output;
use super::published::Published;
use super::{Ending, Stop, setting};
use crate::case::{Case, Skipped};
use crate::check::{CHECKS, check};
use crate::finding::{Code, Finding};
use crate::report::{Human, Json, Progress, Totals, Words};
use crate::session::{
    self, Ambiguity, Bench, Exploration, Fault, Listener, Pool, Record, Replay, Session, Summary, unexplored,
};
use crate::spec::Spec;
use crate::subject::TypeSet;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};
use std::{env, thread};

/// How long a type may read, write or compare before that counts as something that does not end.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Places listed of one code without `--verbose`.
pub(super) const MOST_LINES: usize = 20;

/// How much there is to do.
pub(super) struct Extent {
    /// The whole, where it is known.
    pub(super) total: Option<u64>,
    /// How much of it is done.
    pub(super) done: fn(&Summary) -> u64,
    /// What generated cases come from.
    pub(super) seed: Option<u64>,
}

impl Extent {
    /// Bytes to be read.
    pub(super) fn bytes(total: Option<u64>) -> Extent {
        Extent {
            total,
            done: |_| inputs::bytes_read(),
            seed: None,
        }
    }
}

/// A run: its report, and the cases that it keeps.
pub(super) struct Run<'a> {
    record: Record<'a>,
    kept: Rc<Kept>,
    output: &'a Output,
    seed: Option<u64>,
}

impl<'a> Run<'a> {
    /// Starts a run.
    pub(super) fn new(
        common: &Common,
        verb: &'static str,
        extent: Extent,
        output: &'a Output,
    ) -> Result<Run<'a>, Stop> {
        let kept = Rc::new(Kept::default());
        let listener: Box<dyn Listener + 'a> = match common.format {
            Format::Json => Box::new(Json::new(output.stdout(), verb, extent.seed)),
            Format::Human => Box::new(Human::new(output.stdout(), words(), totals(common, &kept))),
        };
        let listener = match common.quiet {
            true => listener,
            false => Box::new(Progress::new(listener, extent.total, extent.done)),
        };
        // Who runs a case again wants to see all of it.
        let known = setting::known(common, verb != "replay")?;
        Ok(Run {
            record: Record::new(known, listener),
            kept,
            output,
            seed: extent.seed,
        })
    }

    /// Runs one job. `beside` are findings that do not come from a case.
    pub(super) fn take(
        &mut self,
        job: Job,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
        beside: Vec<Finding>,
    ) -> Result<(), Stop> {
        let strict = job.strict;
        let (pool, replay) = self.equip(job);
        let session = Session { pool, strict, replay };
        session.run(cases, beside, &mut self.record).map_err(fault)
    }

    /// Explores what a job is set up for.
    pub(super) fn explore(&mut self, job: Job, explore: &args::Explore, targets: Targets) -> Result<(), Stop> {
        for (component, reason) in &targets.without {
            unexplored(&mut self.record, component, reason).map_err(fault)?;
        }
        let strict = job.strict;
        let (pool, replay) = self.equip(job);
        let exploration = Exploration {
            pool,
            strict,
            replay,
            seed: explore.seed,
            cases: explore.cases(),
            until: explore.time.map(|time| Instant::now() + time),
            targets: targets.with,
            subjects: explore.subjects.clone(),
        };
        exploration.run(&mut self.record).map_err(fault)
    }

    /// Decides unions and enums.
    pub(super) fn decide(&mut self, ambiguity: Ambiguity<'_>) -> Result<(), Stop> {
        ambiguity.run(&mut self.record).map_err(fault)
    }

    /// Keeps the witnesses of enums, and gives the commands that show them again.
    pub(super) fn replay(&self, type_set: &TypeSet, shaping: Vec<String>, strict: bool) -> Replay<'static> {
        let origin = Origin {
            kept: Rc::clone(&self.kept),
            type_set: type_set.name().to_owned(),
            shaping,
            component: None,
            strict,
            seed: None,
        };
        Box::new(move |case, finding| origin.replay(case, finding))
    }

    fn equip(&self, job: Job) -> (Pool, Replay<'static>) {
        let origin = Origin {
            kept: Rc::clone(&self.kept),
            type_set: job.pool.type_set.clone(),
            shaping: job.shaping,
            component: job.choice.component,
            strict: job.strict,
            seed: self.seed,
        };
        (job.pool, Box::new(move |case, finding| origin.replay(case, finding)))
    }

    /// Something could not be examined.
    pub(super) fn skip(&mut self, skipped: &Skipped) -> Result<(), Stop> {
        self.record.skip(skipped).map_err(fault)
    }

    /// Ends the run.
    pub(super) fn close(self) -> Ending {
        let summary = self.record.close().map_err(fault)?;
        if let Some(complaint) = self.kept.complaint() {
            self.output.warning(&complaint);
        }
        if summary.objects == 0 && summary.skipped == 0 && summary.unions.is_none() && !summary.interrupted {
            // It must not look like a run in which all was well.
            return Err(Stop::unreadable(
                "nothing was examined: no capture concerns the subject",
            ));
        }
        Ok(summary.exit_code())
    }
}

pub(super) fn fault(fault: Fault) -> Stop {
    Stop::fault(fault.0)
}

fn totals(common: &Common, kept: &Kept) -> Totals {
    Totals {
        checks: CHECKS.len(),
        most_lines: (!common.verbose).then_some(MOST_LINES),
        quiet: common.quiet,
        program: keep::program(),
        saved: Rc::clone(&kept.cases),
    }
}

pub(super) fn words() -> Words {
    Words {
        says: |code: Code| check(code).map_or("", |check| check.about().says),
        mend: |code: Code| check(code).map_or("", |check| check.about().mend),
    }
}

/// Cases that are examined in the same way.
pub(super) struct Job {
    pool: Pool,
    choice: Choice,
    strict: bool,
    shaping: Vec<String>,
}

impl Job {
    /// Makes sure that what the arguments name is there and can be read: it is said here, once, and not by each worker.
    pub(super) fn new(
        type_set: TypeSet,
        spec: Spec,
        published: &Published,
        common: &Common,
        choice: Choice,
        strict: bool,
    ) -> Result<Job, Stop> {
        let pool = pool(type_set.name(), published, &choice)?;
        Bench::new(type_set, spec, choice.clone().into()).map_err(Stop::unreadable)?;
        Ok(Job {
            pool,
            choice,
            strict,
            shaping: setting::shaping(common),
        })
    }
}

impl From<Choice> for session::Choice {
    fn from(choice: Choice) -> session::Choice {
        session::Choice {
            component: choice.component,
            subject: choice.subject,
        }
    }
}

pub(super) fn pool(type_set: &str, published: &Published, choice: &Choice) -> Result<Pool, Stop> {
    let mut arguments = Vec::new();
    for (name, value) in [("--component", &choice.component), ("--subject", &choice.subject)] {
        arguments.extend(value.iter().flat_map(|value| [name.to_owned(), value.clone()]));
    }
    pool_with(type_set, published, arguments)
}

/// A pool whose workers ask enums alone.
pub(super) fn pool_of_enums(type_set: &str, published: &Published) -> Result<Pool, Stop> {
    pool_with(type_set, published, vec!["--enums".to_owned()])
}

fn pool_with(type_set: &str, published: &Published, arguments: Vec<String>) -> Result<Pool, Stop> {
    let program = env::current_exe().map_err(|error| Stop::fault(format!("cannot find itself: {error}")))?;
    Ok(Pool {
        command: Box::new(move || {
            let mut command = Command::new(&program);
            command.arg("worker").args(&arguments);
            command
        }),
        greeting: serde_json::to_vec(published).map_err(Stop::fault)?,
        workers: thread::available_parallelism().map_or(1, usize::from),
        time_limit: TIME_LIMIT,
        type_set: type_set.to_owned(),
        losses: None,
    })
}
