//! The kinds of findings that depend on what the text uses.

use super::depends::depends_on_text;
use super::leeway::{Leeway, leeways, weakest};
use super::ordinary::ordinary;
use crate::case::{Case, CaseKind};
use crate::check::case::check_unjudged;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;

/// Runs the chosen checks on a case.
pub fn check_case(context: &CheckContext<'_>, chosen: impl Fn(Code) -> bool) -> Drafts {
    let mut drafts = check_unjudged(context, chosen);
    judge(context, &mut drafts.findings);
    drafts
}

/// Gives each finding that needs a leeway of its text the kind of the leeway.
fn judge(context: &CheckContext<'_>, findings: &mut [FindingDraft]) {
    let Some(schema) = context.schema else { return };
    match context.case.kind {
        CaseKind::Capture => judge_capture(context, schema, findings),
        CaseKind::Sample => judge_sample(context, schema, findings),
        CaseKind::Mutant | CaseKind::Witness => {}
    }
}

/// A capture was sent, so only keys that the document does not name are told apart.
fn judge_capture(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    let is_dropped = |draft: &&mut FindingDraft| {
        draft.code == Code::Lossy && matches!(draft.kind, Some(Kind::DroppedKey | Kind::NullBecameAbsent))
    };
    let mut dropped = findings.iter_mut().filter(is_dropped).peekable();
    if dropped.peek().is_none() {
        return;
    }
    let mut unknown = leeways(schema, &context.tree);
    unknown.retain(|leeway| leeway.kind == Kind::UnknownKey);
    for draft in dropped {
        if unknown.iter().any(|leeway| is_within(&draft.pointer, &leeway.pointer)) {
            draft.kind = Some(Kind::UnknownKey);
        }
    }
}

fn judge_sample(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    if !findings.iter().any(|draft| depends_on_text(draft.code)) {
        return;
    }
    let leeways = leeways(schema, &context.tree);
    if leeways.is_empty() {
        return;
    }
    let again = without_leeways(context, schema, &leeways);
    for draft in findings.iter_mut().filter(|draft| depends_on_text(draft.code)) {
        let near = leeways
            .iter()
            .filter(|leeway| is_within(&draft.pointer, &leeway.pointer) || is_within(&leeway.pointer, &draft.pointer));
        let kind = match &again {
            Some(again) if again.iter().any(|other| is_same(draft, other)) => None,
            Some(_) => weakest(near).or_else(|| weakest(&leeways)),
            // Without a second text, the place must tell.
            None => weakest(near),
        };
        draft.kind = kind.or(draft.kind);
    }
}

/// What is found in the text without its leeways; `None` if that is not valid.
fn without_leeways(context: &CheckContext<'_>, schema: &Schema, leeways: &[Leeway]) -> Option<Vec<FindingDraft>> {
    let case = Case {
        text: ordinary(&context.tree, leeways),
        ..context.case.clone()
    };
    let context = CheckContext::new(context.subject, Some(schema), &case, Tree::parse(&case.text).ok()?);
    if context.is_valid() != Some(Ok(true)) {
        return None;
    }
    Some(check_unjudged(&context, depends_on_text).findings)
}

/// Whether two findings about similar texts are the same.
fn is_same(one: &FindingDraft, other: &FindingDraft) -> bool {
    one.code == other.code
        && one.kind == other.kind
        && (one.pointer.in_every_item() == other.pointer.in_every_item()
            || (one.code == Code::Rejected && one.message == other.message))
}

/// Whether a pointer leads to a value or into it.
fn is_within(pointer: &Pointer, value: &Pointer) -> bool {
    let rest = pointer.as_str().strip_prefix(value.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
