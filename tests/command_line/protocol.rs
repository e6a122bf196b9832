//! What `docs/protocol.md` says, in raw bytes: to a program with types, and from a program that nobody built with this crate.

use crate::hostile_types::example;
use crate::lab::{Lab, skipped};
use serde_json::Value;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

const PAGE: &str = include_str!("../../docs/protocol.md");
const MARK: [u8; 16] = *b"sixteen bytes!!!";

/// A process of `examples/hostile_types.rs`, and this test in the place of the engine.
struct Subject(Child);

impl Subject {
    fn start() -> Subject {
        let mut command = Command::new(example());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut subject = Subject(command.spawn().expect("the example starts"));
        subject.send(&MARK);
        subject
    }

    /// A process that was greeted, and what it holds.
    fn greeted() -> (Subject, Value) {
        let mut subject = Subject::start();
        let (kind, welcome) = subject.ask(b'h', br#"{"protocol":1,"engine":"a test"}"#);
        assert_eq!(kind, b'h');
        (subject, serde_json::from_slice(&welcome).expect("JSON"))
    }

    fn send(&mut self, bytes: &[u8]) {
        let input = self.0.stdin.as_mut().expect("a pipe");
        input.write_all(bytes).and_then(|()| input.flush()).expect("written");
    }

    fn tell(&mut self, kind: u8, body: &[u8]) {
        let length = u32::try_from(body.len()).expect("a short body").to_le_bytes();
        self.send(&[&[kind], &length[..], body].concat());
    }

    fn answer(&mut self) -> (u8, Vec<u8>) {
        let output = self.0.stdout.as_mut().expect("a pipe");
        let mut seen = Vec::new();
        while !seen.ends_with(&MARK) {
            let mut byte = [0];
            output.read_exact(&mut byte).expect("a mark");
            seen.extend(byte);
        }
        let mut head = [0; 5];
        output.read_exact(&mut head).expect("a head");
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
        let mut body = vec![0; length as usize];
        output.read_exact(&mut body).expect("a body");
        (head[0], body)
    }

    fn ask(&mut self, kind: u8, body: &[u8]) -> (u8, Vec<u8>) {
        self.tell(kind, body);
        self.answer()
    }

    /// Closes its standard input. Gives its exit code, what was left on its standard output, and its standard error.
    fn end(self) -> (Option<i32>, Vec<u8>, String) {
        let output = self.0.wait_with_output().expect("it ends");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), output.stdout, errors)
    }
}

fn number_of(welcome: &Value, subject: &str) -> u8 {
    let mut subjects = welcome["subjects"].as_array().expect("a list").iter();
    let entry = subjects.find(|entry| entry["name"] == subject).expect(subject);
    u8::try_from(entry["type"].as_u64().expect("a number")).expect("few types")
}

#[test]
fn a_program_says_what_it_holds_and_ends_with_its_input() {
    let (subject, welcome) = Subject::greeted();
    assert_eq!((&welcome["protocol"], &welcome["name"]), (&1.into(), &"hostile".into()));
    let entry = &welcome["types"][usize::from(number_of(&welcome, "Behaves"))];
    assert_eq!(entry["type"], "hostile_types::Behaves");
    let trapped = &welcome["enums"][0];
    assert_eq!(
        (&trapped["name"], &trapped["tagging"]),
        (&"Trapped".into(), &"untagged".into())
    );
    assert_eq!(subject.end(), (Some(0), Vec::new(), String::new()));
}

