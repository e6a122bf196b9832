//! Keys that are lost since an untagged enum reads the object as another variant.

use super::*;
use serde_json::json;

#[test]
fn a_key_that_another_variant_has_which_reads_the_object_is_dropped_by_the_one_that_is_picked() {
    let found = |text: &str, pointer: &str| {
        let tree = Tree::parse(text).unwrap();
        trail_to_key(&Written, &instance(FORM), &tree, &Pointer::from(pointer))
    };
    let of_any = item(FORM, Some(1), None);
    let lost = found(r#"{"any":"a","pattern":"x"}"#, "/pattern");
    assert_eq!((lost.field, lost.picked), (None, Some(of_any)));
    // Nothing else has the key.
    let lost = found(r#"{"any":"a","other":"x"}"#, "/other");
    assert_eq!((lost.holder_item, lost.picked), (Some(of_any), None));
    // What the enum itself says goes before the order of its variants.
    let kept = found(r#"{"any":"a","pattern":"x","free":true}"#, "/pattern");
    assert_eq!((kept.field, kept.picked), (Some(item(FREE, None, Some(0))), None));
}

#[test]
fn a_wrong_pick_is_told_of_the_enum_unless_the_picked_type_lacks_a_key_of_its_own_schema() {
    let instances = HashMap::from([("Form".to_owned(), instance(FORM)), ("Free".to_owned(), instance(FREE))]);
    let side = |own: &[&str]| {
        let keys: serde_json::Map<_, _> = own.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
        let own = super::own(FREE, &[(json!({"type": "object", "properties": keys}), true)]);
        let names = HashMap::from([("Form".to_owned(), BTreeSet::from(["any".to_owned()]))]);
        let mut fold = Fold::new(&Written, &instances, &names).with_schemas(own);
        let finding = Finding {
            subject: "Form".to_owned(),
            ..finding(Code::Lossy, Some(Kind::DroppedKey), "/any")
        };
        fold.add(Some(&Case::new("case", r#"{"any":"a","free":true}"#)), &finding);
        let cause = fold.finish().remove(0);
        (cause.key.side, cause.key.item)
    };
    assert_eq!(side(&[]), (Side::Drops, Some(item(FORM, Some(2), None))));
    assert_eq!(side(&["any"]), (Side::Lacks, Some(item(FREE, None, None))));
}

#[test]
fn a_key_that_stands_inside_an_enum_of_another_variant_is_dropped_by_the_one_that_is_picked() {
    // `#[serde(untagged)] enum Or { Reference { link: String }, Item(Schema) }`, as many documents have it.
    struct Referring;
    impl Types for Referring {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            let reference = Object {
                keys: vec![key(PAGE, 0, "link", TypeRef::Text)],
                ..Object::default()
            };
            match type_ref {
                TypeRef::Local(PAGE, _) => Shape::Alternatives(vec![
                    variant(PAGE, 0, None, VariantShape::Object(reference)),
                    variant(PAGE, 1, None, same(local(SCHEMA), None)),
                ]),
                other => Written.shape(other),
            }
        }
        fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
            match instance.id {
                SCHEMA => Some(true),
                _ => Written.reads(instance, text),
            }
        }
    }
    let picked = |pointer: &str| {
        let tree = Tree::parse(r#"{"link":"","title":"t","pattern":"x","other":1}"#).unwrap();
        trail_to_key(&Referring, &instance(PAGE), &tree, &Pointer::from(pointer)).picked
    };
    let reference = Some(item(PAGE, Some(0), None));
    assert_eq!(
        (picked("/title"), picked("/pattern"), picked("/other")),
        (reference, reference, None)
    );
}

#[test]
fn what_is_wrong_inside_a_map_that_is_picked_for_an_object_of_another_variant_is_a_matter_of_the_map() {
    // `#[serde(untagged)] enum Many { Map(BTreeMap<String, Free>), One(Free) }`
    struct Mapped;
    impl Types for Mapped {
        fn shape(&self, type_ref: &TypeRef) -> Shape {
            let map = TypeRef::Map(Box::new(TypeRef::Text), Box::new(local(FREE)));
            match type_ref {
                TypeRef::Local(PAGE, _) => Shape::Alternatives(vec![
                    variant(PAGE, 0, None, same(map, None)),
                    variant(PAGE, 1, None, same(local(FREE), None)),
                ]),
                TypeRef::Map(key, value) => Shape::Map {
                    key: (**key).clone(),
                    value: (**value).clone(),
                },
                other => Written.shape(other),
            }
        }
        fn reads(&self, instance: &Instance, text: &str) -> Option<bool> {
            Written.reads(instance, text)
        }
        fn picks(&self, instance: &Instance, _: &str) -> Option<String> {
            (instance.id == PAGE).then(|| "V0".to_owned())
        }
    }
    let found = |text: &str, pointer: &str| {
        let tree = Tree::parse(text).unwrap();
        let trail = trail_to_key(&Mapped, &instance(PAGE), &tree, &Pointer::from(pointer));
        (trail.picked, trail.rest)
    };
    let map = Some(item(PAGE, Some(0), None));
    let steps = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found(r#"{"pattern":{"x":1}}"#, "/pattern/x"),
        (map, steps(&["pattern"]))
    );
    assert_eq!(found(r#"{"a":{"x":1}}"#, "/a/x"), (None, steps(&["x"])));
}

#[test]
fn a_branch_that_no_variant_reads_is_told_with_the_texts_that_the_enum_refuses() {
    let instances = HashMap::from([("Item".to_owned(), instance(ITEM))]);
    let names = HashMap::new();
    let mut fold = Fold::new(&Written, &instances, &names);
    let of_item = |code| Finding {
        subject: "Item".to_owned(),
        ..finding(code, None, "")
    };
    fold.add(Some(&Case::new("case", "7")), &of_item(Code::Rejected));
    let unread = Finding {
        message: "oneOf/2 number is read by no variant: 9 texts of it were tried".to_owned(),
        witness: Some("0".to_owned()),
        ..of_item(Code::UntaggedUnreadBranch)
    };
    fold.add(None, &unread);
    let causes = fold.finish();
    assert_eq!(causes.len(), 1);
    assert_eq!(
        (causes[0].key.side, causes[0].finding.code),
        (Side::Reads, Code::Rejected)
    );
    assert_eq!(causes[0].words, BTreeSet::from(["oneOf/2 number".to_owned()]));
}

#[test]
fn keys_of_a_flattened_option_are_dropped_by_it_where_one_of_them_is_missing() {
    let found = |text: &str| {
        let tree = Tree::parse(text).unwrap();
        let trail = trail_to_key(&Written, &instance(PAGE), &tree, &Pointer::from("/note"));
        (trail.field.or(trail.holder_item), trail.is_of_other_variant)
    };
    let sizes = item(PAGE, None, Some(1));
    assert_eq!(found(r#"{"title":"","width":1,"note":"n"}"#), (Some(sizes), true));
    let note = item(SIZES, None, Some(2));
    assert_eq!(
        found(r#"{"title":"","width":1,"height":1,"note":"n"}"#),
        (Some(note), false)
    );
}

#[test]
fn a_value_for_which_the_meant_variant_refuses_an_object_is_to_blame_for_what_another_drops() {
    let instances = HashMap::from([("Schema".to_owned(), instance(SCHEMA))]);
    let names = HashMap::new();
    let told = |text: &str, pointer: &str| {
        let mut fold = Fold::new(&Written, &instances, &names);
        let finding = Finding {
            subject: "Schema".to_owned(),
            ..finding(Code::Lossy, Some(Kind::DroppedKey), pointer)
        };
        fold.add(Some(&Case::new("case", text)), &finding);
        let cause = fold.finish().remove(0);
        let at = cause.culprit.map(|found| found.at.to_string());
        (cause.key.side, cause.key.item, at)
    };
    let cpus = Some(item(LIMITS, None, Some(0)));
    let wide = r#"{"any":"a","type":"byte","cpus":300}"#;
    assert_eq!(told(wide, "/cpus"), (Side::Reads, cpus, Some("/cpus".to_owned())));
    assert_eq!(told(wide, "/type"), (Side::Reads, cpus, Some("/cpus".to_owned())));
    // The object is meant for no other variant.
    let any = Some(item(FORM, Some(1), None));
    assert_eq!(
        told(r#"{"any":"a","pattern":"x"}"#, "/pattern"),
        (Side::Drops, any, None)
    );
    // No value inside is refused, but a key.
    let more = r#"{"any":"a","type":"byte","cpus":1}"#;
    assert_eq!(told(more, "/cpus"), (Side::Drops, any, None));
}

#[test]
fn a_key_that_no_variant_has_goes_with_those_of_the_variant_that_the_object_is_meant_for() {
    let instances = HashMap::from([("Form".to_owned(), instance(FORM))]);
    let names = HashMap::from([("Form".to_owned(), BTreeSet::from(["other".to_owned()]))]);
    let told = |text: &str| {
        let mut fold = Fold::new(&Written, &instances, &names);
        let finding = Finding {
            subject: "Form".to_owned(),
            ..finding(Code::Lossy, Some(Kind::DroppedKey), "/other")
        };
        fold.add(Some(&Case::new("case", text)), &finding);
        let cause = fold.finish().remove(0);
        (cause.key.side, cause.key.item)
    };
    // Read as the last variant, and meant for the one that has `any`.
    let picked = (Side::Drops, Some(item(FORM, Some(2), None)));
    assert_eq!(told(r#"{"any":"a","free":true,"other":1}"#), picked);
    let lacks = (Side::Lacks, Some(item(FREE, None, None)));
    assert_eq!(told(r#"{"pattern":"a","free":true,"other":1}"#), lacks);
}
