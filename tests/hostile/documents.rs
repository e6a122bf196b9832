//! Documents of a few kilobytes that ask for endless work: every verb ends within 4 GiB of address space and 60 s on a processor, without a
//! panic, and says `unknown` for what it does not decide.

use super::captures::RUN;
use super::lab::Lab;
use serde_json::{Map, Value, json};

/// What the run types are bound to.
const COMPONENTS: [&str; 7] = [
    "RunObject",
    "ListRunsResponse",
    "RunStepObject",
    "ListRunStepsResponse",
    "RunStepDeltaObject",
    "RunStreamEvent",
    "RunStepStreamEvent",
];
const LIMITS: &str = "ulimit -v 4194304; ulimit -t 60";

/// Components that each have the next one under two keys.
fn fan(length: usize, required: bool) -> Value {
    let mut schemas = Map::new();
    for number in 0..length {
        let next = json!({"$ref": format!("#/$defs/C{}", number + 1)});
        let mut schema = json!({"type": "object", "properties": {"a": next, "b": next}});
        if required {
            schema["required"] = json!(["a", "b"]);
        }
        schemas.insert(format!("C{number}"), schema);
    }
    schemas.insert(format!("C{length}"), json!({"type": "string"}));
    json!({ "$defs": schemas })
}

/// Components that each refer to the next one only.
fn chain(length: usize) -> Value {
    let schema = |number: usize| json!({"type": "object", "properties": {"a": {"$ref": format!("#/$defs/C{}", (number + 1) % length)}}});
    let schemas: Map<String, Value> = (0..length)
        .map(|number| (format!("C{number}"), schema(number)))
        .collect();
    json!({ "$defs": schemas })
}

/// A union of objects that hold the union again: what is wrong in each branch, at each level, is more than memory holds.
fn recursive_union(branches: usize) -> Value {
    let branch = |number: usize| {
        json!({"type": "object", "required": ["kind", "children"], "properties": {
            "kind": {"const": format!("k{number}")},
            "children": {"type": "array", "items": {"$ref": "#/$defs/N"}, "minItems": 1}}})
    };
    let leaf = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": "leaf"}}});
    let branches: Vec<Value> = (0..branches).map(branch).chain([leaf]).collect();
    one(json!({"oneOf": branches}))
}

/// Components that all lead to one that leads to all of them; each way there may say more of it.
fn star(length: usize, says_more: bool) -> Value {
    let mut schemas = Map::new();
    let mut hub = Map::new();
    for number in 0..length {
        let mut reference = json!({"$ref": "#/$defs/Hub"});
        if says_more {
            reference["minProperties"] = json!(number % 7);
        }
        schemas.insert(
            format!("C{number}"),
            json!({"type": "object", "properties": {"hub": reference}}),
        );
        hub.insert(format!("p{number}"), json!({"$ref": format!("#/$defs/C{number}")}));
    }
    schemas.insert("Hub".to_owned(), json!({"type": "object", "properties": hub}));
    json!({ "$defs": schemas })
}

/// Components whose patterns take long to compile. If they are shared, all refer to the same hundred.
fn costly_patterns(components: usize, are_shared: bool) -> Value {
    let pattern = |number: usize| json!({"type": "string", "pattern": format!("^(\\p{{L}}{{1,5}}){{1,20}}x{number}$")});
    let all: Map<String, Value> = (0..100).map(|number| (format!("p{number}"), pattern(number))).collect();
    let mut schemas = Map::new();
    schemas.insert("S".to_owned(), json!({"type": "object", "properties": all}));
    for number in 0..components {
        let own = match are_shared {
            true => json!({"allOf": [{"$ref": "#/$defs/S"}, {"type": "object", "title": format!("{number}")}]}),
            false => pattern(number + 100),
        };
        schemas.insert(
            format!("C{number}"),
            json!({"type": "object", "properties": {"a": own}}),
        );
    }
    json!({ "$defs": schemas })
}

fn one(schema: Value) -> Value {
    json!({"$defs": {"N": schema}})
}

