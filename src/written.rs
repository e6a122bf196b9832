//! The property of values that nobody read: what a type writes of its own accord.

use crate::case::Case;
use crate::examine::examine;
use crate::finding::{Code, Finding, Level};
use crate::pointer::Pointer;
use crate::schema::Schema;
use crate::subject::Subject;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Puts a value through what it is written as: that must be JSON that the schema allows, which reads as an equal value, and
/// is otherwise without a fault.
///
/// Where the text is not what the schema allows, the finding is `emits_invalid`, and its kind is the fault's name, as a
/// mutant with it would have. A type that reads such a mutant by choice also writes it:
/// [`Expectations::accepts_written`](crate::finding::Expectations::accepts_written).
///
/// ```
/// use wireproof::schema::{Dialect, Document, Spec};
/// use wireproof::{examine_written, subject};
///
/// #[derive(serde::Deserialize, serde::Serialize, PartialEq)]
/// struct Pet { name: Option<String> }
///
/// let schema = br#"{"$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}}"#;
/// let spec = Spec::new(Document::parse("pets.json", schema)?, Dialect::AsMeant);
/// let findings = examine_written(&subject!(Pet), &*spec.component("Pet")?, &Pet { name: None });
/// assert_eq!(findings[0].code.as_str(), "emits_invalid");
/// assert_eq!(findings[0].kind.as_deref(), Some("null_forbidden"));
/// # Ok::<(), wireproof::schema::SpecError>(())
/// ```
pub fn examine_written<T>(subject: &Subject, schema: &Schema, value: &T) -> Vec<Finding>
where
    T: Serialize + DeserializeOwned + PartialEq,
{
    let name = format!("{}/written", schema.name());
    let text = match serde_json::to_string(value) {
        Ok(text) => text,
        Err(error) => return vec![finding(subject, &name, Code::Unstable, format!("not written: {error}"))],
    };
    let verdict = match examine(subject, Some(schema), &Case::new(&name, &text)) {
        Ok(verdict) => verdict,
        Err(skipped) => return vec![finding(subject, &name, Code::Unstable, skipped.reason)],
    };
    let mut findings = verdict.findings;
    findings.retain(|finding| finding.code == Code::SchemaViolation || finding.level == Level::Error);
    // What was not kept is no schema's affair: the text came from the type.
    if serde_json::from_str::<T>(&text).is_ok_and(|again| again != *value) {
        let message = "what was written reads as another value".to_owned();
        findings.push(finding(subject, &name, Code::Unstable, message));
    }
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(&text);
    let Ok(parsed) = parsed else { return findings };
    findings.retain(|finding| finding.code != Code::SchemaViolation);
    for violation in schema.violations(&parsed) {
        let (fault, place) = violation.fault(&parsed);
        let mut found = finding(subject, &name, Code::EmitsInvalid, violation.message);
        found.kind = Some(fault.to_owned());
        found.pointer = Pointer::from(place);
        found.schema_pointer = Some(violation.schema_pointer);
        findings.push(found);
    }
    findings
}

fn finding(subject: &Subject, case: &str, code: Code, message: String) -> Finding {
    Finding {
        code,
        kind: None,
        level: code.level(),
        type_set: subject.type_set().to_owned(),
        subject: subject.name().to_owned(),
        case: case.to_owned(),
        case_kind: "written".to_owned(),
        line: 1,
        column: 1,
        pointer: Pointer::root(),
        schema_pointer: None,
        message,
        read: None,
        wrote: None,
        known: false,
        union: None,
        witness: None,
        replay: String::new(),
    }
}
