//! The kinds of findings that depend on what the text uses.

use super::depends::{depends_on_text, has_exact_place};
use super::leeway::{Leeway, leeways, leeways_in, open_at, open_places, weakest};
use super::one_direction::judge_directions;
use super::ordinary::ordinary;
use super::rounded::by_change;
use super::sent_as_text::kind_of_text;
use super::sets::judge_sets;
use crate::case::{Case, CaseKind};
use crate::check::case::check_unjudged;
use crate::check::context::CheckContext;
use crate::check::drafts::Drafts;
use crate::finding::{Code, FindingDraft, Kind, Level, SourceKind, default_level};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::Schema;
use serde_json::Value;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

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

/// A key that the type adds, at a place where the document names other keys. Readers that follow the document do not look at it.
fn judge_unnamed(schema: &Schema, findings: &mut [FindingDraft]) {
    let is_added = |draft: &&mut FindingDraft| {
        draft.code == Code::Lossy && matches!(draft.kind, Some(Kind::AddedKey | Kind::AbsentBecameNull))
    };
    for draft in findings.iter_mut().filter(is_added) {
        let guide = schema.guide();
        let place = guide.at(&draft.pointer.parent());
        let Some(key) = draft.pointer.steps().last() else {
            continue;
        };
        if guide.names(place).next().is_some() && !guide.is_named(place, &key) && !guide.is_map(place) {
            draft.kind = Some(Kind::UnnamedKey);
        }
    }
}

/// The document says what the absence of a key means: then it is no loss to leave the key out with that value, or to add it.
fn judge_defaults(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    let parsed = |json: &str| serde_json::from_str::<Value>(json).ok();
    let read = LazyCell::new(|| parsed(context.tree.text()));
    let written = LazyCell::new(|| context.written().and_then(parsed));
    for draft in findings.iter_mut().filter(|draft| draft.code == Code::Lossy) {
        let whole = match draft.kind {
            Some(Kind::DroppedKey) => &*read,
            Some(Kind::AddedKey) => &*written,
            _ => continue,
        };
        let is_default = |whole: &Value| schema.is_documented_default(whole, draft.pointer.as_str());
        if whole.as_ref().is_some_and(is_default) {
            draft.kind = Some(Kind::DocumentedDefault);
        }
    }
}

/// A longer capture that a type refuses is not looked through for keys that the document does not name: what is known of each of its
/// places takes a hundred times its text.
const MOST_OF_CAPTURE: usize = 512 << 10;

/// A capture was sent, so only keys that the document does not name are told apart: a type may lose them, and it may refuse a text for
/// them.
fn judge_capture(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    judge_sets(schema, &context.tree, findings);
    let may_be_of_unknown = |draft: &FindingDraft| match draft.code {
        Code::Lossy => matches!(draft.kind, Some(Kind::DroppedKey | Kind::NullBecameAbsent)),
        code => code == Code::Rejected && context.tree.text().len() <= MOST_OF_CAPTURE,
    };
    if !findings.iter().any(may_be_of_unknown) {
        return;
    }
    let mut unknown = leeways(schema, &context.tree);
    unknown.retain(|leeway| leeway.kind == Kind::UnknownKey);
    let is_read_without =
        LazyCell::new(|| !unknown.is_empty() && is_read(context, schema, ordinary(&context.tree, &unknown)));
    for draft in findings.iter_mut().filter(|draft| may_be_of_unknown(draft)) {
        let is_of_unknown = match draft.code {
            Code::Rejected => *is_read_without,
            _ => unknown.iter().any(|leeway| draft.pointer.is_within(&leeway.pointer)),
        };
        if is_of_unknown {
            draft.kind = Some(Kind::UnknownKey);
        }
    }
}

/// Whether the type reads a text.
fn is_read(context: &CheckContext<'_>, schema: &Schema, text: String) -> bool {
    let case = Case {
        text,
        ..context.case.clone()
    };
    let Ok(tree) = Tree::parse(&case.text) else {
        return false;
    };
    let context = CheckContext::new(context.subject, Some(schema), &case, tree);
    context.read().done().is_some()
}

