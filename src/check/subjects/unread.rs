//! Does the type ask for every key that the document names?

use super::fate::{Fate, fate};
use super::growth::check_growth;
use super::spelling::in_other_cases;
use super::suspects::{Suspect, suspects};
use super::unread_tag::check_tags;
use super::witness::{Witnesses, pointer, small, with_other_words, witness_of};
use crate::check::context::CheckContext;
use crate::check::direction::is_of_other_direction;
use crate::check::drafts::Drafts;
use crate::check::preserved::unread_in_any;
use crate::finding::{Code, FindingDraft, Kind};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::{Guide, Schema};
use crate::subject::{Attempt, Candidates, Decoder, Reads, Subject};
use serde_json::Value;

/// The most keys of which it is examined what becomes of them; a type that reads fewer stands for something else.
const MOST_SUSPECTS: usize = 100;

/// Compares what a type asks for with what its component names, and shows each documented key that the type does not read by a
/// valid text.
pub fn check_subject(subject: &Subject, schema: &Schema) -> Drafts {
    let mut drafts = Drafts::default();
    let mut candidates = Candidates {
        keys: schema.names().into_iter().collect(),
        words: schema.all_words().into_iter().collect(),
    };
    let guide = Guide::new(schema);
    check_growth(subject, schema, &guide, &mut drafts);
    check_tags(subject, schema, &mut drafts);
    let mut found = match subject.trace(&candidates) {
        Attempt::Done(trace) => suspects(&trace, &guide),
        Attempt::Refused(error) => {
            let reason = format!("the type could not be traced: {}", error.message);
            drafts.undecided(Code::UnreadKey, reason);
            return drafts;
        }
        Attempt::Crashed(crash) => {
            drafts.undecided(Code::UnreadKey, format!("the type could not be traced: {crash}"));
            return drafts;
        }
    };
    let mut judged = Judgements {
        witnesses: Witnesses::new(schema),
        known: Vec::new(),
    };
    let is_told = |suspect: &Suspect| matches!(judged.of(subject, schema, suspect), Judged::Unread(_));
    // The second trace costs as much as the first, and most suspects turn out to be read.
    if found.iter().take(MOST_SUSPECTS).any(is_told) {
        // A key that is written in another case may be the one that is meant; types that serde buffers tell no such keys.
        candidates.keys.extend(in_other_cases(found.iter().map(Suspect::key)));
        if let Attempt::Done(trace) = subject.trace(&candidates) {
            found = suspects(&trace, &guide);
        }
    }
    for suspect in found.iter().take(MOST_SUSPECTS) {
        match judged.of(subject, schema, suspect) {
            Judged::Unread(draft) => drafts.push(told(*draft, suspect)),
            Judged::Undecided(reason) => drafts.undecided(Code::UnreadKey, reason),
            Judged::Fine => {}
        }
    }
    if found.len() > MOST_SUSPECTS {
        let reason = format!(
            "{} more keys than the {MOST_SUSPECTS} that are examined",
            found.len() - MOST_SUSPECTS
        );
        drafts.undecided(Code::UnreadKey, reason);
    }
    drafts
}

/// A text without the key at a pointer.
fn without(text: &str, at: &Pointer) -> Option<String> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let object = value.pointer_mut(at.parent().as_str())?.as_object_mut()?;
    object.remove(&at.steps().last()?)?;
    Some(value.to_string())
}

/// What was found out about suspects, so that none is judged twice.
struct Judgements<'s> {
    witnesses: Witnesses<'s>,
    known: Vec<(Suspect, Judged)>,
}

impl Judgements<'_> {
    fn of(&mut self, subject: &Subject, schema: &Schema, suspect: &Suspect) -> Judged {
        let is_known = |(known, _): &&(Suspect, Judged)| known.way == suspect.way && known.reads == suspect.reads;
        if let Some((_, judged)) = self.known.iter().find(is_known) {
            return judged.clone();
        }
        let judged = examined(subject, schema, suspect, &self.witnesses);
        self.known.push((suspect.clone(), judged.clone()));
        judged
    }
}

