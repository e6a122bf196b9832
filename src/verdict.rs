//! The result of all checks.

use crate::case::Skipped;
use crate::check::rule;
use crate::finding::{Code, Finding, Level, sanitize_for_terminal};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// The result of all checks on a text, an enum, a file or a folder.
///
/// Its `Display` lists the findings by their causes, every undecided question and everything that could not be examined, and ends
/// with a summary line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// The findings, in the order of the checks.
    pub findings: Vec<Finding>,
    /// The questions that could not be decided, each with the reason.
    pub unknown: Vec<(Code, String)>,
    /// What could not be examined.
    pub skipped: Vec<Skipped>,
}

impl Verdict {
    /// Whether everything was examined and decided, and nothing is worse than a note.
    pub fn is_clean(&self) -> bool {
        let is_bad = |finding: &Finding| finding.level > Level::Note && !finding.expected;
        self.unknown.is_empty() && self.skipped.is_empty() && !self.findings.iter().any(is_bad)
    }

    /// Does nothing if the verdict [is clean](Self::is_clean).
    ///
    /// # Panics
    /// With the verdict's `Display` if it is not.
    ///
    /// ```should_panic
    /// use wireproof::{Case, examine, subject};
    ///
    /// #[derive(serde::Deserialize, serde::Serialize)]
    /// struct Pet { name: String }
    ///
    /// examine(&subject!(Pet), None, &Case::new("pet.json", r#"{"name":"Rex","age":3}"#)).unwrap().assert_clean();
    /// ```
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(self.is_clean(), "the verdict is not clean\n\n{self}");
    }

    /// The worst finding of each cause, in the order in which the causes were found, with the number of its findings of each code.
    fn by_cause(&self) -> Vec<(&Finding, BTreeMap<Code, usize>)> {
        let mut causes: Vec<(&Finding, BTreeMap<Code, usize>)> = Vec::new();
        let mut index: HashMap<(&str, bool), usize> = HashMap::new();
        let rank = |finding: &Finding| (finding.level, Reverse(finding.code));
        for finding in &self.findings {
            let at = *index.entry((&finding.cause, finding.expected)).or_insert_with(|| {
                causes.push((finding, BTreeMap::new()));
                causes.len() - 1
            });
            let (worst, codes) = &mut causes[at];
            *codes.entry(finding.code).or_default() += 1;
            if rank(finding) > rank(worst) {
                *worst = finding;
            }
        }
        causes
    }

    /// Adds what another verdict found.
    pub(crate) fn extend(&mut self, other: Verdict) {
        self.findings.extend(other.findings);
        self.unknown.extend(other.unknown);
        self.skipped.extend(other.skipped);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut helped = BTreeSet::new();
        for (finding, codes) in self.by_cause() {
            writeln!(out, "{finding}")?;
            let others = codes
                .iter()
                .filter(|(code, count)| **code != finding.code || **count > 1);
            let others: Vec<String> = others.map(|(code, count)| format!("{code} ({count})")).collect();
            if !others.is_empty() {
                writeln!(out, "    in all   {}", others.join(", "))?;
            }
            // The help is the same for all findings of a code.
            if let Some(rule) = rule(finding.code).filter(|_| helped.insert(finding.code)) {
                writeln!(out, "  = help: {}", rule.fix)?;
            }
            writeln!(out)?;
        }
        for (code, reason) in &self.unknown {
            writeln!(out, "unknown {code}: {}", sanitize_for_terminal(reason))?;
        }
        for skipped in &self.skipped {
            let (case, reason) = (
                sanitize_for_terminal(&skipped.case),
                sanitize_for_terminal(&skipped.reason),
            );
            writeln!(out, "skipped {case}:{}:{}: {reason}", skipped.line, skipped.column)?;
        }
        if !(self.unknown.is_empty() && self.skipped.is_empty()) {
            writeln!(out)?;
        }
        let count = |level| {
            let of_level = self
                .findings
                .iter()
                .filter(|finding| finding.level == level && !finding.expected);
            of_level.count()
        };
        let expected = self.findings.iter().filter(|finding| finding.expected).count();
        for level in [Level::Error, Level::Warning, Level::Note] {
            let number = count(level);
            let plural = if number == 1 { "" } else { "s" };
            write!(out, "{number} {}{plural}, ", level.as_str())?;
        }
        let (unknown, skipped) = (self.unknown.len(), self.skipped.len());
        write!(out, "{expected} expected, {unknown} unknown, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingDraft, Location, SourceKind};

    fn finding(code: Code) -> Finding {
        let location = Location {
            type_set: "pets",
            subject: "Pet",
            case: "rex.json",
            case_kind: SourceKind::Capture,
            position: (1, 1),
        };
        Finding::new(FindingDraft::new(code, "something is wrong"), location)
    }

    #[test]
    fn a_verdict_shows_each_cause_and_a_summary_and_helps_once_for_each_code() {
        let verdict = Verdict {
            findings: vec![
                finding(Code::Lossy),
                finding(Code::Lossy),
                finding(Code::UndocumentedField),
            ],
            unknown: vec![(Code::SchemaViolation, "no `Value` holds it".to_owned())],
            skipped: vec![Skipped::whole("cut.json", "not JSON")],
        };
        let shown = verdict.to_string();
        assert_eq!(shown.matches("error[lossy]: something is wrong").count(), 1, "{shown}");
        assert!(shown.contains("    in all   lossy (2)\n"), "{shown}");
        assert_eq!(
            shown
                .matches("  = help: Keep unknown keys in a map, distinguish")
                .count(),
            1,
            "{shown}"
        );
        assert!(
            shown.contains("unknown schema_violation: no `Value` holds it\n"),
            "{shown}"
        );
        assert!(shown.contains("skipped cut.json:0:0: not JSON\n"), "{shown}");
        assert!(
            shown.ends_with("2 errors, 0 warnings, 1 note, 0 expected, 1 unknown, 1 skipped"),
            "{shown}"
        );
    }

    #[test]
    fn a_verdict_is_clean_with_notes_and_expected_findings_only() {
        let mut verdict = Verdict {
            findings: vec![finding(Code::UndocumentedField)],
            ..Verdict::default()
        };
        assert!(verdict.is_clean());
        verdict.findings.push(finding(Code::SchemaViolation));
        assert!(!verdict.is_clean());
        verdict.findings[1].expected = true;
        verdict.assert_clean();
        verdict.unknown.push((Code::Rejected, "undecided".to_owned()));
        assert!(!verdict.is_clean());
    }
}
