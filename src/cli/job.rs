//! A run over cases, in one job or several.

use super::args::{self, Choice, Common};
use super::deep_stack::deep;
use super::inputs;
use super::keep::{Kept, Origin};
use super::output::Output;
use super::reports;
use super::types::Types;
use super::{CliError, CliResult, loaded};
use crate::case::{Case, Skipped};
use crate::check::AppliedOverlay;
use crate::finding::FindingPolicy;
use crate::report::{CoverageTracker, Extras, Progress, Reporters, Reporting};
use crate::runner::{
    self, Ambiguity, CauseOf, CountedElsewhere, Exploration, ExploredPart, Fault, NotReproduced, Pool, Replay,
    Reporter, RunState, Scope, Session, Summary, Target, unexplored,
};
use crate::schema::{Coverage, Spec};
use crate::subject::{Subject, TypeSet};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

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

/// The components to make cases of.
pub(super) struct Targets {
    pub(super) with: Vec<Target>,
    /// Those of which no cases can be made, and why.
    pub(super) without: Vec<(String, String)>,
}

/// A run: its report, and the cases that it keeps.
pub(super) struct Run<'a> {
    record: RunState<'a>,
    kept: Rc<Kept>,
    extras: Rc<RefCell<Extras>>,
    output: &'a Output,
    common: Common,
}

