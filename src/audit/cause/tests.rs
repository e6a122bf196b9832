//! Trails, culprits and keys of causes, over the types of `written`.

use super::trail::trail_to_key;
use super::{Culprit, Fault, Fold, OwnSchema, OwnSchemas, Side, Trail, Types, culprit, key_of, trail};
use crate::audit::model::{
    Alternative, Instance, IntegerType, Key, KeyGroup, Object, Presence, Rest, Shape, SourceItem, TypeId, TypeRef,
    VariantShape, Word,
};
use crate::case::Case;
use crate::finding::{Code, Finding, FindingDraft, Kind, Location, SourceKind};
use crate::json::Tree;
use crate::pointer::Pointer;
use crate::schema::{Dialect, Document, Spec};
use std::collections::{BTreeSet, HashMap};

mod blamed;
mod picked;
mod slow;
mod written;

use written::*;

fn to(text: &str, pointer: &str, is_key: bool) -> Trail {
    let tree = Tree::parse(text).unwrap();
    let follow = if is_key { trail_to_key } else { trail };
    follow(&Written, &instance(ORDER), &tree, &Pointer::from(pointer))
}

/// The type, the variant and the field that a trail ends at.
fn ends(trail: &Trail) -> (Option<TypeId>, Option<SourceItem>, Option<SourceItem>) {
    (
        trail.holder.as_ref().map(|holder| holder.id),
        trail.holder_item,
        trail.field,
    )
}