fn judge_sample(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    judge_sets(schema, &context.tree, findings);
    judge_directions(context, schema, findings);
    judge_unnamed(schema, findings);
    judge_defaults(context, schema, findings);
    judge_by_place(context, schema, findings);
    for draft in findings {
        draft.kind = kind_of_text(schema, &*draft).or(draft.kind);
    }
}

fn judge_by_place(context: &CheckContext<'_>, schema: &Schema, findings: &mut [FindingDraft]) {
    if !findings.iter().any(|draft| depends_on_text(draft.code)) {
        return;
    }
    let described = schema.described(&context.tree);
    let open = open_places(&described);
    let leeways = leeways_in(&context.tree, described);
    if let Some(weakest) = weakest(&leeways) {
        judge_leeways(context, schema, findings, &leeways, weakest);
    }
    // Where a refusal comes from is found out when its text is made small.
    for draft in findings.iter_mut().filter(|draft| has_exact_place(draft.code)) {
        let mut place = draft.pointer.clone();
        draft.missing.iter().for_each(|key| place.push(key));
        if draft.kind.and_then(Kind::at_most).is_none() {
            draft.kind = open_at(&open, &place).or(draft.kind);
        }
    }
}

/// Gives each finding that is gone without the leeways of the text the kind of the leeway.
fn judge_leeways(
    context: &CheckContext<'_>,
    schema: &Schema,
    findings: &mut [FindingDraft],
    leeways: &[Leeway],
    weakest: Kind,
) {
    let places = LeewayPlaces::new(leeways);
    let again = without_leeways(context, schema, findings, leeways);
    // What is a note whatever the text does not become more for what the text needs.
    let is_more = |draft: &&mut FindingDraft| {
        draft.kind != Some(Kind::SetOrder) && default_level(draft.code, draft.kind, SourceKind::Sample) > Level::Note
    };
    let is_gone = |draft: &FindingDraft| again.as_ref().is_some_and(|again| !again.has_like(draft));
    // Where nothing is left open near a finding, a type may also do something else whenever it reads, whatever the text.
    let is_far = |draft: &FindingDraft| {
        let is_lowered = draft.kind.and_then(Kind::at_most).is_some();
        !is_lowered && has_exact_place(draft.code) && is_gone(draft) && places.weakest_near(&draft.pointer).is_none()
    };
    let once_more = findings
        .iter()
        .any(is_far)
        .then(|| found_in(context, schema, context.case))
        .flatten()
        .map(|found| Found::of(&found));
    let is_of_chance = |draft: &FindingDraft| once_more.as_ref().is_some_and(|found| !found.has_like(draft));
    let findings = findings.iter_mut().filter(|draft| depends_on_text(draft.code));
    for draft in findings.filter(is_more) {
        let kind = match &again {
            Some(again) if again.has_like(draft) => None,
            Some(_) if is_of_chance(draft) => None,
            Some(_) => places.weakest_near(&draft.pointer).or(Some(weakest)),
            // Without a second text, the place must tell.
            None => places.weakest_near(&draft.pointer),
        };
        let refined = |kind| by_change(draft.code, kind, draft.read.as_deref(), draft.wrote.as_deref());
        draft.kind = kind.map(refined).or(draft.kind);
    }
}

/// What is found in the text without its leeways; `None` if that is not valid, or if the type refuses it although it reads the text
/// itself: then what it would have done to it is not known.
fn without_leeways(
    context: &CheckContext<'_>,
    schema: &Schema,
    findings: &[FindingDraft],
    leeways: &[Leeway],
) -> Option<Found> {
    let case = Case {
        text: without(schema, &context.tree, leeways),
        ..context.case.clone()
    };
    let found = found_in(context, schema, &case)?;
    let is_refused = |found: &[FindingDraft]| found.iter().any(|draft| draft.code == Code::Rejected);
    (is_refused(findings) || !is_refused(&found)).then(|| Found::of(&found))
}