impl<'a> Run<'a> {
    /// Starts a run.
    pub(super) fn new(
        common: &Common,
        types: &Types,
        verb: &'static str,
        extent: Extent,
        output: &'a Output,
    ) -> Result<Run<'a>, CliError> {
        let kept = Rc::new(Kept::default());
        let mut reporters = Reporters::new();
        // Before the report, so that the bar is gone when the report is written.
        if !common.quiet {
            reporters = reporters.and(Progress::new(extent.total, extent.done));
        }
        let facts = reports::facts(common, types, verb, extent.seed, &kept);
        let extras = Rc::new(RefCell::new(Extras::default()));
        let outputs = reports::outputs(common, output)?;
        let reporters = reporters.and(Reporting::new(facts, outputs, Rc::clone(&extras)));
        // A replay shows every finding of its case.
        let mut run = Run::of(common, types, verb != "replay", reporters, kept, output)?;
        run.extras = extras;
        Ok(run)
    }

    /// Starts a run whose events go to one reporter.
    pub(super) fn with_reporter(
        common: &Common,
        types: &Types,
        reporter: impl Reporter + 'a,
        output: &'a Output,
    ) -> Result<Run<'a>, CliError> {
        Run::of(
            common,
            types,
            true,
            Reporters::new().and(reporter),
            Rc::default(),
            output,
        )
    }

    fn of(
        common: &Common,
        types: &Types,
        with_expectations: bool,
        reporters: Reporters<'a>,
        kept: Rc<Kept>,
        output: &'a Output,
    ) -> Result<Run<'a>, CliError> {
        let common = &loaded::with_severities(common, types)?;
        let policy = FindingPolicy {
            severity: common.severity(false),
            expectations: loaded::expectations(common, types, with_expectations)?,
        };
        Ok(Run {
            record: RunState::new(policy, Box::new(reporters)).with_fail_fast(common.fail_fast),
            kept,
            extras: Rc::default(),
            output,
            common: common.clone(),
        })
    }

    /// Names the overlays of the document, which are examined at the end of the run.
    pub(super) fn set_overlays(&mut self, overlays: Vec<AppliedOverlay>) {
        self.record.set_overlays(overlays);
    }

    /// Names files that another part of the run counts.
    pub(super) fn set_counted_elsewhere(&mut self, files: CountedElsewhere) {
        self.record.set_counted_elsewhere(files);
    }

    /// Runs one job.
    pub(super) fn take(
        &mut self,
        job: Job,
        cases: impl Iterator<Item = Result<Case, Skipped>> + Send,
    ) -> Result<(), CliError> {
        self.record.set_severity(self.common.severity(job.strict));
        self.follow(&job)?;
        let (pool, replay) = self.equip(job);
        let session = Session { pool, replay };
        session.run(cases, &mut self.record).map_err(fault)
    }

    /// Follows how much of the document the texts show, if a report shows it.
    fn follow(&mut self, job: &Job) -> Result<(), CliError> {
        let mut extras = self.extras.borrow_mut();
        if !extras.wanted {
            return Ok(());
        }
        let components: HashMap<String, String> = job.components.iter().cloned().collect();
        let names: BTreeSet<&String> = components.values().collect();
        let schemas = names
            .into_iter()
            .filter_map(|name| job.spec.component(name).ok())
            .collect();
        let coverage = deep(|| Ok(Coverage::new(schemas)))?;
        extras.coverage = Some(CoverageTracker::new(coverage, components));
        extras.spec = Some(Arc::clone(&job.spec));
        Ok(())
    }

    /// Explores what a job is set up for.
    pub(super) fn explore(
        &mut self,
        job: Job,
        explore: &args::Explore,
        targets: Targets,
        cause: Option<CauseOf<'_>>,
    ) -> Result<ExploredPart, CliError> {
        self.extras.borrow_mut().spec = Some(Arc::clone(&job.spec));
        let exploration = self.exploration(job, explore, targets, cause)?;
        exploration.run(&mut self.record).map_err(fault)
    }

    /// Goes on with types that refused the samples of an earlier part. The job's document has other schemas for some properties.
    pub(super) fn explore_behind(
        &mut self,
        job: Job,
        explore: &args::Explore,
        targets: Targets,
        (earlier, replaced): (ExploredPart, BTreeSet<String>),
        cause: Option<CauseOf<'_>>,
    ) -> Result<ExploredPart, CliError> {
        let exploration = Exploration {
            earlier: Some(earlier),
            replaced: Some(replaced),
            ..self.exploration(job, explore, targets, cause)?
        };
        exploration.run(&mut self.record).map_err(fault)
    }

    /// Tells of a subject that reads hardly any sample.
    pub(super) fn unread(&mut self, subject: &str) -> Result<(), CliError> {
        let reason = "hardly any text is read that its schema allows, so that what else may be wrong stays hidden";
        unexplored(&mut self.record, subject, reason).map_err(fault)
    }

    /// Examines the subjects that an exploration has left.
    pub(super) fn finish_exploring(
        &mut self,
        job: Job,
        explore: &args::Explore,
        part: ExploredPart,
    ) -> Result<(), CliError> {
        let none = Targets {
            with: Vec::new(),
            without: Vec::new(),
        };
        let exploration = self.exploration(job, explore, none, None)?;
        exploration.finish(part, &mut self.record).map_err(fault)
    }

    fn exploration<'c>(
        &mut self,
        job: Job,
        explore: &args::Explore,
        targets: Targets,
        cause: Option<CauseOf<'c>>,
    ) -> Result<Exploration<'c>, CliError> {
        for (component, reason) in &targets.without {
            unexplored(&mut self.record, component, reason).map_err(fault)?;
        }
        self.record.set_severity(self.common.severity(job.strict));
        let (pool, replay) = self.equip(job);
        Ok(Exploration {
            pool,
            replay,
            seed: explore.seed,
            cases: explore.cases(),
            until: explore.time.map(|time| Instant::now() + time),
            shard: explore.shard.unwrap_or_default(),
            targets: targets.with,
            subjects: explore.subjects.clone(),
            cause,
            earlier: None,
            replaced: None,
        })
    }

    /// Decides unions and enums.
    pub(super) fn decide(&mut self, ambiguity: Ambiguity<'_>, strict: bool) -> Result<(), CliError> {
        self.record.set_severity(self.common.severity(strict));
        ambiguity.run(&mut self.record).map_err(fault)
    }

    /// Keeps the witnesses of enums, and gives the commands that show them again.
    pub(super) fn replay(&self, types: &Types, replay_options: Vec<String>, strict: bool) -> Replay<'static> {
        let origin = Origin {
            kept: Rc::clone(&self.kept),
            type_set: types.set().name().to_owned(),
            replay_options,
            component: None,
            strict,
        };
        Box::new(move |case, finding| origin.replay(case, finding))
    }

    fn equip(&self, job: Job) -> (Rc<Pool>, Replay<'static>) {
        let origin = Origin {
            kept: Rc::clone(&self.kept),
            type_set: job.pool.type_set.clone(),
            replay_options: job.replay_options,
            component: job.choice.component,
            strict: job.strict,
        };
        (
            Rc::new(job.pool),
            Box::new(move |case, finding| origin.replay(case, finding)),
        )
    }

    /// Something could not be examined.
    pub(super) fn skip(&mut self, skipped: &Skipped) -> Result<(), CliError> {
        self.record.skip(skipped).map_err(fault)
    }

    /// Tells of findings for which cases were saved, and which these cases do not show any more.
    pub(super) fn not_reproduced(&mut self, missing: Vec<NotReproduced>) {
        self.record.not_reproduced(missing);
    }

    /// Ends the run, and gives its numbers.
    pub(super) fn finish(self) -> Result<Summary, CliError> {
        let summary = self.record.close().map_err(fault)?;
        if let Some(complaint) = self.kept.complaint() {
            self.output.warning(&complaint);
        }
        Ok(summary)
    }

    /// Tells one more reporter of the run.
    pub(super) fn also_tell(&mut self, reporter: impl Reporter + 'a) {
        self.record.also_tell(Box::new(reporter));
    }

    /// Ends the run.
    pub(super) fn close(self) -> CliResult {
        Ok(self.close_with_summary()?.exit_code())
    }

    /// Ends the run, and gives its numbers.
    pub(super) fn close_with_summary(self) -> Result<Summary, CliError> {
        let summary = self.finish()?;
        if summary.objects == 0 && summary.skipped == 0 && summary.unions.is_none() && !summary.interrupted {
            // It must not look like a run in which all was well.
            return Err(CliError::unreadable(
                "nothing was examined: no capture concerns the subject",
            ));
        }
        Ok(summary)
    }
}

