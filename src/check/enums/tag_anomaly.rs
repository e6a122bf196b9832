//! What does an enum with a tag do if the tag is last, unknown, missing or repeated?

use super::check::EnumCheck;
use super::union_table::union_table;
use crate::case::{Case, CaseKind};
use crate::check::case::check_unjudged;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::enums::{EnumAnalysis, TagAnomaly};
use crate::finding::{Code, FindingDraft, Kind};
use crate::subject::Tagging;

/// A tag that is last must be read. An enum may reject a tag that is unknown, missing or repeated; but a text that it reads
/// must survive.
pub(super) struct TagAnomalies;

impl EnumCheck for TagAnomalies {
    fn codes(&self) -> &'static [Code] {
        &[
            Code::Rejected,
            Code::Lossy,
            Code::Unstable,
            Code::DecodersDisagree,
            Code::Panicked,
        ]
    }

    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        if analysis.union.tagging() == Tagging::Untagged {
            return;
        }
        let mut reported: Vec<(Code, &'static str)> = Vec::new();
        for anomaly in analysis.tag_anomalies() {
            for draft in examine(analysis, &anomaly, &anomaly.text).unwrap_or_default() {
                if !reported.contains(&(draft.code, anomaly.kind)) {
                    reported.push((draft.code, anomaly.kind));
                    drafts.push(shrunk(analysis, &anomaly, draft));
                }
            }
        }
        let is_unread = || analysis.readings.iter().all(|reading| reading.pick.is_none());
        if analysis.tag().is_none() && analysis.place.is_none() && is_unread() {
            let name = analysis.union.whole().name();
            let reason = format!("no key was found whose value selects the variant of `{name}`");
            drafts.undecided(Code::UntaggedShadowed, reason);
        }
    }
}

/// The findings of the checks of a case that an anomaly is to blame for; `None` if the text is not JSON.
fn examine(analysis: &EnumAnalysis<'_>, anomaly: &TagAnomaly, text: &str) -> Option<Vec<FindingDraft>> {
    let subject = analysis.union.whole();
    let mut case = Case::witness(subject.name(), text);
    // A server may write the tag last, or send a new one, but it does not repeat a key.
    case.kind = match anomaly.kind {
        "tag_twice" => CaseKind::Witness,
        _ => CaseKind::Capture,
    };
    let tree = case.tree().ok()?;
    let found = check_unjudged(&CheckContext::new(subject, None, &case, tree), |_| true).findings;
    let is_blamed = |draft: &FindingDraft| match anomaly.kind {
        // Other findings do not depend on the position of the tag.
        "tag_last" => matches!(draft.code, Code::Rejected | Code::DecodersDisagree | Code::Panicked),
        _ => draft.code != Code::Rejected,
    };
    Some(found.into_iter().filter(is_blamed).collect())
}

/// The same finding in the smallest text that shows it.
fn shrunk(analysis: &EnumAnalysis<'_>, anomaly: &TagAnomaly, draft: FindingDraft) -> FindingDraft {
    let shows = |text: &str| {
        let found = examine(analysis, anomaly, text).unwrap_or_default();
        found.into_iter().find(|other| other.code == draft.code)
    };
    let text = analysis.smaller(&anomaly.text, |text| {
        anomaly.keeps(text, analysis) && shows(text).is_some()
    });
    let mut draft = shows(&text).unwrap_or(draft);
    draft.message = format!("{} ({})", draft.message, anomaly.kind.replace('_', " "));
    let reading = analysis.reading(&text);
    // A server that follows a document which lists all tags does not send another one; a later server may.
    let is_forbidden = !reading.allows.is_empty() && !reading.allows.contains(&true);
    draft.kind = match is_forbidden && draft.code != Code::Panicked {
        true => Some(Kind::TagForbidden),
        false => Kind::from_text(anomaly.kind),
    };
    draft.schema_pointer = analysis.place.as_ref().map(|place| place.pointer());
    draft.table = Some(Box::new(union_table(analysis, &reading)));
    draft.witness = Some(text);
    draft
}
