//! A folder of its own, and the program run in it.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{fs, thread};
use tempfile::TempDir;

/// Says that a test was skipped, and why, past the harness, which hides what a passing test prints.
pub fn skipped(reason: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// A folder that is gone after the test.
pub struct Lab(TempDir);

/// What came of one run of the program.
#[derive(Debug, PartialEq)]
pub struct Ran {
    command: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Lab {
    pub fn new() -> Lab {
        Lab(TempDir::new().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders around it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Lab {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"", &[])
    }

    /// Runs the program in a folder of the lab.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        self.run_from(&self.path(folder), arguments, b"", &[])
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8], variables: &[(&str, &Path)]) -> Ran {
        self.run_from(self.0.path(), arguments, stdin, variables)
    }

    /// Runs the program in a shell that first runs `setup`, such as `ulimit -v 500000`.
    #[cfg(unix)]
    #[allow(dead_code, reason = "the tests with hostile input use it")]
    pub fn run_after(&self, setup: &str, arguments: &[&str]) -> Ran {
        let mut command = Command::new("sh");
        let script = format!("{setup}; exec \"$0\" \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_wireproof")]);
        self.run_command(command.args(arguments).current_dir(self.0.path()), arguments, b"")
    }

    fn run_from(&self, folder: &Path, arguments: &[&str], stdin: &[u8], variables: &[(&str, &Path)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wireproof"));
        command
            .args(arguments)
            .current_dir(folder)
            .envs(variables.iter().copied());
        self.run_command(&mut command, arguments, stdin)
    }

    fn run_command(&self, command: &mut Command, arguments: &[&str], stdin: &[u8]) -> Ran {
        // What the caller's shell has set must not show in a snapshot.
        let given: Vec<_> = command.get_envs().map(|(name, _)| name.to_owned()).collect();
        for name in [
            "WIREPROOF_CAPTURES",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
            "GITHUB_STEP_SUMMARY",
            "CARGO_TARGET_DIR",
        ] {
            if !given.iter().any(|given| given == name) {
                command.env_remove(name);
            }
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("standard input");
        let stdin = stdin.to_owned();
        // The program may end without reading its input; that is no fault of the test.
        let feeding = thread::spawn(move || drop(pipe.write_all(&stdin)));
        let output = child.wait_with_output().expect("the program ends");
        feeding.join().expect("standard input is fed");
        Ran {
            command: arguments.join(" "),
            code: output.status.code().expect("no signal"),
            stdout: self.without_place(output.stdout),
            stderr: self.without_place(output.stderr),
        }
    }

    fn without_place(&self, bytes: Vec<u8>) -> String {
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.replace(&self.0.path().display().to_string(), "TEMP")
    }
}

impl Ran {
    /// The run as a snapshot holds it: times, versions and ids replaced, and nothing said of an empty stream.
    pub fn transcript(&self) -> String {
        let mut out = format!("$ wireproof {}\nexit code {}\n", self.command, self.code);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                out += &format!("---- {name}\n{}", steady(text));
            }
        }
        out
    }

    /// Standard output without what differs from run to run.
    pub fn steady_stdout(&self) -> String {
        steady(&self.stdout)
    }

    pub fn json(&self) -> Value {
        let report = serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_is_published(&report);
        report
    }

    /// The id of the first finding that was saved.
    pub fn saved_id(&self) -> String {
        let at = self.stdout.find("wireproof replay ").expect("a saved case") + "wireproof replay ".len();
        self.stdout[at..].chars().take_while(char::is_ascii_hexdigit).collect()
    }

    /// Insists on an exit code and on pieces of the two streams together.
    #[track_caller]
    pub fn says(&self, code: i32, pieces: &[&str]) -> &Ran {
        assert_eq!(self.code, code, "{self:#?}");
        let all = format!("{}{}", self.stdout, self.stderr);
        for piece in pieces {
            assert!(all.contains(piece), "no `{piece}` in {self:#?}");
        }
        self
    }
}

/// Insists that a report is as `docs/report.schema.json` describes it. What is no report of a run passes.
#[track_caller]
pub fn assert_is_published(report: &Value) {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema = include_str!("../../docs/report.schema.json");
        let schema = serde_json::from_str(schema).expect("a schema");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    if report.get("report_version").is_none() {
        return;
    }
    let errors = SCHEMA.iter_errors(report);
    let errors: Vec<String> = errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

fn steady(text: &str) -> String {
    let version = format!("\"wireproof\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let text = text.replace(&version, "\"wireproof\": \"VERSION\"");
    let text = replaced(&text, "Checked [", "]", "TIME");
    let text = replaced(&text, "Checked\u{1b}[0m [", "]", "TIME");
    let id = |word: &str| word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut out = String::new();
    for piece in text.split_inclusive("wireproof replay ") {
        match piece.get(..8).filter(|word| !out.is_empty() && id(word)) {
            Some(_) => out += &format!("ID{}", &piece[8..]),
            None => out += piece,
        }
    }
    out
}

/// Replaces what stands between each `before` and the next `after`.
fn replaced(text: &str, before: &str, after: &str, with: &str) -> String {
    let mut pieces = text.split(before);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.find(after).map_or(piece, |end| &piece[end..]);
        out += &format!("{before}{with}{rest}");
    }
    out
}

/// Compares a whole run with the snapshot that has the name of the test.
macro_rules! assert_transcript {
    ($ran:expr) => {
        insta::with_settings!({snapshot_path => "../snapshots", omit_expression => true}, {
            insta::assert_snapshot!($ran.transcript())
        })
    };
}

pub(crate) use assert_transcript;
