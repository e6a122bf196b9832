use super::*;
use crate::schema::{Dialect, Document, Spec};

fn redactor(keep_text: bool) -> Redactor {
    Redactor::new(Key::new(&[1; KEY_BYTES]), keep_text)
}

fn guide() -> Guide {
    let document = Document::parse(
        "t",
        br#"{"$defs": {"T": {"type": "object", "properties": {
            "id": {"type": "string"},
            "status": {"type": "string", "enum": ["queued", "failed"]},
            "created_at": {"type": "integer"},
            "arguments": {"type": "string"},
            "metadata": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"#,
    );
    Guide::new(&Spec::new(document.unwrap(), Dialect::AsMeant).component("T").unwrap())
}

fn redacted(text: &str, keep_text: bool) -> String {
    let tree = Tree::parse(text).unwrap();
    let (out, _) = redactor(keep_text).redact(&tree, Some(&guide()));
    assert_eq!(out.chars().count(), text.chars().count(), "{out}");
    Tree::parse(&out).unwrap();
    out
}

#[test]
fn what_the_component_lists_stays_and_everything_else_becomes_noise() {
    let out = redacted(
        r#"{"id":"run_abcDEF123456","status":"failed","created_at":1700000000,"note":"He said: call 555!","metadata":{"a":"b c"}}"#,
        false,
    );
    assert!(out.contains(r#""status":"failed","created_at":1700000000"#), "{out}");
    assert!(out.contains(r#"{"id":"run_"#));
    for gone in ["abcDEF", "said", "555", "b c"] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
}

#[test]
fn the_same_id_has_the_same_pseudonym_wherever_it_stands() {
    let out = redacted(
        r#"{"id":"run_abcDEF123456","note":"see run_abcDEF123456.","arguments":"{\"run\":\"run_abcDEF123456\",\"n\":12,\"b\":[true,null]}"}"#,
        false,
    );
    let id = &out[7..23];
    assert_eq!(out.matches(id).count(), 3, "{out}");
    assert!(out.contains(r#"\":[true,null]}"#) && !out.contains(r#"\"b\""#), "{out}");
    let again = redacted(r#"{"id":"run_abcDEF123456"}"#, true);
    assert_eq!(&again[7..23], id);
}

#[test]
fn with_text_kept_secrets_still_go() {
    let out = redacted(
        r#"{"note":"Tell joe.doe@firm.example that sk-live-Abc123Def456Ghi7 works","arguments":"{\"password\":\"swordfish\",\"city\":\"Rome\"}"}"#,
        true,
    );
    assert!(
        out.contains("Tell ") && out.contains(" works") && out.contains("Rome"),
        "{out}"
    );
    for gone in ["joe.doe", "firm", "Abc123", "Ghi7", "swordfish"] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
}

#[test]
fn secrets_in_keys_and_long_numbers_go() {
    let out = redacted(
        r#"{"joe@firm.example":1,"metadata":{"sk-live-Abc123Def456Ghi7":"x"},"account":41555501239}"#,
        false,
    );
    for gone in ["joe", "firm", "Abc123", "4155550"] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
}

#[test]
fn a_secret_in_the_place_of_a_name_goes() {
    let out = redacted(
        r#"{"status":"AKIAQ3EGRZ7WPLNBXT5K","type":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0"}"#,
        false,
    );
    assert!(!out.contains("AKIA") && !out.contains("eyJ"), "{out}");
    assert_eq!(redacted(r#"{"status":"in_orbit"}"#, false), r#"{"status":"in_orbit"}"#);
}

#[test]
fn escapes_stay_where_they_are() {
    let out = redacted(r#"{"note":"a\n\u00e9\"\ud83d\ude00"}"#, false);
    let shape: String = out.chars().skip(9).collect();
    assert!(
        shape.get(1..7).is_some_and(|text| text.starts_with("\\n\\u00")),
        "{out}"
    );
    assert!(out.ends_with("\\\"\\ud83d\\ude00\"}"), "{out}");
}

#[test]
fn only_known_words_stay_before_an_id() {
    for keep_text in [false, true] {
        for (id, kept) in [
            ("maria-gonzalez-1961", ""),
            ("john_doe_1984", ""),
            ("step-maria-1961", "step-"),
            ("msg_abc123def456", "msg_"),
            ("run_step_abc123def456", "run_step_"),
        ] {
            let out = redacted(&format!(r#"{{"id":"{id}"}}"#), keep_text);
            assert!(out.starts_with(&format!(r#"{{"id":"{kept}"#)), "{out}");
            for gone in ["maria", "gonzalez", "john", "doe", "abc", "1961"] {
                assert!(!out.contains(gone), "{gone} in {out}");
            }
        }
    }
}

#[test]
fn keys_that_senders_choose_are_text() {
    let out = redacted(
        r#"{"metadata":{"maria_gonzalez":"x","type":"y"},"arguments":"{\"johndoe\":1}","reasoning_mode":1,"qhzkwtfpjvqx":2}"#,
        false,
    );
    for gone in ["maria", "gonzalez", "johndoe", "qhzkwtfpjvqx"] {
        assert!(!out.contains(gone), "{gone} in {out}");
    }
    assert!(
        out.contains(r#""type":"#) && out.contains(r#""reasoning_mode":1"#),
        "{out}"
    );
    let out = redacted(r#"{"metadata":{"maria_gonzalez":"x","qhzkwtfpjvqx":"y"}}"#, true);
    assert!(out.contains("maria_gonzalez") && !out.contains("qhzkwtfpjvqx"), "{out}");
}

#[test]
fn different_keys_stay_different_and_equal_ones_equal() {
    let letters: Vec<String> = ('a'..='t').map(|letter| format!(r#""{letter}":1"#)).collect();
    let out = redacted(&format!(r#"{{"metadata":{{{},"a":2}}}}"#, letters.join(",")), false);
    let tree = Tree::parse(&out).unwrap();
    let map = tree.children(Tree::ROOT).next().unwrap();
    let keys: Vec<String> = tree.children(map).map(|child| tree.key(child).into_owned()).collect();
    assert_eq!(keys.first(), keys.last());
    assert_eq!(keys.iter().collect::<std::collections::HashSet<_>>().len(), 20, "{out}");
}

#[test]
fn keys_of_a_form_that_is_used_up_have_no_endless_tries() {
    let digits: Vec<String> = (0..100_000).map(|number| format!(r#""{number:05}":1"#)).collect();
    let text = format!(r#"{{"metadata":{{{}}}}}"#, digits.join(","));
    let out = redacted(&text, false);
    assert_eq!(out.len(), text.len());
    let tree = Tree::parse(&out).unwrap();
    let map = tree.children(Tree::ROOT).next().unwrap();
    let keys: std::collections::HashSet<_> = tree.children(map).map(|child| tree.key(child).into_owned()).collect();
    // With 64 tries for each key it would be more than 99,000; those of most keys would be in vain.
    assert!((60_000..95_000).contains(&keys.len()), "{}", keys.len());
}

#[test]
fn a_number_of_a_card_is_no_model() {
    let out = redacted(r#"{"model":"4111-1111-1111-1111","status":"qhzkwtfpjvqx"}"#, false);
    assert!(!out.contains("4111") && !out.contains("qhzk"), "{out}");
}
