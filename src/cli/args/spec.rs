//! The arguments of `wireproof spec`.

use clap::{ArgAction, Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SpecVerb {
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
pub(in crate::cli) struct Dictionary {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(in crate::cli) document: PathBuf,
    /// Write to this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(in crate::cli) document: PathBuf,
    /// The components to import, with everything that they refer to; may be repeated, or a list with commas
    #[arg(long, required = true, value_delimiter = ',', value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
    /// Write to this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Provenance: the repository of the document
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) repository: Option<String>,
    /// Provenance: the commit of the document
    #[arg(long, value_name = "HASH")]
    pub(in crate::cli) commit: Option<String>,
    /// Provenance: the licence of the document
    #[arg(long, value_name = "SPDX")]
    pub(in crate::cli) license: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Lint {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(in crate::cli) document: PathBuf,
    /// Use only these components (repeated, or a list with commas), and the examples of operations that return them
    #[arg(long, value_delimiter = ',', value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Propose {
    /// Captures: files, folders, or `-` for standard input
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The same as PATH; may be repeated
    #[arg(long = "captures", value_name = "PATH", action = ArgAction::Append)]
    pub(in crate::cli) captures: Vec<PathBuf>,
    /// Use only this component; if it is the only one, captures that do not tell their component belong to it
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    /// The old document: a file (JSON or YAML) or a folder
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: PathBuf,
    /// The new document
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: PathBuf,
    /// Captures that a change may affect [default: those that come with the types]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Compare this component [default: those that subjects are bound to]
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
    /// Exit with 1 if anything changed
    #[arg(long)]
    pub(in crate::cli) strict: bool,
    /// The seed; the same seed finds the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(in crate::cli) seed: u64,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Samples {
    /// The document: a file (JSON or YAML) or a folder
    #[arg(value_name = "DOCUMENT")]
    pub(in crate::cli) document: PathBuf,
    /// Use only these components (repeated, or a list with commas)
    #[arg(long, value_delimiter = ',', value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) component: Vec<String>,
    /// The number of values of each component
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(in crate::cli) per_component: u64,
    /// The seed; the same seed generates the same values
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(in crate::cli) seed: u64,
}
