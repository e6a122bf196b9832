//! Types that ask serde for what they want.

use super::*;
use std::collections::BTreeMap;
use std::num::NonZeroU8;

#[test]
fn a_struct_tells_its_names_aliases_what_is_required_and_where_null_is_read() {
    let trace = traced::<Plain>();
    assert_eq!(trace.gaps, [""; 0]);
    assert_eq!(names(object(&trace)), ["name", "AGE", "tags", "next"]);
    assert_eq!(object(&trace).others, OtherKeys::Dropped);
    let row = |name| {
        let key = key(&trace, name);
        (key.required, key.nullable, key.read)
    };
    assert_eq!(row("name"), (Answer::Yes, Answer::No, Reads::Yes));
    assert_eq!(row("AGE"), (Answer::No, Answer::Yes, Reads::Yes));
    assert_eq!(row("tags"), (Answer::No, Answer::No, Reads::Yes));
    assert_eq!(key(&trace, "AGE").aliases, ["age", "years"]);
    assert_eq!(object(&trace).reads("hidden"), Reads::No);
}

#[test]
fn each_place_tells_its_type_and_recursion_ends() {
    let trace = traced::<Plain>();
    let module = module();
    let value = |name: &str| key(&trace, name).value.clone().unwrap();
    assert_eq!(trace.root, format!("{module}::Plain"));
    assert_eq!(value("AGE"), "core::option::Option<u8>");
    assert_eq!(trace.types[&value("AGE")].inner.as_deref(), Some("u8"));
    let tags = trace.types[&value("tags")].list.as_ref().unwrap();
    assert_eq!((tags.length, &tags.items[..]), (None, &[format!("{module}::Word")][..]));
    assert_eq!(trace.types[&value("next")].inner, Some(trace.root.clone()));
    assert_eq!(trace.behind(&value("next")), trace.root());
}

#[test]
fn a_struct_that_denies_unknown_keys_says_so() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Closed {
        a: u8,
    }
    let trace = traced_with::<Closed>(&["b"], &[]);
    assert_eq!(object(&trace).others, OtherKeys::Denied);
    assert_eq!(
        (object(&trace).reads("a"), object(&trace).reads("b")),
        (Reads::Yes, Reads::No)
    );
}

#[test]
fn numbers_tell_their_range_and_texts_what_they_read() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Numbers {
        a: u8,
        b: i64,
        c: NonZeroU8,
        d: f32,
        e: char,
        f: bool,
        g: u128,
        h: (),
        i: Box<str>,
    }
    let trace = traced::<Numbers>();
    let behind = |name: &str| trace.behind(key(&trace, name).value.as_ref().unwrap()).unwrap();
    let range = |name: &str| {
        behind(name)
            .integers
            .map(|range| (range.min, range.max, range.zero))
            .unwrap()
    };
    assert_eq!(range("a"), (0, 255, true));
    assert_eq!(range("b"), (i64::MIN.into(), i64::MAX.into(), true));
    assert_eq!(range("c"), (1, 255, false));
    assert_eq!(range("g").1, i128::MAX);
    assert_eq!(
        kinds(behind("d"), Accepts::Yes),
        [JsonKind::Integer, JsonKind::Fraction]
    );
    assert_eq!(behind("e").request, Request::Char);
    assert_eq!(
        (behind("e").any_text, &behind("e").texts[..2]),
        (Answer::No, &["a".to_owned(), "0".to_owned()][..])
    );
    assert_eq!(kinds(behind("f"), Accepts::Yes), [JsonKind::Bool]);
    assert_eq!(kinds(behind("h"), Accepts::Yes), [JsonKind::Null]);
    assert_eq!(behind("i").any_text, Answer::Yes);
    assert!(
        object(&trace).keys.iter().all(|key| key.required == Answer::Yes),
        "{trace:#?}"
    );
}

