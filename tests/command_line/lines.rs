//! JSON lines told from a JSON document by their content, and lines that are long, blank or no JSON.

use super::captures::RUN;
use super::lab::Lab;
use std::io::{self, BufReader, Read};
use wireproof::case::{Input, Texts};

/// What a file gives: how many texts, and where and why there is none.
fn given(name: &str, content: impl AsRef<[u8]>) -> (usize, Vec<String>) {
    let input = Input::named(name, content.as_ref());
    let (texts, skipped): (Vec<_>, Vec<_>) = Texts::new(input).partition(Result::is_ok);
    let shown = skipped.into_iter().filter_map(Result::err);
    let shown = shown.map(|skipped| format!("{}:{} {}", skipped.line, skipped.column, skipped.reason));
    (texts.len(), shown.collect())
}

#[test]
fn garbage_before_the_lines_costs_them_nothing() {
    let lab = Lab::new();
    lab.write("log.txt", format!("starting\nlistening\n\nconnected:\n{RUN}\n{RUN}\n"));
    let ran = lab.run(&["check", "log.txt"]);
    let line = |number| format!("skipped log.txt:{number}:1: invalid JSON: expected a JSON value\n");
    ran.says(2, &[&line(1), &line(2), &line(4), "2 objects: 2 clean"]);
}

#[test]
fn objects_that_were_cut_cost_the_next_ones_nothing() {
    let lab = Lab::new();
    lab.write("log.txt", format!("{{\"a\":[1\n{{\"a\":\n{{\"a\":\"b\n{RUN}\n"));
    let ran = lab.run(&["check", "log.txt"]);
    let line = |place| format!("skipped log.txt:{place}");
    ran.says(2, &[&line("1:8"), &line("2:6"), &line("3:8"), "1 object: 1 clean"]);
}

#[test]
fn a_broken_document_is_one_text() {
    for broken in [
        "{\n  \"a\": [\n    {}\n    {}\n  ],\n}\n",
        "[\n{\n},\n{\"a\":1},\n{\"a\":2},\n]\n",
        "{\n\"a\":\n[\n{\"b\":1}\n],\n}\n",
        "{\n\"a\":\n\n{\"b\":1}\n,\n}\n",
    ] {
        // It is read as one text; that it is no JSON is found later.
        assert_eq!(given("b.json", broken), (1, vec![]), "{broken}");
    }
}

#[test]
fn a_line_of_blanks_beyond_the_limit_is_not_lost() {
    let long = format!("{}{RUN}", " ".repeat(17 << 20));
    let larger = |line: usize| vec![format!("{line}:1 larger than 16 MiB")];
    assert_eq!(given("b.jsonl", format!("{RUN}\n{long}\n{RUN}\n")), (2, larger(2)));
    assert_eq!(given("-", format!("{long}\n{RUN}\n{RUN}\n")), (2, larger(1)));
    assert_eq!(given("b.json", &long), (0, larger(1)));
}

/// Blank lines without end, and then one that is none.
struct Blanks(u64);

impl Read for Blanks {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let filled = out.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
        out[..filled].fill(b'\n');
        self.0 -= filled as u64;
        Ok(filled)
    }
}

#[test]
fn blank_lines_inside_a_document_count_before_memory_is_taken() {
    let blanks = Blanks(64 << 20);
    let input = Input::named(
        "-",
        BufReader::with_capacity(1 << 16, b"{\n".chain(blanks).chain(&b"}"[..])),
    );
    let reasons: Vec<_> = Texts::new(input)
        .filter_map(Result::err)
        .map(|skipped| skipped.reason)
        .collect();
    assert_eq!(reasons, ["larger than 16 MiB"]);
}

#[test]
fn a_byte_order_mark_belongs_to_the_file_and_not_to_its_text() {
    let marked = |text: &str| format!("\u{feff}{text}");
    assert_eq!(given("b.json", marked(RUN)), (1, vec![]));
    assert_eq!(given("b.jsonl", marked(&format!("{RUN}\n{RUN}\n"))), (2, vec![]));
    assert_eq!(given("b.sse", marked("event: a\ndata: {}\n\n")), (1, vec![]));
    assert_eq!(given("-", marked("event: a\ndata: {}\n\n")), (1, vec![]));
    assert_eq!(
        given("b.json", marked("")),
        (0, vec!["1:1 empty: no JSON in it".to_owned()])
    );
}