/// Hostile documents by name.
fn documents() -> Vec<(&'static str, Value)> {
    let product = json!({"allOf": vec![json!({"oneOf": [{"type": "object"}, {"type": "string"}]}); 40]});
    let words: Vec<String> = (0..60_000).map(|number| format!("word{number}")).collect();
    let condition = |number: usize| {
        let (a, b, c) = (format!("a{number}"), format!("b{number}"), format!("c{number}"));
        json!({"if": {"required": [a]}, "then": {"required": [b]}, "else": {"required": [c]}})
    };
    let conditions: Vec<Value> = (0..500).map(condition).collect();
    let texts: Map<String, Value> = (0..1000)
        .map(|number| (format!("p{number}"), json!({"type": "string", "minLength": 9999})))
        .collect();
    let dependent: Map<String, Value> = (0..3000)
        .map(|number| (format!("a{number}"), json!([format!("a{}", number + 1)])))
        .collect();
    vec![
        ("fan-out", fan(60, true)),
        ("fan-out-optional", fan(60, false)),
        ("fan-out-18", fan(18, true)),
        ("chain", chain(200)),
        ("recursive-union", recursive_union(40)),
        (
            "multiple-of",
            one(json!({"type": "number", "multipleOf": 1e20, "minimum": 1})),
        ),
        (
            "counts",
            one(json!({"oneOf": [{"minProperties": 65536}, {"type": "object"}]})),
        ),
        (
            "items",
            one(json!({"oneOf": [{"type": "array", "minItems": 65536}, {"type": "array", "uniqueItems": true}]})),
        ),
        (
            "counts-at-the-end",
            one(json!({"anyOf": [
                {"type": "array", "items": {}, "minItems": u64::MAX - 1},
                {"type": "object", "additionalProperties": {}, "minProperties": u64::MAX},
            ]})),
        ),
        ("product", one(product)),
        ("conditions", one(json!({"type": "object", "allOf": conditions}))),
        (
            "words-with-a-pattern",
            one(json!({"enum": words[..20_000], "pattern": "^word[0-9]+$"})),
        ),
        (
            "long-texts",
            one(json!({"type": "object", "properties": texts, "required": texts.keys().collect::<Vec<_>>()})),
        ),
        ("enum", one(json!({"enum": words}))),
        (
            "dependent-required",
            one(json!({"type": "object", "dependentRequired": dependent, "required": ["a0"]})),
        ),
        ("costly-patterns", costly_patterns(1000, false)),
        ("costly-patterns-shared", costly_patterns(1000, true)),
        ("branches", one(json!({"oneOf": vec![json!({}); 300_000]}))),
        (
            "unique-items",
            one(
                json!({"type": "array", "uniqueItems": true, "minItems": 3000, "items": {"enum": (0..3000).collect::<Vec<u32>>()}}),
            ),
        ),
        (
            "recursion",
            one(json!({"anyOf": [{"$ref": "#/$defs/N"}, {"type": "array", "items": {"$ref": "#/$defs/N"}}]})),
        ),
    ]
}

