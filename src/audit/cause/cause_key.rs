//! What makes two findings one.

use super::culprit::{Culprit, Fault};
use super::panic_place::{from_sources, panic_place};
use super::trail::Trail;
use crate::audit::model::SourceItem;
use crate::finding::{Code, Finding, Kind, without_values};
use crate::pointer::Pointer;

/// The side on which an item is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    /// It refuses what it must read.
    Reads,
    /// It does not know a key that the document names.
    Lacks,
    /// As a variant that reads an object, it drops keys that other variants keep.
    Drops,
    /// It writes what it did not read, or what the document forbids.
    Writes,
    /// It picks the wrong variant.
    Picks,
    /// The capture and the document disagree; no item of the source is to blame.
    Document,
    /// It reads what the document forbids.
    Accepts,
    /// It does not read, or does not keep, what the document leaves open.
    Open,
    /// Anything else, told apart by the code.
    Other(Code),
}

impl Side {
    /// Its name, which stays the same from version to version.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Side::Reads => "reads",
            Side::Lacks => "lacks",
            Side::Drops => "drops",
            Side::Writes => "writes",
            Side::Picks => "picks",
            Side::Document => "document",
            Side::Accepts => "accepts",
            Side::Open => "open",
            Side::Other(code) => code.as_str(),
        }
    }
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
    if let Some(kind) = finding.kind.filter(|kind| kind.is_everywhere()) {
        return once(Side::Open, Some(kind));
    }
    // However many types lead to it, it arises at one place.
    if finding.code == Code::Panicked
        && let Some((file, _, said)) = panic_place(&finding.message)
    {
        return CauseKey {
            side: Side::Other(Code::Panicked),
            item: None,
            subject: None,
            detail: format!("{}: {}", from_sources(file), without_values(said)),
        };
    }
    let last = trail.rest.last().cloned().unwrap_or_default();
    let (side, item, detail) = match finding.code {
        _ if trail.is_fallen_through || is_refusal(finding, culprit) => {
            let detail = match culprit.map(|culprit| &culprit.fault) {
                Some(Fault::Denied(key)) => key.clone(),
                // However many there are.
                Some(Fault::DeniedInCapture(_)) => "*".to_owned(),
                _ => String::new(),
            };
            (
                Side::Reads,
                culprit.map_or(trail.item(), |culprit| Some(culprit.item)),
                detail,
            )
        }
        _ if (is_lost(finding) || is_unread(finding)) && trail.is_of_other_variant => {
            (Side::Drops, trail.holder_item, String::new())
        }
        // A key that the type names, and yet does not keep, is a matter of its field.
        _ if is_lost(finding) && trail.field.is_none() && trail.is_key => (Side::Lacks, trail.holder_item, last),
        _ if is_unread(finding) && trail.field.is_none() => (Side::Lacks, trail.holder_item, last),
        // Only what cannot be written has one.
        Code::Unstable if let Some(found) = culprit => (Side::Writes, Some(found.item), Kind::Unwritable.to_string()),
        Code::Lossy | Code::EmitsInvalid | Code::Unstable => match trail.field {
            Some(field) if field.field.is_some() || field.variant.is_some() => {
                (Side::Writes, Some(field), String::new())
            }
            // A type that is read by hand has keys without fields. The items of a list are one matter.
            field if trail.is_in_list => (Side::Writes, field.or(trail.holder_item), String::new()),
            field => (Side::Writes, field.or(trail.holder_item), last),
        },
        // What another variant would keep is lost for the same reason.
        Code::UntaggedShadowed if trail.is_of_other_variant => (Side::Drops, trail.holder_item, String::new()),
        Code::UntaggedShadowed | Code::UntaggedUnreadBranch | Code::UntaggedAmbiguous | Code::UntaggedUnreachable => {
            (Side::Picks, trail.holder_item, finding.code.to_string())
        }
        Code::SchemaViolation | Code::UndocumentedField | Code::StaleOverlay | Code::UnfulfilledExpectation => {
            let place = finding.schema_pointer.clone().unwrap_or_default();
            (Side::Document, None, format!("{} {place} {last}", finding.code))
        }
        Code::AcceptsInvalid if finding.kind == Some(Kind::OwnWord) && trail.is_word => {
            (Side::Accepts, trail.holder_item, String::new())
        }
        // The types of nearly every crate read more than its document allows: told once for each kind.
        Code::AcceptsInvalid => return once(Side::Accepts, finding.kind),
        other => (Side::Other(other), trail.item(), String::new()),
    };
    CauseKey {
        side,
        item,
        subject: item.is_none().then(|| finding.subject.clone()),
        detail,
    }
}

/// Whether a finding is about a text that is refused, as the texts of a branch are that no variant reads.
fn is_refusal(finding: &Finding, culprit: Option<&Culprit>) -> bool {
    match finding.code {
        Code::Rejected => true,
        Code::UntaggedUnreadBranch => culprit.is_some(),
        _ => false,
    }
}

/// Whether a finding is about a key that no field reads.
fn is_unread(finding: &Finding) -> bool {
    finding.code == Code::UnreadKey && matches!(finding.kind, None | Some(Kind::OneDirection))
}

/// Whether a finding is about a key that was read and is not written, whatever it holds, and whether or not the document requires it.
pub(super) fn is_lost(finding: &Finding) -> bool {
    match finding.code {
        Code::Lossy => match finding.kind {
            Some(Kind::DroppedKey | Kind::NullBecameAbsent) => true,
            Some(Kind::UndescribedValue | Kind::DocumentedDefault | Kind::OneDirection | Kind::MixedBranches) => {
                finding.wrote.is_none()
            }
            _ => false,
        },
        Code::EmitsInvalid => finding.missing.is_some(),
        _ => false,
    }
}

/// The key of findings that are told once for the whole crate.
fn once(side: Side, kind: Option<Kind>) -> CauseKey {
    CauseKey {
        side,
        item: None,
        subject: None,
        detail: kind.map_or_else(String::new, |kind| kind.to_string()),
    }
}
