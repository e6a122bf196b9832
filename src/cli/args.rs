//! The arguments.

use super::CliError;
use super::levels::Levels;
use super::report_target::{ReportTarget, report_target};
use crate::config::Config;
use crate::finding::{SeverityOverride, SeverityPolicy};
use crate::runner::Shard;
use crate::schema::Dialect;
use crate::subject::Limits;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Proves that serde types match the wire.
///
/// Exit codes: 0 no finding at error level, 1 findings at error level, 2 wrong usage, or unreadable input and no findings, 70 a
/// fault in wireproof itself, 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "wireproof", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// Options of every verb; some have no meaning for some verbs, see [`Common::for_captures`].
#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    /// Print a report for people, or one JSON object
    #[arg(long = "format", global = true, value_enum, value_name = "FORMAT")]
    format_given: Option<Format>,
    #[arg(skip)]
    pub(super) format: Format,
    /// Examine the types of this program (its path and arguments) instead of the built-in types
    #[arg(long, global = true, value_name = "PROGRAM")]
    pub(super) types: Option<String>,
    /// Let one call of a type take this long before it counts as crashed [default: 10]
    #[arg(long = "time-limit", global = true, value_name = "SECONDS", value_parser = seconds)]
    time_limit_given: Option<Duration>,
    #[arg(skip)]
    pub(super) time_limit: Duration,
    /// Read accepted findings, each with a reason, from this file (TOML) instead of those that come with the types
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) expectations: Option<PathBuf>,
    /// Use this document instead of the one that comes with the types: OpenAPI, Swagger or JSON Schema, a file or a folder
    #[arg(long, global = true, value_name = "PATH")]
    pub(super) spec: Option<PathBuf>,
    /// Correct the document with this OpenAPI Overlay, after those that come with the types
    #[arg(long, global = true, value_name = "FILE", action = ArgAction::Append)]
    pub(super) overlay: Vec<PathBuf>,
    /// Do not apply the overlays that come with the types: use the document as published
    #[arg(long, global = true)]
    pub(super) no_overlay: bool,
    /// Read the document as its authors meant it, or strictly as it is written
    #[arg(long = "dialect", global = true, value_enum, value_name = "DIALECT")]
    pub(super) dialect_given: Option<DialectName>,
    #[arg(skip)]
    pub(super) dialect: DialectName,
    /// Print only the summary
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// List every place of each finding
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// Use colours always, never, or if the output is a terminal
    #[arg(long = "color", global = true, value_enum, value_name = "WHEN")]
    color_given: Option<Color>,
    #[arg(skip)]
    pub(super) color: Color,
    /// The reports that the verb is asked for.
    #[arg(skip)]
    pub(super) reports: Vec<ReportTarget>,
    /// Whether findings are accepted, so that the file of expectations need not be there yet.
    #[arg(skip)]
    pub(super) accept: bool,
    /// The levels that the verb is asked for.
    #[arg(skip)]
    pub(super) levels: Levels,
    /// What `wireproof.toml` says.
    #[arg(skip)]
    pub(super) config: Config,
    /// Levels that the types bring along.
    #[arg(skip)]
    pub(super) severities: Vec<SeverityOverride>,
}

impl Common {
    /// Takes from a configuration what the arguments leave open.
    pub(super) fn take(&mut self, config: Config) -> Result<(), CliError> {
        let invalid =
            |key: &str, reason: String| CliError::unreadable(format!("{}: `{key}`: {reason}", config.path.display()));
        fn named<T: ValueEnum>(name: &Option<String>) -> Result<Option<T>, String> {
            name.as_deref().map(|name| T::from_str(name, false)).transpose()
        }
        let format = named(&config.format).map_err(|reason| invalid("format", reason))?;
        let dialect = named(&config.dialect).map_err(|reason| invalid("dialect", reason))?;
        let color = named(&config.color).map_err(|reason| invalid("color", reason))?;
        let time_limit = config.time_limit.map(|limit| seconds(&limit.to_string())).transpose();
        let time_limit = time_limit.map_err(|reason| invalid("time_limit", reason))?;
        if self.reports.is_empty() {
            let reports = config.report.iter().map(|text| report_target(text)).collect();
            self.reports = Result::map_err(reports, |reason| invalid("report", reason))?;
        }
        self.format = self.format_given.or(format).unwrap_or_default();
        self.dialect = self.dialect_given.or(dialect).unwrap_or_default();
        self.color = self.color_given.or(color).unwrap_or_default();
        self.time_limit = self.time_limit_given.or(time_limit).unwrap_or(Limits::default().time);
        self.quiet |= config.quiet.unwrap_or_default();
        self.verbose |= config.verbose.unwrap_or_default();
        self.config = config;
        Ok(())
    }

