//! Texts that cannot be examined: one line each, with file, line and pointer, and what stands beside them is examined.

use super::captures::RUN;
use super::lab::Lab;

/// Examines a bad file with a good one on either side of it; the bad one must be told in one line.
#[track_caller]
pub fn skipped(name: &str, content: impl AsRef<[u8]>, line: &str) {
    let lab = Lab::new();
    lab.write("runs/a.json", RUN)
        .write("runs/z.json", RUN)
        .write(&format!("runs/{name}"), content);
    told(&lab, line);
}

#[track_caller]
pub fn told(lab: &Lab, line: &str) {
    let ran = lab.run(&["check", "runs"]);
    let lines: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("skipped ")).collect();
    assert_eq!(lines, [format!("skipped runs/{line}")], "{ran:#?}");
    ran.says(2, &["3 captures, 2 objects: 2 clean", "1 text not examined"]);
}

#[test]
fn cut_json() {
    skipped(
        "b.json",
        "{\"id\":\"run_1\",\n\"tools\":[{\"type\":",
        "b.json:2:18 at /tools/0: invalid JSON: text ends where a value is expected",
    );
}

#[test]
fn a_comma_before_the_end() {
    skipped(
        "b.json",
        "{\n\"tools\":[{\"type\":1},]}",
        "b.json:2:21 at /tools: invalid JSON: comma before the end",
    );
    skipped(
        "b.json",
        "{\"id\":1,}",
        "b.json:1:9: invalid JSON: comma before the end",
    );
}

#[test]
fn numbers_that_json_does_not_have() {
    for word in ["NaN", "Infinity", "-Infinity", "+1", ".5", "0x10"] {
        let lab = Lab::new();
        lab.write("b.json", format!("{{\"usage\":{{\"total_tokens\":{word}}}}}"));
        lab.run(&["check", "b.json"])
            .says(2, &["skipped b.json:1:2", " at /usage: invalid JSON: "]);
    }
    skipped(
        "b.json",
        "{\"usage\":{\"total_tokens\":NaN}}",
        "b.json:1:26 at /usage: invalid JSON: expected a JSON value",
    );
}

#[test]
fn a_byte_order_mark_that_is_not_the_files() {
    skipped(
        "b.json",
        format!("\u{feff}\u{feff}{RUN}"),
        "b.json:1:1: invalid JSON: byte order mark in front of JSON",
    );
}

#[test]
fn bytes_that_are_not_utf_8() {
    skipped("b.json", b"{\"id\":\n \"\xc3\xa9\xff\"}", "b.json:2:4: invalid UTF-8");
}

#[test]
fn utf_16() {
    let units = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes);
    skipped("b.json", units.collect::<Vec<u8>>(), "b.json:1:1: invalid UTF-8");
    // Without a mark it is UTF-8 as far as that goes, and the zero bytes give it away.
    let units = "{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes);
    skipped(
        "b.json",
        units.collect::<Vec<u8>>(),
        "b.json:1:2: invalid JSON: expected a key in quotes",
    );
}

#[test]
fn a_surrogate_without_its_partner() {
    skipped(
        "b.json",
        r#"{"last_error":{"message":"é\ud83d."}}"#,
        "b.json:1:28 at /last_error: invalid JSON: lone surrogate in a string",
    );
}

#[test]
fn a_control_character_in_a_string() {
    skipped(
        "b.json",
        "{\"id\":\"a\tb\"}",
        "b.json:1:9: invalid JSON: control character in a string",
    );
}

#[test]
fn nothing_at_all() {
    skipped("b.json", "", "b.json:1:1: empty: no JSON in it");
    skipped("b.json", " \n\t\r\n", "b.json:1:1: empty: no JSON in it");
    skipped("b.sse", ": nothing\n\n", "b.sse:1:1: empty: no event in the stream");
}

#[test]
fn two_values_in_one_document() {
    skipped(
        "b.json",
        "{\n}\n{\n}\n",
        "b.json:3:1: invalid JSON: text behind the end of the JSON value",
    );
}
