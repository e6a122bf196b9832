//! Tables with tabs between the columns, and names of columns in the first line.

use std::collections::HashMap;
use std::path::Path;

/// A line, by the names of its columns.
pub type Row = HashMap<String, String>;

/// Reads a table.
pub fn read(path: &Path) -> Result<Vec<Row>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        let cells = line.split('\t').map(str::to_owned);
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect()
    };
    Ok(lines.filter(|line| !line.trim().is_empty()).map(row).collect())
}

/// A cell; empty if there is none.
pub fn cell<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}
