//! Types whose input serde buffers.

use super::*;

#[test]
fn an_internally_tagged_enum_tells_its_tag_words_required_keys_and_the_optional_ones_that_are_tried() {
    let trace = traced_with::<Tagged>(&["y", "years", "tags", "nope"], &[]);
    let variants = root(&trace).variants.clone().unwrap();
    let tagging = TracedTagging::Internal { tag: "type".to_owned() };
    assert_eq!((variants.tagging, variants.others), (tagging, Answer::No));
    let object = |word: &str| content(&trace, word).object.clone().unwrap();
    let row = |word: &str, name: &str| {
        let key = object(word).key(name).cloned().unwrap();
        (key.required, key.nullable)
    };
    assert_eq!(names(&object("first")), ["type", "x", "y"]);
    assert_eq!(
        (row("first", "x"), row("first", "y")),
        ((Answer::Yes, Answer::No), (Answer::No, Answer::Yes))
    );
    assert_eq!(names(&object("second")), ["type", "name", "tags", "AGE"]);
    assert_eq!(object("second").key("AGE").unwrap().aliases, ["years"]);
    assert_eq!(
        (object("first").reads("nope"), object("third").reads("y")),
        (Reads::NoSign, Reads::NoSign)
    );
    assert_eq!(names(&object("third")), ["type"]);
}

#[test]
fn the_words_of_a_tag_with_a_catch_all_are_found_by_trying() {
    #[derive(Deserialize)]
    #[serde(tag = "type")]
    #[allow(dead_code)]
    enum Open {
        A {
            x: u8,
        },
        #[serde(other)]
        Other,
    }
    let trace = traced_with::<Open>(&["x"], &["A", "B"]);
    let variants = root(&trace).variants.clone().unwrap();
    let words: Vec<_> = variants.variants.iter().map(|variant| variant.word.as_str()).collect();
    assert_eq!((words, variants.others), (vec!["A"], Answer::Yes));
}

#[test]
fn an_untagged_enum_tells_the_kinds_that_it_reads_its_errors_and_keys() {
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Either {
        A { a: u8 },
        B { b: String, c: Option<bool> },
        C(u8),
    }
    let trace = traced_with::<Either>(&["a", "b", "c", "nope"], &[]);
    let either = root(&trace);
    assert!(either.is_buffered);
    assert_eq!(kinds(either, Accepts::Yes), [JsonKind::Integer, JsonKind::Object]);
    assert_eq!(kinds(either, Accepts::No).len(), 5);
    assert_eq!(either.errors[&JsonKind::Bool][2], "expected u8");
    let mut found = names(object(&trace));
    found.sort_unstable();
    assert_eq!(found, ["a", "b", "c"]);
    assert!(
        object(&trace).keys.iter().all(|key| key.required == Answer::No),
        "one variant misses each: {trace:#?}"
    );
    assert_eq!(object(&trace).reads("nope"), Reads::NoSign);
    assert_eq!(key(&trace, "c").kinds.get(&JsonKind::String), Some(&Accepts::No));
}

#[test]
fn a_flattened_part_tells_its_required_keys_and_yes_or_no_for_each_that_is_tried() {
    let trace = traced_with::<Flat>(&["id", "note", "next", "years", "colour"], &[]);
    let mut found = names(object(&trace));
    found.sort_unstable();
    assert_eq!(found, ["AGE", "id", "name", "next", "note"]);
    let required: Vec<_> = object(&trace)
        .keys
        .iter()
        .filter(|key| key.required == Answer::Yes)
        .map(|key| key.name.as_str())
        .collect();
    assert_eq!(required, ["id", "name"]);
    assert_eq!(key(&trace, "id").value.as_deref(), Some("u8"));
    assert_eq!(
        (
            object(&trace).reads("note"),
            object(&trace).reads("years"),
            object(&trace).reads("colour")
        ),
        (Reads::Yes, Reads::Yes, Reads::NoSign)
    );
    assert_eq!(object(&trace).others, OtherKeys::Buffered);
}

#[test]
fn a_flattened_enum_and_a_flattened_map_of_numbers_do_not_mislead() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Outer {
        id: String,
        #[serde(flatten)]
        tagged: Tagged,
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Counts {
        name: Option<String>,
        #[serde(flatten)]
        plain: Option<Tagged>,
        #[serde(flatten)]
        counts: HashMap<String, u64>,
    }
    let trace = traced_with::<Outer>(&["x", "y", "next", "nope"], &[]);
    let mut found = names(object(&trace));
    found.sort_unstable();
    assert_eq!(found, ["id", "name", "next", "type", "x", "y"]);
    assert_eq!(object(&trace).reads("nope"), Reads::NoSign);
    let trace = traced_with::<Counts>(&["name", "total", "other"], &[]);
    assert_eq!(
        (object(&trace).reads("name"), object(&trace).reads("total")),
        (Reads::Yes, Reads::NoSign),
        "{trace:#?}"
    );
}

#[test]
fn a_map_among_the_variants_or_a_flattened_one_that_refuses_keys_makes_no_key_known() {
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum Scalar {
        Flag(bool),
        Text(String),
        Number(u64),
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Nested {
        kind: Word,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[allow(dead_code)]
    enum ListOr<T> {
        List(Vec<String>),
        Map(HashMap<String, T>),
    }
    #[derive(Deserialize, PartialEq, Eq, Hash)]
    #[serde(try_from = "String")]
    struct Extension(String);
    impl TryFrom<String> for Extension {
        type Error = String;
        fn try_from(key: String) -> Result<Extension, String> {
            match key.starts_with("x-") {
                true => Ok(Extension(key)),
                false => Err(format!("`{key}` does not start with x-")),
            }
        }
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Extended {
        a: Option<Vec<u8>>,
        #[serde(flatten)]
        extensions: HashMap<Extension, Value>,
    }
    for trace in [
        traced_with::<ListOr<Scalar>>(&["a", "b"], &[]),
        traced_with::<ListOr<Option<u64>>>(&["a", "b"], &[]),
        traced_with::<ListOr<Nested>>(&["a", "b", "kind"], &[]),
    ] {
        assert_eq!(object(&trace).reads("a"), Reads::NoSign, "{trace:#?}");
    }
    let trace = traced_with::<Extended>(&["a", "b", "c"], &[]);
    assert_eq!(names(object(&trace)), ["a"]);
    assert_eq!(
        (object(&trace).reads("b"), &object(&trace).others),
        (Reads::No, &OtherKeys::Denied)
    );
}
