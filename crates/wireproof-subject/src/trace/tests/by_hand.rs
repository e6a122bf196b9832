//! Types that are written by hand, or read in a special way.

use super::*;
use serde::Deserializer;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;

#[test]
fn with_from_and_transparent_show_what_is_read_instead() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Converted {
        #[serde(deserialize_with = "seconds")]
        a: u64,
        #[serde(deserialize_with = "percent")]
        b: u64,
        c: Even,
        d: Clear,
    }
    #[derive(Deserialize)]
    #[serde(try_from = "u8")]
    struct Even(#[allow(dead_code)] u8);
    impl TryFrom<u8> for Even {
        type Error = String;
        fn try_from(number: u8) -> Result<Even, String> {
            if number.is_multiple_of(2) {
                Ok(Even(number))
            } else {
                Err("odd".to_owned())
            }
        }
    }
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Clear {
        #[allow(dead_code)]
        inner: bool,
    }
    struct Seconds;
    impl Visitor<'_> for Seconds {
        type Value = u64;
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("seconds")
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<u64, E> {
            text.strip_suffix('s')
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| E::custom("no seconds"))
        }
    }
    struct Percent;
    impl Visitor<'_> for Percent {
        type Value = u64;
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("percent")
        }
        fn visit_bool<E: Error>(self, _: bool) -> Result<u64, E> {
            Ok(1)
        }
    }
    fn seconds<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
        input.deserialize_str(Seconds)
    }
    fn percent<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
        input.deserialize_any(Percent)
    }
    let trace = traced::<Converted>();
    assert!(
        key(&trace, "a").value.as_ref().unwrap().ends_with("::Converted.a"),
        "{trace:#?}"
    );
    let of = |name: &str| &trace.types[key(&trace, name).value.as_ref().unwrap()];
    assert!(
        of("a").visitor.ends_with("Seconds") && of("b").visitor.ends_with("Percent"),
        "{trace:#?}"
    );
    assert_eq!(
        (of("a").any_text, &of("a").texts[..]),
        (Answer::No, &["1s".to_owned()][..])
    );
    assert_eq!(kinds(of("b"), Accepts::Yes), [JsonKind::Bool]);
    assert_eq!((of("c").value.as_str(), of("c").integers.unwrap().max), ("u8", 0));
    assert_eq!(kinds(of("d"), Accepts::Yes), [JsonKind::Bool]);
    assert!(object(&trace).was_read, "{trace:#?}");
}

/// Lists a field that it does not use, and reads one that it does not list.
struct ByHand;

impl<'de> Deserialize<'de> for ByHand {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<ByHand, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = ByHand;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByHand, A::Error> {
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "real" | "secret" => drop(map.next_value::<Option<u8>>()?),
                        "text" => drop(map.next_value::<String>()?),
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(ByHand)
            }
        }
        input.deserialize_struct("ByHand", &["real", "fake"], Fields)
    }
}

#[test]
fn a_list_of_fields_that_lies_is_found_out() {
    let trace = traced_with::<ByHand>(&["secret", "nope"], &[]);
    let reads = |name: &str| object(&trace).reads(name);
    assert_eq!(
        [reads("real"), reads("fake"), reads("secret"), reads("nope")],
        [Reads::Yes, Reads::No, Reads::Yes, Reads::No]
    );
}

#[test]
fn what_is_written_by_hand_over_a_value_is_unknown() {
    struct Opaque;
    impl<'de> Deserialize<'de> for Opaque {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Opaque, D::Error> {
            let value = Value::deserialize(input)?;
            value.get("a").map(|_| Opaque).ok_or_else(|| D::Error::custom("no a"))
        }
    }
    let trace = traced_with::<Opaque>(&["a", "b"], &[]);
    assert_eq!(kinds(root(&trace), Accepts::No), []);
    assert_ne!(object(&trace).reads("a"), Reads::No, "{trace:#?}");
}