#[test]
fn no_verb_on_documents_is_brought_down() {
    let lab = Lab::new();
    let mut faults = Vec::new();
    for (name, document) in documents() {
        let text = document.to_string();
        assert!(text.len() < 1 << 20);
        let changed = text
            .replacen("\"type\"", "\"description\":\"x\",\"type\"", 1)
            .replace("1e20", "1e19");
        lab.write("old.json", &text).write("new.json", changed);
        for verb in [
            "spec lint old.json",
            "spec samples old.json",
            "spec diff old.json old.json",
            "spec diff old.json new.json",
            "spec dictionary old.json",
            "coverage --spec old.json",
        ] {
            let arguments: Vec<&str> = verb.split(' ').collect();
            let started = std::time::Instant::now();
            let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| lab.run_after(LIMITS, &arguments)));
            let seconds = started.elapsed().as_secs();
            match ran {
                Ok(ran) if ran.code <= 2 && !ran.stderr.contains("panicked") => {}
                Ok(ran) => faults.push(format!(
                    "{name}: {verb}: exit code {}, {seconds} s: {}",
                    ran.code, ran.stderr
                )),
                Err(_) => faults.push(format!("{name}: {verb}: ended by a signal, {seconds} s")),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The verbs that examine types bind them to components of a hostile document.
#[test]
fn no_verb_on_types_is_brought_down() {
    let refer = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
    let mut words: Vec<String> = (0..60_000).map(|number| format!("word{number}")).collect();
    words.push("completed".to_owned());
    let enums = json!({"type": "object", "properties": {"status": {"enum": words}}});
    let empty: Map<String, Value> = (0..3_000).map(|number| (format!("p{number}"), json!({}))).collect();
    let union =
        |number: usize| json!({"anyOf": [{"const": format!("a{number}")}, {"type": "integer", "minimum": number}]});
    let unions: Map<String, Value> = (0..100).map(|number| (format!("p{number}"), union(number))).collect();
    for (name, mut document) in [
        ("fan-out", fan(60, true)),
        ("fan-out-optional", fan(60, false)),
        ("long-chain", chain(1500)),
        (
            "recursive-union",
            json!({"$defs": {"C0": refer("N"), "N": recursive_union(40)["$defs"]["N"]}}),
        ),
        ("enum", json!({"$defs": {"C0": enums}})),
        ("costly-patterns", costly_patterns(100, false)),
        ("costly-patterns-shared", costly_patterns(100, true)),
        ("star", star(100, false)),
        ("star-that-says-more", star(100, true)),
        (
            "empty-properties",
            json!({"$defs": {"C0": {"type": "object", "properties": empty}}}),
        ),
        (
            "branches",
            json!({"$defs": {"C0": {"oneOf": vec![json!({}); 300_000]}}}),
        ),
        (
            "many-unions",
            json!({"$defs": {"C0": {"type": "object", "properties": unions, "required": unions.keys().collect::<Vec<_>>()}}}),
        ),
    ] {
        let lab = Lab::new();
        for component in COMPONENTS {
            document["$defs"][component] = refer("C0");
        }
        lab.write("d.json", document.to_string()).write("run.json", RUN);
        for verb in [
            "check --spec d.json --component RunObject run.json",
            "explore --spec d.json --cases 20 RunObject",
            "ambiguity --all --spec d.json",
            "ingest --spec d.json --dry-run run.json",
            "coverage --spec d.json run.json",
            "spec propose --spec d.json run.json",
        ] {
            let arguments: Vec<&str> = verb.split(' ').collect();
            let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| lab.run_after(LIMITS, &arguments)));
            let Ok(ran) = ran else {
                panic!("{name}: {verb}: ended by a signal");
            };
            let is_asked = !ran.stderr.contains("no component");
            assert!(
                ran.code <= 2 && !ran.stderr.contains("panicked") && is_asked,
                "{name}: {verb}: {ran:#?}"
            );
        }
    }
}

/// What is too complex is unknown, and what is bound to other components is examined all the same.
#[test]
fn a_component_that_is_too_complex_does_not_end_the_batch() {
    let lab = Lab::new();
    let mut document = costly_patterns(0, true);
    document["$defs"]["RunObject"] =
        json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}});
    for component in COMPONENTS.into_iter().filter(|component| *component != "RunObject") {
        document["$defs"][component] = json!({"type": "object", "properties": {"costly": {"$ref": "#/$defs/S"}}});
    }
    lab.write("d.json", document.to_string())
        .write("corpus/RunObject/a.json", RUN.replacen("\"id\"", "\"other\"", 1))
        .write("corpus/RunStepObject/b.json", r#"{"id": "step_1"}"#);
    let large = "its patterns take more than";
    let ran = lab.run(&["check", "--spec", "d.json", "corpus"]);
    ran.says(1, &["schema_violation", "2 objects", "unknown", large]);
    let ran = lab.run(&["explore", "--spec", "d.json", "--cases", "20"]);
    ran.says(1, &["20 cases", "unknown", large]);
    let ran = lab.run(&["coverage", "--spec", "d.json", "corpus"]);
    ran.says(0, &["unknown", large]);
    let ran = lab.run(&["spec", "propose", "--spec", "d.json", "corpus"]);
    assert!(ran.code == 0 && ran.stderr.contains(large), "{ran:#?}");
    let ran = lab.run(&["ingest", "--dry-run", "--spec", "d.json", "corpus"]);
    assert!(ran.code <= 1 && !ran.stderr.contains("error:"), "{ran:#?}");
}