/// The text without its leeways. Where a branch of a union went, other keys may be named by no branch that is left.
fn without(schema: &Schema, tree: &Tree<'_>, found: &[Leeway]) -> String {
    let is_mixed = found.iter().any(|leeway| leeway.kind == Kind::MixedBranches);
    let text = ordinary(tree, found);
    match Tree::parse(&text) {
        Ok(tree) if is_mixed => ordinary(&tree, &leeways(schema, &tree)),
        _ => text,
    }
}

/// What the same type shows with a text; `None` if that is not valid.
fn found_in(context: &CheckContext<'_>, schema: &Schema, case: &Case) -> Option<Vec<FindingDraft>> {
    let context = CheckContext::new(context.subject, Some(schema), case, Tree::parse(&case.text).ok()?);
    let is_valid = context.is_valid() == Some(Ok(true));
    is_valid.then(|| check_unjudged(&context, depends_on_text).findings)
}

/// What was found in a text, for the same findings about a similar text. A text may show thousands.
#[derive(Default)]
struct Found {
    places: HashSet<(Code, Option<Kind>, String)>,
    refusals: HashSet<(Option<Kind>, String)>,
}

impl Found {
    fn of(findings: &[FindingDraft]) -> Found {
        let mut found = Found::default();
        for finding in findings {
            found.places.insert(Found::place(finding));
            found.refusals.extend(Found::refusal(finding));
        }
        found
    }

    /// Whether a finding about a similar text is the same as one of these.
    fn has_like(&self, draft: &FindingDraft) -> bool {
        self.places.contains(&Found::place(draft))
            || Found::refusal(draft).is_some_and(|refusal| self.refusals.contains(&refusal))
    }

    fn place(finding: &FindingDraft) -> (Code, Option<Kind>, String) {
        (finding.code, finding.kind, finding.pointer.in_every_item())
    }

    fn refusal(finding: &FindingDraft) -> Option<(Option<Kind>, String)> {
        (finding.code == Code::Rejected).then(|| (finding.kind, finding.message.clone()))
    }
}

/// The leeways of a text by their places.
struct LeewayPlaces<'l>(BTreeMap<&'l str, Vec<&'l Leeway>>);

