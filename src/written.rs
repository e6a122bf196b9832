//! The property of values that were not read: what a type writes for them.

use crate::case::Case;
use crate::examine::examine;
use crate::finding::{Code, Finding, FindingDraft, Kind, Level, Location, SourceKind};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::Subject;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value and examines the text: it must be JSON that the schema allows and that reads as an equal value, and all
/// other checks must pass as well.
///
/// If the schema forbids the text, the finding is `emits_invalid`, and its kind is that of a mutant with the same fault. A type
/// that reads such a mutant on purpose may also write it: see
/// [`Expectations::accepts_written`](crate::finding::Expectations::accepts_written).
///
/// ```
/// use wireproof::schema::{Dialect, Document, Spec};
/// use wireproof::finding::Kind;
/// use wireproof::{examine_written, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
/// struct Pet { name: Option<String> }
///
/// let schema = br#"{"$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}}"#;
/// let spec = Spec::new(Document::parse("pets.json", schema)?, Dialect::AsMeant);
/// let findings = examine_written(&subject!(Pet), &*spec.component("Pet")?, &Pet { name: None });
/// assert_eq!(findings[0].code.as_str(), "emits_invalid");
/// assert_eq!(findings[0].kind, Some(Kind::NullForbidden));
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
pub fn examine_written<T>(subject: &Subject, schema: &Schema, value: &T) -> Vec<Finding>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let name = format!("{}/written", schema.name());
    let text = match serde_json::to_string(value) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("the value cannot be written: {error}");
            return vec![finding(subject, &name, FindingDraft::new(Code::Unstable, message))];
        }
    };
    let verdict = match examine(subject, Some(schema), &Case::new(&name, &text)) {
        Ok(verdict) => verdict,
        Err(skipped) => {
            let draft = FindingDraft::new(Code::Unstable, skipped.reason);
            return vec![finding(subject, &name, draft)];
        }
    };
    let mut findings = verdict.findings;
    findings.retain(|finding| finding.code == Code::SchemaViolation || finding.level == Level::Error);
    // The checks compare texts only; the original value is known here.
    if serde_json::from_str::<T>(&text).is_ok_and(|again| again != *value) {
        let draft = FindingDraft::new(Code::Unstable, "the written text reads as a different value");
        findings.push(finding(subject, &name, draft));
    }
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(&text);
    let Ok(parsed) = parsed else { return findings };
    findings.retain(|finding| finding.code != Code::SchemaViolation);
    for violation in schema.violations(&parsed) {
        let (fault, place) = violation.fault(&parsed);
        let mut draft = FindingDraft::new(Code::EmitsInvalid, violation.message)
            .at(Pointer::from(place), 0)
            .schema_pointer(Some(violation.schema_pointer));
        draft.kind = Kind::from_text(fault);
        findings.push(finding(subject, &name, draft));
    }
    findings
}

fn finding(subject: &Subject, case: &str, draft: FindingDraft) -> Finding {
    let location = Location {
        type_set: subject.type_set(),
        subject: subject.name(),
        case,
        case_kind: SourceKind::Written,
        position: (1, 1),
    };
    Finding::new(draft, location)
}
