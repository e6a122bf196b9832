//! Who is to blame for a refusal, where what the type said tells more than the shapes of the types.

use super::*;
use serde_json::{Value, json};

#[test]
fn of_several_missing_keys_the_one_that_the_type_names_is_to_blame() {
    let blamed = |said: &str| culprit(&Written, &local(ORDER), &Tree::parse("{}").unwrap(), said).unwrap();
    let field = |at| item(ORDER, None, Some(at));
    assert_eq!(blamed("missing field `mode` at line 1 column 2").item, field(3));
    assert_eq!(
        blamed("missing field `items`").fault,
        Fault::Missing("items".to_owned())
    );
    assert_eq!(blamed("missing field `elsewhere`").item, field(0));
    assert_eq!(blamed("expected value").item, field(0));
}

#[test]
fn a_field_is_to_blame_that_holds_a_type_of_other_values() {
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let blamed = |schemas: OwnSchemas, text: &str, pointer: &str| {
        let mut fold = Fold::new(&Written, &instances, &names).with_schemas(schemas);
        fold.add(Some(&Case::new("case", text)), &finding(Code::Rejected, None, pointer));
        let culprit = fold.finish().remove(0).culprit.unwrap();
        (culprit.item, culprit.fault)
    };
    let word =
        |schemas: &[(Value, bool)]| blamed(own(MODE, schemas), &LONG.replace(r#""Fast""#, r#""Later""#), "/mode");
    let of_enum = (item(MODE, None, None), Fault::Word("Later".to_owned()));
    let of_field = (item(ORDER, None, Some(3)), Fault::Value);
    assert_eq!(word(&[(json!({"enum": ["Fast", "Later"]}), true)]), of_enum);
    assert_eq!(word(&[]), of_enum);
    assert_eq!(word(&[(json!({"enum": ["Fast", "Slow"]}), true)]), of_field);
    // What the field leads to may be what the field should not hold.
    let inline = (json!({"enum": ["Later"]}), false);
    assert_eq!(word(&[inline.clone(), (json!({"enum": ["Fast"]}), true)]), of_field);
    assert_eq!(word(&[inline]), of_enum);
    let text = LONG.replace(r#"{"cpus":1}"#, r#""t""#);
    let limits = |kind: &str| blamed(own(LIMITS, &[(json!({"type": kind}), true)]), &text, "/limits");
    assert_eq!(limits("string"), (item(LIMITS, None, None), Fault::Value));
    assert_eq!(limits("object"), (item(ORDER, None, Some(1)), Fault::Value));
}

#[test]
fn a_value_is_not_meant_for_a_variant_whose_key_plainly_holds_another_kind() {
    // `any` is a text in one variant, and no key of the other.
    let found = |any: &str| {
        let text = format!(r#"{{"any":{any},"pattern":"x"}}"#);
        let tree = Tree::parse(&text).unwrap();
        trail_to_key(&Written, &instance(SCHEMA), &tree, &Pointer::from("/pattern")).field
    };
    assert_eq!(found("{}"), Some(item(FREE, None, Some(0))));
    assert_eq!(found("null"), Some(item(FREE, None, Some(0))));
}

#[test]
fn the_field_whose_value_must_be_another_is_to_blame() {
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let blamed = |text: &str, pointer: &str, remedy: &str| {
        let mut finding = finding(Code::Rejected, None, pointer);
        finding.message = format!("wrong{remedy}");
        let mut fold = Fold::new(&Written, &instances, &names);
        fold.add(Some(&Case::new("case", text)), &finding);
        let culprit = fold.finish().remove(0).culprit.unwrap();
        (culprit.item, culprit.at.to_string(), culprit.fault)
    };
    let (whole, id) = (item(ORDER, None, None), item(ORDER, None, Some(0)));
    assert_eq!(blamed(LONG, "", ""), (whole, String::new(), Fault::Value));
    let read_if = |remedy: &str| format!("; it is read if {remedy}");
    assert_eq!(
        blamed(LONG, "/id", &read_if("/id is \"\"")),
        (id, "/id".to_owned(), Fault::Value)
    );
    // No other value is read in its place, so that it is not for null.
    let (null, limits) = (LONG.replace(r#"{"cpus":1}"#, "null"), item(ORDER, None, Some(1)));
    let of_limits = |remedy: &str| {
        let found = blamed(&null, "/limits", &read_if(remedy));
        assert_eq!((found.0, found.1.as_str()), (limits, "/limits"));
        found.2
    };
    assert_eq!(of_limits("/limits is {}"), Fault::Null);
    assert_eq!(of_limits("/limits is left out"), Fault::Value);
    // A key that must go, and that the type does not name.
    let more = LONG.replace(r#""id""#, r#""more":1,"id""#);
    let (at, fault) = (String::new(), Fault::Denied("more".to_owned()));
    assert_eq!(blamed(&more, "", &read_if("/more is left out")), (whole, at, fault));
    // What the shapes know of the value inside says more.
    let deep = LONG.replace(r#"{"cpus":1}"#, r#"{"cpus":300}"#);
    assert_eq!(blamed(&deep, "/limits", &read_if("/limits is null")).1, "/limits/cpus");
}

#[test]
fn a_value_that_may_be_refused_is_to_blame_before_a_key_that_nobody_misses() {
    // `struct Page { url: Url, size: u8 }`
    struct Page;
    impl Types for Page {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            match type_ref {
                TypeRef::Local(ORDER, _) => Shape::Object(Object {
                    keys: vec![key(ORDER, 0, "url", local(NOTE)), key(ORDER, 1, "size", BYTE)],
                    ..Object::default()
                }),
                TypeRef::Local(NOTE, _) => Shape::Text { format: Some("uri") },
                other => Written.shape(other),
            }
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            None
        }
    }
    let blamed = |said: &str| {
        let tree = Tree::parse(r#"{"url":"t"}"#).unwrap();
        let found = culprit(&Page, &local(ORDER), &tree, said).unwrap();
        (found.item, found.fault)
    };
    let (url, size) = (item(ORDER, None, Some(0)), item(ORDER, None, Some(1)));
    assert_eq!(blamed("relative URL without a base: \"t\""), (url, Fault::Value));
    let missing = (size, Fault::Missing("size".to_owned()));
    assert_eq!(blamed("missing field `size`"), missing);
    assert_eq!(blamed("data did not match any variant of untagged enum Page"), missing);
}

#[test]
fn a_key_that_the_type_complains_of_is_refused() {
    let fault = |said: &str| {
        let text = LONG.replace(r#""id":"o""#, r#""id":"o","more":1,"other":2"#);
        culprit(&Written, &local(ORDER), &Tree::parse(&text).unwrap(), said)
            .unwrap()
            .fault
    };
    assert_eq!(
        fault(r#"unknown attribute "other", see the manual"#),
        Fault::Denied("other".to_owned())
    );
    // A field has this key, and the other message names none.
    assert_eq!(fault(r#"wrong "id""#), Fault::Value);
    assert_eq!(fault("more than enough"), Fault::Value);
}

#[test]
fn a_key_that_a_type_of_unknown_shape_ignores_is_lacked() {
    // By hand, and nothing is known of what it reads but that it does.
    struct ByHand(bool);
    impl Types for ByHand {
        fn shape(&self, _: &TypeRef) -> Shape {
            Shape::Unknown
        }
        fn reads(&self, _: &Instance, text: &str) -> Option<bool> {
            Some(self.0 || text.contains(r#""more":"t""#))
        }
    }
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let side = |ignores: bool| {
        let types = ByHand(ignores);
        let mut fold = Fold::new(&types, &instances, &names);
        let lost = finding(Code::Lossy, Some(Kind::DroppedKey), "/more");
        fold.add(Some(&Case::new("case", r#"{"more":"t"}"#)), &lost);
        fold.finish()[0].key.side
    };
    assert_eq!((side(true), side(false)), (Side::Lacks, Side::Writes));
}

#[test]
fn a_key_that_the_enum_takes_for_its_tag_is_missing_from_its_payload() {
    // `#[serde(tag = "cpus")] enum Note { Limits(Limits) }`, whose payload asks for `cpus` as well.
    struct Taking;
    impl Types for Taking {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            match type_ref {
                TypeRef::Local(NOTE, _) => Shape::Alternatives(vec![variant(
                    NOTE,
                    0,
                    Some("one"),
                    same(local(LIMITS), Some(("cpus", "one"))),
                )]),
                other => Written.shape(other),
            }
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            None
        }
    }
    let tree = Tree::parse(r#"{"cpus":"one"}"#).unwrap();
    let found = culprit(&Taking, &local(NOTE), &tree, "missing field `cpus`").unwrap();
    let taken = Fault::Taken("cpus".to_owned());
    assert_eq!((found.item, found.fault), (item(LIMITS, None, Some(0)), taken));
}

#[test]
fn the_innermost_type_that_cannot_write_what_it_read_is_to_blame() {
    // Limits cannot be written, and so nothing that holds them.
    struct Unwritable;
    impl Types for Unwritable {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            Written.shape(type_ref)
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            Some(true)
        }
        fn writes(&self, instance: &Instance, text: &str) -> Option<bool> {
            Some(!text.contains("cpus") || instance.id == NOTE)
        }
    }
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let mut fold = Fold::new(&Unwritable, &instances, &names);
    fold.add(
        Some(&Case::new("case", LONG)),
        &finding(Code::Unstable, Some(Kind::Unwritable), ""),
    );
    let cause = fold.finish().remove(0);
    assert_eq!(cause.culprit.unwrap().at.to_string(), "/limits");
    assert_eq!(cause.key.item, Some(item(LIMITS, None, None)));
}

#[test]
fn a_type_that_cannot_be_run_is_to_blame_for_what_all_else_would_write() {
    // `struct Page { id: String, limits: Option<Limits>, by_mode: BTreeMap<Mode, u8> }`, of which `Limits` and `Mode` cannot be run.
    struct Hidden(bool);
    impl Types for Hidden {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            let by_mode = TypeRef::Map(Box::new(local(MODE)), Box::new(BYTE));
            match type_ref {
                TypeRef::Local(ORDER, _) => Shape::Object(Object {
                    keys: vec![
                        key(ORDER, 0, "id", TypeRef::Text),
                        key(ORDER, 1, "limits", TypeRef::Option(Box::new(local(LIMITS)))),
                        key(ORDER, 2, "by_mode", by_mode),
                    ],
                    ..Object::default()
                }),
                TypeRef::Local(LIMITS, _) => Shape::Unknown,
                TypeRef::Map(key, value) => Shape::Map {
                    key: (**key).clone(),
                    value: (**value).clone(),
                },
                other => Written.shape(other),
            }
        }
        fn reads(&self, _: &Instance, _: &str) -> Option<bool> {
            Some(true)
        }
        fn writes(&self, instance: &Instance, _: &str) -> Option<bool> {
            (instance.id == ORDER).then_some(self.0)
        }
    }
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let blamed = |writes, kind, text: &str| {
        let types = Hidden(writes);
        let mut fold = Fold::new(&types, &instances, &names);
        fold.add(Some(&Case::new("case", text)), &finding(Code::Unstable, Some(kind), ""));
        let key = fold.finish().remove(0).key;
        (key.item, key.detail)
    };
    let of = |id| (Some(item(id, None, None)), "unwritable".to_owned());
    let limits = r#"{"id":"o","limits":0}"#;
    assert_eq!(blamed(false, Kind::Unwritable, limits), of(LIMITS));
    let by_mode = r#"{"id":"o","by_mode":{"Fast":1}}"#;
    assert_eq!(blamed(false, Kind::Unwritable, by_mode), of(MODE));
    // Either may be to blame.
    let both = r#"{"limits":0,"by_mode":{"Fast":1}}"#;
    assert_eq!(blamed(false, Kind::Unwritable, both), of(ORDER));
    // The checks of enums say what is odd about the text.
    assert_eq!(blamed(false, Kind::ValueUnknown, limits), of(LIMITS));
    assert_eq!(blamed(true, Kind::ValueUnknown, limits).1, "");
}

#[test]
fn a_list_whose_items_are_read_one_by_one_is_refused_by_the_field_that_holds_it() {
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let blamed = |item: &str| {
        let mut finding = finding(Code::Rejected, None, "/items/0/cpus");
        finding.message = "the same twice; it is read if /items/0/cpus is 1".to_owned();
        let text = LONG.replace(r#""items":["a""#, &format!(r#""items":[{item}"#));
        let mut fold = Fold::new(&Written, &instances, &names);
        fold.add(Some(&Case::new("case", text)), &finding);
        let culprit = fold.finish().remove(0).culprit.unwrap();
        (culprit.item, culprit.at.to_string())
    };
    let (items, cpus) = (item(ORDER, None, Some(2)), item(LIMITS, None, Some(0)));
    assert_eq!(blamed(r#"{"cpus":2}"#), (items, "/items".to_owned()));
    assert_eq!(blamed(r#"{"cpus":300}"#), (cpus, "/items/0/cpus".to_owned()));
}

#[test]
fn what_an_argument_makes_of_a_text_is_told_of_it_and_not_of_the_type_around_it() {
    // `struct OneOrMany<T>`, read by hand.
    struct ByHand;
    impl Types for ByHand {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            match type_ref {
                TypeRef::Local(PAGE, _) => Shape::Unknown,
                other => Written.shape(other),
            }
        }
        fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
            Written.reads(instance, text)
        }
    }
    let many = |of| Instance {
        id: PAGE,
        arguments: vec![of],
    };
    let limits = many(local(LIMITS));
    let cpus = Some(item(LIMITS, None, Some(0)));
    let tree = Tree::parse(r#"{"cpus":1}"#).unwrap();
    let found = trail_to_key(&ByHand, &limits, &tree, &Pointer::from("/cpus"));
    assert_eq!(found.field, cpus);
    let of = |instance: Instance| TypeRef::Local(instance.id, instance.arguments);
    let refused = Tree::parse(r#"{"cpus":300}"#).unwrap();
    let blamed = |of_many| culprit(&ByHand, &of(of_many), &refused, "").unwrap().item;
    assert_eq!(Some(blamed(limits)), cpus);
    let text = Tree::parse("\"t\"").unwrap();
    let of_other_kind = culprit(&ByHand, &of(many(local(LIMITS))), &text, "").unwrap();
    assert_eq!(of_other_kind.item, item(PAGE, None, None));
    // The argument would read it.
    assert_eq!(blamed(many(local(FREE))), item(PAGE, None, None));
}

#[test]
fn a_type_is_not_accused_of_what_the_types_read_that_alone_hold_it() {
    struct Checked(bool);
    impl Types for Checked {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            Written.shape(type_ref)
        }
        fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
            Written.reads(instance, text)
        }
        fn is_read_around(&self, instance: &Instance, _: &str) -> bool {
            self.0 && instance.id == MODE
        }
    }
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(MODE))]), HashMap::new());
    let causes = |checked: bool| {
        let types = Checked(checked);
        let mut fold = Fold::new(&types, &instances, &names);
        fold.add(
            Some(&Case::new("case", "\"Later\"")),
            &finding(Code::Rejected, None, ""),
        );
        fold.finish().len()
    };
    assert_eq!((causes(true), causes(false)), (0, 1));
}
