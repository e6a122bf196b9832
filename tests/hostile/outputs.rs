//! Places for output that are no regular files: a pipe, a device and a link stay what they are, and a folder is refused.

use super::captures::RUN;
use super::lab::Lab;
use std::fs;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::process::Command;
use std::thread;

/// Each verb that writes a file, with the option that names it last.
const WRITERS: [&[&str]; 4] = [
    &["spec", "dictionary", "d.json", "--out"],
    &["spec", "import", "d.json", "--component", "A", "--out"],
    &["check", "run.json", "--out"],
    &["check", "run.json", "--format", "json", "--out"],
];

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("d.json", r#"{"$defs": {"A": {"type": "string", "enum": ["one"]}}}"#)
        .write("run.json", RUN);
    lab
}

#[test]
fn a_pipe_is_written_through() {
    for arguments in WRITERS {
        let lab = lab();
        let pipe = lab.path("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let reader = thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        lab.run_after("ulimit -t 60", &[arguments, &["pipe"]].concat())
            .says(0, &[]);
        assert!(pipe.metadata().expect("a pipe").file_type().is_fifo(), "{arguments:?}");
        let text = reader.join().expect("a thread").expect("UTF-8");
        assert!(!text.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_folder_is_refused_and_a_device_stays_one() {
    for arguments in WRITERS {
        let lab = lab();
        lab.write("folder/kept", "");
        let ran = lab.run(&[arguments, &["folder"]].concat());
        ran.says(2, &["folder", "s a directory"]);
        assert_eq!(fs::read_dir(lab.path("folder")).expect("a folder").count(), 1);
        lab.run(&[arguments, &["/dev/null"]].concat()).says(0, &[]);
        let null = fs::metadata("/dev/null").expect("a device");
        assert!(null.file_type().is_char_device(), "{arguments:?}");
    }
}

#[test]
fn a_link_stays_a_link_and_nothing_else_is_left() {
    for arguments in WRITERS {
        let lab = lab();
        lab.write("there/old", "old");
        symlink("there/old", lab.path("link")).expect("a link");
        symlink("there/new", lab.path("nowhere")).expect("a link");
        for name in ["link", "nowhere"] {
            lab.run(&[arguments, &[name]].concat()).says(0, &[]);
            assert!(lab.path(name).is_symlink(), "{arguments:?}: {name}");
        }
        assert_ne!(lab.read("there/old"), "old");
        assert!(!lab.read("there/new").is_empty());
        assert_eq!(
            fs::read_dir(lab.path("there")).expect("a folder").count(),
            2,
            "{arguments:?}"
        );
    }
}

#[test]
fn cases_are_not_saved_where_a_link_leads() {
    let lab = lab();
    fs::create_dir(lab.path("elsewhere")).expect("a folder");
    symlink("elsewhere", lab.path(".wireproof")).expect("a link");
    // A line of a file is saved as a case of its own.
    lab.write(
        "wrong.jsonl",
        "{\"object\":\"thread.run\"}\n{\"object\":\"thread.run\"}\n",
    );
    let ran = lab.run(&["check", "wrong.jsonl"]);
    assert!(ran.code < 3, "{ran:#?}");
    assert!(ran.stderr.contains("is a link"), "{ran:#?}");
    assert_eq!(fs::read_dir(lab.path("elsewhere")).expect("a folder").count(), 0);
}
