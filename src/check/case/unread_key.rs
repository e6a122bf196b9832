//! Is every documented key deserialized, and not only preserved?

use super::check::CaseCheck;
use super::word_place::WordPlace;
use super::{swapped_keys, swapped_words, unread_word};
use crate::case::CaseKind;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::check::preserved::{PROBES, range, spliced, unread_in_any};
use crate::finding::{Code, Kind, RuleInfo};
use crate::pointer::Pointer;
use crate::schema::Schema;

pub(in crate::check) const RULE: RuleInfo = RuleInfo {
    code: Code::UnreadKey,
    question: "is every documented key deserialized, and not only preserved?",
    summary: "documented field is never deserialized",
    rationale: "If the name of a field is misspelt or the field is missing, users of the type never see the value of the key. \
                A type that keeps unknown keys in a map does not even lose it: the key ends up among the unknown keys and is \
                written back unchanged. The type itself tells which keys it asks serde for, once in a run. Where serde buffers \
                the value (a flattened part, an enum), reading and writing prove it: every value under the key is written \
                back unchanged, even those that the schema forbids; the key may be repeated; and it is written between keys \
                that the type does not know. The last two do not hold for a field of type `Value`. Two kinds rest on the \
                output of `Debug`. `word`: a listed word, or the tag of a branch, is shown like an unlisted word, and another \
                word of the same place is not. `swapped`: the values of two keys are shown in each other's fields, or two \
                words under each other's names.",
    fix: "Add the field, or give it the key's name with `rename` or `rename_all`. If the map of unknown keys or a catch-all \
          variant is meant to hold it, add an expectation with a reason.",
};

pub(super) struct UnreadKey;

impl CaseCheck for UnreadKey {
    fn code(&self) -> Code {
        Code::UnreadKey
    }

    fn check_case(&self, context: &CheckContext<'_>, drafts: &mut Drafts) {
        let Some(schema) = context.schema else { return };
        match context.case.kind {
            CaseKind::Mutant => check_mutant(context, schema, drafts),
            // `panicked` reports a crash in `Debug`; a type that cannot show the case says nothing about its fields.
            CaseKind::Sample if context.must_survive() && context.shown().is_some() => {
                if let Some(place) = WordPlace::choose(context, schema) {
                    swapped_words::check_case(&place, schema, drafts);
                    unread_word::check_case(&place, schema, drafts);
                }
                swapped_keys::check_case(context, schema, drafts);
            }
            _ => {}
        }
    }
}

/// Examines the key of a mutant whose value has the wrong type and is written back unchanged.
fn check_mutant(context: &CheckContext<'_>, schema: &Schema, drafts: &mut Drafts) {
    let is_wrong_type = |fault: &&crate::case::Fault| fault.operator == "wrong_type";
    let Some(fault) = context.case.fault.as_ref().filter(is_wrong_type) else {
        return;
    };
    if context.read().done().is_none() || !comes_back(context, &fault.pointer) || context.has_duplicate_keys() {
        return;
    }
    let texts = valid_texts(context, schema, &fault.pointer);
    let Some(documented) = unread_in_any(context, schema, &texts, &fault.pointer) else {
        return;
    };
    let message = "preserved, but never deserialized: any value in its place is written back unchanged";
    let mut draft = context.draft_at(Code::UnreadKey, fault.pointer.clone(), message);
    let is_one_direction = |text: &String| {
        let value = serde_json::from_str(text);
        value.is_ok_and(|value| schema.direction(&value, fault.pointer.as_str()).is_some())
    };
    if texts.iter().any(is_one_direction) {
        draft.kind = Some(Kind::OneDirection);
    }
    drafts.push(draft.schema_pointer(Some(documented.schema_pointer)));
}

/// Whether the value at a pointer is written as it was read, whatever becomes of others.
fn comes_back(context: &CheckContext<'_>, pointer: &Pointer) -> bool {
    let is_apart = |other: &Pointer| !other.is_within(pointer) && !pointer.is_within(other);
    context
        .differences()
        .is_some_and(|differences| differences.iter().all(|difference| is_apart(&difference.pointer)))
}

/// The case with the original value in the place of its fault; if that is not recorded, with values that may be valid there.
fn valid_texts(context: &CheckContext<'_>, schema: &Schema, pointer: &Pointer) -> Vec<String> {
    let Some(node) = context.at(pointer) else {
        return Vec::new();
    };
    let place = range(&context.tree, node);
    let known = context.case.was.as_deref().into_iter();
    let guesses = PROBES.into_iter().filter(|_| context.case.was.is_none());
    let texts = known
        .chain(guesses)
        .map(|was| spliced(context.tree.text(), place.clone(), was));
    let is_valid = |text: &String| serde_json::from_str(text).is_ok_and(|value| schema.is_valid(&value));
    texts.filter(is_valid).collect()
}