pub(super) fn fault(fault: Fault) -> CliError {
    match fault {
        Fault::Own(message) => CliError::fault(message),
        Fault::System(message) => CliError::unreadable(message),
        Fault::Closed => io::Error::from(io::ErrorKind::BrokenPipe).into(),
    }
}

/// Cases that are examined in the same way.
pub(super) struct Job {
    pool: Pool,
    spec: Arc<Spec>,
    /// The component of each subject.
    components: Vec<(String, String)>,
    choice: Choice,
    strict: bool,
    pub(super) replay_options: Vec<String>,
}

impl Job {
    /// Makes sure that what the arguments name is there and can be read.
    pub(super) fn new(
        types: &Types,
        spec: Arc<Spec>,
        common: &Common,
        choice: Choice,
        strict: bool,
    ) -> Result<Job, CliError> {
        Job::of(types, types.set(), spec, common, (choice, strict))
    }

    /// A job for some of the subjects. The others may stand for schemas that the document does not have.
    pub(super) fn among(
        types: &Types,
        subjects: &[&Subject],
        spec: Arc<Spec>,
        common: &Common,
        strict: bool,
    ) -> Result<Job, CliError> {
        let some = TypeSet::new(subjects.iter().copied().cloned());
        Job::of(types, &some, spec, common, (Choice::none(), strict))
    }

    fn of(
        types: &Types,
        set: &TypeSet,
        spec: Arc<Spec>,
        common: &Common,
        (choice, strict): (Choice, bool),
    ) -> Result<Job, CliError> {
        let bound = |subject: &Subject| Some((subject.name().to_owned(), subject.component()?.to_owned()));
        Ok(Job {
            components: set.subjects().iter().filter_map(bound).collect(),
            pool: pool(types, set, Arc::clone(&spec), choice.clone(), common)?,
            spec,
            choice,
            strict,
            replay_options: loaded::replay_options(common),
        })
    }
}

pub(super) fn pool(
    types: &Types,
    set: &TypeSet,
    spec: Arc<Spec>,
    choice: Choice,
    common: &Common,
) -> Result<Pool, CliError> {
    let choice = runner::Choice {
        component: choice.component,
        subject: choice.subject,
        placed: common.config.capture.clone(),
    };
    let scope = Scope::new(set, spec, choice).map_err(CliError::unreadable)?;
    let pool = Pool::new(types.program().clone(), types.remote().clone(), scope);
    Ok(match types.jobs {
        Some(jobs) => pool.with_workers(jobs),
        None => pool,
    })
}

/// A pool that decides enums alone.
pub(super) fn pool_of_enums(types: &Types, spec: &Arc<Spec>) -> Pool {
    let scope = Scope::of_enums(types.set(), Arc::clone(spec));
    Pool::new(types.program().clone(), types.remote().clone(), scope)
}
