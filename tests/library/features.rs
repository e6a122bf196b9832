//! The build switches on nothing in `serde_json` that would change how the types under test behave.

use serde_json::Value;

#[test]
fn arbitrary_precision_is_off() {
    assert!(serde_json::from_str::<Value>("1e400").is_err());
}

#[test]
fn preserve_order_is_off() {
    let value: Value = serde_json::from_str(r#"{"b":1,"a":2}"#).unwrap();
    assert_eq!(value.to_string(), r#"{"a":2,"b":1}"#);
}
