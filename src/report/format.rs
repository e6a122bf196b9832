//! The formats of reports.

use super::safe_lines::Escape;
use std::fmt;

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportFormat {
    /// For people, on a terminal.
    Human,
    /// One JSON object, for programs.
    Json,
    /// A JSON object on a line for each finding, for a pipe.
    Jsonl,
    /// JUnit XML, for Jenkins, GitLab and others.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Commands for the runner of GitHub Actions.
    Github,
    /// A table, for a pull request.
    Markdown,
    /// A page to click through.
    Html,
}

impl ReportFormat {
    /// All formats, with their names.
    pub const ALL: [(&'static str, ReportFormat); 8] = [
        ("human", ReportFormat::Human),
        ("json", ReportFormat::Json),
        ("jsonl", ReportFormat::Jsonl),
        ("junit", ReportFormat::Junit),
        ("sarif", ReportFormat::Sarif),
        ("github", ReportFormat::Github),
        ("markdown", ReportFormat::Markdown),
        ("html", ReportFormat::Html),
    ];

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

    /// What becomes of characters that must not be printed; `None` if the format replaces them itself.
    pub fn escape(self) -> Option<Escape> {
        match self {
            ReportFormat::Human | ReportFormat::Markdown => Some(Escape::Mark),
            ReportFormat::Json | ReportFormat::Jsonl | ReportFormat::Sarif => Some(Escape::Json),
            ReportFormat::Junit | ReportFormat::Github | ReportFormat::Html => None,
        }
    }

    /// Whether standard output can have this report together with others: a program that reads one wants nothing else there.
    pub fn is_for_people(self) -> bool {
        matches!(
            self,
            ReportFormat::Human | ReportFormat::Github | ReportFormat::Markdown
        )
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