    /// The program that holds the types, and its arguments.
    pub(super) fn type_program(&self) -> Result<Option<Vec<OsString>>, CliError> {
        let Some(types) = &self.types else {
            let words = self.config.types.as_ref();
            return Ok(words.map(|words| words.0.iter().map(OsString::from).collect()));
        };
        // A path with blanks in it is no list of words.
        if Path::new(types).is_file() {
            return Ok(Some(vec![types.into()]));
        }
        let words = shlex::split(types);
        let words =
            words.ok_or_else(|| CliError::unreadable(format!("--types {types}: a quotation mark is missing")))?;
        Ok(Some(words.into_iter().map(OsString::from).collect()))
    }

    /// The levels of findings: those of the types, then those of the configuration, with warnings as errors if `strict`.
    pub(super) fn severity(&self, strict: bool) -> SeverityPolicy {
        SeverityPolicy {
            overrides: self.overrides(),
            fail_on: self.levels.fail_on.or(self.config.fail_on).unwrap_or_default(),
            ..SeverityPolicy::with_strict(strict)
        }
    }

    fn overrides(&self) -> Vec<SeverityOverride> {
        let named = self.severities.iter().chain(&self.config.severity).cloned();
        named.chain(self.levels.overrides()).collect()
    }

    /// Whether an option says which document to read, or how.
    pub(super) fn names_a_document(&self) -> bool {
        self.spec.is_some() || !self.overlay.is_empty() || self.no_overlay || self.dialect_given.is_some()
    }

    /// Saved options, with those that are given now and say nothing of the document.
    pub(super) fn over(&self, saved: Common) -> Common {
        Common {
            types: self.types.clone().or(saved.types),
            time_limit: self.time_limit,
            config: self.config.clone(),
            dialect: saved.dialect_given.unwrap_or(self.dialect),
            ..saved
        }
    }

    /// An option that is given although it has no meaning for a verb that examines no captures.
    pub(super) fn for_captures(&self) -> Option<&'static str> {
        let given = [
            ("--expectations", self.expectations.is_some()),
            ("--spec", self.spec.is_some()),
            ("--overlay", !self.overlay.is_empty()),
            ("--no-overlay", self.no_overlay),
            ("--dialect", self.dialect_given.is_some()),
        ];
        given.into_iter().find_map(|(name, given)| given.then_some(name))
    }
}

/// The reports of a run.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Reporting {
    /// Write a report in this format: human, json, junit, sarif, github, markdown or html. May be repeated; without a FILE, the
    /// report goes to standard output
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = report_target, action = ArgAction::Append, help_heading = "Reports")]
    pub(super) report: Vec<ReportTarget>,
    #[command(flatten)]
    pub(super) levels: Levels,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum DialectName {
    #[default]
    AsMeant,
    Strict,
}

