//! What an audit found, ready to be reported.

use super::cause::{Cause, Fault};
use super::describe::headline;
use super::model::{Body, CrateModel, Fields, SourceItem, SourceSpan};
use super::names::Names;
use crate::exit_code::ExitCode;
use crate::finding::{Code, Kind, Level, SourceKind};
use crate::runner::Summary;
use std::fs;
use std::path::PathBuf;

/// What an audit found.
#[derive(Debug)]
pub(crate) struct AuditResult {
    pub(crate) package: String,
    pub(crate) version: String,
    /// The folder of the crate, from which the files of spans are named.
    pub(crate) folder: PathBuf,
    pub(crate) document: String,
    pub(crate) findings: Vec<AuditFinding>,
    /// Types that are examined, and the schemas that they stand for.
    pub(crate) bound_types: usize,
    pub(crate) bound_schemas: usize,
    /// Types that are not, by the reason.
    pub(crate) not_bound: Vec<(String, usize)>,
    /// What is not examined although it is bound: the name, and why.
    pub(crate) left_out: Vec<(String, String)>,
    /// Questions that could not be decided: code, reason, and how often.
    pub(crate) unknown: Vec<(Code, String, usize)>,
    /// Inputs that could not be examined.
    pub(crate) skipped: Vec<String>,
    pub(crate) summary: Summary,
    pub(crate) repairs: RepairCounts,
}

/// How many findings may be repaired, and how many are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RepairCounts {
    /// Findings for which there is a change that may repair them.
    pub(crate) repairable: usize,
    /// Those whose change is proven; `None` if proofs were not asked for.
    pub(crate) proven: Option<usize>,
    /// Those for which not every change was tried, since the builds were used up.
    pub(crate) untried: usize,
    /// How often the crate was built.
    pub(crate) builds: usize,
}

impl AuditResult {
    /// The exit code: findings first, then inputs that could not be examined.
    pub(crate) fn exit_code(&self, fails: impl Fn(Level) -> bool) -> ExitCode {
        let failing = |finding: &AuditFinding| !finding.expected && fails(finding.level);
        if self.summary.interrupted {
            ExitCode::Interrupted
        } else if self.findings.iter().any(failing) {
            ExitCode::Findings
        } else if self.summary.skipped > 0 {
            ExitCode::Unreadable
        } else {
            ExitCode::Clean
        }
    }
}

/// One item of the source, and what is wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct AuditFinding {
    pub(crate) level: Level,
    pub(crate) code: Code,
    /// All codes that the cause set off.
    pub(crate) codes: Vec<Code>,
    pub(crate) kind: Option<Kind>,
    pub(crate) headline: String,
    /// The item: `Run.status`.
    pub(crate) item: String,
    /// The item with its path: `shop::orders::Order.status`; `None` if no item of the source is to blame.
    pub(crate) path: Option<String>,
    pub(crate) span: Option<SourceSpan>,
    /// The line of the source.
    pub(crate) excerpt: Option<String>,
    /// The smallest JSON that shows it, and where in it.
    pub(crate) json: String,
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) read: Option<String>,
    pub(crate) wrote: Option<String>,
    pub(crate) schema_pointer: Option<String>,
    pub(crate) subjects: Vec<String>,
    pub(crate) captures: Vec<String>,
    pub(crate) count: usize,
    pub(crate) expected: bool,
    pub(crate) is_capture: bool,
    pub(crate) replay: String,
    /// The change that repairs it, as a unified diff.
    pub(crate) repair: Option<String>,
}

/// Makes the finding of a cause.
pub(crate) fn finding_of(model: &CrateModel, names: &Names, cause: &Cause) -> AuditFinding {
    let finding = &cause.finding;
    let item = cause.key.item;
    let span = item.and_then(|item| span_of(model, item)).cloned();
    let found = item.and_then(|item| model.type_of(item.type_id));
    let short = item.map_or_else(|| finding.subject.clone(), |item| names.of_item(item));
    let path = found.map(|found| {
        let rest = short.split_once(&found.name).map_or("", |(_, rest)| rest);
        format!("{}{rest}", found.path)
    });
    AuditFinding {
        level: finding.level,
        code: finding.code,
        codes: cause.codes.iter().copied().collect(),
        kind: finding.kind,
        headline: headline(names, cause),
        item: short,
        path,
        excerpt: span.as_ref().and_then(|span| line_of(model, span)),
        span,
        json: cause.text.clone(),
        pointer: match &cause.culprit {
            Some(culprit) => match &culprit.fault {
                Fault::Missing(_) | Fault::Null | Fault::Denied(_) | Fault::Word(_) | Fault::Value => {
                    culprit.at.as_str().to_owned()
                }
            },
            None => finding.pointer.as_str().to_owned(),
        },
        message: finding.message.clone(),
        read: finding.read.clone(),
        wrote: finding.wrote.clone(),
        schema_pointer: finding.schema_pointer.clone(),
        subjects: cause.subjects.iter().cloned().collect(),
        captures: cause.captures.iter().cloned().collect(),
        count: cause.count,
        expected: finding.expected,
        is_capture: finding.case_kind == SourceKind::Capture,
        replay: finding.replay.clone(),
        repair: None,
    }
}

/// Where an item stands in the source.
pub(crate) fn span_of(model: &CrateModel, item: SourceItem) -> Option<&SourceSpan> {
    let found = model.type_of(item.type_id)?;
    let at = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
    let variant = match (&found.body, item.variant) {
        (Body::Enum(variants), Some(index)) => variants.get(at(index)),
        _ => None,
    };
    let fields: Option<&Fields> = match (&found.body, variant) {
        (_, Some(variant)) => Some(&variant.fields),
        (Body::Struct(fields), None) => Some(fields),
        _ => None,
    };
    let field = item.field.and_then(|index| fields?.fields.get(at(index)));
    let of_field = field.and_then(|field| field.span.as_ref());
    let of_variant = variant.and_then(|variant| variant.span.as_ref());
    of_field.or(of_variant).or(found.span.as_ref())
}

/// A line of the source, without the blanks in front.
fn line_of(model: &CrateModel, span: &SourceSpan) -> Option<String> {
    const LONGEST: usize = 160;
    let text = fs::read_to_string(model.folder.join(&span.file)).ok()?;
    let line = text
        .lines()
        .nth(usize::try_from(span.line).ok()?.checked_sub(1)?)?
        .trim();
    Some(line[..line.floor_char_boundary(LONGEST)].to_owned())
}
