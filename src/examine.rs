//! The property: a subject, a schema and a case give findings. Tests, fuzz targets, benches and the command line all
//! call this, and nothing else.

use crate::case::{Case, CaseKind, Places, Skipped};
use crate::check::{CHECKS, Check, CheckContext, FindingDraft, Sink, union_table};
use crate::enums::EnumAnalysis;
use crate::finding::{Code, Finding, shortened};
use crate::schema::Schema;
use crate::subject::{Subject, Tagging};

/// The answer to all checks on one case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Verdict {
    /// What is bad, in the order of the checks.
    pub findings: Vec<Finding>,
    /// Questions that could not be decided, and why.
    pub unknown: Vec<(Code, String)>,
}

/// Puts one case through all checks.
///
/// Does no I/O and prints nothing. A panic of the type is a finding; a stack overflow cannot be caught here and ends the
/// process, which is why the command line examines in a process apart.
///
/// # Errors
/// When the case is not JSON.
///
/// ```
/// use wireproof::{Case, examine, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Pet { name: String }
///
/// let verdict = examine(&subject!(Pet), None, &Case::new("pet.json", r#"{"name":"Rex","age":3}"#)).unwrap();
/// assert_eq!(verdict.findings[0].kind.as_deref(), Some("dropped_key"));
/// assert_eq!(verdict.findings[0].pointer.as_str(), "/age");
/// ```
pub fn examine(subject: &Subject, schema: Option<&Schema>, case: &Case) -> Result<Verdict, Skipped> {
    examine_with(CHECKS.iter().copied(), subject, schema, case)
}

/// The same with some of the checks.
pub(crate) fn examine_with(
    checks: impl Iterator<Item = &'static dyn Check>,
    subject: &Subject,
    schema: Option<&Schema>,
    case: &Case,
) -> Result<Verdict, Skipped> {
    let context = CheckContext::new(subject, schema, case, case.tree()?);
    let mut sink = Sink::default();
    for check in checks {
        check.check_case(&context, &mut sink);
    }
    let mut verdict = Verdict {
        findings: Vec::new(),
        unknown: sink.undecided,
    };
    if !sink.hits.is_empty() {
        let places = Places::new(case);
        let findings = sink.hits.into_iter();
        verdict.findings = findings
            .map(|(code, hit)| finding(subject, case, &places, code, hit))
            .collect();
    }
    Ok(verdict)
}

fn finding(subject: &Subject, case: &Case, places: &Places<'_>, code: Code, hit: FindingDraft) -> Finding {
    let (line, column) = places.place(hit.offset);
    Finding {
        code,
        kind: hit.kind.map(str::to_owned),
        level: hit.level.unwrap_or_else(|| code.level()),
        type_set: subject.type_set().to_owned(),
        subject: subject.name().to_owned(),
        case: case.label().into_owned(),
        case_kind: case.kind.as_str().to_owned(),
        line,
        column,
        pointer: hit.pointer,
        schema_pointer: hit.schema_pointer,
        message: hit.message,
        read: hit.read.as_deref().map(shortened),
        wrote: hit.wrote.as_deref().map(shortened),
        known: false,
        witness: None,
        union: hit.table,
        replay: String::new(),
    }
}

/// An enum may panic with words of its own for each text.
const MOST_WAYS_DOWN: usize = 8;

/// Puts one enum, asked about many texts, through all checks of unions.
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
    let mut sink = Sink::default();
    for check in CHECKS {
        check.check_enum(analysis, &mut sink);
    }
    // The shortest text for each way to crash.
    let mut told: Vec<&str> = Vec::new();
    for reading in &analysis.readings {
        let Some(crash) = reading.crash.as_ref().filter(|_| !reading.is_given_up()) else {
            continue;
        };
        if told.contains(&crash.message.as_str()) {
            continue;
        }
        told.push(&crash.message);
        let hit = FindingDraft {
            kind: Some(crash.kind.as_str()),
            message: crash.message.clone(),
            read: Some(reading.text.clone()),
            ..FindingDraft::default()
        };
        sink.hit(Code::Panicked, hit);
        if told.len() == MOST_WAYS_DOWN {
            break;
        }
    }
    let odd = tag_anomalies(analysis, &mut sink);
    let subject = analysis.union.whole();
    let findings = sink.hits.into_iter().map(|(code, hit)| {
        let text = hit.read.clone().unwrap_or_default();
        let case = Case::witness(subject.name(), &text);
        let mut finding = finding(subject, &case, &Places::new(&case), code, hit);
        finding.witness = Some(text);
        finding
    });
    Verdict {
        findings: findings.chain(odd).collect(),
        unknown: sink.undecided,
    }
}

/// What an enum that goes by a tag makes of one that is last, unknown, missing or there twice. Nothing forbids it to refuse
/// the last three; but what it reads must come back.
fn tag_anomalies(analysis: &EnumAnalysis<'_>, sink: &mut Sink) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    if analysis.union.tagging() == Tagging::Untagged {
        return found;
    }
    let subject = analysis.union.whole();
    for oddity in analysis.tag_anomalies() {
        let codes = |text: &str| -> Option<Vec<Finding>> {
            let mut case = Case::witness(subject.name(), text);
            // A server that writes the tag last, or a new one, is in its right; and it does not write a key twice.
            case.kind = match oddity.kind {
                "tag_twice" => CaseKind::Witness,
                _ => CaseKind::Capture,
            };
            let verdict = examine(subject, None, &case).ok()?;
            // A tag that is last must be read; what else becomes of such a text has nothing to do with its place.
            let counts = |finding: &Finding| match oddity.kind {
                "tag_last" => matches!(finding.code, Code::Rejected | Code::DecodersDisagree | Code::Panicked),
                _ => finding.code != Code::Rejected,
            };
            Some(verdict.findings.into_iter().filter(counts).collect())
        };
        for finding in codes(&oddity.text).unwrap_or_default() {
            let told = |had: &Finding| (had.code, had.kind.as_deref()) == (finding.code, Some(oddity.kind));
            if found.iter().any(told) {
                continue;
            }
            let small = analysis.smaller(&oddity.text, |text| {
                let keys = oddity.keeps(text, analysis);
                keys && codes(text).is_some_and(|all| all.iter().any(|other| other.code == finding.code))
            });
            let shown = codes(&small)
                .into_iter()
                .flatten()
                .find(|other| other.code == finding.code);
            let mut finding = shown.unwrap_or(finding);
            finding.message = format!("{} ({})", finding.message, oddity.kind.replace('_', " "));
            finding.kind = Some(oddity.kind.to_owned());
            finding.case_kind = CaseKind::Witness.as_str().to_owned();
            finding.schema_pointer = analysis.place.as_ref().map(|place| place.pointer());
            finding.union = Some(Box::new(union_table(analysis, &analysis.reading(&small))));
            finding.witness = Some(small);
            found.push(finding);
        }
    }
    if analysis.tag().is_none() && analysis.place.is_none() {
        let reason = format!("no key was found that decides on the variant of `{}`", subject.name());
        if analysis.readings.iter().all(|reading| reading.pick.is_none()) {
            sink.unknown(Code::UntaggedShadowed, reason);
        }
    }
    found
}
