//! One audit of a crate, from its rustdoc JSON to the causes.

use crate::audit::discover::{CrateSource, Discovered, FeatureSelection};
use crate::audit::{AuditError, Audited, BuiltProbe, Cause, CrateTypes, Fold, OwnSchema, OwnSchemas, Rules, own_words};
use crate::case::Case;
use crate::cli::args::{self, Choice, Common};
use crate::cli::behind::go_behind;
use crate::cli::job::{Job, Run, pool_of_enums};
use crate::cli::output::Output;
use crate::cli::targets::targets;
use crate::cli::types::Types;
use crate::cli::{CliError, inputs, loaded};
use crate::enums::one_of_each_schema;
use crate::finding::{Code, Finding};
use crate::report::{Collected, Collector, shell_quoted};
use crate::runner::{Ambiguity, Summary};
use crate::schema::Spec;
use crate::subject::Subject;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// How long one call of a type may take. Generated texts are small, and a type that needs longer for one needs it for many.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// What all audits of a run have in common: that of the crate, and those of copies with changes.
pub(super) struct Setup<'a> {
    pub(super) common: &'a Common,
    pub(super) audit: &'a args::Audit,
    pub(super) output: &'a Output,
    pub(super) spec: Arc<Spec>,
    pub(super) features: FeatureSelection,
    /// The folder for work.
    pub(super) work: PathBuf,
}

/// What was found in a crate.
pub(super) struct Examined {
    pub(super) source: CrateSource,
    pub(super) audited: Audited,
    pub(super) probe: BuiltProbe,
    pub(super) types: Types,
    pub(super) causes: Vec<Cause>,
    pub(super) summary: Summary,
    pub(super) unknown: BTreeMap<(Code, String), usize>,
    pub(super) skipped: Vec<String>,
}