#[test]
fn hostile_types_end() {
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Endless(Box<Endless>);
    struct Panics;
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Panics, D::Error> {
            match u8::deserialize(input)? {
                0 => Ok(Panics),
                _ => panic!("one is too much"),
            }
        }
    }
    struct AtOnce;
    impl<'de> Deserialize<'de> for AtOnce {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<AtOnce, D::Error> {
            panic!("at once")
        }
    }
    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Generic<T> {
        held: T,
    }
    traced::<Endless>();
    let trace = traced::<Panics>();
    assert_eq!(root(&trace).kinds[&JsonKind::Integer], Accepts::Yes);
    assert_eq!(trace.gaps, ["the type panics on some input"]);
    assert!(traced::<AtOnce>().root().is_none());
    let trace = traced::<Generic<Generic<Generic<u8>>>>();
    assert_eq!(trace.types.len(), 4);
}

/// Reads the rest of an object as its tag says; what comes before the tag waits for it.
struct Dispatched;

impl<'de> Deserialize<'de> for Dispatched {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Dispatched, D::Error> {
        struct Kinds;
        impl<'de> Visitor<'de> for Kinds {
            type Value = Dispatched;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object with a kind")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Dispatched, A::Error> {
                let mut held = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key != "kind" {
                        held.push(map.next_value::<Value>()?);
                        continue;
                    }
                    let kind = map.next_value::<String>()?;
                    while let Some(key) = map.next_key::<String>()? {
                        match (kind.as_str(), key.as_str()) {
                            ("a", "x") => drop(map.next_value::<Plain>()?),
                            ("b", "y") => drop(map.next_value::<u8>()?),
                            _ => held.push(map.next_value::<Value>()?),
                        }
                    }
                    return Ok(Dispatched);
                }
                Err(A::Error::missing_field("kind"))
            }
        }
        input.deserialize_map(Kinds)
    }
}

#[test]
fn a_struct_by_hand_with_a_text_is_no_enum() {
    let trace = traced_with::<ByHand>(&["real", "secret", "text"], &["a", "b"]);
    assert_eq!(root(&trace).variants, None, "{trace:#?}");
}

#[test]
fn a_type_that_reads_on_as_its_tag_says_tells_its_variants() {
    let trace = traced_with::<Dispatched>(&["kind", "x", "y", "z"], &["a", "b", "c"]);
    let variants = root(&trace).variants.clone().unwrap_or_else(|| panic!("{trace:#?}"));
    let tagging = TracedTagging::Internal { tag: "kind".to_owned() };
    assert_eq!(variants.tagging, tagging);
    let words: Vec<_> = variants.variants.iter().map(|variant| variant.word.as_str()).collect();
    assert_eq!(words, ["a", "b"]);
    let a = content(&trace, "a").object.as_ref().unwrap();
    assert_eq!(a.key("x").unwrap().value, Some(format!("{}::Plain", module())));
    assert_eq!((a.reads("x"), a.reads("y")), (Reads::Yes, Reads::Unknown));
    assert!(trace.types.contains_key(&format!("{}::Plain", module())));
}

/// Reads any JSON, and takes it apart.
struct Apart;

impl<'de> Deserialize<'de> for Apart {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Apart, D::Error> {
        let Value::Object(mut map) = Value::deserialize(input)? else {
            return Err(D::Error::custom("no object"));
        };
        let version = map
            .remove("version")
            .ok_or_else(|| D::Error::missing_field("version"))?;
        if version.as_str() != Some("2.0") {
            return Err(D::Error::unknown_variant(&version.to_string(), &["1.0", "2.0"]));
        }
        let mut text = |key: &'static str| match map.remove(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => String::deserialize(value).map(Some).map_err(D::Error::custom),
        };
        text("id")?.ok_or_else(|| D::Error::missing_field("id"))?;
        text("subject")?;
        Ok(Apart)
    }
}

#[test]
fn a_type_that_takes_any_json_apart_tells_its_keys() {
    let trace = traced_with::<Apart>(&["subject", "other"], &["1.0", "2.0"]);
    let object = root(&trace).object.clone().unwrap_or_else(|| panic!("{trace:#?}"));
    assert!(object.was_read, "{trace:#?}");
    let required = |name: &str| object.key(name).map(|key| key.required);
    assert_eq!(required("version"), Some(Answer::Yes));
    assert_eq!(required("id"), Some(Answer::Yes));
    assert_eq!(required("subject"), Some(Answer::No));
    assert_eq!(required("other"), None);
}
