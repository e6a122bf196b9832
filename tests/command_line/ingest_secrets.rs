//! Secrets in every kind of recording, in every place: none of them, whole or in part, in anything written or printed.

use super::captures::RUN;
use super::ingest_steps::files;
use super::lab::Lab;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;

/// As many bytes in a row of a secret must stand nowhere.
const PART: usize = 8;

struct Dice(u64);

impl Dice {
    fn drawn(&mut self, letters: &str, count: usize) -> String {
        let letters: Vec<char> = letters.chars().collect();
        (0..count)
            .map(|_| {
                self.0 ^= self.0 << 13;
                self.0 ^= self.0 >> 7;
                self.0 ^= self.0 << 17;
                letters[usize::try_from(self.0 >> 20).unwrap_or_default() % letters.len()]
            })
            .collect()
    }
}

const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "123456789";
const LOWER: &str = "bcdfghjklmnpqrstvwxz";

/// A text with a secret in it, and the secret.
fn secrets() -> Vec<(String, String)> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut out = Vec::new();
    for _ in 0..4 {
        let mut add = |text: &str, secret: String| out.push((text.replace("{}", &secret), secret));
        add("use sk-proj-{} now", dice.drawn(MIXED, 40));
        add("AKIA{}", dice.drawn(UPPER, 16));
        add("aws_secret_access_key = {}", dice.drawn(MIXED, 40));
        add("clone with ghp_{} please", dice.drawn(MIXED, 36));
        add("xoxb-{}", dice.drawn(MIXED, 30));
        add("AIza{}", dice.drawn(MIXED, 35));
        let token = format!(
            "{}.{}.{}",
            dice.drawn(MIXED, 20),
            dice.drawn(MIXED, 30),
            dice.drawn(MIXED, 43)
        );
        add("eyJ{}", token);
        add(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
            dice.drawn(MIXED, 64),
        );
        add("Authorization: Bearer {}", dice.drawn(MIXED, 24));
        add("Cookie: session={}; theme=dark", dice.drawn(MIXED, 32));
        add("org-{}", dice.drawn(MIXED, 24));
        add("proj_{}", dice.drawn(MIXED, 24));
        add("user-{}", dice.drawn(LOWER, 24));
        let name = format!("{}.{}", dice.drawn(LOWER, 9), dice.drawn(LOWER, 9));
        add("write to {}@mail.test soon", name);
        let address = format!(
            "{}{}.1{}.2{}.{}",
            1,
            dice.drawn(DIGITS, 2),
            dice.drawn(DIGITS, 1),
            dice.drawn(DIGITS, 1),
            dice.drawn(DIGITS, 2)
        );
        add("from {} it came", address);
        let address = format!(
            "2001:db8:{}:{}:{}::{}",
            dice.drawn(HEX, 4),
            dice.drawn(HEX, 4),
            dice.drawn(HEX, 4),
            dice.drawn(DIGITS, 4)
        );
        add("seen at {}", address);
        let user = format!(
            "{}:{}@{}",
            dice.drawn(LOWER, 10),
            dice.drawn(MIXED, 12),
            dice.drawn(LOWER, 12)
        );
        add("postgres://{}/db", user);
        add("digest {}", dice.drawn(HEX, 40));
        add("password: {}", dice.drawn(LOWER, 14));
        add("AccountKey={}==;EndpointSuffix=x", dice.drawn(MIXED, 86));
        add("sk_live_{}", dice.drawn(MIXED, 24));
        add("call +{} today", dice.drawn(DIGITS, 12));
    }
    out
}

/// A run with texts in every place that takes one.
fn run(texts: &[&str]) -> String {
    let mut run: Value = serde_json::from_str(RUN).expect("JSON");
    let at = |number: usize| texts[number % texts.len()];
    run["instructions"] = at(0).into();
    run["metadata"] = json!({"note": at(1), at(2): "value"});
    run["model"] = at(3).into();
    run["status"] = at(4).into();
    run["last_error"] = json!({"code": at(5), "message": at(6)});
    run[at(7)] = json!({"trace": [at(8), {"deep": at(9), "type": at(10)}]});
    let arguments = json!({"q": at(11), "inner": json!({"token": at(12), at(13): 1}).to_string()}).to_string();
    run["required_action"] = json!({"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [
        {"id": at(14), "type": "function", "function": {"name": at(15), "arguments": arguments}}]}});
    run["id"] = at(16).into();
    run["tools"] = json!([{"type": "function", "function": {"name": "f", "description": at(17), "parameters": {"type": "object", "properties": {"x": {"default": at(18)}}}}}]);
    run["user"] = at(19).into();
    run.to_string()
}

