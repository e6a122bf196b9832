//! Is every action of the overlays needed?

use super::check::{AppliedOverlay, RunCheck, RunContext, RunDraft};
use crate::finding::{Code, FindingDraft, RuleInfo, SourceKind};
use crate::pointer::Pointer;
use crate::schema::Action;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::StaleOverlay,
    question: "is every action of the overlays needed?",
    summary: "overlay action is not needed",
    rationale: "The document was repaired, or the capture that proved the correction does not prove it any more. The schema in \
                use is then looser than necessary.",
    fix: "Delete the action, or name a capture that is invalid without it.",
};

pub(super) struct StaleOverlay;

impl RunCheck for StaleOverlay {
    fn code(&self) -> Code {
        Code::StaleOverlay
    }

    fn check_run(&self, context: &RunContext<'_>) -> Vec<RunDraft> {
        context.overlays.iter().flat_map(stale_actions).collect()
    }
}

fn stale_actions(applied: &AppliedOverlay) -> Vec<RunDraft> {
    let actions = &applied.overlay.actions;
    let without_effect = actions.iter().zip(&applied.outcomes).filter_map(|(action, outcome)| {
        let reason = match outcome {
            outcome if outcome.matched == 0 => "target is not in the document",
            outcome if !outcome.changed => "document is already so",
            _ => return None,
        };
        Some(draft(applied, action, reason))
    });
    let unproven = applied.unproven.iter().filter_map(|(index, reason)| {
        let action = actions.get(*index)?;
        Some(draft(applied, action, reason))
    });
    without_effect.chain(unproven).collect()
}

fn draft(applied: &AppliedOverlay, action: &Action, reason: &str) -> RunDraft {
    let pointer = Pointer::from(action.pointer.trim_start_matches('#'));
    RunDraft {
        draft: FindingDraft::new(Code::StaleOverlay, format!("{}: {reason}", action.target)).at(pointer, 0),
        subject: applied.overlay.title.clone(),
        file: applied.overlay.name.clone(),
        file_kind: SourceKind::Overlay,
        line: 1,
    }
}
