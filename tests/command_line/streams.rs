//! Server-sent events as the standard allows them, and as servers send them.

use wireproof::case::{Input, Texts};

/// What a stream gives: the name and the data of each event, or where and why there is none.
fn events(stream: impl AsRef<[u8]>) -> Vec<String> {
    let input = Input::named("x.sse", stream.as_ref());
    let shown = Texts::new(input).map(|text| match text {
        Ok(case) => case.text.replace(r#"{"event":"#, "").replace(r#","data":"#, " "),
        Err(skipped) => format!("{}:{} {}", skipped.line, skipped.column, skipped.reason),
    });
    shown.collect()
}

#[test]
fn a_line_ends_with_lf_cr_or_both() {
    let stream = "event: a\ndata: 1\n\nevent: b\ndata: [1,\ndata: 2]\n\nevent: c\ndata: 3\n";
    let expected = [r#""a" 1}"#, "\"b\" [1,\n2]}", r#""c" 3}"#];
    for end in ["\n", "\r", "\r\n"] {
        assert_eq!(events(stream.replace('\n', end)), expected, "{end:?}");
    }
    let broken = stream.replace('2', "x");
    assert_eq!(
        events(broken.replace('\n', "\r"))[1],
        "6:7 invalid JSON: expected a JSON value"
    );
}

#[test]
fn a_stream_of_cr_alone_is_known_by_its_content() {
    let input = Input::named("-", &b"event: a\rdata: {}\r\revent: b\rdata: {}\r\r"[..]);
    assert_eq!(
        Texts::new(input)
            .filter_map(Result::ok)
            .filter(|case| case.event)
            .count(),
        2
    );
}

#[test]
fn the_name_may_stand_behind_the_data() {
    assert_eq!(
        events("data: {}\nevent: a\n\ndata: [\nevent: b\ndata: ]\n\n"),
        [r#""a" {}}"#, "\"b\" [\n]}"]
    );
}

#[test]
fn without_blank_lines_names_part_the_events() {
    assert_eq!(events("event:a\ndata:1\nevent:b\ndata:2"), [r#""a" 1}"#, r#""b" 2}"#]);
    assert_eq!(events("data:1\nevent:a\ndata:2\nevent:b"), [r#""a" 1}"#, r#""b" 2}"#]);
}

#[test]
fn a_bad_line_spoils_its_event_and_no_other() {
    let stream = b"event: a\ndata: [1,\ndata: \xc3\xa9\xff,\ndata: 2]\n\nevent: b\ndata: 2\n\n";
    assert_eq!(events(stream), ["3:8 invalid UTF-8", r#""b" 2}"#]);
    let comment = b"event: a\n: \xff\ndata: 1\n\n";
    assert_eq!(events(comment), [r#""a" 1}"#]);
    let long = format!(
        "event: a\ndata: {}\ndata: 2\n\nevent: b\ndata: 2\n\n",
        "1".repeat(17 << 20)
    );
    assert_eq!(events(long), ["2:1 larger than 16 MiB", r#""b" 2}"#]);
}

#[test]
fn a_cut_is_one_error_and_what_came_before_is_kept() {
    let stream = "event: a\ndata: {\"a\":1}\n\nevent: b\ndata: {\"b\":2}\n\n";
    for end in 1..stream.len() {
        let given = events(&stream[..end]);
        let (errors, whole): (Vec<_>, Vec<_>) = given.iter().partition(|event| event.contains("stream ends"));
        let expected = usize::from(end >= stream.find('1').unwrap() + 2) + usize::from(end >= stream.len() - 2);
        assert_eq!(whole.len(), expected, "{:?} gives {given:?}", &stream[..end]);
        assert!(errors.len() <= 1, "{given:?}");
    }
    assert_eq!(
        events("event:a\ndata:1\neve"),
        [r#""a" 1}"#, "3:1 stream ends in the middle of an event"]
    );
    assert_eq!(
        events("event: a\ndata: \"b"),
        ["2:9 stream ends in the middle of an event: invalid JSON: text ends inside a string"]
    );
}
