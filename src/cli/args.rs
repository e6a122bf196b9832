//! The arguments.

use super::CliError;
use crate::config::Config;
use crate::finding::SeverityPolicy;
use crate::schema::Dialect;
use crate::subject::Limits;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Proves that serde types match the wire.
///
/// Exit codes: 0 clean, 1 findings at error level, 2 usage or input that cannot be read, 70 a fault in wireproof itself.
#[derive(Debug, Parser)]
#[command(name = "wireproof", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// Options of every verb; some say nothing to some verbs, see [`Common::for_captures`].
#[derive(Debug, Clone, Args)]
pub(super) struct Common {
    /// Report for people, or one JSON object
    #[arg(long = "format", global = true, value_enum, value_name = "FORMAT")]
    format_given: Option<Format>,
    #[arg(skip)]
    pub(super) format: Format,
    /// The program that holds the types, with its arguments, instead of the embedded types
    #[arg(long, global = true, value_name = "PROGRAM")]
    pub(super) types: Option<String>,
    /// How long one call of a type may take before it counts as crashed [default: 10]
    #[arg(long = "time-limit", global = true, value_name = "SECONDS", value_parser = seconds)]
    time_limit_given: Option<Duration>,
    #[arg(skip)]
    pub(super) time_limit: Duration,
    /// Findings that are accepted, each with a reason (TOML), instead of the embedded ones
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) expectations: Option<PathBuf>,
    /// OpenAPI or JSON Schema document (JSON or YAML) instead of the embedded one
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) spec: Option<PathBuf>,
    /// Correct the document with an OpenAPI Overlay, after the embedded ones
    #[arg(long, global = true, value_name = "FILE", action = ArgAction::Append)]
    pub(super) overlay: Vec<PathBuf>,
    /// Leave the embedded overlays away: the published truth
    #[arg(long, global = true)]
    pub(super) no_overlay: bool,
    /// Read the document as it is meant, or strictly as it is written
    #[arg(long = "dialect", global = true, value_enum, value_name = "DIALECT")]
    pub(super) dialect_given: Option<DialectName>,
    #[arg(skip)]
    pub(super) dialect: DialectName,
    /// Print the summary only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// List every place
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
    /// When to use colours
    #[arg(long = "color", global = true, value_enum, value_name = "WHEN")]
    color_given: Option<Color>,
    #[arg(skip)]
    pub(super) color: Color,
    /// What `wireproof.toml` says.
    #[arg(skip)]
    pub(super) config: Config,
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

    /// The levels of findings: those of the configuration, with warnings as errors if `strict`.
    pub(super) fn severity(&self, strict: bool) -> SeverityPolicy {
        SeverityPolicy {
            overrides: self.config.severity.clone(),
            ..SeverityPolicy::with_strict(strict)
        }
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

    /// An option that is given, and says nothing to a verb that examines no captures.
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
    /// Examine captures: files, folders, `-` for standard input; with no path, the embedded corpus
    Check(Check),
    /// Examine generated values: what the schemas allow, and what they just do not
    Explore(Explore),
    /// Decide every union of the document, and every enum whose variants were registered
    Ambiguity(Ambiguity),
    /// Take new recordings into a corpus: redacted, sorted by component, one capture for each new shape
    Ingest(Ingest),
    /// Run saved cases again
    Replay(Replay),
    /// Show what of the schemas captures exercise, and the holes; with no path, the embedded corpus
    Coverage(Coverage),
    /// List the subjects and the checks
    List,
    /// Say what a check asks, why it matters and how to mend it
    Explain(Explain),
    /// Work on the published document
    #[command(subcommand)]
    Spec(SpecVerb),
}

#[derive(Debug, Clone, Args)]
pub(super) struct Choice {
    /// The component of captures that tell it neither by folder nor by content
    #[arg(long, value_name = "NAME")]
    pub(super) component: Option<String>,
    /// Examine this subject alone
    #[arg(long, value_name = "NAME")]
    pub(super) subject: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Captures: files, folders, or `-`
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) choice: Choice,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct Ingest {
    /// Recordings: files, folders, or `-`. JSON, JSON lines, server-sent events, HTTP responses, HAR, VCR and vcrpy cassettes,
    /// session records; content tells which
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// The corpus: a folder for each component stands in it, or will [default: corpus/captures]
    #[arg(long = "into", value_name = "FOLDER")]
    into_given: Option<PathBuf>,
    #[arg(skip)]
    pub(super) into: PathBuf,
    /// Where copies for fuzzing go [default: `fuzz/seeds` beside `corpus/captures`, else in the corpus]
    #[arg(long, value_name = "FOLDER")]
    pub(super) seeds: Option<PathBuf>,
    /// Show all that would be done, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Leave texts as they are, but for secrets and ids in them
    #[arg(long)]
    pub(super) keep_text: bool,
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
    /// Takes from a configuration what the arguments leave open.
    pub(super) fn take(&mut self, config: &Config) {
        self.component = self.component.take().or_else(|| config.component.clone());
        self.subject = self.subject.take().or_else(|| config.subject.clone());
    }
}

