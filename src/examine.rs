//! The property: a subject, a schema and a case give findings. Tests, fuzz targets, benches and the command line all call it.

use crate::case::{Case, CaseKind, Places, Skipped};
use crate::check::{CheckContext, check_case, check_enum, check_subject, check_unjudged, witness_of};
use crate::enums::EnumAnalysis;
use crate::finding::{Code, Finding, FindingDraft, Location, SourceKind, link_causes};
use crate::schema::Schema;
use crate::subject::Subject;
use crate::verdict::Verdict;

/// Runs all checks on one case.
///
/// Does no I/O and prints nothing. A panic in the type's code is a finding. A stack overflow cannot be caught and ends the
/// process, which is why the command line runs types in a process of their own.
///
/// # Errors
/// When the case is not JSON.
///
/// ```
/// use wireproof::finding::Kind;
/// use wireproof::{Case, examine, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// let verdict = examine(&subject!(Pet), None, &Case::new("pet.json", r#"{"name":"Rex","age":3}"#)).unwrap();
/// assert_eq!(verdict.findings[0].kind, Some(Kind::DroppedKey));
/// assert_eq!(verdict.findings[0].pointer.as_str(), "/age");
/// ```
pub fn examine(subject: &Subject, schema: Option<&Schema>, case: &Case) -> Result<Verdict, Skipped> {
    examine_with(|_| true, subject, schema, case)
}

/// Runs the chosen checks on one case.
pub(crate) fn examine_with(
    chosen: impl Fn(Code) -> bool,
    subject: &Subject,
    schema: Option<&Schema>,
    case: &Case,
) -> Result<Verdict, Skipped> {
    let context = CheckContext::new(subject, schema, case, case.tree()?);
    let drafts = check_case(&context, chosen);
    Ok(Verdict {
        findings: located(drafts.findings, subject, case),
        unknown: drafts.undecided,
        ..Verdict::default()
    })
}

/// Runs the chosen checks on one case. The kinds of its findings say nothing of what the text uses beyond the document.
pub(crate) fn examine_unjudged(
    chosen: impl Fn(Code) -> bool,
    subject: &Subject,
    schema: &Schema,
    case: &Case,
) -> Result<Vec<Finding>, Skipped> {
    let context = CheckContext::new(subject, Some(schema), case, case.tree()?);
    Ok(located(check_unjudged(&context, chosen).findings, subject, case))
}

/// Runs the checks of a subject as a whole: whether its type reads every key that the schema names. What it finds is shown by
/// texts that it makes.
///
/// It runs the type many times, so it is called once for a subject, and not for each case.
///
/// ```
/// use wireproof::schema::{Dialect, Document, Spec};
/// use wireproof::{examine_subject, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet {
///     name: String,
///     #[serde(rename = "birthDay", skip_serializing_if = "Option::is_none")]
///     birth_day: Option<String>,
///     #[serde(flatten)]
///     rest: serde_json::Map<String, serde_json::Value>,
/// }
///
/// let document = br#"{"$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}, "birth_day": {"type": "string"}}}}}"#;
/// let spec = Spec::new(Document::parse("pets.json", document).unwrap(), Dialect::AsMeant);
/// let verdict = examine_subject(&subject!(Pet), &spec.component("Pet").unwrap());
/// assert_eq!(verdict.findings[0].code.as_str(), "unread_key");
/// assert_eq!(verdict.findings[0].pointer.as_str(), "/birth_day");
/// ```
pub fn examine_subject(subject: &Subject, schema: &Schema) -> Verdict {
    let drafts = check_subject(subject, schema);
    let locate = |draft: FindingDraft| {
        let case = witness_of(subject.name(), draft.witness.clone().unwrap_or_default());
        located(vec![draft], subject, &case)
    };
    Verdict {
        findings: drafts.findings.into_iter().flat_map(locate).collect(),
        unknown: drafts.undecided,
        ..Verdict::default()
    }
}

/// Runs all checks on one enum, whose behaviour on many texts was recorded.
///
/// ```
/// use wireproof::enums::EnumAnalysis;
/// use wireproof::{examine_enum, untagged};
///
/// #[derive(serde::Deserialize)]
/// #[serde(untagged)]
/// enum Id { Text(String), Code(Code) }
///
/// #[derive(serde::Deserialize)]
/// enum Code { A, B }
///
/// let union = untagged! { Id { Text(String), Code(Code) } };
/// let verdict = examine_enum(&EnumAnalysis::new(&union, None, &[]).unwrap());
/// let codes: Vec<_> = verdict.findings.iter().map(|finding| finding.code.as_str()).collect();
/// assert_eq!(codes, ["untagged_unreachable", "untagged_ambiguous"]);
/// assert_eq!(verdict.findings[0].witness.as_deref(), Some(r#""A""#));
/// ```
pub fn examine_enum(analysis: &EnumAnalysis<'_>) -> Verdict {
    let subject = analysis.union.whole();
    let drafts = check_enum(analysis);
    let locate = |draft: FindingDraft| {
        let text = draft.witness.clone().unwrap_or_default();
        located(vec![draft], subject, &Case::witness(subject.name(), text))
    };
    Verdict {
        findings: drafts.findings.into_iter().flat_map(locate).collect(),
        unknown: drafts.undecided,
        ..Verdict::default()
    }
}

fn located(drafts: Vec<FindingDraft>, subject: &Subject, case: &Case) -> Vec<Finding> {
    if drafts.is_empty() {
        return Vec::new();
    }
    let (places, label) = (Places::new(case), case.label());
    let locate = |draft: FindingDraft| {
        let location = Location {
            type_set: subject.type_set(),
            subject: subject.name(),
            case: &label,
            case_kind: source_kind(case.kind),
            position: places.place(draft.offset),
        };
        Finding::new(draft, location)
    };
    let mut findings: Vec<Finding> = drafts.into_iter().map(locate).collect();
    link_causes(&mut findings);
    findings
}

/// The kind of a case, as a finding names it.
pub(crate) fn source_kind(kind: CaseKind) -> SourceKind {
    match kind {
        CaseKind::Capture => SourceKind::Capture,
        CaseKind::Sample => SourceKind::Sample,
        CaseKind::Mutant => SourceKind::Mutant,
        CaseKind::Witness => SourceKind::Witness,
    }
}
