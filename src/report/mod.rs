//! Reports of runs, for people and for programs.
//!
//! A report knows findings and events, but no check; the texts of the rules are passed in. [`Reporters`] combines several
//! reporters into one.

mod acceptance;
mod audit;
mod bar;
mod block;
mod causes;
mod collection;
mod coverage;
mod destination;
mod diff;
mod digest;
mod extras;
mod format;
mod github;
mod help;
mod html;
mod human;
mod ingest_human;
mod ingest_json;
mod json;
mod jsonl;
mod junit;
mod link;
mod markdown;
mod merge;
mod not_reproduced;
mod parts;
mod progress;
mod reporters;
mod reporting;
mod safe_lines;
mod sarif;
mod union;
mod without_debug;
mod words;
mod xml;

pub use acceptance::Acceptance;
pub(crate) use audit::{
    Collected, Collector, MergedAudits, TableRow, audit_reports, audit_table, audit_table_json, is_audit, merge_audits,
};
pub use bar::Bar;
pub use causes::{CauseEntry, CauseNumbers, Causes, SourceItem};
pub use collection::Collection;
pub use coverage::{CoverageReport, skipped_json, skipped_line};
pub use destination::Destination;
pub use diff::{Changed, DiffReport};
pub use digest::{Digest, Facts};
pub use extras::{CoverageTracker, Extras};
pub use format::ReportFormat;
pub use ingest_human::{Extent, ingest_human};
pub use ingest_json::ingest_json;
pub use json::{Json, REPORT_VERSION};
pub use jsonl::JsonLines;
pub use merge::Merge;
pub use parts::MergeError;
pub use progress::Progress;
pub use reporters::Reporters;
pub use reporting::{Output, Reporting, render};
pub use safe_lines::{Escape, SafeLines};
pub use words::{count, sanitize_for_terminal, shell_quoted};
