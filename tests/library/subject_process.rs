//! A subject process as a program meets it that uses the library: what a call gives when it ends the process.
//!
//! The types are in `examples/hostile_types.rs`, which `cargo test` builds too.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use wireproof::subject::{Attempt, CrashKind, Decoder, Limits, RemoteTypes, TypeProgram};

fn hostile_types(limits: Limits) -> RemoteTypes {
    let test = env::current_exe().expect("the path of this test");
    let built = test.parent().and_then(Path::parent).expect("the folder of the build");
    let example: PathBuf = built.join(format!("examples/hostile_types{}", env::consts::EXE_SUFFIX));
    assert!(
        example.is_file(),
        "the example `hostile_types` is not built: run `cargo build --examples` first"
    );
    let program = TypeProgram::new(example, []).with_limits(limits);
    RemoteTypes::start(&program).expect("the example starts")
}

fn crash(types: &RemoteTypes, subject: &str, text: &str) -> CrashKind {
    let subject = types.set.subject(subject).expect("a subject");
    match subject.read(Decoder::FromStr, text) {
        Attempt::Crashed(crash) => crash.kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn memory_that_grows_without_bound_is_stopped() {
    if !Path::new("/proc/self/status").is_file() {
        // The harness hides what a passing test prints through the macros.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: this system does not say how much memory a process has"
        );
        return;
    }
    let types = hostile_types(Limits {
        memory: 256 << 20,
        ..Limits::default()
    });
    let start = Instant::now();
    assert_eq!(crash(&types, "Grows", "{}"), CrashKind::OutOfMemory);
    assert!(
        start.elapsed() < Duration::from_secs(8),
        "the time limit is not what stopped it"
    );
    let behaves = types.set.subject("Behaves").expect("a subject");
    assert!(behaves.read(Decoder::FromStr, r#"{"word":"a"}"#).done().is_some());
}

#[test]
fn a_value_of_a_process_that_is_gone_is_told_of_and_not_mistaken_for_another() {
    let types = hostile_types(Limits::default());
    let behaves = types.set.subject("Behaves").expect("a subject");
    let read = |text| behaves.read(Decoder::FromStr, text);
    let old = read(r#"{"word":"old"}"#);
    assert_eq!(crash(&types, "Exits", "{}"), CrashKind::Aborted);
    let new = read(r#"{"word":"new"}"#);
    let (old, new) = (old.done().expect("a value"), new.done().expect("a value"));
    assert!(matches!(behaves.write(old), Some(Attempt::Crashed(crash)) if crash.kind == CrashKind::Aborted));
    assert_eq!(behaves.write(new), Some(Attempt::Done(r#"{"word":"new"}"#.to_owned())));
}

#[test]
fn a_type_that_crashes_again_and_again_is_given_up_and_the_others_are_not() {
    let types = hostile_types(Limits::default());
    let kinds: Vec<CrashKind> = (0..30)
        .map(|case| crash(&types, "Leaves", &format!("[{case}]")))
        .collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == CrashKind::Aborted).count(), 25);
    assert_eq!(kinds[25..], [CrashKind::GivenUp; 5]);
    let behaves = types.set.subject("Behaves").expect("a subject");
    assert!(behaves.read(Decoder::FromStr, r#"{"word":"a"}"#).done().is_some());
}