impl Setup<'_> {
    /// Tells the user what is being done.
    pub(super) fn say(&self, what: &str) {
        if !self.common.quiet {
            self.output.note(what);
        }
    }

    /// Matches the types of a crate to the document.
    pub(super) fn matched(&self, found: &Discovered) -> Result<Audited, AuditError> {
        let bind: Vec<(String, String)> = self.common.config.bind.clone().into_iter().collect();
        let rules = Rules {
            bind: &bind,
            ignore: &self.common.config.ignore,
        };
        Audited::new(&found.source, &found.json, &self.spec, rules, &|what| self.say(what))
    }

    /// Builds the types of a crate and examines them.
    pub(super) fn examine(&self, source: CrateSource, mut audited: Audited) -> Result<Examined, CliError> {
        self.say("building the program that holds the types");
        let probe = audited.build(&source).map_err(CliError::unreadable)?;
        self.run(source, audited, probe)
    }

    /// Examines the types of a crate that are built.
    pub(super) fn run(&self, source: CrateSource, audited: Audited, probe: BuiltProbe) -> Result<Examined, CliError> {
        let (spec, audit) = (&self.spec, self.audit);
        let bare = Types::open(&with_types(self.common, program(&probe, None)))?;
        let common = &with_types(self.common, program(&probe, Some(&probe.bindings)));
        let types = Types::open(common)?;
        let crate_types = CrateTypes::new(&audited, bare.remote());
        let names = documented_names(&types, spec);
        let own = own_schemas(&types, spec, &audited);
        let fold = Fold::new(&crate_types, &audited.instances, &names).with_schemas(own);
        let collected = Rc::new(RefCell::new(Collected::new(fold)));
        let mut run = Run::with_reporter(common, &types, Collector(Rc::clone(&collected)), self.output)?;
        self.say("examining the types");
        if !audit.captures.is_empty() {
            let job = Job::new(&types, Arc::clone(spec), common, Choice::none(), audit.strict)?;
            run.take(job, inputs::texts(inputs::sources(&audit.captures, &types)?))?;
        }
        // Several types may stand for one schema, whose texts they are all given.
        let mut components: Vec<&str> = types.set().subjects().iter().filter_map(Subject::component).collect();
        components.sort_unstable();
        components.dedup();
        let job = Job::new(&types, Arc::clone(spec), common, Choice::none(), audit.strict)?;
        let cause = |case: &Case, finding: &Finding| collected.borrow().fold.cause_of(case, finding);
        let (explore, targets) = (args::Explore::of_audit(audit), targets(spec, &components)?);
        let mut part = run.explore(job, &explore, targets, Some(Box::new(&cause)))?;
        // A type that reads hardly any sample may stand for another schema. What else is wrong is looked for if that is unlikely.
        let (sure, doubtful): (Vec<String>, Vec<String>) =
            part.refusing.into_iter().partition(|name| audited.sure.contains(name));
        part.refusing = sure;
        let mut part = go_behind(
            &mut run,
            &types,
            (common, &args::Explore::behind_audit(audit)),
            Arc::clone(spec),
            part,
            Some(&cause),
        )?;
        for name in part.unread.iter().chain(&doubtful).collect::<BTreeSet<_>>() {
            run.unread(name)?;
        }
        part.refusing.extend(doubtful);
        if !part.refusing.is_empty() {
            let job = Job::new(&types, Arc::clone(spec), common, Choice::none(), audit.strict)?;
            run.finish_exploring(job, &explore, part)?;
        }
        let words = own_words(types.set().subjects(), &audited.instances, &crate_types, spec);
        if !words.is_empty() {
            let job = Job::new(&types, Arc::clone(spec), common, Choice::none(), audit.strict)?;
            run.take(job, words.into_iter().map(Ok))?;
        }
        if !types.set().enums().is_empty() {
            let decide = Ambiguity {
                spec,
                places: Vec::new(),
                unions: one_of_each_schema(types.set().enums(), spec),
                pool: Some(pool_of_enums(&types, spec)),
                texts: BTreeMap::new(),
                only_texts: false,
                replay: run.replay(&types, loaded::replay_options(common), audit.strict),
            };
            run.decide(decide, audit.strict)?;
        }
        let summary = run.finish()?;
        let Some(collected) = Rc::into_inner(collected).map(RefCell::into_inner) else {
            return Err(CliError::fault("the findings are still in use".to_owned()));
        };
        let (causes, unknown, skipped) = (collected.fold.finish(), collected.unknown, collected.skipped);
        Ok(Examined {
            source,
            audited,
            probe,
            types,
            causes,
            summary,
            unknown,
            skipped,
        })
    }
}

/// The keys that the schema behind each subject names.
fn documented_names(types: &Types, spec: &Spec) -> HashMap<String, BTreeSet<String>> {
    let subjects = types.set().subjects().iter();
    let names = subjects.filter_map(|subject| {
        let schema = spec.component(subject.component()?).ok()?;
        Some((subject.name().to_owned(), schema.names()))
    });
    names.collect()
}

/// The schemas for which each type stands.
fn own_schemas(types: &Types, spec: &Spec, audited: &Audited) -> OwnSchemas {
    let subjects = types.set().subjects().iter();
    OwnSchemas::new(subjects.filter_map(|subject| {
        let component = subject.component()?;
        let instance = audited.instances.get(subject.name())?;
        Some(OwnSchema {
            subject: subject.name().to_owned(),
            type_id: instance.id,
            schema: spec.component(component).ok()?,
            is_component: audited.of_components.contains(subject.name()),
        })
    }))
}

/// The program that holds the types, as a command.
fn program(probe: &BuiltProbe, bindings: Option<&Path>) -> String {
    let words = std::iter::once(probe.program.as_path()).chain(bindings);
    let words = words.map(|word| shell_quoted(&word.to_string_lossy()));
    words.collect::<Vec<_>>().join(" ")
}

fn with_types(common: &Common, program: String) -> Common {
    let spec = common.spec.clone().or_else(|| common.config.document.clone());
    let mut common = common.clone();
    common.limit_time(TIME_LIMIT);
    common.types = Some(program);
    common.spec = spec;
    common
}
