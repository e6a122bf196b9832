//! What an audit found, ready to be reported.

use super::cause::{Cause, Fault, panic_place};
use super::describe::headline;
use super::model::{Body, CrateModel, Fields, SourceItem, SourceSpan};
use super::names::Names;
use crate::exit_code::ExitCode;
use crate::finding::{Code, Finding, Kind, Level, SourceKind, hash};
use crate::runner::Summary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What an audit found, or several audits together.
#[derive(Debug)]
pub(crate) struct AuditResult {
    pub(crate) crates: Vec<AuditedCrate>,
    pub(crate) findings: Vec<AuditFinding>,
    /// Types that are examined, and the schemas that they stand for.
    pub(crate) bound_types: usize,
    pub(crate) bound_schemas: usize,
    /// Types that are not, by the reason.
    pub(crate) not_bound: BTreeMap<String, usize>,
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

/// A crate, and the document that it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuditedCrate {
    #[serde(rename = "crate")]
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) document: String,
}

impl RepairCounts {
    /// Adds the numbers of another audit.
    pub(crate) fn absorb(&mut self, other: RepairCounts) {
        self.repairable += other.repairable;
        self.proven = match (self.proven, other.proven) {
            (None, proven) | (proven, None) => proven,
            (Some(one), Some(more)) => Some(one + more),
        };
        self.untried += other.untried;
        self.builds += other.builds;
    }
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

/// A line of the crate's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceLine {
    /// The file, from the folder of the crate.
    pub(crate) file: String,
    /// The file as reports name it: from the working folder if the crate is in there, else from the folder around the crate.
    pub(crate) shown: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) text: Option<String>,
}

/// One item of the source, and what is wrong with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AuditFinding {
    /// The crate that it is about.
    #[serde(rename = "crate")]
    pub(crate) package: String,
    /// Findings of one cause have the same key, in every audit of the crate.
    pub(crate) cause: String,
    pub(crate) fingerprint: String,
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
    pub(crate) source: Option<SourceLine>,
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
    pub(crate) case_kind: SourceKind,
    pub(crate) replay: String,
    /// The change that repairs it, as a unified diff.
    pub(crate) repair: Option<String>,
}

/// Makes the finding of a cause. Its file is named from `working`, the working folder.
pub(crate) fn finding_of(model: &CrateModel, names: &Names, cause: &Cause, working: &Path) -> AuditFinding {
    let finding = &cause.finding;
    let item = cause.key.item;
    let span = item.and_then(|item| span_of(model, item));
    let found = item.and_then(|item| model.type_of(item.type_id));
    let short = item.map_or_else(|| finding.subject.clone(), |item| names.of_item(item));
    let path = found.map(|found| {
        let rest = short.split_once(&found.name).map_or("", |(_, rest)| rest);
        format!("{}{rest}", found.path)
    });
    let named = path.as_deref().or(cause.key.subject.as_deref()).unwrap_or_default();
    let key = hash(&[&model.package, cause.key.side.name(), named, &cause.key.detail]);
    AuditFinding {
        package: model.package.clone(),
        fingerprint: key.clone(),
        cause: key,
        level: finding.level,
        code: finding.code,
        codes: cause.codes.iter().copied().collect(),
        kind: finding.kind,
        headline: headline(names, cause),
        item: short,
        path,
        source: span
            .cloned()
            .or_else(|| panic_span(model, finding))
            .map(|span| source_line(model, &span, working)),
        json: cause.text.clone(),
        pointer: cause
            .culprit
            .as_ref()
            .map_or(&finding.pointer, |culprit| &culprit.at)
            .as_str()
            .to_owned(),
        message: finding.message.clone(),
        read: finding.read.clone(),
        wrote: finding.wrote.clone(),
        schema_pointer: finding.schema_pointer.clone(),
        subjects: cause.subjects.iter().cloned().collect(),
        captures: cause.captures.iter().cloned().collect(),
        count: cause.count,
        expected: finding.expected,
        case_kind: finding.case_kind,
        replay: finding.replay.clone(),
        repair: None,
    }
}

/// Where the code of the crate panicked, if a finding is about that.
fn panic_span(model: &CrateModel, finding: &Finding) -> Option<SourceSpan> {
    let (file, line, _) = panic_place(&finding.message).filter(|_| finding.code == Code::Panicked)?;
    let folder = model.folder.canonicalize().unwrap_or_else(|_| model.folder.clone());
    let file = Path::new(file).strip_prefix(&folder).ok()?.to_owned();
    Some(SourceSpan {
        file,
        line,
        column: 1,
        end_line: line,
        end_column: 1,
    })
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

fn source_line(model: &CrateModel, span: &SourceSpan, working: &Path) -> SourceLine {
    let folder = model.folder.canonicalize().unwrap_or_else(|_| model.folder.clone());
    let start = folder.strip_prefix(working).ok();
    let start = start.or_else(|| folder.file_name().map(Path::new));
    let slashed = |path: &Path| path.to_string_lossy().replace('\\', "/");
    SourceLine {
        file: slashed(&span.file),
        shown: slashed(&start.unwrap_or(Path::new("")).join(&span.file)),
        line: span.line,
        column: span.column,
        text: line_of(model, span),
    }
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