#[test]
fn an_enum_of_many_words_is_a_set() {
    let lab = Lab::new();
    let mut words: Vec<String> = (0..200_000).map(|number| format!("w{number}")).collect();
    words.push("completed".to_owned());
    let schema = json!({"type": "object", "properties": {"status": {"enum": words}}});
    lab.write("d.json", json!({"$defs": {"RunObject": schema}}).to_string())
        .write("runs.jsonl", format!("{RUN}\n").repeat(200));
    let ran = lab.run_after(
        "ulimit -v 4194304; ulimit -t 60",
        &["check", "--spec", "d.json", "--component", "RunObject", "runs.jsonl"],
    );
    assert!(ran.code <= 1, "{ran:#?}");
}

#[test]
fn many_violations_take_bounded_memory() {
    let lab = Lab::new();
    let many = |items: usize| RUN.replacen("\"tools\":[]", &format!("\"tools\":[{}{{}}]", "{},".repeat(items)), 1);
    lab.write("big.json", many(400_000));
    let ran = lab.run_after("ulimit -v 1048576; ulimit -t 120", &["check", "big.json"]);
    ran.says(1, &["1 object", "/tools/"]);
    assert!(!format!("{ran:?}").contains("out of memory"), "{ran:#?}");
}

#[test]
fn expectations_have_a_limit_and_are_found_at_once() {
    let lab = Lab::new();
    lab.write("run.json", RUN);
    lab.run_after(
        "ulimit -v 1048576; ulimit -t 30",
        &["check", "--expectations", "/dev/zero", "run.json"],
    )
    .says(2, &["/dev/zero: larger than 16 MiB"]);
    let entry =
        |number: usize| format!("[[expect]]\ncode = \"lossy\"\npointer = \"/metadata/k{number}\"\nreason = \"x\"\n");
    lab.write("many.toml", (0..100_000).map(entry).collect::<String>())
        .write("runs.jsonl", format!("{RUN}\n").repeat(500));
    lab.run_after("ulimit -t 60", &["check", "--expectations", "many.toml", "runs.jsonl"])
        .says(1, &["500 objects: 500 clean", "100000 findings"]);
}

#[test]
fn a_pipe_among_saved_cases_is_passed_over() {
    let lab = Lab::new();
    lab.write(".wireproof/x", "");
    let made = std::process::Command::new("mkfifo")
        .arg(lab.path(".wireproof/abc.json"))
        .status();
    assert!(made.expect("mkfifo").success());
    for arguments in [&["replay"][..], &["replay", "abc"]] {
        let ran = lab.run_after("ulimit -t 20", arguments);
        ran.says(2, &["it is no file"]);
    }
    lab.run_after("ulimit -t 20", &["replay", ".wireproof/abc.json"])
        .says(2, &[]);
}

#[test]
fn a_reference_that_is_no_text_is_a_defect() {
    let lab = Lab::new();
    lab.write("d.json", r#"{"$defs": {"A": {"$ref": 5}}}"#);
    lab.run(&["spec", "lint", "d.json"])
        .says(1, &["illegal_keyword", "/$defs/A/$ref"]);
}

#[test]
fn a_million_blank_lines_between_events_are_read_in_one_pass() {
    let lab = Lab::new();
    let events = format!(
        "event: done\ndata: [DONE]\n{}event: done\ndata: [DONE]\n\n",
        "\n".repeat(1_000_000)
    );
    lab.write("a.sse", events);
    let ran = lab.run_after("ulimit -t 30", &["check", "a.sse"]);
    assert!(ran.code <= 2, "{ran:#?}");
}