#[test]
fn lists_tuples_and_maps_tell_what_they_hold() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Holds {
        list: Vec<Vec<u8>>,
        pair: (u8, Plain, bool),
        array: [u8; 3],
        map: HashMap<String, Plain>,
        by_word: BTreeMap<Word, u8>,
        by_number: BTreeMap<u8, bool>,
        any: Value,
        newtype: New,
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct New(Plain);
    let trace = traced::<Holds>();
    let of = |name: &str| &trace.types[key(&trace, name).value.as_ref().unwrap()];
    let items = |name: &str| of(name).list.clone().map(|list| (list.length, list.items)).unwrap();
    let plain = format!("{}::Plain", module());
    assert_eq!(items("list"), (None, vec!["alloc::vec::Vec<u8>".to_owned()]));
    assert_eq!(
        items("pair"),
        (Some(3), vec!["u8".to_owned(), plain.clone(), "bool".to_owned()])
    );
    assert_eq!(items("array").0, Some(3));
    let map = |name: &str| of(name).object.clone().unwrap();
    let kept = |value: &str| OtherKeys::Kept {
        value: Some(value.to_owned()),
        is_map: true,
    };
    assert_eq!(map("map").others, kept(&plain));
    assert_eq!(map("map").reads("name"), Reads::No);
    assert_eq!(
        (map("by_word").others, map("by_word").key_words),
        (kept("u8"), vec!["one".to_owned(), "two".to_owned(), "zwei".to_owned()])
    );
    assert_eq!(map("by_number").others, kept("bool"));
    assert_eq!(kinds(of("any"), Accepts::Yes), JsonKind::ALL);
    assert_eq!(of("newtype").inner, Some(plain));
    assert!(object(&trace).was_read);
}

#[test]
fn an_externally_tagged_enum_tells_its_words_forms_and_other() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum External {
        Unit,
        New(Plain),
        Pair(u8, String),
        Fields { x: i64, y: Option<bool> },
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    enum Open {
        A,
        #[serde(other)]
        Other,
    }
    let trace = traced::<External>();
    let variants = root(&trace).variants.clone().unwrap();
    let forms: Vec<_> = variants
        .variants
        .iter()
        .map(|variant| (variant.word.as_str(), variant.form))
        .collect();
    let wanted = [
        ("Unit", VariantForm::Unit),
        ("New", VariantForm::Newtype),
        ("Pair", VariantForm::Tuple(2)),
        ("Fields", VariantForm::Struct),
    ];
    assert_eq!(forms, wanted);
    assert_eq!(
        (variants.tagging, variants.others),
        (TracedTagging::External, Answer::No)
    );
    assert_eq!(names(content(&trace, "New").object.as_ref().unwrap()).len(), 4);
    assert_eq!(
        content(&trace, "Pair").list.as_ref().unwrap().items,
        ["u8", "alloc::string::String"]
    );
    let fields = content(&trace, "Fields").object.as_ref().unwrap();
    assert_eq!(
        (names(fields), fields.keys[0].required, fields.keys[1].required),
        (vec!["x", "y"], Answer::Yes, Answer::No)
    );
    assert_eq!(kinds(root(&trace), Accepts::Yes), [JsonKind::String, JsonKind::Object]);
    let open = traced::<Open>();
    assert_eq!(root(&open).variants.as_ref().unwrap().others, Answer::Yes);
    assert_eq!(kinds(root(&open), Accepts::No).len(), 6);
}

#[test]
fn an_adjacently_tagged_enum_tells_its_tag_content_words_and_types() {
    #[derive(Deserialize)]
    #[serde(tag = "t", content = "c")]
    #[allow(dead_code)]
    enum Adjacent {
        Unit,
        New(Plain),
        Fields { x: i64 },
    }
    let trace = traced::<Adjacent>();
    let variants = root(&trace).variants.clone().unwrap();
    let tagging = TracedTagging::Adjacent {
        tag: "t".to_owned(),
        content: "c".to_owned(),
    };
    assert_eq!(variants.tagging, tagging);
    let words: Vec<_> = variants
        .variants
        .iter()
        .map(|variant| (variant.word.as_str(), variant.form))
        .collect();
    assert_eq!(
        words,
        [
            ("Unit", VariantForm::Unit),
            ("New", VariantForm::Newtype),
            ("Fields", VariantForm::Struct)
        ]
    );
    assert_eq!(content(&trace, "New").object, traced::<Plain>().root().unwrap().object);
    assert_eq!(names(content(&trace, "Fields").object.as_ref().unwrap()), ["x"]);
    assert!(root(&trace).example.is_some());
}
