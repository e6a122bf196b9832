//! Which findings of one text have one cause.
//!
//! A key that a server leaves out is a violation of the schema, a text that the type refuses, and perhaps a text that becomes
//! invalid. All of them stand at one place. The finding that says most about the place is the root; the others take its key.

use super::code::Code;
use super::identity::{self, hash, kind_name};
use super::located::Finding;
use crate::pointer::Pointer;
use std::collections::HashMap;

/// The codes of findings that may be consequences of each other, from the cause to the last consequence.
const CHAIN: [Code; 5] = [
    Code::SchemaViolation,
    Code::UndocumentedField,
    Code::Rejected,
    Code::Lossy,
    Code::EmitsInvalid,
];

/// Gives each finding about one text and one subject the key of its cause.
pub(crate) fn link_causes(findings: &mut [Finding]) {
    if findings.is_empty() {
        return;
    }
    let place = |finding: &Finding| identity::place(&finding.pointer, finding.missing.as_deref());
    let places: Vec<String> = findings.iter().map(place).collect();
    let mut roots: HashMap<&str, usize> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        let Some(rank) = rank(finding) else { continue };
        let root = roots.entry(&places[index]).or_insert(index);
        if self::rank(&findings[*root]).is_none_or(|best| rank < best) {
            *root = index;
        }
    }
    let mut of_code: HashMap<Code, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        of_code.entry(finding.code).or_default().push(index);
    }
    let keys: Vec<String> = (0..findings.len())
        .map(|index| {
            let finding = &findings[index];
            let root = match rank(finding) {
                Some(_) => roots[places[index].as_str()],
                None => index,
            };
            let root = match root == index {
                true => outer_root(findings, &places, &of_code, index),
                false => root,
            };
            key(&findings[root], &places[root])
        })
        .collect();
    for (finding, key) in findings.iter_mut().zip(keys) {
        finding.cause = key;
    }
}

/// The root of a consequence that is reported at a value around its cause, or inside of it: a reader that buffers reports the whole
/// value. Only if there is exactly one candidate, and not where a text has so many faults that searching them costs too much.
fn outer_root(findings: &[Finding], places: &[String], of_code: &HashMap<Code, Vec<usize>>, index: usize) -> usize {
    const MOST: usize = 64;
    let cause = match findings[index].code {
        Code::Rejected => Code::SchemaViolation,
        Code::Lossy => Code::UndocumentedField,
        Code::EmitsInvalid => Code::Lossy,
        _ => return index,
    };
    let Some(candidates) = of_code.get(&cause).filter(|candidates| candidates.len() <= MOST) else {
        return index;
    };
    let own = &places[index];
    let is_near = |other: &&usize| {
        let place = &places[**other];
        let is_inside = is_within(place, own) && cause != Code::UndocumentedField;
        // A violation around the value says something else, unless it is that no branch fits.
        let is_around = is_within(own, place) && (cause != Code::SchemaViolation || is_of_union(&findings[**other]));
        is_inside || is_around
    };
    let mut near = candidates.iter().filter(is_near);
    match (near.next(), near.next()) {
        (Some(only), None) => *only,
        _ => index,
    }
}

fn is_of_union(violation: &Finding) -> bool {
    let keyword = violation.schema_pointer.as_deref().unwrap_or_default();
    keyword.ends_with("/oneOf") || keyword.ends_with("/anyOf")
}

fn is_within(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn rank(finding: &Finding) -> Option<usize> {
    CHAIN.iter().position(|code| *code == finding.code)
}

/// What is wrong with the document or the server is the same for every subject that meets it.
fn key(root: &Finding, place: &str) -> String {
    let (code, kind) = (root.code.as_str(), kind_name(root.kind));
    match (root.code, &root.schema_pointer) {
        (Code::SchemaViolation | Code::UndocumentedField, Some(schema)) => {
            let step = Pointer::from(place).steps().last().unwrap_or_default();
            hash(&[code, kind, schema, &step])
        }
        _ => hash(&[
            code,
            kind,
            &root.subject,
            place,
            &identity::words(root.code, &root.message),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingDraft, Location, SourceKind};

    fn finding(code: Code, pointer: &str, missing: Option<&str>) -> Finding {
        let draft = FindingDraft::new(code, "wrong")
            .at(Pointer::from(pointer), 0)
            .missing(missing.map(str::to_owned))
            .schema_pointer(Some("#/$defs/Pet/required".to_owned()));
        let location = Location {
            type_set: "pets",
            subject: "Pet",
            case: "rex.json",
            case_kind: SourceKind::Capture,
            position: (1, 1 + pointer.len()),
        };
        Finding::new(draft, location)
    }

    fn causes(mut findings: Vec<Finding>) -> Vec<usize> {
        link_causes(&mut findings);
        let first = |finding: &Finding| findings.iter().position(|other| other.cause == finding.cause);
        findings.iter().filter_map(first).collect()
    }

    #[test]
    fn one_missing_key_is_one_cause_whatever_it_sets_off() {
        let findings = vec![
            finding(Code::Rejected, "", Some("age")),
            finding(Code::SchemaViolation, "", Some("age")),
            finding(Code::EmitsInvalid, "", Some("age")),
            finding(Code::SchemaViolation, "", Some("name")),
        ];
        assert_eq!(causes(findings), [0, 0, 0, 3]);
    }

    #[test]
    fn a_reader_that_reports_the_whole_value_is_joined_to_the_only_violation_inside() {
        let whole = finding(Code::Rejected, "/tools/0", None);
        let inside = finding(Code::SchemaViolation, "/tools/0/type", None);
        let other = finding(Code::SchemaViolation, "/tools/0/id", None);
        assert_eq!(causes(vec![whole.clone(), inside.clone()]), [0, 0]);
        assert_eq!(causes(vec![whole, inside.clone(), other]), [0, 1, 2]);
        let mut around = finding(Code::SchemaViolation, "", None);
        let refused = finding(Code::Rejected, "/tools/0/type", None);
        assert_eq!(causes(vec![around.clone(), refused.clone()]), [0, 1]);
        around.schema_pointer = Some("#/$defs/Pet/oneOf".to_owned());
        assert_eq!(causes(vec![around, refused]), [0, 0]);
    }

    #[test]
    fn two_faults_at_one_place_are_two_causes_if_neither_follows_from_the_other() {
        let findings = vec![
            finding(Code::Lossy, "/age", None),
            finding(Code::Unstable, "/age", None),
        ];
        assert_eq!(causes(findings), [0, 1]);
    }

    #[test]
    fn a_fingerprint_is_of_the_place_and_not_of_the_line_or_the_item() {
        let one = finding(Code::Lossy, "/pets/0/age", None);
        let other = finding(Code::Lossy, "/pets/7/age", None);
        assert_eq!(one.fingerprint, other.fingerprint);
        assert_ne!(one.fingerprint, finding(Code::Lossy, "/pets/0/name", None).fingerprint);
        assert_eq!(one.fingerprint.len(), 16);
    }
}
