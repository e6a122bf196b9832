//! The arguments: those of each verb here, and those that many verbs take in `common`.

mod common;
mod spec;

use super::error::CliError;
use super::levels::Levels;
use super::report_target::{ReportTarget, report_target};
use crate::config::Config;
use crate::runner::Shard;
use clap::{ArgAction, Args, Parser, Subcommand};
pub(in crate::cli) use common::{Color, Common, DialectName, Format, Formats};
pub(in crate::cli) use spec::{Dictionary, Diff, Import, Lint, Propose, Samples, SpecVerb};
use std::path::PathBuf;
use std::time::Duration;

/// Proves that serde types match the wire.
///
/// Exit codes: 0 no finding at error level, 1 findings at error level, 2 wrong usage, or unreadable input and no findings, 70 a
/// fault in wireproof itself, 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "wireproof", version, propagate_version = true, max_term_width = 100)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    pub(in crate::cli) common: Common,
    #[command(subcommand)]
    pub(in crate::cli) verb: Verb,
}

/// The reports of a run.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Reporting {
    /// Write a report in this format: human, json, jsonl, junit, sarif, github, markdown or html. May be repeated; without a FILE, the
    /// report goes to standard output
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = report_target, action = ArgAction::Append, help_heading = "Reports")]
    pub(in crate::cli) report: Vec<ReportTarget>,
    /// Write the report that would go to standard output to this file
    #[arg(long, short, value_name = "FILE", help_heading = "Reports")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) levels: Levels,
}

