//! Reports of audits.

mod collector;
mod digest;
mod human;
mod json;
mod merge;
mod table;

pub(crate) use collector::{Collected, Collector};
pub(crate) use digest::audit_reports;
pub(crate) use merge::{MergedAudits, is_audit, merge_audits};
pub(crate) use table::{TableRow, audit_table, audit_table_json};