/// The same with every letter of every text escaped.
fn escaped(json: &str) -> String {
    json.replace("sk", "\\u0073k").replace('@', "\\u0040")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// One recording of each kind, with secrets in headers and bodies.
fn recordings(texts: &[&str]) -> Vec<(&'static str, Vec<u8>)> {
    use base64::Engine;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let take = |number: usize| -> Vec<&str> { (0..20).map(|step| texts[(number * 11 + step) % texts.len()]).collect() };
    let run = |number: usize| run(&take(number));
    let header = |number: usize| texts[number % texts.len()].replace(['\r', '\n'], " ");
    let delta = |number: usize| json!({"id": take(number)[0], "object": "thread.message.delta", "delta": {"content": [{"index": 0, "type": "text", "text": {"value": take(number)[1]}}]}});
    let http = format!(
        "HTTP/1.1 200 OK\r\nSet-Cookie: {}\r\nopenai-organization: {}\r\n\r\n{}",
        header(1),
        header(2),
        run(3)
    );
    let stream = format!(
        "event: thread.run.created\ndata: {}\n\nevent: thread.message.delta\ndata: {}\n\n: {}\nevent: thread.run.failed\ndata: {}\n\nevent: {}\ndata: {{}}\n\nevent: error\ndata: {}\n\n",
        run(4),
        delta(5),
        header(6),
        escaped(&run(7)),
        header(8),
        header(9)
    );
    let har = json!({"log": {"comment": header(10), "entries": [
        {"request": {"url": header(11), "headers": [{"name": "Authorization", "value": header(12)}], "postData": {"text": header(13)}},
         "response": {"headers": [{"name": "Set-Cookie", "value": header(14)}], "content": {"mimeType": "application/json", "text": run(15)}}},
        {"response": {"content": {"encoding": "base64", "text": encode(run(16).as_bytes())}}},
        {"response": {"content": {"text": format!("broken {}", header(17))}}}]}});
    let yaml = |key: &str, tag: &str| {
        format!(
            "{key}:\n- request:\n    uri: {}\n    headers:\n      Authorization:\n      - {}\n  response:\n    headers:\n      Content-Encoding: [gzip]\n    body:\n      string: {tag} |\n        {}\n- response:\n    headers: {{Set-Cookie: [{}]}}\n    body:\n      string: {}\n",
            Value::from(header(18)),
            Value::from(header(19)),
            encode(&gzip(&run(20))),
            Value::from(header(21)),
            Value::from(run(22))
        )
    };
    let record = format!(
        r#"{{"Entries":[{{"RequestUri":{},"RequestHeaders":{{"Authorization":{}}},"RequestBody":{{"x":{}}},"ResponseHeaders":{{"openai-organization":{}}},"ResponseBody":{}}}],"Variables":{{"key":{}}}}}"#,
        Value::from(header(23)),
        Value::from(header(24)),
        Value::from(header(25)),
        Value::from(header(26)),
        run(27),
        Value::from(header(28))
    );
    let broken_yaml = format!(
        "interactions:\n- response:\n    body: {{string: {}}}\n- response: *{}\n",
        Value::from(run(29)),
        header(30).replace(' ', "")
    );
    let unclassified = json!({"object": header(31), header(32): header(33), "data": [header(34)]});
    vec![
        ("one.json", run(0).into_bytes()),
        (
            "lines.jsonl",
            (35..60)
                .map(|number| run(number) + "\n")
                .collect::<String>()
                .into_bytes(),
        ),
        ("curl.txt", http.into_bytes()),
        ("stream.sse", stream.into_bytes()),
        ("browser.har", har.to_string().into_bytes()),
        ("ruby.yml", yaml("http_interactions", "!binary").into_bytes()),
        ("vcrpy.yaml", yaml("interactions", "!!binary").into_bytes()),
        ("broken.yaml", broken_yaml.into_bytes()),
        ("record.json", record.into_bytes()),
        ("other.json", unclassified.to_string().into_bytes()),
        ("cut.json", run(61).as_bytes()[..400].to_vec()),
        ("packed.gz", gzip(&run(62))),
    ]
}

#[test]
fn no_secret_is_written_or_printed_whole_or_in_part() {
    let secrets = secrets();
    assert!(secrets.len() >= 60);
    let texts: Vec<&str> = secrets.iter().map(|(text, _)| text.as_str()).collect();
    let lab = Lab::new();
    let mut planted = String::new();
    for (name, bytes) in recordings(&texts) {
        planted += &String::from_utf8_lossy(&bytes);
        lab.write(&format!("in/{name}"), bytes);
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let names = secrets.iter().filter(|(sentence, _)| sentence.chars().all(plain));
    // File names are printed and kept: of recordings that are taken, refused, and cut in the middle.
    for (number, (sentence, _)) in names.enumerate() {
        let text = [RUN, "{\"object\":\"list\"}", "{\"id\":"][number % 3];
        lab.write(&format!("in/{sentence}.json"), text);
    }
    let there = secrets.iter().filter(|(_, secret)| planted.contains(secret)).count();
    assert!(there >= 60, "only {there} secrets lie open in the input");
    let mut seen: Vec<(String, Vec<u8>)> = Vec::new();
    for (corpus, options) in [
        ("a", &["--format", "json"][..]),
        ("b", &["--verbose"]),
        ("c", &["--keep-text", "--verbose"]),
        ("d", &["--keep-text", "--dry-run", "--format", "json"]),
    ] {
        let ran = lab.run(&[&["ingest", "in", "--into", corpus], options].concat());
        if corpus == "a" {
            let summary = &ran.json()["summary"];
            assert!(
                summary["objects"].as_u64() > Some(35) && summary["stored"].as_u64() > Some(10),
                "{summary}"
            );
            assert_eq!(summary["held_back"], 0, "{}", ran.json()["held_back"]);
        }
        seen.push((format!("{corpus}: standard output"), ran.stdout.into_bytes()));
        seen.push((format!("{corpus}: standard error"), ran.stderr.into_bytes()));
        seen.extend(files(&lab.path(corpus)));
    }
    seen.extend(files(&lab.path(".wireproof")));
    let mut leaks = Vec::new();
    for (place, bytes) in &seen {
        let text = String::from_utf8_lossy(bytes);
        for (sentence, secret) in &secrets {
            let part = (0..=secret.len() - PART)
                .map(|start| &secret[start..start + PART])
                .find(|part| text.contains(part));
            leaks.extend(part.map(|part| format!("{part} of {sentence:?} in {place}")));
        }
    }
    leaks.sort();
    assert!(
        leaks.is_empty(),
        "{} leaks: {:#?}",
        leaks.len(),
        &leaks[..leaks.len().min(40)]
    );
}