#[test]
fn several_requests_are_answered_in_order_whatever_the_types_print() {
    let (mut subject, welcome) = Subject::greeted();
    let (prints, panics) = (number_of(&welcome, "Prints"), number_of(&welcome, "Panics"));
    subject.tell(
        b'r',
        &[&[prints, 0, 0, 1, 1, 0, 0, 0], &br#"{"word":"a"}"#[..]].concat(),
    );
    subject.tell(
        b'r',
        &[&[panics, 0, 0, 1, 2, 0, 0, 0], &br#"{"size":300}"#[..]].concat(),
    );
    subject.tell(b'r', &[&[panics, 0, 0, 1, 3, 0, 0, 0], &br#"{"size": 3}"#[..]].concat());
    subject.tell(b'd', &[1, 0, 0, 0]);
    subject.tell(b'x', &[1, 0, 0, 0, 2, 0, 0, 0]);
    subject.tell(b'w', &[3, 0, 0, 0]);
    assert_eq!(subject.answer(), (b'r', vec![0, 1, 0]));
    let (kind, panic) = subject.answer();
    assert_eq!((kind, &panic[..3]), (b'r', &[2, 0, 0][..]));
    let panic: Value = serde_json::from_slice(&panic[3..]).expect("JSON");
    assert!(
        panic["message"]
            .as_str()
            .expect("a message")
            .contains("size fits a byte"),
        "{panic}"
    );
    assert_eq!(subject.answer(), (b'r', [&[0, 2, 0], &br#"{"size":3}"#[..]].concat()));
    assert_eq!(
        subject.answer(),
        (b'd', [&[0], &br#"Prints { word: "a" }"#[..]].concat())
    );
    assert_eq!(subject.answer(), (b'w', [&[0], &br#"{"size":3}"#[..]].concat()));
    assert_eq!(subject.end(), (Some(0), Vec::new(), String::new()));
}

#[test]
fn a_program_refuses_an_engine_of_another_version() {
    for version in ["0", "2"] {
        let mut subject = Subject::start();
        let hello = format!(r#"{{"protocol":{version},"engine":"wireproof 9"}}"#);
        let (kind, message) = subject.ask(b'h', hello.as_bytes());
        let message = String::from_utf8(message).expect("a message");
        assert_eq!(kind, b'e');
        assert!(message.contains(&format!("version 1 of the protocol, and wireproof 9 version {version}")));
        assert_eq!(subject.end(), (Some(2), Vec::new(), format!("error: {message}\n")));
    }
}

#[test]
fn garbage_ends_a_program_with_an_error_and_without_a_panic() {
    let unknown = {
        let (mut subject, _) = Subject::greeted();
        assert_eq!(subject.ask(b'?', b"what"), (b'e', b"there is no request `?`".to_vec()));
        subject
    };
    let huge = {
        let (mut subject, _) = Subject::greeted();
        subject.send(b"garbage, and more of it");
        subject
    };
    let no_hello = {
        let mut subject = Subject::start();
        subject.tell(b'h', b"no JSON");
        subject
    };
    for subject in [unknown, huge, no_hello] {
        let (code, output, errors) = subject.end();
        assert_eq!((code, output.len()), (Some(1), 0), "{errors}");
        assert!(
            errors.starts_with("error: the conversation with wireproof broke: "),
            "{errors}"
        );
        assert!(!errors.contains("panicked"), "{errors}");
    }
}

/// Checks an object with a shell script in the place of a program with types. It repeats the mark, and answers with a frame.
#[cfg(unix)]
fn check_against(kind: char, body: &str) -> (i32, String) {
    let lab = Lab::new();
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let length: String = length.iter().map(|byte| format!("\\{byte:03o}")).collect();
    lab.write("body", body)
        .write(
            "program",
            format!("head -c 16; printf '{kind}{length}'; cat body; cat >/dev/null"),
        )
        .write("doc.json", r#"{"$defs":{"Pet":{}}}"#)
        .write("x.json", "{}");
    let ran = lab.run(&["check", "--spec", "doc.json", "--types", "sh program", "x.json"]);
    (ran.code, ran.stderr)
}

#[cfg(unix)]
#[test]
fn the_engine_refuses_a_program_of_another_version() {
    let (code, errors) = check_against('h', r#"{"protocol":7,"nothing":"else is known of it"}"#);
    assert_eq!(
        (code, errors.as_str()),
        (
            2,
            "error: sh: speaks version 7 of the protocol, this wireproof speaks version 1\n"
        )
    );
    let (code, errors) = check_against('e', "this program speaks version 7 of the protocol");
    assert_eq!(
        (code, errors.as_str()),
        (2, "error: sh: this program speaks version 7 of the protocol\n")
    );
}

#[cfg(unix)]
#[test]
fn the_engine_says_what_is_wrong_with_a_greeting() {
    let subjects = vec![r#"{"name":"Pet","type":0}"#; (1 << 16) + 1].join(",");
    let many = format!(r#"{{"protocol":1,"name":"x","types":[],"subjects":[{subjects}]}}"#);
    for (kind, body, reason) in [
        ('h', "no JSON", "breaks the protocol: "),
        ('z', "", "breaks the protocol: it greets with a frame `z`"),
        (
            'h',
            r#"{"protocol":1,"name":"x","types":[],"subjects":[{"name":"Pet","type":0}]}"#,
            "`Pet` is of type 0, which is not listed",
        ),
        ('h', &many, "it has 65537 subjects, more than 65536"),
    ] {
        let (code, errors) = check_against(kind, body);
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains(reason), "{errors}");
    }
}

/// The program of the page reads and writes dictionaries, and nothing is wrong with them.
#[test]
fn the_smallest_program_of_the_page_is_examined() {
    if Command::new("python3").arg("--version").output().is_err() {
        skipped("there is no python3, so the smallest program of docs/protocol.md was not run");
        return;
    }
    let (_, program) = PAGE.split_once("```python\n").expect("a program");
    let (program, _) = program.split_once("```").expect("its end");
    let lab = Lab::new();
    lab.write("pets.py", program)
        .write(
            "pets.json",
            r#"{"$defs":{"Pet":{"type":"object","required":["age"],"properties":{"age":{"type":"integer"},"name":{"type":"string"}}}}}"#,
        )
        .write("good.json", r#"{"name": "Rex", "age": 3}"#)
        .write("huge.json", r#"{"name": "Rex", "age": 1e400}"#);
    let check = |file| {
        lab.run(&[
            "check",
            "--types",
            "python3 pets.py",
            "--spec",
            "pets.json",
            "--component",
            "Pet",
            file,
        ])
    };
    let good = check("good.json");
    assert_eq!(good.code, 0, "{good:?}");
    // Python reads it as infinity, and writes that as `Infinity`.
    let huge = check("huge.json");
    assert_eq!(huge.code, 1, "{huge:?}");
    assert!(huge.stdout.contains("the written text is not JSON"), "{huge:?}");
    // Whatever the document allows comes back from a dictionary.
    let explored = lab.run(&[
        "explore",
        "--types",
        "python3 pets.py",
        "--spec",
        "pets.json",
        "--seed",
        "1",
        "--cases",
        "600",
    ]);
    assert_eq!(explored.code, 0, "{explored:?}");
}

#[cfg(unix)]
#[test]
fn a_program_that_closes_its_standard_output_is_said_to_do_so() {
    let lab = Lab::new();
    let hello =
        r#"{"protocol":1,"name":"x","types":[{"type":"X"}],"subjects":[{"name":"Pet","component":"Pet","type":0}]}"#;
    let length = hello.len();
    lab.write("hello", hello)
        .write(
            "program",
            format!("head -c 16; printf 'h\\{length:03o}\\000\\000\\000'; cat hello; exec >&-; exec sleep 5"),
        )
        .write("doc.json", r#"{"$defs":{"Pet":{}}}"#)
        .write("x.json", "{}");
    let ran = lab.run(&[
        "check",
        "--spec",
        "doc.json",
        "--types",
        "sh program",
        "--component",
        "Pet",
        "x.json",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("the process closed its standard output"), "{ran:?}");
}
