//! Reports of audits.

mod collector;
mod digest;
mod human;
mod json;
mod table;

pub(crate) use collector::{Collected, Collector};
pub(crate) use digest::audit_report;
pub(crate) use human::audit_human;
pub(crate) use json::audit_json;
pub(crate) use table::{TableRow, audit_table, audit_table_json};
