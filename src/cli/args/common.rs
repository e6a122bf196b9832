//! Options that many verbs take; `options` says which verb takes which.

use crate::cli::error::CliError;
use crate::cli::levels::Levels;
use crate::cli::report_target::{ReportTarget, report_target};
use crate::config::Config;
use crate::finding::{SeverityOverride, SeverityPolicy};
use crate::schema::{Dialect, Document, Spec};
use crate::subject::Limits;
use clap::{ArgAction, Args, ValueEnum};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Options that many verbs have in common.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Common {
    /// Print a report for people, one JSON object, or one object on a line for each finding
    #[arg(
        long = "format",
        help_heading = "Output",
        global = true,
        value_enum,
        value_name = "FORMAT"
    )]
    pub(in crate::cli) format_given: Option<Format>,
    #[arg(skip)]
    pub(in crate::cli) format: Format,
    /// Examine the types of this program (its path and arguments) instead of the built-in types
    #[arg(long, global = true, value_name = "PROGRAM", help_heading = "Types")]
    pub(in crate::cli) types: Option<String>,
    /// Let one call of a type take this long before it counts as crashed [default: 10, of an audit 2]
    #[arg(long = "time-limit", help_heading = "Types", global = true, value_name = "SECONDS", value_parser = seconds)]
    time_limit_given: Option<Duration>,
    #[arg(skip)]
    pub(in crate::cli) time_limit: Duration,
    /// Read accepted findings, each with a reason, from this file (TOML) instead of those that come with the types
    #[arg(long, global = true, value_name = "FILE", help_heading = "Levels")]
    pub(in crate::cli) expectations: Option<PathBuf>,
    /// Use this document instead of the one that comes with the types: OpenAPI, Swagger or JSON Schema, a file or a folder
    #[arg(long, global = true, value_name = "PATH", help_heading = "Document")]
    pub(in crate::cli) spec: Option<PathBuf>,
    /// Correct the document with this OpenAPI Overlay, after those that come with the types
    #[arg(long, global = true, value_name = "FILE", action = ArgAction::Append, help_heading = "Document")]
    pub(in crate::cli) overlay: Vec<PathBuf>,
    /// Do not apply the overlays that come with the types: use the document as published
    #[arg(long, global = true, help_heading = "Document")]
    pub(in crate::cli) no_overlay: bool,
    /// Read the document as its authors meant it, or strictly as it is written
    #[arg(
        long = "dialect",
        help_heading = "Document",
        global = true,
        value_enum,
        value_name = "DIALECT"
    )]
    pub(in crate::cli) dialect_given: Option<DialectName>,
    #[arg(skip)]
    pub(in crate::cli) dialect: DialectName,
    /// Take the formats of texts for annotations, as JSON Schema does, or assert them: a text that is no member of its format is invalid
    #[arg(
        long = "formats",
        help_heading = "Document",
        global = true,
        value_enum,
        value_name = "FORMATS"
    )]
    pub(in crate::cli) formats_given: Option<Formats>,
    #[arg(skip)]
    pub(in crate::cli) formats: Formats,
    /// Spend at most this many steps on the document; what would take more is unknown [default: 200000000]
    #[arg(long, global = true, value_name = "STEPS", help_heading = "Document")]
    pub(in crate::cli) max_schema_steps: Option<u64>,
    /// Use at most this many MiB for what is built from the document; what would take more is unknown [default: 1024]
    #[arg(long, global = true, value_name = "MIB", help_heading = "Document")]
    pub(in crate::cli) max_memory: Option<u64>,
    /// Print only the summary
    #[arg(long, short, global = true, help_heading = "Output")]
    pub(in crate::cli) quiet: bool,
    /// List every place of each finding
    #[arg(long, short, global = true, help_heading = "Output")]
    pub(in crate::cli) verbose: bool,
    /// Set a key of wireproof.toml, as in explore.seed=3; may be repeated
    #[arg(long = "config", global = true, value_name = "KEY=VALUE", action = ArgAction::Append, help_heading = "Output")]
    pub(in crate::cli) keys: Vec<String>,
    /// Use colours always, never, or if the output is a terminal
    #[arg(
        long = "color",
        help_heading = "Output",
        global = true,
        value_enum,
        value_name = "WHEN"
    )]
    color_given: Option<Color>,
    #[arg(skip)]
    pub(in crate::cli) color: Color,
    /// How many processes run the types.
    #[arg(skip)]
    pub(in crate::cli) jobs: Option<usize>,
    /// Whether the run ends at the first finding that makes it fail.
    #[arg(skip)]
    pub(in crate::cli) fail_fast: bool,
    /// Where the report goes that would go to standard output.
    #[arg(skip)]
    pub(in crate::cli) out: Option<PathBuf>,
    /// The reports that the verb is asked for.
    #[arg(skip)]
    pub(in crate::cli) reports: Vec<ReportTarget>,
    /// Whether findings are accepted, so that the file of expectations need not be there yet.
    #[arg(skip)]
    pub(in crate::cli) accept: bool,
    /// The levels that the verb is asked for.
    #[arg(skip)]
    pub(in crate::cli) levels: Levels,
    /// What `wireproof.toml` says.
    #[arg(skip)]
    pub(in crate::cli) config: Config,
    /// Levels that the types bring along.
    #[arg(skip)]
    pub(in crate::cli) severities: Vec<SeverityOverride>,
}

