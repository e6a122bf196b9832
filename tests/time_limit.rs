//! The time limit accuses a type for the time of its own code alone.
//!
//! The types stand in `examples/hostile_types.rs`, a program of its own, which `cargo test` builds along.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;
use std::{env, io};
use wireproof::Case;
use wireproof::finding::Code;
use wireproof::finding::Expectations;
use wireproof::runner::{Event, Fault, Pool, Reporter, RunState, Session};

fn example() -> PathBuf {
    let test = env::current_exe().expect("the path of this test");
    let built = test.parent().and_then(Path::parent).expect("the folder of the build");
    built.join(format!("examples/hostile_types{}", env::consts::EXE_SUFFIX))
}

#[derive(Default)]
struct Heard {
    findings: Vec<(Code, Option<String>)>,
    unknown: Vec<(Code, String)>,
}

struct Ear(Rc<RefCell<Heard>>);

impl Reporter for Ear {
    fn on_event(&mut self, event: &Event<'_>) -> io::Result<()> {
        let mut heard = self.0.borrow_mut();
        match event {
            Event::Finding(finding) => heard.findings.push((finding.code, finding.kind.clone())),
            Event::Unknown(_, code, reason) => heard.unknown.push((*code, (*reason).to_owned())),
            _ => {}
        }
        Ok(())
    }
}

/// Examines one text with little time, under the component that it must be told.
fn run(spec: &str, component: &str, text: &str, program: PathBuf) -> Result<Rc<RefCell<Heard>>, Fault> {
    let greeting = serde_json::json!({"document": {"name": "t.json", "text": spec}, "overlays": [], "strict": false});
    let component = component.to_owned();
    let pool = Pool {
        command: Box::new(move || {
            let mut command = Command::new(&program);
            command.args(["worker", "--subject", &component, "--component", &component]);
            command
        }),
        greeting: greeting.to_string().into_bytes(),
        workers: 1,
        time_limit: Duration::from_millis(500),
        type_set: "hostile".to_owned(),
        losses: None,
    };
    let heard = Rc::default();
    let mut record = RunState::new(Expectations::default(), Box::new(Ear(Rc::clone(&heard))));
    let session = Session {
        pool,
        strict: false,
        replay: Box::new(|_, _| String::new()),
    };
    session.run(std::iter::once(Ok(Case::new("x", text))), Vec::new(), &mut record)?;
    record.close()?;
    Ok(heard)
}

/// A schema in which each of `levels` asks the next one twice: to look at an item of `more` costs two to that power.
fn doubling(component: &str, levels: usize) -> String {
    let mut defs = serde_json::Map::new();
    for level in 0..levels {
        let next = serde_json::json!({ "$ref": format!("#/$defs/L{}", level + 1) });
        defs.insert(format!("L{level}"), serde_json::json!({"allOf": [next, next]}));
    }
    defs.insert(
        format!("L{levels}"),
        serde_json::json!({"type": "object", "minProperties": 0}),
    );
    defs.insert(
        component.to_owned(),
        serde_json::json!({"properties": {"more": {"items": {"$ref": "#/$defs/L0"}}}}),
    );
    serde_json::json!({ "$defs": defs }).to_string()
}

#[test]
fn a_schema_that_takes_too_long_is_unknown_and_the_type_is_judged_without_it() {
    let text = format!(r#"{{"word":"a","more":[1{}]}}"#, ",1".repeat(100_000));
    let heard = run(&doubling("Behaves", 12), "Behaves", &text, example()).expect("a run");
    let heard = heard.borrow();
    assert_eq!(heard.findings, [(Code::Lossy, Some("dropped_key".to_owned()))]);
    let codes: Vec<Code> = heard.unknown.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [Code::SchemaViolation, Code::UndocumentedField, Code::EmitsInvalid]
    );
    assert_eq!(heard.unknown[0].1, "the schema takes longer than 3 s for the case");
}

#[test]
fn a_schema_that_doubles_too_often_is_refused() {
    let fault = run(&doubling("Behaves", 40), "Behaves", "{}", example());
    let fault = fault.err().expect("a fault");
    assert!(
        fault.0.contains("its references stand for more than 500000 schemas"),
        "{}",
        fault.0
    );
}

#[test]
fn a_type_that_takes_too_long_is_told() {
    let heard = run(r#"{"$defs":{"Hangs":{"type":"object"}}}"#, "Hangs", "{}", example()).expect("a run");
    assert_eq!(
        heard.borrow().findings,
        [(Code::Panicked, Some("timed_out".to_owned()))]
    );
    assert_eq!(heard.borrow().unknown, []);
}

#[test]
fn a_worker_that_says_no_word_is_a_fault() {
    let fault = run("{}", "Behaves", "{}", PathBuf::from("true"))
        .err()
        .expect("a fault");
    assert!(fault.0.starts_with("a worker process did not start: "), "{}", fault.0);
}