/// How a run goes on.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Run")]
pub(in crate::cli) struct Running {
    /// Run this many processes with the types at once [default: one for each core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) jobs: Option<u16>,
    /// End the run at the first finding that makes it fail
    #[arg(long)]
    pub(in crate::cli) fail_fast: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Verb {
    /// Audit the types of a crate, published or local, against a document: no line of Rust
    Audit(Audit),
    /// Write first files into the folder of a crate: a configuration, a test, captures, and a workflow
    Init(Init),
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
    /// Print completions for a shell
    Completions(Completions),
    /// Print the page for `man`, or write one for each verb
    Man(Man),
    /// Work on reports
    #[command(subcommand)]
    Report(ReportVerb),
    /// Work on the published document
    #[command(subcommand)]
    Spec(SpecVerb),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Man {
    /// Write the pages of all verbs into this folder
    #[arg(long, short, value_name = "FOLDER")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReportVerb {
    /// Write one report of the JSON reports of the parts of a run, with one verdict
    Merge(Merge),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Merge {
    /// The JSON reports of the parts
    #[arg(value_name = "REPORT", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Audit {
    /// A published crate as NAME or NAME@VERSION, or the folder of a local one [default: the crate of this folder]
    #[arg(value_name = "CRATE")]
    pub(in crate::cli) target: Option<String>,
    /// The manifest of a local crate
    #[arg(long, value_name = "PATH", conflicts_with = "target")]
    pub(in crate::cli) manifest_path: Option<PathBuf>,
    /// The package, in a workspace of several
    #[arg(long, short, value_name = "NAME")]
    pub(in crate::cli) package: Option<String>,
    /// The features of the crate to switch on, separated by blanks or commas
    #[arg(long, short = 'F', value_name = "FEATURES", action = ArgAction::Append)]
    pub(in crate::cli) features: Vec<String>,
    /// Switch on all features of the crate
    #[arg(long)]
    pub(in crate::cli) all_features: bool,
    /// Leave out the default features of the crate
    #[arg(long)]
    pub(in crate::cli) no_default_features: bool,
    /// Captures to examine: files, folders, or `-` for standard input
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    /// Print which type stands for which schema, and why; examine nothing
    #[arg(long)]
    pub(in crate::cli) list: bool,
    /// Print the change that repairs a finding, where one is proven: with it the finding is gone, and there is no new one
    #[arg(long, conflicts_with = "list")]
    pub(in crate::cli) repair: bool,
    /// Build copies of the crate at most this many times to prove repairs
    #[arg(long, value_name = "N", default_value_t = 20, requires = "repair")]
    pub(in crate::cli) repair_builds: usize,
    /// Generate this many cases for each type and schema
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub(in crate::cli) cases: u64,
    /// The seed; the same seed generates the same cases
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Count warnings as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Init {
    /// The manifest of the crate [default: that of this folder]
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) manifest_path: Option<PathBuf>,
    /// The package, in a workspace of several
    #[arg(long, short, value_name = "NAME")]
    pub(in crate::cli) package: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Choice {
    /// The component of captures that neither their folder nor their content tells
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) component: Option<String>,
    /// Examine only this subject
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) subject: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The same as PATH; may be repeated
    #[arg(long = "captures", value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) choice: Choice,
    /// Accept what is found: add an expectation for each error and warning to the file of --expectations
    /// [default: wireproof-expectations.toml]
    #[arg(long)]
    pub(in crate::cli) accept: bool,
    /// Examine only the K-th of N parts of the texts, to divide them among machines
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    pub(in crate::cli) shard: Option<Shard>,
    /// Count warnings as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
    #[command(flatten)]
    pub(in crate::cli) running: Running,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Ingest {
    /// Recordings: files, folders, or `-` for standard input. The format is recognized: JSON, JSON lines, server-sent events, HTTP
    /// responses, HAR, VCR and vcrpy cassettes, session records
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The corpus, with one folder for each component [default: corpus/captures]
    #[arg(long = "into", value_name = "FOLDER")]
    into_given: Option<PathBuf>,
    #[arg(skip)]
    pub(in crate::cli) into: PathBuf,
    /// The folder for copies for fuzzing [default: `fuzz/seeds` beside `corpus/captures`, otherwise in the corpus]
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) seeds: Option<PathBuf>,
    /// Show what would be done, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Keep texts, except for secrets and ids in them
    #[arg(long)]
    pub(in crate::cli) keep_text: bool,
    /// Say which file each `recording HASH` of the report stands for; names of files may be private
    #[arg(long)]
    pub(in crate::cli) show_names: bool,
    /// Count warnings as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
}

impl Ingest {
    /// Takes from a configuration what the arguments leave open.
    pub(in crate::cli) fn take(&mut self, config: &Config) {
        let into = self.into_given.clone().or_else(|| config.ingest.into.clone());
        self.into = into.unwrap_or_else(|| "corpus/captures".into());
        self.seeds = self.seeds.take().or_else(|| config.ingest.seeds.clone());
        self.keep_text |= config.ingest.keep_text.unwrap_or_default();
        self.strict |= config.strict.unwrap_or_default();
    }
}

impl Choice {
    /// Every subject.
    pub(in crate::cli) fn none() -> Choice {
        Choice {
            component: None,
            subject: None,
        }
    }

    /// Takes from a configuration what the arguments leave open.
    pub(in crate::cli) fn take(&mut self, config: &Config) {
        self.component = self.component.take().or_else(|| config.component.clone());
        self.subject = self.subject.take().or_else(|| config.subject.clone());
    }
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Explore {
    /// The same as --subject
    #[arg(value_name = "SUBJECT", hide = true)]
    pub(in crate::cli) subjects: Vec<String>,
    /// Explore only this subject; may be repeated
    #[arg(long = "subject", value_name = "NAME", action = ArgAction::Append)]
    named: Vec<String>,
    /// Generate this many cases for each component: first those that cover the schema, then random ones [default: 10000, or
    /// as many as the time allows]
    #[arg(long, value_name = "N")]
    cases: Option<u64>,
    /// Generate cases for this long, such as 30s or 5m, divided equally among the components
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub(in crate::cli) time: Option<Duration>,
    /// The seed; the same seed generates the same cases [default: 1]
    #[arg(long = "seed", value_name = "N")]
    seed_given: Option<u64>,
    #[arg(skip)]
    pub(in crate::cli) seed: u64,
    /// Try the texts and numbers of these captures at their places (files, folders, or `-`) [default: the captures that `check`
    /// examines]
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    /// Generate only the K-th of N parts of the cases, to divide them among machines
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    pub(in crate::cli) shard: Option<Shard>,
    /// Count warnings and `accepts_invalid` as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
    #[command(flatten)]
    pub(in crate::cli) running: Running,
}

impl Explore {
    /// All subjects, as an audit explores them.
    pub(in crate::cli) fn of_audit(audit: &Audit) -> Explore {
        Explore {
            subjects: Vec::new(),
            captures: Vec::new(),
            cases: Some(audit.cases),
            time: None,
            shard: None,
            seed_given: None,
            seed: audit.seed,
            strict: audit.strict,
            reporting: Reporting::default(),
            running: Running::default(),
            named: Vec::new(),
        }
    }

    /// As an audit explores what lies behind what types refuse: several times, with texts that cover the schemas and few more.
    pub(in crate::cli) fn behind_audit(audit: &Audit) -> Explore {
        const MOST: u64 = 500;
        Explore {
            cases: Some(audit.cases.min(MOST)),
            ..Explore::of_audit(audit)
        }
    }

    /// Takes from a configuration what the arguments leave open.
    pub(in crate::cli) fn take(&mut self, config: &Config) -> Result<(), CliError> {
        let time = config.explore.time.as_deref().map(duration).transpose();
        let time =
            time.map_err(|reason| CliError::unreadable(format!("{}: `time`: {reason}", config.path.display())))?;
        self.subjects.append(&mut self.named);
        self.seed = self.seed_given.or(config.explore.seed).unwrap_or(1);
        // Of cases and time, those that are given replace both.
        if self.cases.is_none() && self.time.is_none() {
            (self.cases, self.time) = (config.explore.cases, time);
        }
        self.strict |= config.strict.unwrap_or_default();
        Ok(())
    }

    /// The number of cases to generate for each component.
    pub(in crate::cli) fn cases(&self) -> u64 {
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
pub(in crate::cli) struct Ambiguity {
    /// The same as --subject
    #[arg(value_name = "SUBJECT", hide = true)]
    pub(in crate::cli) names: Vec<String>,
    /// Decide only this subject or enum; may be repeated
    #[arg(long = "subject", value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) named: Vec<String>,
    /// Decide every union of the document, not only those of the subjects
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Give the enums the values in their places in these captures (files, folders, or `-`) [default: the captures that `check`
    /// examines]
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Replay {
    /// The id of a saved case, its file, or a capture [default: all saved cases]
    #[arg(value_name = "ID|FILE")]
    pub(in crate::cli) case: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) reporting: Reporting,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Coverage {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The same as PATH; may be repeated
    #[arg(long = "captures", value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    /// Use only this component; if it is the only one, captures that do not tell their component belong to it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
    /// Exit with 1 if coverage is below PERCENT
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(in crate::cli) min: Option<f64>,
    /// Read what is never sent although the schemas allow it, each with a reason, from this file (TOML) instead of the one that
    /// comes with the types
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) never: Option<PathBuf>,
}

/// Reads a number from 0 to 100.
fn percent(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim_end_matches('%').trim().parse().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "not a number from 0 to 100".to_owned())
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// The code of a check, such as `lossy` [default: all]
    #[arg(value_name = "CODE")]
    pub(in crate::cli) code: Option<String>,
}
