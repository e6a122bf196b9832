//! Who is to blame for a refusal, where what the type said tells more than the shapes of the types.

use super::*;

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
fn a_field_is_to_blame_that_holds_an_enum_of_other_words() {
    let (instances, names) = (HashMap::from([("Order".to_owned(), instance(ORDER))]), HashMap::new());
    let blamed = |own: &[&str]| {
        let words = own.iter().map(|word| (*word).to_owned()).collect();
        let mut fold = Fold::new(&Written, &instances, &names).with_words(HashMap::from([(MODE, words)]));
        let text = LONG.replace(r#""Fast""#, r#""Later""#);
        fold.add(Some(&Case::new("case", text)), &finding(Code::Rejected, None, "/mode"));
        let culprit = fold.finish().remove(0).culprit.unwrap();
        (culprit.item, culprit.fault)
    };
    let of_enum = (item(MODE, None, None), Fault::Word("Later".to_owned()));
    assert_eq!(blamed(&["Fast", "Later"]), of_enum);
    assert_eq!(blamed(&[]), of_enum);
    assert_eq!(blamed(&["Fast", "Slow"]), (item(ORDER, None, Some(3)), Fault::Value));
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
    // What the shapes know of the value inside says more.
    let deep = LONG.replace(r#"{"cpus":1}"#, r#"{"cpus":300}"#);
    assert_eq!(blamed(&deep, "/limits", &read_if("/limits is null")).1, "/limits/cpus");
}