impl<'l> LeewayPlaces<'l> {
    fn new(leeways: &'l [Leeway]) -> LeewayPlaces<'l> {
        let mut places: BTreeMap<&str, Vec<&Leeway>> = BTreeMap::new();
        for leeway in leeways {
            places.entry(leeway.pointer.as_str()).or_default().push(leeway);
        }
        LeewayPlaces(places)
    }

    /// The weakest of the leeways at a place, around it, and inside of it.
    fn weakest_near(&self, pointer: &Pointer) -> Option<Kind> {
        let own = pointer.as_str();
        let ends = own.match_indices('/').map(|(end, _)| end).chain([own.len()]);
        let around = ends.filter_map(|end| self.0.get(&own[..end]));
        // In the order of texts, all that start with a place and a slash stand together.
        let first = format!("{own}/");
        let inside = self
            .0
            .range::<str, _>((Bound::Included(first.as_str()), Bound::Unbounded));
        let inside = inside.take_while(|(place, _)| place.starts_with(&first));
        weakest(around.chain(inside.map(|(_, leeways)| leeways)).flatten().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec, Stated};
    use crate::subject;
    use crate::subject::Subject;

    fn leeway(kind: Kind, pointer: &str) -> Leeway {
        Leeway {
            kind,
            pointer: Pointer::from(pointer),
            node: Tree::ROOT,
            is_of_key: false,
            stated: Stated::default(),
        }
    }

    #[test]
    fn leeways_are_near_that_are_around_a_place_or_inside_of_it() {
        let leeways = [
            leeway(Kind::UnknownKey, "/a"),
            leeway(Kind::EmptyText, "/a/0/b"),
            leeway(Kind::LongText, "/a-"),
            leeway(Kind::IntegerAsFloat, "/c/d"),
        ];
        let places = LeewayPlaces::new(&leeways);
        for (pointer, kind) in [
            ("", Some(Kind::UnknownKey)),
            ("/a/1", Some(Kind::UnknownKey)),
            ("/a-/x", Some(Kind::LongText)),
            ("/c", Some(Kind::IntegerAsFloat)),
            ("/c/d/e", Some(Kind::IntegerAsFloat)),
            ("/c/dd", None),
            ("/", None),
        ] {
            let expected: Vec<&Leeway> = leeways
                .iter()
                .filter(|leeway| {
                    let place = Pointer::from(pointer);
                    place.is_within(&leeway.pointer) || leeway.pointer.is_within(&place)
                })
                .collect();
            assert_eq!(weakest(expected), kind, "{pointer}");
            assert_eq!(places.weakest_near(&Pointer::from(pointer)), kind, "{pointer}");
        }
    }

    #[test]
    fn a_finding_is_the_same_in_every_item_and_a_refusal_wherever_it_is_told() {
        let draft = |code, message: &str, pointer: &str| FindingDraft::new(code, message).at(Pointer::from(pointer), 0);
        let found = Found::of(&[draft(Code::Lossy, "x", "/a/3"), draft(Code::Rejected, "no", "/b")]);
        assert!(found.has_like(&draft(Code::Lossy, "y", "/a/0")));
        assert!(!found.has_like(&draft(Code::Lossy, "x", "/b")));
        assert!(found.has_like(&draft(Code::Rejected, "no", "/c")));
        assert!(!found.has_like(&draft(Code::Rejected, "yes", "/c")));
    }

    /// A text of which this type reads the empty one only.
    #[derive(PartialEq, serde::Serialize)]
    struct Nothing(String);

    impl<'de> serde::Deserialize<'de> for Nothing {
        fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Nothing, D::Error> {
            match String::deserialize(input)? {
                text if text.is_empty() => Ok(Nothing(text)),
                _ => Err(serde::de::Error::custom("not empty")),
            }
        }
    }

    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    struct Lossy {
        nothing: Nothing,
        #[serde(skip_serializing, default)]
        flag: bool,
    }

    /// A map whose keys are written in lower case.
    #[derive(PartialEq, serde::Serialize)]
    struct ByHost(BTreeMap<String, u8>);

    impl<'de> serde::Deserialize<'de> for ByHost {
        fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<ByHost, D::Error> {
            let map = BTreeMap::<String, u8>::deserialize(input)?;
            Ok(ByHost(
                map.into_iter()
                    .map(|(key, value)| (key.to_lowercase(), value))
                    .collect(),
            ))
        }
    }

    fn found_in_sample(subject: &Subject, schema: Value, text: &str) -> Vec<(Code, Option<Kind>, String)> {
        found_in(CaseKind::Sample, subject, schema, text)
    }

    fn found_in(kind: CaseKind, subject: &Subject, schema: Value, text: &str) -> Vec<(Code, Option<Kind>, String)> {
        let document = serde_json::json!({"$defs": {"T": schema}}).to_string();
        let document = Document::parse("t", document.as_bytes()).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let mut case = Case::new("t", text);
        case.kind = kind;
        let context = CheckContext::new(subject, Some(&schema), &case, Tree::parse(text).unwrap());
        let found = check_case(&context, |code| matches!(code, Code::Lossy | Code::Rejected)).findings;
        let place = |draft: FindingDraft| (draft.code, draft.kind, draft.pointer.to_string());
        found.into_iter().map(place).collect()
    }

    /// One that is answered, and one that says what it is.
    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(untagged)]
    enum Either {
        Said {
            said: Said,
        },
        Asked {
            asked: bool,
            said: BTreeMap<String, String>,
        },
    }

    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    struct Said {
        text: String,
    }

    #[test]
    fn a_key_below_an_object_of_two_branches_that_only_one_of_them_names_depends_on_both() {
        let text = serde_json::json!({"type": "string"});
        let said = serde_json::json!({"type": "object", "required": ["text"], "properties": {"text": text}});
        let map = serde_json::json!({"type": "object", "additionalProperties": text});
        let of = |said, key: &str| serde_json::json!({"type": "object", "required": ["said", key], "properties": {"said": said, key: {"type": "boolean"}}});
        let schema = serde_json::json!({"anyOf": [of(said, "id"), of(map, "asked")]});
        let found = found_in_sample(
            &subject!(Either),
            schema,
            r#"{"said":{"text":"a","name":"b"},"id":true,"asked":true}"#,
        );
        let kinds: BTreeMap<_, _> = found.into_iter().map(|(_, kind, place)| (place, kind)).collect();
        assert_eq!(kinds["/said/name"], Some(Kind::MixedBranches));
    }

    #[test]
    fn nothing_is_concluded_from_an_ordinary_text_that_is_refused() {
        let schema = serde_json::json!({"type": "object",
            "properties": {"nothing": {"type": "string"}, "flag": {"type": "boolean"}}});
        let found = found_in_sample(&subject!(Lossy), schema, r#"{"nothing":"","flag":true}"#);
        assert_eq!(found, [(Code::Lossy, Some(Kind::DroppedKey), "/flag".to_owned())]);
    }

    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    #[serde(deny_unknown_fields)]
    struct Closed {
        name: String,
    }

    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    struct ByNumber(BTreeMap<u32, String>);

    #[derive(PartialEq, serde::Deserialize, serde::Serialize)]
    struct Clashing {
        name: String,
        #[serde(default)]
        action: Option<u8>,
    }

    #[test]
    fn a_capture_that_is_refused_for_a_key_that_the_document_does_not_name_is_no_fault_of_the_type() {
        let schema = || serde_json::json!({"type": "object", "properties": {"name": {"type": "string"}}});
        for subject in [subject!(Closed), subject!(Clashing)] {
            let found = |text: &str| found_in(CaseKind::Capture, &subject, schema(), text);
            let kinds: Vec<_> = found(r#"{"name":"a","action":{}}"#)
                .into_iter()
                .map(|found| (found.0, found.1))
                .collect();
            assert_eq!(kinds, [(Code::Rejected, Some(Kind::UnknownKey))]);
            // What the document names is refused with and without the key.
            let kinds: Vec<_> = found(r#"{"action":{}}"#)
                .into_iter()
                .map(|found| (found.0, found.1))
                .collect();
            assert_eq!(kinds, [(Code::Rejected, None)]);
        }
    }

    #[test]
    fn a_number_that_is_a_key_is_refused_only_where_its_digits_are_escaped() {
        let schema = || serde_json::json!({"type": "object", "additionalProperties": {"type": "string"}});
        let subject = subject!(ByNumber);
        let escaped = found_in_sample(&subject, schema(), r#"{"\u0034":"a"}"#);
        let kinds: Vec<_> = escaped.into_iter().map(|found| (found.0, found.1)).collect();
        assert_eq!(kinds, [(Code::Rejected, Some(Kind::EscapedText))]);
        let found = found_in(CaseKind::Capture, &subject, schema(), r#"{"\u0034":"a"}"#);
        assert_eq!((found.len(), found[0].1), (1, None), "a server wrote it");
        let named = found_in_sample(&subject, schema(), r#"{"\u0061":"a"}"#);
        assert_ne!(named[0].1, Some(Kind::EscapedText));
    }

    #[test]
    fn a_key_in_another_spelling_of_its_format_is_one_finding() {
        let schema = serde_json::json!({"type": "object", "propertyNames": {"format": "ipv6"},
            "additionalProperties": {"type": "integer", "format": "uint8"}});
        let found = found_in_sample(&subject!(ByHost), schema, r#"{"::1":0,"2001:DB8::A":1}"#);
        let place = "/2001:DB8::A".to_owned();
        assert_eq!(found, [(Code::Lossy, Some(Kind::FormatSpelling), place)]);
    }
}
