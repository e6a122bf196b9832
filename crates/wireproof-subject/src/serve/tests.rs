//! `docs/protocol.md` describes what this crate does: its example conversation is held word for word.

use super::{Failure, converse};
use crate::{TypeSet, subject, untagged};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io;

const PAGE: &str = include_str!("../../../../docs/protocol.md");
const MARK: &[u8; 16] = b"0123456789abcdef";

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Pet {
    name: String,
    age: f64,
}

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Id {
    Number(u64),
    Text(String),
}

fn pets() -> TypeSet {
    TypeSet::new([subject!(Pet)])
        .named("pets")
        .with_enums([untagged! { Id { Number(u64), Text(String) for 1 } => "Pet/properties/id" }])
        .with_document("pets.json", r#"{"$defs":{}}"#)
}

/// Sends bytes to the pets. Gives what they answer, and how the conversation ended.
fn talk(input: &[u8]) -> (Vec<u8>, Result<(), Failure>) {
    let mut answers = Vec::new();
    let end = converse(&pets(), input, &mut answers);
    (answers, end)
}

/// A frame as its kind and its body.
type Frame = (u8, Vec<u8>);

fn frame(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap();
    [&[kind], &length.to_le_bytes()[..], body].concat()
}

/// The frames of the subject.
fn frames(mut bytes: &[u8]) -> Vec<Frame> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let (mark, rest) = bytes.split_at(16);
        assert_eq!(mark, MARK);
        let (head, rest) = rest.split_first_chunk::<5>().unwrap();
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let (body, rest) = rest.split_at(length);
        frames.push((head[0], body.to_vec()));
        bytes = rest;
    }
    frames
}

