//! What makes two findings one.

use super::culprit::{Culprit, Fault};
use super::trail::Trail;
use crate::audit::model::SourceItem;
use crate::finding::{Code, Finding, Kind};

/// The side on which an item is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    /// It refuses what it must read.
    Reads,
    /// It does not know a key that the document names.
    Lacks,
    /// It writes what it did not read, or what the document forbids.
    Writes,
    /// It picks the wrong variant.
    Picks,
    /// The capture and the document disagree; no item of the source is to blame.
    Document,
    /// It reads what the document forbids.
    Accepts,
    /// Anything else, told apart by the code.
    Other(Code),
}

/// Findings of one key are one finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CauseKey {
    pub(crate) side: Side,
    /// The item; `None` if the source does not tell.
    pub(crate) item: Option<SourceItem>,
    /// The subject, where there is no item.
    pub(crate) subject: Option<String>,
    /// What tells causes at one item apart: a key that it lacks, a kind that depends on the text.
    pub(crate) detail: String,
}

/// The key of a finding. `trail` leads to its place; `culprit` says what refuses the text, if it was refused.
pub(crate) fn key_of(finding: &Finding, trail: &Trail, culprit: Option<&Culprit>) -> CauseKey {
    let last = trail.rest.last().cloned().unwrap_or_default();
    let spelling = finding.kind.filter(|kind| depends_on_text(*kind));
    let (side, item, detail) = match finding.code {
        Code::Rejected => {
            let detail = match culprit.map(|culprit| &culprit.fault) {
                Some(Fault::Denied(key)) => key.clone(),
                _ => String::new(),
            };
            (
                Side::Reads,
                culprit.map_or(trail.item(), |culprit| Some(culprit.item)),
                detail,
            )
        }
        // A key that the type names, and yet does not keep, is a matter of its field.
        Code::Lossy if finding.kind == Some(Kind::DroppedKey) && trail.field.is_none() => {
            (Side::Lacks, trail.holder_item, last)
        }
        Code::UnreadKey if trail.field.is_none() && finding.kind.is_none() => (Side::Lacks, trail.holder_item, last),
        Code::Lossy | Code::EmitsInvalid | Code::Unstable => match trail.field {
            Some(field) => (Side::Writes, Some(field), String::new()),
            None => (Side::Writes, trail.holder_item, last),
        },
        Code::UntaggedShadowed | Code::UntaggedAmbiguous | Code::UntaggedUnreachable => {
            (Side::Picks, trail.holder_item, finding.code.to_string())
        }
        Code::SchemaViolation | Code::UndocumentedField | Code::StaleOverlay | Code::UnfulfilledExpectation => {
            let place = finding.schema_pointer.clone().unwrap_or_default();
            (Side::Document, None, format!("{} {place} {last}", finding.code))
        }
        Code::AcceptsInvalid => (Side::Accepts, trail.item(), String::new()),
        other => (Side::Other(other), trail.item(), String::new()),
    };
    CauseKey {
        side,
        item,
        subject: item.is_none().then(|| finding.subject.clone()),
        detail: match spelling {
            // Such kinds are told once for the crate: they are about spellings, not about an item.
            Some(kind) => return folded(side, kind),
            None => detail,
        },
    }
}

fn folded(side: Side, kind: Kind) -> CauseKey {
    CauseKey {
        side,
        item: None,
        subject: None,
        detail: kind.to_string(),
    }
}

/// Whether a kind is about a spelling or a value that the document leaves open.
fn depends_on_text(kind: Kind) -> bool {
    let _ = kind;
    false
}
