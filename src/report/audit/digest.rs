//! The reports of an audit, in the formats that all reports have.

use super::human::audit_human;
use super::json::audit_json;
use crate::audit::{AuditFinding, AuditResult};
use crate::case::Skipped;
use crate::finding::{Finding, FindingDraft, Location};
use crate::pointer::Pointer;
use crate::report::causes::{CauseEntry, SourceItem};
use crate::report::collection::Collection;
use crate::report::digest::{Digest, Facts};
use crate::report::format::ReportFormat;
use crate::report::reporting::{Output, render};
use std::io::{self, Write};
use std::time::Duration;

/// Writes the reports of an audit.
///
/// # Errors
/// When one cannot be written.
pub(crate) fn audit_reports(
    outputs: Vec<Output<'_>>,
    result: &AuditResult,
    facts: &Facts,
    took: Duration,
) -> io::Result<()> {
    for output in outputs {
        let (format, mut out) = (output.format, output.destination);
        match format {
            ReportFormat::Human => audit_human(&mut out, result, took, facts.most_lines.is_none(), facts.quiet)?,
            ReportFormat::Json | ReportFormat::Jsonl => audit_json(&mut out, result, facts)?,
            format => digested(format, &mut out, result, facts, took)?,
        }
        out.finish()?;
    }
    Ok(())
}

/// Writes a report in one of the formats that know entries of causes and not crates.
fn digested(
    format: ReportFormat,
    out: &mut impl Write,
    result: &AuditResult,
    facts: &Facts,
    took: Duration,
) -> io::Result<()> {
    let entries: Vec<CauseEntry> = result.findings.iter().map(entry).collect();
    let skipped = result
        .skipped
        .iter()
        .map(|line| Skipped::whole(line.as_str(), "not examined"));
    let left_out = result.left_out.iter();
    let left_out = left_out.map(|(name, reason)| Skipped::whole(name.as_str(), reason.as_str()));
    let unknown = result.unknown.iter();
    let unknown = unknown.map(|(code, reason, count)| ((*code, reason.clone()), *count));
    let mut collection = Collection::default();
    collection.skipped.extend(skipped.chain(left_out));
    collection.unknown.extend(unknown);
    let digest = Digest {
        facts,
        collection: &collection,
        entries: &entries,
        summary: &result.summary,
        took,
        coverage: None,
    };
    render(format, out, &digest)
}

fn entry(finding: &AuditFinding) -> CauseEntry {
    let location = Location {
        type_set: &finding.package,
        subject: &finding.item,
        case: finding.captures.first().map_or("", String::as_str),
        case_kind: finding.case_kind,
        position: (0, 0),
    };
    let mut draft = FindingDraft::new(finding.code, finding.headline.clone())
        .at(Pointer::from(finding.pointer.as_str()), 0)
        .schema_pointer(finding.schema_pointer.clone())
        .read(finding.read.clone())
        .wrote(finding.wrote.clone());
    draft.kind = finding.kind;
    draft.witness = Some(finding.json.clone()).filter(|json| !json.is_empty());
    let mut located = Finding::new(draft, location);
    located.level = finding.level;
    located.expected = finding.expected;
    located.cause.clone_from(&finding.cause);
    located.fingerprint.clone_from(&finding.fingerprint);
    located.replay.clone_from(&finding.replay);
    let mut entry = CauseEntry::of(&located);
    entry.count = finding.count;
    entry.codes = finding.codes.iter().map(|code| (*code, 1)).collect();
    entry.codes.insert(
        finding.code,
        (finding.count + 1).saturating_sub(finding.codes.len()).max(1),
    );
    entry.subjects = finding.subjects.iter().cloned().collect();
    entry.cases = finding.captures.iter().cloned().collect();
    entry.source = finding.source.as_ref().map(|source| SourceItem {
        item: finding.item.clone(),
        file: source.shown.clone(),
        line: source.line as usize,
        column: source.column as usize,
        text: source.text.clone(),
        repair: finding.repair.clone(),
    });
    entry
}
