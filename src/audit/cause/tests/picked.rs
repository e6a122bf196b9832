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
