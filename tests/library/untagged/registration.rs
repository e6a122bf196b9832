//! What `untagged!` and `tagged!` take, and what they make of it.

use serde::Deserialize;
use wireproof::subject::{Tagging, TypeSet};
use wireproof::{tagged, untagged};

#[derive(Deserialize)]
struct Text {
    #[allow(dead_code)]
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Every {
    One(Text),
    Boxed(Box<Text>),
    Two(u8, String),
    Nothing,
    Struct {
        #[serde(rename = "error_code")]
        #[allow(dead_code)]
        code: u8,
        #[allow(dead_code)]
        more: Option<Vec<u8>>,
    },
    #[serde(deserialize_with = "words")]
    Words(Vec<String>),
}

fn words<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(input)?;
    Ok(text.split(' ').map(str::to_owned).collect())
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Either<A, B> {
    Left(A),
    Right(B),
}

#[test]
fn variants_of_every_shape_are_registered_and_read_as_the_enum_reads_them() {
    let union = untagged! {
        Every {
            One(Text),
            Boxed(Box<Text>),
            Two(u8, String),
            Nothing,
            #[serde(deny_unknown_fields)]
            Struct { #[serde(rename = "error_code")] code: u8, more: Option<Vec<u8>> },
            #[serde(deserialize_with = "words")]
            Words(Vec<String>),
        } => "Thing/properties/part"
    };
    assert_eq!((union.name(), union.at()), ("Every", Some("Thing/properties/part")));
    assert_eq!(union.tagging(), Tagging::Untagged);
    for (text, wanted) in [
        (r#"{"text":""}"#, vec![0, 1]),
        (r#"[1,""]"#, vec![2]),
        ("null", vec![3]),
        (r#"{"error_code":1}"#, vec![4]),
        (r#"{"error_code":1,"x":1}"#, vec![]),
        (r#""a b""#, vec![5]),
        ("1.5", vec![]),
    ] {
        let payloads = union.variants().iter().map(|variant| variant.payload().unwrap());
        let readers: Vec<usize> = payloads
            .enumerate()
            .filter(|(_, payload)| payload.read(text).done().is_some())
            .map(|(index, _)| index)
            .collect();
        assert_eq!(readers, wanted, "{text}");
        let picked = union.pick(text).done().and_then(|picked| picked.variant);
        assert_eq!(picked, wanted.first().copied(), "{text}");
    }
}

#[test]
fn generic_enums_are_registered_with_their_arguments() {
    let set = TypeSet::new(vec![]).named("t").with_enums(vec![
        untagged! { Either<u8, Vec<u8>> { Left(u8), Right(Vec<u8>) } },
        untagged! { Either<Text, String> as "Other" { Left(Text), Right(String) } },
    ]);
    assert_eq!(set.enum_named("Either").unwrap().variants().len(), 2);
    assert_eq!(set.enum_named("Other").unwrap().whole().type_set(), "t");
}

#[test]
fn variants_may_be_left_out() {
    let union = untagged! { Either<u8, String> { Left(u8), .. } };
    assert_eq!(union.pick(r#""a""#).done().unwrap().variant, None);
    let union = tagged! { Either<u8, String> { Right, .. } };
    assert_eq!(union.pick(r#""a""#).done().unwrap().variant, Some(0));
    assert_eq!(union.tagging(), Tagging::Tagged);
}