/// The lines of the page's example that one side says.
fn said_by(side: &str) -> Vec<Frame> {
    let (_, example) = PAGE.split_once("```conversation\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let lines = example.lines().filter_map(|line| line.strip_prefix(side));
    lines
        .map(|line| {
            let (bytes, text) = line.split_once(" | ").unwrap_or((line, ""));
            let mut words = bytes.split_whitespace();
            let kind = words.next().unwrap().as_bytes()[0];
            let bytes = words.map(|byte| u8::from_str_radix(byte, 16).unwrap());
            (kind, bytes.chain(text.bytes()).collect())
        })
        .collect()
}

#[test]
fn the_example_of_the_page_is_what_is_said() {
    let mut input = MARK.to_vec();
    input.extend(said_by("engine ").iter().flat_map(|(kind, body)| frame(*kind, body)));
    let (answers, end) = talk(&input);
    let (mut answers, wanted) = (frames(&answers), said_by("subject "));
    let (_, hello) = answers.remove(0);
    let hello = String::from_utf8(hello).unwrap().replace(module_path!(), "pets");
    let [hello, of_page]: [Value; 2] =
        [hello.as_bytes(), &wanted[0].1].map(|text| serde_json::from_slice(text).unwrap());
    assert_eq!(hello, of_page);
    for (answer, wanted) in answers.iter().zip(&wanted[1..]) {
        assert_eq!(answer, wanted, "{}", String::from_utf8_lossy(&answer.1));
    }
    assert_eq!(answers.len(), wanted.len() - 1);
    assert!(matches!(end, Err(Failure::Broken(error)) if error.to_string() == "there is no request `z`"));
}

#[test]
fn the_bytes_of_the_page_are_those_of_a_frame() {
    let (kind, body) = said_by("engine ").into_iter().find(|(kind, _)| *kind == b'r').unwrap();
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let bytes = frame(kind, &body);
    for range in [0..5, 5..7, 7..8, 8..9, 9..13] {
        assert!(
            PAGE.contains(&format!("`{}` (", hex(&bytes[range.clone()]))),
            "{range:?}"
        );
    }
}

#[test]
fn another_version_is_refused_with_a_message_for_the_user() {
    for version in [0, 2] {
        let hello = format!(r#"{{"protocol":{version},"engine":"wireproof 9","more":true}}"#);
        let (answers, end) = talk(&[MARK, &frame(b'h', hello.as_bytes())[..]].concat());
        let [(b'e', message)] = &frames(&answers)[..] else {
            panic!("{answers:?}")
        };
        let wanted = format!("speaks version 1 of the protocol, and wireproof 9 version {version}");
        assert!(String::from_utf8_lossy(message).contains(&wanted));
        assert!(matches!(end, Err(Failure::Version(_))));
    }
}

#[test]
fn a_request_that_names_nothing_is_answered_with_an_error() {
    let hello = frame(b'h', br#"{"protocol":1}"#);
    for (kind, body, reason) in [
        (b'r', &[9, 0, 0, 0, 1, 0, 0, 0][..], "there is no type 9"),
        (b'r', &[0, 0, 5, 0, 1, 0, 0, 0], "there is no decoder 5"),
        (b'r', &[0, 0, 0, 0], "the request is too short"),
        (b'w', &[7, 0, 0, 0], "there is no value 7"),
        (b'q', &[7], "the request is too short"),
        (b't', &[9, 0], "there is no type 9"),
        (b'k', b"\x09\x00{}", "there is no type 9"),
        (b'k', b"\x00\x00x", "the candidates: expected value at line 1 column 1"),
        (b'g', &[1, 0, 0, 0], "there is no file 1"),
        (b'x', &[1], "the request is too short"),
    ] {
        let (answers, end) = talk(&[MARK, &hello[..], &frame(kind, body)].concat());
        assert_eq!(frames(&answers)[1..], [(b'e', reason.into())], "{reason}");
        assert!(end.is_err());
    }
}

#[test]
fn garbage_ends_the_conversation_and_nothing_panics() {
    let hello = frame(b'h', br#"{"protocol":1}"#);
    let huge = [b'r', 0xff, 0xff, 0xff, 0xff];
    let cut = &frame(b'w', &[1, 0, 0, 0])[..7];
    for input in [
        &b"short"[..],
        &[&MARK[..], &frame(b'h', b"no json")].concat(),
        &[&MARK[..], &frame(b'r', &[0; 8])].concat(),
        &[&MARK[..], &hello, &huge].concat(),
        &[&MARK[..], &hello, cut].concat(),
    ] {
        assert!(matches!(talk(input).1, Err(Failure::Broken(_))), "{input:?}");
    }
    for input in [&MARK[..], &[&MARK[..], &hello].concat()] {
        assert!(talk(input).1.is_ok(), "the end of input ends the conversation");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_by_the_type() {
    let read = frame(b'r', &[0, 0, 1, 3, 1, 0, 0, 0, b'"', 0xff, b'"']);
    let (answers, end) = talk(&[MARK, &frame(b'h', br#"{"protocol":1}"#)[..], &read].concat());
    let (kind, body) = &frames(&answers)[1];
    assert_eq!((*kind, &body[..3]), (b'r', &[1, 0, 0][..]));
    assert!(end.is_ok());
}

#[test]
fn a_broken_output_ends_the_conversation() {
    struct Closed;
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let input = [MARK, &frame(b'h', br#"{"protocol":1}"#)[..]].concat();
    assert!(converse(&pets(), &input[..], Closed).is_err());
}

/// A type that writes something else than it reads.
#[derive(Debug, PartialEq, Serialize)]
struct Odd(u64);

impl<'de> Deserialize<'de> for Odd {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Odd, D::Error> {
        Ok(Odd(u64::deserialize(input)? / 10 * 10))
    }
}

/// A type that reads what it can borrow, and nothing else.
#[derive(Debug, PartialEq, Serialize)]
struct Lent(String);

impl<'de> Deserialize<'de> for Lent {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Lent, D::Error> {
        <&str>::deserialize(input).map(|text| Lent(text.to_owned()))
    }
}

/// A type that keeps the first key alone.
#[derive(Debug, PartialEq)]
struct First(String);

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<First, D::Error> {
        struct Taker;
        impl<'de> serde::de::Visitor<'de> for Taker {
            type Value = First;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a map")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<First, A::Error> {
                let mut first = None;
                while let Some((key, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                    first.get_or_insert(key);
                }
                Ok(First(first.unwrap_or_default()))
            }
        }
        input.deserialize_map(Taker)
    }
}

/// A type that reads what it is given for good, as by `from_value`, and nothing else.
struct Given;

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Given, D::Error> {
        struct Taker;
        impl serde::de::Visitor<'_> for Taker {
            type Value = Given;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a string")
            }
            fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<Given, E> {
                Err(E::custom("only lent"))
            }
            fn visit_string<E>(self, _: String) -> Result<Given, E> {
                Ok(Given)
            }
        }
        input.deserialize_string(Taker)
    }
}

/// The second and third byte of the answer to a read, and what follows.
fn read_with(subject: crate::Subject, flags: u8, text: &str) -> (u8, u8, Vec<u8>) {
    let types = TypeSet::new([subject]);
    let head = [0, 0, 0, flags, 1, 0, 0, 0];
    let read = frame(b'r', &[&head, text.as_bytes()].concat());
    let mut answers = Vec::new();
    let input = [MARK, &frame(b'h', br#"{"protocol":1}"#)[..], &read].concat();
    converse(&types, &input[..], &mut answers).unwrap();
    let (_, body) = frames(&answers).pop().unwrap();
    (body[1], body[2], body[3..].to_vec())
}

const ALL: u8 = 1 | 2 | 4 | 8 | 16;

#[test]
fn what_is_wanted_besides_is_answered_in_the_same_frame() {
    let shown = br#"Pet { name: "Rex", age: 3.0 }"#;
    let written = br#"{"name":"Rex","age":3.0}"#;
    let length = u32::try_from(shown.len()).unwrap().to_le_bytes();
    let (said, agreement, rest) = read_with(subject!(Pet), ALL, r#"{"age":3,"name":"Rex"}"#);
    assert_eq!((said, agreement), (0x80 | 2, 4 | 1));
    assert_eq!(rest, [&length, &shown[..], written].concat());
    // The same text, and nothing shown.
    assert_eq!(
        read_with(subject!(Pet), 1 | 2 | 4 | 8, r#"{"name":"Rex","age":3.0}"#),
        (1, 1, Vec::new())
    );
}

#[test]
fn keys_with_escapes_need_no_other_decoder() {
    type Map = std::collections::BTreeMap<String, u8>;
    assert_eq!(
        read_with(subject!(Map), 2, r#"{"\u0062":1,"a":2,"\"":3}"#),
        (0, 1, Vec::new())
    );
    // The order of keys still counts.
    assert_eq!(read_with(subject!(First), 2, r#"{"b":1,"\u0061":2}"#).1, 2);
    assert_eq!(read_with(subject!(First), 2, r#"{"\u0061":1,"b":2}"#).1, 1);
}

#[test]
fn what_is_not_as_it_should_be_stays_open() {
    // Written as another value, which is stable.
    assert_eq!(read_with(subject!(Odd), 1 | 8, "17"), (2, 4, b"10".to_vec()));
    let (said, agreement, _) = read_with(subject!(Lent), ALL, r#""a""#);
    // A reader and a `Value` lend nothing.
    assert_eq!((said, agreement), (0x80 | 1, 2));
    // Refused by all in the same way, and by some only.
    assert_eq!(read_with(subject!(Pet), ALL, r#"{"name":"Rex"}"#).1, 1);
    assert_eq!(read_with(subject!(Pet), 1 | 2, r#"{"name":"Rex"}"#).1, 0);
    assert_eq!(read_with(subject!(Given), ALL, r#""a""#).1, 0);
}