impl From<DialectName> for Dialect {
    fn from(name: DialectName) -> Dialect {
        match name {
            DialectName::AsMeant => Dialect::AsMeant,
            DialectName::Strict => Dialect::Strict,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Audit the types of a crate, published or local, against a document: no line of Rust
    Audit(Audit),
    /// Examine captures; without a path, those that come with the types
    Check(Check),
    /// Examine generated values: valid ones, and ones that violate exactly one constraint
    Explore(Explore),
    /// Decide which branches of unions overlap, and which variants of enums read each other's texts
    Ambiguity(Ambiguity),
    /// Store new recordings as captures: redacted, by component, one for each new shape
    Ingest(Ingest),
    /// Run saved cases again
    Replay(Replay),
    /// Show which parts of the schemas captures exercise; without a path, those that come with the types
    Coverage(Coverage),
    /// List the subjects, the enums and the checks
    List,
    /// Explain a check: its question, why its findings matter, and how to fix them
    Explain(Explain),
    /// Work on reports
    #[command(subcommand)]
    Report(ReportVerb),
    /// Work on the published document
    #[command(subcommand)]
    Spec(SpecVerb),
}

#[derive(Debug, Subcommand)]
pub(super) enum ReportVerb {
    /// Write one report of the JSON reports of the parts of a run, with one verdict
    Merge(Merge),
}

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The JSON reports of the parts
    #[arg(value_name = "REPORT", required = true)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(super) struct Audit {
    /// A published crate as NAME or NAME@VERSION, or the folder of a local one [default: the crate of this folder]
    #[arg(value_name = "CRATE")]
    pub(super) target: Option<String>,
    /// The manifest of a local crate
    #[arg(long, value_name = "PATH", conflicts_with = "target")]
    pub(super) manifest_path: Option<PathBuf>,
    /// The package, in a workspace of several
    #[arg(long, short, value_name = "NAME")]
    pub(super) package: Option<String>,
    /// The features of the crate to switch on, separated by blanks or commas
    #[arg(long, short = 'F', value_name = "FEATURES", action = ArgAction::Append)]
    pub(super) features: Vec<String>,
    /// Switch on all features of the crate
    #[arg(long)]
    pub(super) all_features: bool,
    /// Leave out the default features of the crate
    #[arg(long)]
    pub(super) no_default_features: bool,
    /// Captures to examine: files, folders, or `-` for standard input
    #[arg(long, value_name = "PATH", action = ArgAction::Append, num_args = 1..)]
    pub(super) captures: Vec<PathBuf>,
    /// Print which type stands for which schema, and why; examine nothing
    #[arg(long)]
    pub(super) list: bool,
    /// Generate this many cases for each type and schema
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub(super) cases: u64,
    /// The seed; the same seed generates the same cases
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Choice {
    /// The component of captures that neither their folder nor their content tells
    #[arg(long, value_name = "NAME")]
    pub(super) component: Option<String>,
    /// Examine only this subject
    #[arg(long, value_name = "NAME")]
    pub(super) subject: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    /// Accept what is found: add an expectation for each error and warning to the file of --expectations
    /// [default: wireproof-expectations.toml]
    #[arg(long)]
    pub(super) accept: bool,
    /// Examine only the K-th of N parts of the texts, to divide them among machines
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    pub(super) shard: Option<Shard>,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(super) struct Ingest {
    /// Recordings: files, folders, or `-` for standard input. The format is recognized: JSON, JSON lines, server-sent events, HTTP
    /// responses, HAR, VCR and vcrpy cassettes, session records
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The corpus, with one folder for each component [default: corpus/captures]
    #[arg(long = "into", value_name = "FOLDER")]
    into_given: Option<PathBuf>,
    #[arg(skip)]
    pub(super) into: PathBuf,
    /// The folder for copies for fuzzing [default: `fuzz/seeds` beside `corpus/captures`, otherwise in the corpus]
    #[arg(long, value_name = "FOLDER")]
    pub(super) seeds: Option<PathBuf>,
    /// Show what would be done, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Keep texts, except for secrets and ids in them
    #[arg(long)]
    pub(super) keep_text: bool,
    /// Say which file each `recording HASH` of the report stands for; names of files may be private
    #[arg(long)]
    pub(super) show_names: bool,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
}

impl Ingest {
    /// Takes from a configuration what the arguments leave open.
    pub(super) fn take(&mut self, config: &Config) {
        let into = self.into_given.clone().or_else(|| config.ingest.into.clone());
        self.into = into.unwrap_or_else(|| "corpus/captures".into());
        self.seeds = self.seeds.take().or_else(|| config.ingest.seeds.clone());
        self.keep_text |= config.ingest.keep_text.unwrap_or_default();
        self.strict |= config.strict.unwrap_or_default();
    }
}

impl Choice {
    /// Every subject.
    pub(super) fn none() -> Choice {
        Choice {
            component: None,
            subject: None,
        }
    }

    /// Takes from a configuration what the arguments leave open.
    pub(super) fn take(&mut self, config: &Config) {
        self.component = self.component.take().or_else(|| config.component.clone());
        self.subject = self.subject.take().or_else(|| config.subject.clone());
    }
}

#[derive(Debug, Args)]
pub(super) struct Explore {
    /// The subjects to explore [default: all]
    #[arg(value_name = "SUBJECT")]
    pub(super) subjects: Vec<String>,
    /// Generate this many cases for each component: first those that cover the schema, then random ones [default: 10000, or
    /// as many as the time allows]
    #[arg(long, value_name = "N")]
    cases: Option<u64>,
    /// Generate cases for this long, such as 30s or 5m, divided equally among the components
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(super) time: Option<Duration>,
    /// The seed; the same seed generates the same cases [default: 1]
    #[arg(long = "seed", value_name = "N")]
    seed_given: Option<u64>,
    #[arg(skip)]
    pub(super) seed: u64,
    /// Generate only the K-th of N parts of the cases, to divide them among machines
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    pub(super) shard: Option<Shard>,
    /// Count warnings and `accepts_invalid` as errors
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

impl Explore {
    /// All subjects, as an audit explores them.
    pub(super) fn of_audit(audit: &Audit) -> Explore {
        Explore {
            subjects: Vec::new(),
            cases: Some(audit.cases),
            time: None,
            shard: None,
            seed_given: None,
            seed: audit.seed,
            strict: audit.strict,
            reporting: Reporting::default(),
        }
    }

    /// Takes from a configuration what the arguments leave open.
    pub(super) fn take(&mut self, config: &Config) -> Result<(), CliError> {
        let time = config.explore.time.as_deref().map(duration).transpose();
        let time =
            time.map_err(|reason| CliError::unreadable(format!("{}: `time`: {reason}", config.path.display())))?;
        self.seed = self.seed_given.or(config.explore.seed).unwrap_or(1);
        // Of cases and time, those that are given replace both.
        if self.cases.is_none() && self.time.is_none() {
            (self.cases, self.time) = (config.explore.cases, time);
        }
        self.strict |= config.strict.unwrap_or_default();
        Ok(())
    }

    /// The number of cases to generate for each component.
    pub(super) fn cases(&self) -> u64 {
        match (self.cases, self.time) {
            (Some(cases), _) => cases,
            (None, Some(_)) => u64::MAX,
            (None, None) => 10_000,
        }
    }
}

/// Reads `30s`, `5m`, `1h`, or a number of seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let seconds = match unit {
        "h" => 3600,
        "m" => 60,
        _ => 1,
    };
    let number: u64 = number
        .parse()
        .map_err(|_| "not a time such as 30s, 5m or 1h".to_owned())?;
    let seconds = number.checked_mul(seconds).filter(|seconds| *seconds <= 31_536_000);
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| "longer than a year".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct Ambiguity {
    /// The subjects and enums to decide [default: all]
    #[arg(value_name = "SUBJECT")]
    pub(super) names: Vec<String>,
    /// Decide every union of the document, not only those of the subjects
    #[arg(long)]
    pub(super) all: bool,
    /// Give the enums the values in their places in these captures (files, folders, or `-`) [default: the captures that `check`
    /// examines]
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(super) captures: Vec<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The id of a saved case, its file, or a capture [default: all saved cases]
    #[arg(value_name = "ID|FILE")]
    pub(super) case: Option<String>,
    #[command(flatten)]
    pub(super) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(super) struct Coverage {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Use only this component; if it is the only one, captures that do not tell their component belong to it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
    /// Exit with 1 if coverage is below PERCENT
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) min: Option<f64>,
    /// Read what is never sent although the schemas allow it, each with a reason, from this file (TOML) instead of the one that
    /// comes with the types
    #[arg(long, value_name = "FILE")]
    pub(super) never: Option<PathBuf>,
}

/// Reads a number from 0 to 100.
fn percent(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim_end_matches('%').trim().parse().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "not a number from 0 to 100".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of a check, such as `lossy` [default: all]
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum SpecVerb {
    /// Write the schemas of some components, and everything that they refer to, without prose
    Import(Import),
    /// List where a document breaks its own rules, and which examples violate their own schema
    Lint(Lint),
    /// Write an overlay with the corrections that captures need; without a path, those that come with the types
    Propose(Propose),
    /// Show what changed between two documents, with a value that proves each change and the captures that it affects
    Diff(Diff),
    /// Generate valid values of every component, and list the components for which it is impossible
    Samples(Samples),
    /// Write the keys, constants and bounds of a document as a dictionary for a fuzzer
    Dictionary(Dictionary),
}

#[derive(Debug, Args)]
pub(super) struct Dictionary {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// The components to import, with everything that they refer to
    #[arg(long, required = true, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Provenance: the repository of the document
    #[arg(long, value_name = "NAME")]
    pub(super) repository: Option<String>,
    /// Provenance: the commit of the document
    #[arg(long, value_name = "HASH")]
    pub(super) commit: Option<String>,
    /// Provenance: the licence of the document
    #[arg(long, value_name = "SPDX")]
    pub(super) license: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Lint {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Use only these components, and the examples of operations that return them
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Propose {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Use only this component; if it is the only one, captures that do not tell their component belong to it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old document: a file (JSON or YAML) or a folder
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The new document
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    /// Captures that a change may affect [default: those that come with the types]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Compare this component [default: those that subjects are bound to]
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
    /// Exit with 1 if anything changed
    #[arg(long)]
    pub(super) strict: bool,
    /// The seed; the same seed finds the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
}

#[derive(Debug, Args)]
pub(super) struct Samples {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Use only these components
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
    /// The number of values of each component
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(super) per_component: u64,
    /// The seed; the same seed generates the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
}

/// Parses a number of seconds, which may have a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("the time must be greater than zero".to_owned()),
    }
}
