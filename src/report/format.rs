//! The formats of reports.

use std::fmt;

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportFormat {
    /// For people, on a terminal.
    Human,
    /// One JSON object, for programs.
    Json,
}

impl ReportFormat {
    /// All formats, with their names.
    pub const ALL: [(&'static str, ReportFormat); 2] = [("human", ReportFormat::Human), ("json", ReportFormat::Json)];

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<ReportFormat> {
        let named = ReportFormat::ALL.iter().find(|(other, _)| *other == name);
        named.map(|(_, format)| *format)
    }

    /// The name of the format.
    pub fn name(self) -> &'static str {
        let named = ReportFormat::ALL.iter().find(|(_, format)| *format == self);
        named.map_or("", |(name, _)| name)
    }

    /// Whether standard output can have this report together with another one: a program that reads one wants nothing else there.
    pub fn is_for_people(self) -> bool {
        matches!(self, ReportFormat::Human)
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
