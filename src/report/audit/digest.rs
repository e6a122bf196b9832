//! The findings of an audit in the formats that all reports have.

use crate::audit::{AuditFinding, AuditResult};
use crate::case::Skipped;
use crate::finding::{Finding, FindingDraft, Location, SourceKind};
use crate::pointer::Pointer;
use crate::report::causes::{CauseEntry, SourceItem};
use crate::report::collection::Collection;
use crate::report::digest::{Digest, Facts};
use crate::report::format::ReportFormat;
use crate::report::reporting::render;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// Writes the report of an audit. Files are named from `working`, the working folder.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn audit_report(
    format: ReportFormat,
    out: &mut impl Write,
    result: &AuditResult,
    facts: &Facts,
    took: Duration,
    working: &Path,
) -> io::Result<()> {
    let entries: Vec<CauseEntry> = result
        .findings
        .iter()
        .map(|finding| entry(result, finding, working))
        .collect();
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

fn entry(result: &AuditResult, finding: &AuditFinding, working: &Path) -> CauseEntry {
    let case_kind = match finding.is_capture {
        true => SourceKind::Capture,
        false => SourceKind::Sample,
    };
    let location = Location {
        type_set: &result.package,
        subject: &finding.item,
        case: finding.captures.first().map_or("", String::as_str),
        case_kind,
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
    entry.source = finding.span.as_ref().map(|span| SourceItem {
        item: finding.item.clone(),
        file: file_of(result, &span.file, working),
        line: span.line as usize,
        column: span.column as usize,
        text: finding.excerpt.clone(),
        repair: finding.repair.clone(),
    });
    entry
}

/// The file of a span: from the working folder if the crate is in there, else from the crate's own folder.
fn file_of(result: &AuditResult, file: &Path, working: &Path) -> String {
    let folder = result.folder.canonicalize().unwrap_or_else(|_| result.folder.clone());
    let inside = folder.strip_prefix(working).ok();
    let start = inside
        .or_else(|| folder.file_name().map(Path::new))
        .unwrap_or(Path::new(""));
    start.join(file).to_string_lossy().replace('\\', "/")
}
