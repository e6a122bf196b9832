//! JSON reports of audits, read again as one result.

use crate::audit::{AuditFinding, AuditResult, AuditedCrate, RepairCounts};
use crate::finding::Code;
use crate::report::json::REPORT_VERSION;
use crate::report::parts::{MergeError, is_lines, not_a_report, read};
use crate::runner::Summary;
use serde::Deserialize;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Audits of several crates, or of one crate with other features, documents or captures.
pub(crate) struct MergedAudits {
    pub(crate) result: AuditResult,
    /// The rules that were checked.
    pub(crate) asked: Vec<Code>,
    /// The seed, if all audits had the same.
    pub(crate) seed: Option<u64>,
}

#[derive(Deserialize)]
struct Verb {
    verb: String,
}

#[derive(Deserialize)]
struct AuditReport {
    report_version: u32,
    seed: Option<u64>,
    asked: Vec<Code>,
    crates: Vec<AuditedCrate>,
    findings: Vec<AuditFinding>,
    not_examined: Vec<NotExamined>,
    unknown: Vec<Open>,
    skipped: Vec<String>,
    summary: Value,
}

#[derive(Deserialize)]
struct NotExamined {
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Open {
    code: Code,
    reason: String,
    count: usize,
}

/// The numbers that only audits have.
#[derive(Deserialize)]
struct Bound {
    bound_types: usize,
    bound_schemas: usize,
    not_bound: BTreeMap<String, usize>,
    repairable: usize,
    repairs_proven: Option<usize>,
    repairs_untried: usize,
}

/// Whether a JSON report is of an audit.
///
/// # Errors
/// When it cannot be read, or is not a report.
pub(crate) fn is_audit(path: &Path) -> Result<bool, MergeError> {
    Ok(!is_lines(path)? && read::<Verb>(path)?.verb == "audit")
}

/// Reads the reports of audits as one result.
///
/// # Errors
/// When one of them cannot be read, or is not the report of an audit.
pub(crate) fn merge_audits(paths: &[PathBuf]) -> Result<MergedAudits, MergeError> {
    let mut crates: Vec<AuditedCrate> = Vec::new();
    let mut result = AuditResult {
        crates: Vec::new(),
        findings: Vec::new(),
        bound_types: 0,
        bound_schemas: 0,
        not_bound: BTreeMap::new(),
        left_out: Vec::new(),
        unknown: Vec::new(),
        skipped: Vec::new(),
        summary: Summary::default(),
        repairs: RepairCounts::default(),
    };
    let (mut asked, mut seeds) = (BTreeSet::new(), BTreeSet::new());
    let mut unknown: BTreeMap<(Code, String), usize> = BTreeMap::new();
    for path in paths {
        let refused = |reason: String| not_a_report(path, reason);
        let verb = read::<Verb>(path)?.verb;
        if verb != "audit" {
            return Err(refused(format!("a report of `{verb}`, beside one of `audit`")));
        }
        let report: AuditReport = read(path)?;
        if report.report_version != REPORT_VERSION {
            let reason = format!("a report of version {}, not {REPORT_VERSION}", report.report_version);
            return Err(refused(reason));
        }
        let summary = Summary::deserialize(&report.summary).map_err(|error| refused(error.to_string()))?;
        result.summary.absorb(&summary);
        // Of a crate that is audited twice, the types are counted once.
        if !report.crates.iter().all(|audited| crates.contains(audited)) {
            let bound = Bound::deserialize(&report.summary).map_err(|error| refused(error.to_string()))?;
            result.bound_types += bound.bound_types;
            result.bound_schemas += bound.bound_schemas;
            result.repairs.absorb(RepairCounts {
                repairable: bound.repairable,
                proven: bound.repairs_proven,
                untried: bound.repairs_untried,
                builds: 0,
            });
            for (reason, count) in bound.not_bound {
                *result.not_bound.entry(reason).or_default() += count;
            }
        }
        let further = report.crates.into_iter().filter(|audited| !crates.contains(audited));
        let further: Vec<AuditedCrate> = further.collect();
        crates.extend(further);
        asked.extend(report.asked);
        seeds.insert(report.seed);
        result.findings.extend(report.findings);
        let left_out = report.not_examined.into_iter();
        result.left_out.extend(left_out.map(|one| (one.name, one.reason)));
        result.skipped.extend(report.skipped);
        for open in report.unknown {
            *unknown.entry((open.code, open.reason)).or_default() += open.count;
        }
    }
    result.crates = crates;
    result.findings = folded(result.findings);
    result.left_out.sort();
    result.left_out.dedup();
    let unknown = unknown.into_iter();
    result.unknown = unknown.map(|((code, reason), count)| (code, reason, count)).collect();
    Ok(MergedAudits {
        result,
        asked: asked.into_iter().collect(),
        seed: seeds.pop_first().flatten().filter(|_| seeds.is_empty()),
    })
}

/// One finding for each cause, the worst first.
fn folded(findings: Vec<AuditFinding>) -> Vec<AuditFinding> {
    let mut index: HashMap<(String, bool), usize> = HashMap::new();
    let mut folded: Vec<AuditFinding> = Vec::new();
    for finding in findings {
        let key = (finding.cause.clone(), finding.expected);
        match index.get(&key) {
            Some(&at) => join(&mut folded[at], finding),
            None => {
                index.insert(key, folded.len());
                folded.push(finding);
            }
        }
    }
    folded.sort_by_key(|finding| Reverse(finding.level));
    folded
}

fn join(one: &mut AuditFinding, mut other: AuditFinding) {
    if other.level > one.level {
        std::mem::swap(one, &mut other);
    }
    one.count += other.count;
    one.codes.extend(other.codes);
    one.codes.sort();
    one.codes.dedup();
    for (names, more) in [(&mut one.subjects, other.subjects), (&mut one.captures, other.captures)] {
        names.extend(more);
        names.sort();
        names.dedup();
    }
}