#[test]
fn a_key_that_a_flattened_enum_drops_is_lacked_by_the_variant_that_reads_the_object() {
    let found = |text: &str, pointer: &str| {
        let tree = Tree::parse(text).unwrap();
        let found = trail_to_key(&Written, &instance(SCHEMA), &tree, &Pointer::from(pointer));
        assert!(found.is_key, "{text}");
        found.field.or(found.holder_item)
    };
    let bool = Some(item(TYPED, Some(0), None));
    assert_eq!(found(r#"{"type":"bool","pattern":"x"}"#, "/pattern"), bool);
    let any_of = Some(item(FORM, Some(1), None));
    assert_eq!(found(r#"{"any":"a","pattern":"x"}"#, "/pattern"), any_of);
    let pattern = Some(item(FREE, None, Some(0)));
    assert_eq!(found(r#"{"type":"text","pattern":"x"}"#, "/pattern"), pattern);
    assert_eq!(found(r#"{"pattern":"x"}"#, "/pattern"), pattern);
    // No variant has it.
    let schema = Some(item(SCHEMA, None, None));
    assert_eq!(found(r#"{"type":"bool","other":1}"#, "/other"), schema);
}

#[test]
fn a_trail_into_a_value_ends_at_its_type_and_one_to_a_key_at_its_field() {
    let (order, limits) = (item(ORDER, None, None), item(LIMITS, None, None));
    let field = item(ORDER, None, Some(1));
    assert_eq!(ends(&to(LONG, "/limits", false)), (Some(LIMITS), Some(limits), None));
    let at_key = to(LONG, "/limits", true);
    assert_eq!(ends(&at_key), (Some(ORDER), Some(order), Some(field)));
    assert!(at_key.is_key);
    assert_eq!(at_key.rest, ["limits"]);
    let inner = Some(item(LIMITS, None, Some(0)));
    for is_key in [false, true] {
        assert_eq!(
            ends(&to(LONG, "/limits/cpus", is_key)),
            (Some(LIMITS), Some(limits), inner)
        );
        // The root is no key of anything.
        assert_eq!(ends(&to(LONG, "", is_key)), (Some(ORDER), Some(order), None));
    }
}

#[test]
fn a_trail_leads_through_lists_and_the_variant_that_reads_the_value() {
    let found = to(LONG, "/items/1/cpus", true);
    let limits = Some(item(LIMITS, None, None));
    assert_eq!(ends(&found), (Some(LIMITS), limits, Some(item(LIMITS, None, Some(0)))));
    assert_eq!(found.holder_at, Pointer::from("/items/1"));
    let text = to(LONG, "/note/text", true);
    let plain = Some(item(NOTE, Some(0), None));
    assert_eq!(ends(&text), (Some(NOTE), plain, Some(item(NOTE, None, Some(1)))));
}

#[test]
fn a_key_that_no_type_names_is_at_its_holder() {
    let text = LONG.replace(r#""id""#, r#""more":{"deep":1},"id""#);
    let found = to(&text, "/more", true);
    assert_eq!(ends(&found), (Some(ORDER), Some(item(ORDER, None, None)), None));
    assert!(found.is_key);
    let deeper = to(&text, "/more/deep", true);
    assert_eq!((deeper.holder.map(|of| of.id), deeper.is_key), (Some(ORDER), true));
    assert_eq!(deeper.rest, ["more"]);
}

fn refuses(text: &str) -> Culprit {
    culprit(&Written, &local(ORDER), &Tree::parse(text).unwrap(), "").unwrap()
}

#[test]
fn the_innermost_value_is_to_blame_with_the_reason_that_the_source_tells() {
    let field = |of, at| item(of, None, Some(at));
    let fault = |from: &str, with: &str| {
        let found = refuses(&LONG.replace(from, with));
        (found.item, found.at.to_string(), found.fault)
    };
    let at = |place: &str| place.to_owned();
    assert_eq!(
        fault(r#""id":"o","#, ""),
        (field(ORDER, 0), at(""), Fault::Missing("id".to_owned()))
    );
    assert_eq!(fault(r#""o""#, "null"), (field(ORDER, 0), at("/id"), Fault::Null));
    assert_eq!(
        fault(r#"{"cpus":1}"#, r#"{"cpus":300}"#),
        (field(LIMITS, 0), at("/limits/cpus"), Fault::Value)
    );
    assert_eq!(
        fault(r#"{"cpus":1}"#, r#"{"cpus":1,"x":0}"#),
        (item(LIMITS, None, None), at("/limits"), Fault::Denied("x".to_owned()))
    );
    // Null where the type of the field stands is a matter of the field.
    assert_eq!(fault(r#""Fast""#, "null"), (field(ORDER, 3), at("/mode"), Fault::Null));
    assert_eq!(
        fault(r#"{"cpus":2}"#, r#"{"cpus":-1}"#),
        (field(LIMITS, 0), at("/items/1/cpus"), Fault::Value)
    );
}

#[test]
fn a_value_that_a_function_reads_is_not_judged_by_the_type_of_its_field() {
    // `#[serde(with = "ts_seconds")] since: Date`, which reads a number where `Date` would read a text.
    struct Timed;
    impl Types for Timed {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            let TypeRef::Local(ORDER, _) = type_ref else {
                return Written.shape(type_ref);
            };
            let mut since = key(ORDER, 0, "since", TypeRef::Text);
            since.read_by = Some("ts_seconds".to_owned());
            Shape::Object(Object {
                keys: vec![since, key(ORDER, 1, "size", BYTE)],
                ..Object::default()
            })
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            None
        }
    }
    let blamed = |text: &str| {
        let found = culprit(&Timed, &local(ORDER), &Tree::parse(text).unwrap(), "").unwrap();
        (found.item, found.at.to_string(), found.fault)
    };
    let (since, size) = (item(ORDER, None, Some(0)), item(ORDER, None, Some(1)));
    let of_size = (size, "/size".to_owned(), Fault::Value);
    assert_eq!(blamed(r#"{"since":0,"size":-1}"#), of_size);
    let missing = (size, String::new(), Fault::Missing("size".to_owned()));
    assert_eq!(blamed(r#"{"since":0}"#), missing);
    // Nothing else is left.
    let of_since = (since, "/since".to_owned(), Fault::Value);
    assert_eq!(blamed(r#"{"since":-1,"size":1}"#), of_since);
}

#[test]
fn only_what_an_enum_takes_for_a_word_is_a_word() {
    let fault = |from: &str, with: &str| refuses(&LONG.replace(from, with)).fault;
    assert_eq!(fault(r#""Fast""#, r#""fast""#), Fault::Word("fast".to_owned()));
    assert_eq!(fault(r#""plain""#, r#""loud""#), Fault::Word("loud".to_owned()));
    // No variant of `Note` is a word.
    let note = r#"{"kind":"plain","text":""}"#;
    assert_eq!(fault(note, r#""free text""#), Fault::Value);
    assert_eq!(fault(note, "7"), Fault::Value);
}

fn finding(code: Code, kind: Option<Kind>, pointer: &str) -> Finding {
    let mut draft = FindingDraft::new(code, "wrong");
    (draft.kind, draft.pointer) = (kind, Pointer::from(pointer));
    let location = Location {
        type_set: "set",
        subject: "Order",
        case: "case",
        case_kind: SourceKind::Sample,
        position: (1, 1),
    };
    Finding::new(draft, location)
}

#[test]
fn what_becomes_of_a_key_is_told_at_its_field_or_as_lacking() {
    let side = |code, kind, pointer: &str| {
        let text = LONG.replace(r#""id""#, r#""more":1,"id""#);
        let key = key_of(&finding(code, kind, pointer), &to(&text, pointer, true), None);
        (key.side, key.item, key.detail)
    };
    let (holder, field) = (Some(item(ORDER, None, None)), Some(item(ORDER, None, Some(1))));
    let lacks = (Side::Lacks, holder, "more".to_owned());
    assert_eq!(side(Code::Lossy, Some(Kind::DroppedKey), "/more"), lacks);
    assert_eq!(side(Code::UnreadKey, None, "/more"), lacks);
    let writes = (Side::Writes, field, String::new());
    assert_eq!(side(Code::Lossy, Some(Kind::DroppedKey), "/limits"), writes);
    assert_eq!(side(Code::Lossy, Some(Kind::AbsentBecameNull), "/limits"), writes);
    // A key that the type names and does not read is a matter of the field, told by its own code.
    let (by_field, _, _) = side(Code::UnreadKey, None, "/limits");
    assert_eq!(by_field, Side::Other(Code::UnreadKey));
}

#[test]
fn a_key_that_another_flattened_type_keeps_is_a_matter_of_its_field() {
    let tree = Tree::parse(r#"{"type":"bool","pattern":"x"}"#).unwrap();
    let pointer = Pointer::from("/pattern");
    let trail = trail_to_key(&Written, &instance(BOTH), &tree, &pointer);
    let key = key_of(&finding(Code::Lossy, Some(Kind::DroppedKey), "/pattern"), &trail, None);
    let pattern = Some(item(FREE, None, Some(0)));
    assert_eq!((key.side, key.item), (Side::Writes, pattern));
}

#[test]
fn keys_that_a_variant_drops_are_told_at_the_variant() {
    let instances = HashMap::from([("Order".to_owned(), instance(SCHEMA))]);
    let names = HashMap::new();
    let mut fold = Fold::new(&Written, &instances, &names);
    let case = Case::new("case", r#"{"type":"bool","any":"a","pattern":"x"}"#);
    for pointer in ["/any", "/pattern"] {
        fold.add(Some(&case), &finding(Code::Lossy, Some(Kind::DroppedKey), pointer));
    }
    let causes = fold.finish();
    let found: Vec<_> = causes
        .iter()
        .map(|cause| (cause.key.side, cause.key.item, cause.words.len()))
        .collect();
    assert_eq!(
        found,
        [
            (Side::Drops, Some(item(FORM, Some(0), None)), 1),
            (Side::Drops, Some(item(TYPED, Some(0), None)), 1),
        ]
    );
}

#[test]
fn a_fold_follows_findings_about_keys_to_the_field() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let names = HashMap::new();
    let mut fold = Fold::new(&Written, &instances, &names);
    let case = Case::new("case", LONG);
    let lossy = |kind| finding(Code::Lossy, Some(kind), "/limits");
    fold.add(Some(&case), &lossy(Kind::NullBecameAbsent));
    fold.add(Some(&case), &lossy(Kind::AbsentBecameNull));
    // The value under the key has changed: that is a matter of its type.
    fold.add(Some(&case), &lossy(Kind::ValueChanged));
    let causes = fold.finish();
    let found: Vec<_> = causes.iter().map(|cause| (cause.key.item, cause.count)).collect();
    let (field, limits) = (Some(item(ORDER, None, Some(1))), Some(item(LIMITS, None, None)));
    assert_eq!(found, [(field, 2), (limits, 1)]);
}

#[test]
fn the_items_of_a_list_that_a_type_writes_otherwise_are_one_cause() {
    // `struct Color([f32; 3])`, by hand.
    struct Color;
    impl Types for Color {
        fn shape(&self, _: &TypeRef) -> Shape {
            Shape::Unknown
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            Some(true)
        }
    }
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let names = HashMap::new();
    let mut fold = Fold::new(&Color, &instances, &names);
    for (pointer, text) in [("/0", "[0.1,0]"), ("/1", "[0,0.1]"), ("/red", r#"{"red":0.1}"#)] {
        let changed = finding(Code::Lossy, Some(Kind::NumberChanged), pointer);
        fold.add(Some(&Case::new("case", text)), &changed);
    }
    let found: Vec<_> = fold
        .finish()
        .into_iter()
        .map(|cause| (cause.key.detail, cause.count))
        .collect();
    assert_eq!(found, [(String::new(), 2), ("red".to_owned(), 1)]);
}

#[test]
fn a_panic_is_one_cause_whatever_type_leads_to_it() {
    let instances = HashMap::new();
    let names = HashMap::new();
    let mut fold = Fold::new(&Written, &instances, &names);
    let panic = |subject: &str, message: &str| {
        let mut finding = finding(Code::Panicked, None, "");
        (finding.subject, finding.message) = (subject.to_owned(), message.to_owned());
        finding
    };
    fold.add(
        None,
        &panic("Order", "panic while reading: byte 7 (/a/pets-1.0.0/src/pet.rs:56)"),
    );
    fold.add(
        None,
        &panic("Item", "panic while reading: byte 12 (/a/pets-1.0.0/src/pet.rs:56)"),
    );
    fold.add(
        None,
        &panic("Item", "panic while reading: byte 12 (/a/pets-1.0.0/src/toy.rs:5)"),
    );
    fold.add(None, &panic("Item", "stack overflow while reading"));
    let causes = fold.finish();
    let found: Vec<_> = causes
        .iter()
        .map(|cause| (cause.key.detail.as_str(), cause.count))
        .collect();
    assert_eq!(
        found,
        [
            ("src/pet.rs: panic while reading: byte ", 2),
            ("src/toy.rs: panic while reading: byte ", 1),
            ("", 1)
        ]
    );
}

#[test]
fn a_key_that_a_type_lacks_is_one_cause_whatever_it_holds_and_whether_or_not_it_is_required() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let names = HashMap::new();
    let mut fold = Fold::new(&Written, &instances, &names);
    let case = |value: &str| Case::new("case", LONG.replace(r#""id""#, &format!(r#""more":{value},"id""#)));
    fold.add(Some(&case("1")), &finding(Code::Lossy, Some(Kind::DroppedKey), "/more"));
    let of_null = finding(Code::Lossy, Some(Kind::NullBecameAbsent), "/more");
    fold.add(Some(&case("null")), &of_null);
    let mut required = finding(Code::EmitsInvalid, None, "");
    required.missing = Some("more".to_owned());
    fold.add(Some(&case("2")), &required);
    // What is written for a field is a matter of the field.
    required.missing = Some("limits".to_owned());
    fold.add(Some(&case("2")), &required);
    let found: Vec<_> = fold
        .finish()
        .into_iter()
        .map(|cause| (cause.key, cause.count))
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(key, count)| (key.side, key.item, key.detail.as_str(), *count))
        .collect();
    let (order, field) = (Some(item(ORDER, None, None)), Some(item(ORDER, None, Some(1))));
    assert_eq!(found, [(Side::Lacks, order, "more", 3), (Side::Writes, field, "", 1)]);
}

#[test]
fn a_key_that_a_type_has_under_another_name_is_named() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let instead = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let names = HashMap::from([("Order".to_owned(), names)]);
        let mut fold = Fold::new(&Written, &instances, &names);
        let text = LONG.replace(r#""id""#, r#""limit":1,"id""#);
        let dropped = finding(Code::Lossy, Some(Kind::DroppedKey), "/limit");
        fold.add(Some(&Case::new("case", text)), &dropped);
        fold.finish().remove(0).words
    };
    assert_eq!(instead(&["limit", "id"]), BTreeSet::from(["limits".to_owned()]));
    // The document names that as well.
    assert_eq!(instead(&["limit", "limits", "id"]), BTreeSet::new());
}

#[test]
fn a_required_key_that_the_document_does_not_name_is_told_from_one_that_it_makes_optional() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let without = |key: &str| {
        let names = HashMap::from([("Order".to_owned(), BTreeSet::from(["id".to_owned()]))]);
        let mut fold = Fold::new(&Written, &instances, &names);
        let text = LONG.replace(&format!(r#""{key}":"#), r#""other":"#);
        fold.add(Some(&Case::new("case", text)), &finding(Code::Rejected, None, ""));
        fold.finish().remove(0).culprit.unwrap().fault
    };
    assert_eq!(without("id"), Fault::Missing("id".to_owned()));
    assert_eq!(without("mode"), Fault::MissingUnnamed("mode".to_owned()));
}

#[test]
fn keys_that_the_document_allows_without_naming_them_are_one_cause() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let named = ["limits", "cpus", "memory", "remark"].map(str::to_owned);
    let names = HashMap::from([("Order".to_owned(), BTreeSet::from(named))]);
    let mut fold = Fold::new(&Written, &instances, &names);
    let mut add = |code, kind, pointer: &str, text: &str| {
        fold.add(Some(&Case::new("case", text)), &finding(code, kind, pointer));
    };
    for key in ["x-a", "x-b", "memory"] {
        let limits = format!(r#"{{"cpus":1,"{key}":0}}"#);
        add(Code::Rejected, None, "/limits", &LONG.replace(r#"{"cpus":1}"#, &limits));
    }
    for key in ["x-a", "x-b", "remark"] {
        let text = LONG.replace(r#""id""#, &format!(r#""{key}":0,"id""#));
        add(Code::Lossy, Some(Kind::DroppedKey), &format!("/{key}"), &text);
    }
    let causes = fold.finish().into_iter();
    let found: Vec<_> = causes.map(|cause| (cause.key.detail, cause.count)).collect();
    let of = |detail: &str, count| (detail.to_owned(), count);
    assert_eq!(found, [of("", 2), of("remark", 1), of("", 2), of("memory", 1)]);
}

#[test]
fn keys_of_captures_that_neither_the_document_nor_the_type_knows_are_one_cause() {
    let instances = HashMap::from([("Order".to_owned(), instance(ORDER))]);
    let names = HashMap::from([("Order".to_owned(), BTreeSet::from(["memory".to_owned()]))]);
    let mut fold = Fold::new(&Written, &instances, &names);
    for key in ["web", "db", "memory"] {
        let text = LONG.replace(r#"{"cpus":1}"#, &format!(r#"{{"cpus":1,"{key}":0}}"#));
        let mut refused = finding(Code::Rejected, None, "/limits");
        refused.case_kind = SourceKind::Capture;
        refused.message = format!("unknown field `{key}`");
        fold.add(Some(&Case::new(key, text)), &refused);
    }
    let causes = fold.finish();
    let found: Vec<_> = causes
        .iter()
        .map(|cause| (cause.key.detail.as_str(), cause.count, cause.words.len()))
        .collect();
    assert_eq!(found, [("*", 2, 2), ("memory", 1, 0)]);
}
