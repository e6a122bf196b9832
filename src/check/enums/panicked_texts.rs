//! Did the enum's code crash on a text?

use super::check::EnumCheck;
use crate::check::drafts::Drafts;
use crate::enums::EnumAnalysis;
use crate::finding::{Code, FindingDraft, Kind};

/// An enum may crash with a different message for each text.
const MAX_MESSAGES: usize = 8;

pub(super) struct PanickedTexts;

impl EnumCheck for PanickedTexts {
    fn codes(&self) -> &'static [Code] {
        &[Code::Panicked]
    }

    /// Reports the shortest text for each message.
    fn check_enum(&self, analysis: &EnumAnalysis<'_>, drafts: &mut Drafts) {
        let mut reported: Vec<&str> = Vec::new();
        for reading in &analysis.readings {
            let Some(crash) = reading.crash.as_ref().filter(|_| !reading.is_given_up()) else {
                continue;
            };
            if reported.contains(&crash.message.as_str()) {
                continue;
            }
            reported.push(&crash.message);
            let mut draft = FindingDraft::new(Code::Panicked, &crash.message).witness(reading.text.clone());
            draft.kind = Kind::from_text(crash.kind.as_str());
            drafts.push(draft);
            if reported.len() == MAX_MESSAGES {
                break;
            }
        }
    }
}
