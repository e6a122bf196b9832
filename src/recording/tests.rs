use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const RUN: &str = r#"{"id":"run_1","object":"thread_run"}"#;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// What a recording gives: the texts, and a line for everything else.
fn items(bytes: &[u8]) -> Vec<String> {
    let mut out = Vec::new();
    read("x", bytes, true, &mut |item| {
        out.push(match item {
            Item::Text(_, case) => case.text,
            Item::Ignored(origin, reason) => format!("ignored {}: {reason}", origin.part),
            Item::Skipped(skipped) => format!("skipped {}: {}", skipped.case, skipped.reason),
        });
        true
    });
    out
}

#[test]
fn http_bodies_are_chunked_packed_or_plain() {
    let plain = format!(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{RUN}HTTP/2 204 \r\n\r\n",
        RUN.len()
    );
    assert_eq!(
        items(plain.as_bytes()),
        [RUN, "ignored response 3: no body was recorded"]
    );
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n{:x};a=b\r\n{}\r\n0\r\n\r\n",
        &RUN[..5],
        RUN.len() - 5,
        &RUN[5..]
    );
    assert_eq!(items(chunked.as_bytes()), [RUN]);
    let taken_apart = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n{RUN}\n");
    assert_eq!(items(taken_apart.as_bytes()).len(), 1);
    let mut packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    packed.extend(gzip(RUN.as_bytes()));
    assert_eq!(items(&packed), [RUN]);
}

#[test]
fn wrong_lengths_and_cuts_are_told_and_what_is_whole_is_taken() {
    let short = format!("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{RUN}");
    assert_eq!(
        items(short.as_bytes()),
        [
            RUN.to_owned(),
            format!(
                "skipped x, response 1: content-length is 500 bytes, but the body has {}",
                RUN.len()
            )
        ]
    );
    let cut = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nevent: a\ndata: {RUN}\n\nevent: b\nda"
    );
    let found = items(cut.as_bytes());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[1].starts_with("skipped x, response 1: chunked body is cut off"),
        "{found:?}"
    );
    let packed = gzip(RUN.repeat(50).as_bytes());
    let mut response = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    response.extend(&packed[..packed.len() / 2]);
    assert_eq!(items(&response).len(), 1);
    assert!(
        items(&response)[0].starts_with("skipped x, response 1: gzip body is cut off or damaged: invalid JSON"),
        "{:?}",
        items(&response)
    );
}

#[test]
fn a_body_that_unpacks_beyond_the_limit_is_refused() {
    let zeros = vec![b' '; MAX_BODY + 1];
    let har = format!(
        r#"{{"log":{{"entries":[{{"response":{{"content":{{"encoding":"base64","text":"{}"}}}}}},{{"response":{{"content":{{"text":{}}}}}}}]}}}}"#,
        base64_of(&gzip(&zeros)),
        serde_json::to_string(RUN).unwrap()
    );
    assert_eq!(
        items(har.as_bytes()),
        [
            "skipped x, entry 1: body is larger than 64 MiB after decompression",
            RUN
        ]
    );
}

#[test]
fn har_entries_without_a_body_are_left_and_broken_ones_told() {
    let har = r#"{"log":{"version":"1.2","entries":[{"response":{"content":{"size":0}}},{"response":{"content":{"encoding":"base64","text":"***"}}},7,{"response":{"content":{"text":"{\"a\":1}"}}}"#;
    let found = items(har.as_bytes());
    assert_eq!(
        found[..4],
        [
            "ignored entry 1: no body was recorded",
            "skipped x, entry 2: invalid base64",
            "ignored entry 3: no body was recorded",
            r#"{"a":1}"#
        ]
    );
    assert!(found[4].contains("recording is cut off"), "{found:?}");
}

#[test]
fn session_records_keep_bodies_to_the_letter() {
    let record = r#"{"Entries":[{"ResponseHeaders":{},"ResponseBody":{"t":1.0,"t":2}},{"ResponseBody":null},{"ResponseBody":["event: a\n","data: {}\n","\n"],"ResponseHeaders":{"Content-Type":"text/event-stream"}},{"ResponseBody":[1]}],"Variables":{}}"#;
    assert_eq!(
        items(record.as_bytes()),
        [
            r#"{"t":1.0,"t":2}"#,
            "ignored entry 2: no body was recorded",
            r#"{"event":"a","data":{}}"#,
            "[1]"
        ]
    );
}

#[test]
fn cassettes_keep_bodies_plain_base64_and_packed() {
    let packed = base64_of(&gzip(RUN.as_bytes()));
    let yaml = format!(
        "interactions:\n- request: {{body: '{{}}'}}\n  response:\n    body:\n      string: !!binary |\n        {packed}\n    headers:\n      Content-Encoding:\n      - gzip\n- response:\n    body:\n      string: '{RUN}'\n- response:\n    body: {{base64_string: {}}}\n- response:\n    body: {{encoding: UTF-8, string: ''}}\n- response: {{}}\n- request: {{}}\n- response:\n    body:\n      string: !binary |-\n        {packed}\nversion: 1\n",
        base64_of(RUN.as_bytes())
    );
    assert_eq!(
        items(yaml.as_bytes()),
        [
            RUN,
            RUN,
            RUN,
            "ignored interaction 4: no body was recorded",
            "ignored interaction 5: no body was recorded",
            "skipped x, interaction 6: interaction has no response",
            RUN
        ]
    );
}

#[test]
fn a_cassette_that_is_cut_gives_what_stands_before() {
    let yaml = format!(
        "---\nhttp_interactions:\n- response:\n    body:\n      string: '{RUN}'\n- response:\n    body:\n      string: \"{{\n"
    );
    let found = items(yaml.as_bytes());
    assert_eq!(found[0], RUN, "{found:?}");
    assert!(found[1].contains("invalid YAML at line"), "{found:?}");
}

#[test]
fn tags_of_a_language_do_not_hinder() {
    let yaml = format!(
        "interactions:\n- !!python/object:vcr.Interaction\n  response:\n    body:\n      string: !!python/unicode '{RUN}'\n    headers: !ruby/hash:Net::Header\n      A: [b]\n"
    );
    assert_eq!(items(yaml.as_bytes()), [RUN]);
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut yaml = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let list = vec![format!("*l{}", level - 1); 10].join(", ");
        yaml.push_str(&format!("l{level}: &l{level} [{list}]\n"));
    }
    yaml.push_str("interactions: *l11\n");
    let found = items(yaml.as_bytes());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("YAML grows beyond its limits"), "{found:?}");
}

#[test]
fn packed_files_and_other_encodings() {
    assert_eq!(items(&gzip(format!("{RUN}\n{RUN}\n").as_bytes())), [RUN, RUN]);
    assert!(items(b"\xff\xfe{\0}\0")[0].contains("UTF-16"));
    assert!(items(&gzip(&gzip(b"{}")))[0].contains("compressed more than once"));
}