/// The finding, with the key that the type asks for instead.
fn told(mut draft: FindingDraft, suspect: &Suspect) -> FindingDraft {
    if let Some(instead) = &suspect.instead {
        draft.message += &format!("; it reads `{instead}`, which the document does not name");
    }
    draft
}

/// Judges a suspect by a text that is made for it. What is to be told is told with a small text.
fn examined(subject: &Subject, schema: &Schema, suspect: &Suspect, witnesses: &Witnesses<'_>) -> Judged {
    let reads = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    let read = witnesses.text_with(&suspect.way, reads);
    let is_read = read.is_some();
    // A type that denies keys which it does not know refuses every text that has the key.
    let Some(text) = read.or_else(|| witnesses.text_with(&suspect.way, |_| suspect.reads == Reads::No)) else {
        return Judged::Fine;
    };
    let first = judge(subject, schema, suspect, &text);
    if !matches!(first, Judged::Unread(_)) {
        return first;
    }
    // What is read of an object may depend on a word beside the key. A type that never asks for a key does not read it whatever else
    // the text has.
    let otherwise = |text: &str| {
        let others = with_other_words(schema, &suspect.way, text);
        let mut judged = others
            .iter()
            .filter(|text| suspect.reads != Reads::No && reads(text))
            .map(|text| judge(subject, schema, suspect, text));
        judged.find(|judged| !matches!(judged, Judged::Unread(_)))
    };
    if let Some(other) = otherwise(&text) {
        return other;
    }
    let Some(text) = small(schema, &suspect.way, &text, |text| !is_read || reads(text)) else {
        return first;
    };
    match judge(subject, schema, suspect, &text) {
        // With another word the large text may be refused for something that the small one does not have.
        shown @ Judged::Unread(_) => otherwise(&text).unwrap_or(shown),
        _ => first,
    }
}

/// What a text shows about a key that the trace did not see read.
#[derive(Clone)]
enum Judged {
    Fine,
    Undecided(String),
    Unread(Box<FindingDraft>),
}

fn judge(subject: &Subject, schema: &Schema, suspect: &Suspect, text: &str) -> Judged {
    let at = pointer(&suspect.way);
    let reads = |text: &str| subject.read(Decoder::FromStr, text).done().is_some();
    let case = witness_of(subject.name(), text.to_owned());
    let Ok(tree) = Tree::parse(text) else {
        return Judged::Fine;
    };
    let context = CheckContext::new(subject, Some(schema), &case, tree);
    let documented = context
        .value()
        .ok()
        .and_then(|value| schema.documented(&value, at.as_str()));
    // Keys that only an overlay names are not in the document that the type follows; and a constant need not be read.
    let Some(documented) = documented.filter(|documented| documented.in_original && !documented.is_constant) else {
        return Judged::Fine;
    };
    let message = match (suspect.reads, fate(&context, &at)) {
        (Reads::Yes, _) => return Judged::Fine,
        (Reads::No, Some(Fate::Lost)) => "the type does not read it, and writes the text without it",
        (_, Some(Fate::Lost)) => "the type gives no sign to read it, and writes the text without it",
        (Reads::No, Some(Fate::Kept)) => "the type keeps it, but never reads it",
        (Reads::No, None) if without(text, &at).is_some_and(|text| reads(&text)) => {
            "the type does not know it, and refuses the text"
        }
        (Reads::No, _) => "the type never reads it",
        (_, Some(Fate::Kept)) => match unread_in_any(&context, schema, &[text.to_owned()], &at) {
            Some(_) => "the type keeps it, but never reads it: any value in its place is written back unchanged",
            None if suspect.is_alone => return Judged::Fine,
            None => {
                let item = at.in_every_item();
                return Judged::Undecided(format!("{item}: the type gives no sign to read it"));
            }
        },
        (_, _) => return Judged::Fine,
    };
    let mut draft = context.draft_at(Code::UnreadKey, at, message);
    // A type for the other direction has no such key.
    if (context.value().ok()).is_some_and(|value| is_of_other_direction(&context, schema, &value, &draft.pointer)) {
        draft.kind = Some(Kind::OneDirection);
    }
    let read = draft.read.clone();
    let draft = draft
        .schema_pointer(Some(documented.schema_pointer))
        .witness(text.to_owned())
        .read(read);
    Judged::Unread(Box::new(draft))
}