impl Common {
    /// Takes from a configuration what the arguments leave open.
    pub(in crate::cli) fn take(&mut self, config: Config) -> Result<(), CliError> {
        let invalid =
            |key: &str, reason: String| CliError::unreadable(format!("{}: `{key}`: {reason}", config.path.display()));
        fn named<T: ValueEnum>(name: &Option<String>) -> Result<Option<T>, String> {
            name.as_deref().map(|name| T::from_str(name, false)).transpose()
        }
        let format = named(&config.format).map_err(|reason| invalid("format", reason))?;
        let dialect = named(&config.dialect).map_err(|reason| invalid("dialect", reason))?;
        let formats = named(&config.formats).map_err(|reason| invalid("formats", reason))?;
        let color = named(&config.color).map_err(|reason| invalid("color", reason))?;
        let time_limit = config.time_limit.map(|limit| seconds(&limit.to_string())).transpose();
        let time_limit = time_limit.map_err(|reason| invalid("time_limit", reason))?;
        if self.reports.is_empty() {
            let reports = config.report.iter().map(|text| report_target(text)).collect();
            self.reports = Result::map_err(reports, |reason| invalid("report", reason))?;
        }
        self.format = self.format_given.or(format).unwrap_or_default();
        self.dialect = self.dialect_given.or(dialect).unwrap_or_default();
        self.formats = self.formats_given.or(formats).unwrap_or_default();
        self.color = self.color_given.or(color).unwrap_or_default();
        self.time_limit = self.time_limit_given.or(time_limit).unwrap_or(Limits::default().time);
        self.max_schema_steps = self.max_schema_steps.or(config.max_schema_steps);
        self.max_memory = self.max_memory.or(config.max_memory);
        self.quiet |= config.quiet.unwrap_or_default();
        self.verbose |= config.verbose.unwrap_or_default();
        self.config = config;
        Ok(())
    }

    /// The program that holds the types, and its arguments.
    pub(in crate::cli) fn type_program(&self) -> Result<Option<Vec<OsString>>, CliError> {
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
    pub(in crate::cli) fn severity(&self, strict: bool) -> SeverityPolicy {
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

    /// Sets how long one call of a type may take, unless the caller has.
    pub(in crate::cli) fn limit_time(&mut self, limit: Duration) {
        if self.time_limit_given.is_none() && self.config.time_limit.is_none() {
            self.time_limit = limit;
        }
    }

    /// A document, read as the options say.
    pub(in crate::cli) fn read(&self, document: Document) -> Spec {
        let spec = Spec::new(document, self.dialect.into());
        match self.formats {
            Formats::Annotate => spec,
            Formats::Assert => spec.asserting_formats(),
        }
    }

    /// Whether an option says which document to read, or how.
    pub(in crate::cli) fn names_a_document(&self) -> bool {
        let says_how = self.dialect_given.is_some() || self.formats_given.is_some();
        self.spec.is_some() || !self.overlay.is_empty() || self.no_overlay || says_how
    }

    /// Saved options, with those that are given now and say nothing of the document.
    pub(in crate::cli) fn over(&self, saved: Common) -> Common {
        Common {
            types: self.types.clone().or(saved.types),
            time_limit: self.time_limit,
            config: self.config.clone(),
            dialect: saved.dialect_given.unwrap_or(self.dialect),
            formats: saved.formats_given.unwrap_or(self.formats),
            ..saved
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    #[default]
    Human,
    Json,
    Jsonl,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DialectName {
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
pub(in crate::cli) enum Formats {
    #[default]
    Annotate,
    Assert,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Parses a number of seconds, which may have a fraction.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() => Ok(time),
        Err(_) if seconds > 0.0 => Err("the time is too long".to_owned()),
        _ => Err("the time must be greater than zero".to_owned()),
    }
}
