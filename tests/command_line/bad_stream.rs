//! Streams, lines and lengths that cannot be examined as a whole.

use super::bad_input::{skipped, told};
use super::captures::RUN;
use super::lab::Lab;
use std::fs::File;
use std::io::{BufWriter, Write};

#[test]
fn a_stream_cut_in_the_middle_of_data() {
    let cut = "event: thread.run.created\ndata: {\"tools\":[{\"ty";
    skipped(
        "b.sse",
        cut,
        "b.sse:2:21 at /tools/0: stream ends in the middle of an event: invalid JSON: text ends inside a string",
    );
}

#[test]
fn a_stream_cut_behind_the_name_of_an_event() {
    let lab = Lab::new();
    lab.write(
        "b.sse",
        format!("event: thread.run.created\ndata: {RUN}\n\nevent: thread.run.queued\n"),
    );
    let ran = lab.run(&["check", "b.sse"]);
    ran.says(
        2,
        &[
            "skipped b.sse:4:1: stream ends in the middle of an event\n",
            "1 object: 1 clean",
        ],
    );
}

#[test]
fn a_broken_event_in_the_middle_of_a_stream() {
    let lab = Lab::new();
    let event = |data: &str| format!("event: thread.run.created\ndata: {data}\n\n");
    lab.write("b.sse", [event(RUN), event("{\"id\": }"), event(RUN)].concat());
    let ran = lab.run(&["check", "b.sse"]);
    ran.says(
        2,
        &[
            "skipped b.sse:5:14: invalid JSON: expected a JSON value\n",
            "2 objects: 2 clean",
        ],
    );
}

#[test]
fn a_broken_line_in_the_middle_of_lines() {
    let lab = Lab::new();
    lab.write("b.jsonl", format!("{RUN}\n{{\"tools\":[}}\n{RUN}\n"));
    let ran = lab.run(&["check", "b.jsonl"]);
    ran.says(
        2,
        &[
            "skipped b.jsonl:2:11 at /tools: invalid JSON: expected a JSON value\n",
            "2 objects: 2 clean",
        ],
    );
}

/// Writes a JSON string of so many bytes without holding it.
fn long_string(out: &mut impl Write, bytes: usize) -> std::io::Result<()> {
    let chunk = [b'x'; 1 << 16];
    out.write_all(b"\"")?;
    for _ in 0..bytes / chunk.len() {
        out.write_all(&chunk)?;
    }
    out.write_all(b"\"")
}

#[test]
fn a_line_that_is_too_long_in_the_middle_of_lines() {
    let lab = Lab::new();
    let mut out = BufWriter::new(File::create(lab.path("b.jsonl")).expect("a file"));
    writeln!(out, "{RUN}").expect("written");
    long_string(&mut out, 17 << 20).expect("written");
    write!(out, "\n{RUN}\n").expect("written");
    drop(out);
    lab.run(&["check", "b.jsonl"])
        .says(2, &["skipped b.jsonl:2:1: larger than 16 MiB\n", "2 objects: 2 clean"]);
}

#[test]
fn a_string_of_fifty_megabytes() {
    let lab = Lab::new();
    lab.write("runs/a.json", RUN).write("runs/z.json", RUN);
    let mut out = BufWriter::new(File::create(lab.path("runs/b.json")).expect("a file"));
    long_string(&mut out, 50_000_000).expect("written");
    drop(out);
    told(&lab, "b.json:1:1: larger than 16 MiB");
}
