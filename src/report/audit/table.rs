//! The table of `audit --list`: each type, what it stands for, and why.

use crate::report::words::{brief, sanitize_for_terminal};
use serde_json::{Value, json};
use std::io::{self, Write};

/// A line of the table.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    /// The type.
    pub(crate) name: String,
    pub(crate) path: String,
    /// The schema, and how sure; `None` if the type is not bound.
    pub(crate) schema: Option<(String, f64)>,
    /// What speaks for the binding, or why there is none.
    pub(crate) why: Vec<String>,
}

/// Writes the table.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn audit_table(out: &mut impl Write, rows: &[TableRow]) -> io::Result<()> {
    let width = rows
        .iter()
        .map(|row| row.name.chars().count())
        .max()
        .unwrap_or_default()
        .min(48);
    for row in rows {
        let why = row.why.join("; ");
        match &row.schema {
            Some((pointer, score)) => writeln!(
                out,
                "  {:<width$}  {score:.2}  {}  ({})",
                sanitize_for_terminal(&row.name),
                sanitize_for_terminal(pointer),
                brief(&why, 200)
            )?,
            None => writeln!(
                out,
                "  {:<width$}  not bound: {}",
                sanitize_for_terminal(&row.name),
                brief(&why, 400)
            )?,
        }
    }
    Ok(())
}

/// The table for programs.
pub(crate) fn audit_table_json(rows: &[TableRow]) -> Value {
    let row = |row: &TableRow| {
        json!({
            "type": row.name,
            "path": row.path,
            "schema": row.schema.as_ref().map(|(pointer, _)| pointer),
            "score": row.schema.as_ref().map(|(_, score)| (score * 1000.0).round() / 1000.0),
            "why": row.why,
        })
    };
    rows.iter().map(row).collect()
}