#[derive(Debug, Args)]
pub(super) struct Explore {
    /// The subjects to explore; with none, all
    #[arg(value_name = "SUBJECT")]
    pub(super) subjects: Vec<String>,
    /// Cases to make of each component: first those that cover the schema, then random ones [default: 10000, or as many as
    /// the time allows]
    #[arg(long, value_name = "N")]
    cases: Option<u64>,
    /// How long to go on, such as 30s or 5m, in equal shares for the components
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(super) time: Option<Duration>,
    /// The same seed makes the same cases [default: 1]
    #[arg(long = "seed", value_name = "N")]
    seed_given: Option<u64>,
    #[arg(skip)]
    pub(super) seed: u64,
    /// Count warnings, and what is read though it is invalid, as errors
    #[arg(long)]
    pub(super) strict: bool,
}

impl Explore {
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

    /// Cases to make of each component.
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
    /// The subjects and enums to look at; with none, all
    #[arg(value_name = "SUBJECT")]
    pub(super) names: Vec<String>,
    /// Every union of the document, and not those alone that the subjects are bound to
    #[arg(long)]
    pub(super) all: bool,
    /// Ask the enums about what stands in their places in these captures (files, folders, or `-`), instead of the embedded ones
    /// and what `WIREPROOF_CAPTURES` names
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(super) captures: Vec<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct Replay {
    /// The id of a saved case, its file, or a capture; with none, all saved cases
    #[arg(value_name = "ID|FILE")]
    pub(super) case: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Coverage {
    /// Captures: files, folders, or `-`
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Look at this component alone; if it is the only one, captures that tell none follow it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
    /// End with 1 below this share of what can occur
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) min: Option<f64>,
    /// Reasons why something that the schemas allow is never sent (TOML), instead of the embedded ones
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
    /// The code of a check, such as `lossy`; with none, all
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum SpecVerb {
    /// Write the schemas of some components, and what they refer to, without their prose
    Import(Import),
    /// List where a document breaks its own rules, and which of its examples fail their own schema
    Lint(Lint),
    /// Write an overlay with the corrections that captures need; with no path, those of the embedded corpus
    Propose(Propose),
    /// Say what changed between two documents, with a value that shows each change, and what of captures it touches
    Diff(Diff),
    /// Make valid values of every component, and say of which none can be made
    Samples(Samples),
    /// Write the keys, constants and bounds of a document as a dictionary for a fuzzer
    Dictionary(Dictionary),
}

#[derive(Debug, Args)]
pub(super) struct Dictionary {
    /// The document (JSON or YAML)
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Where to write; standard output if not given
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The document (JSON or YAML)
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// A component to take in, with all that it refers to
    #[arg(long, required = true, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
    /// Where to write; standard output if not given
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
    /// The document (JSON or YAML)
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Look at these components alone, and at the examples of operations that answer with them
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Propose {
    /// Captures: files, folders, or `-`
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Look at this component alone; if it is the only one, captures that tell none follow it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old document (JSON or YAML)
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// The new document
    #[arg(value_name = "NEW")]
    pub(super) new: PathBuf,
    /// Captures that may be touched; with none, the embedded corpus
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Look at this component; without it, at those that subjects are bound to
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) component: Vec<String>,
    /// End with 1 when anything changed
    #[arg(long)]
    pub(super) strict: bool,
    /// The same seed finds the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
}

#[derive(Debug, Args)]
pub(super) struct Samples {
    /// The document (JSON or YAML)
    #[arg(value_name = "DOCUMENT")]
    pub(super) document: PathBuf,
    /// Look at these components alone
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub(super) component: Vec<String>,
    /// Values to make of each component
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(super) per_component: u64,
    /// The same seed makes the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
}

/// Parses a number of seconds, which may have a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() => Ok(time),
        _ => Err("the time must be longer than nothing".to_owned()),
    }
}
