//! Whole commands, all their processes added up: what a user runs, and the bodies do not contain.

use super::pages::{Dice, Keys, run, step};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io};

/// How many objects a file has beside the first.
const OBJECTS: usize = 400;

/// A command over a file of JSON lines.
pub struct WholeCommand {
    /// `command/what`.
    pub name: &'static str,
    lines: fn(usize) -> Vec<String>,
    /// Whether the cost of the first object, and so of the start, is taken off.
    beyond_the_start: bool,
}

/// All commands.
pub const COMMANDS: [WholeCommand; 4] = [
    WholeCommand {
        name: "command/start of check",
        lines: |_| clean(1),
        beyond_the_start: false,
    },
    WholeCommand {
        name: "command/check of clean runs",
        lines: clean,
        beyond_the_start: true,
    },
    WholeCommand {
        name: "command/check of undocumented keys",
        lines: undocumented,
        beyond_the_start: true,
    },
    WholeCommand {
        name: "command/check of violations",
        lines: violating,
        beyond_the_start: true,
    },
];

fn clean(count: usize) -> Vec<String> {
    let mut dice = Dice(17);
    (0..count).map(|number| run(&mut dice, number)).collect()
}

/// Steps with keys that the schema does not name.
fn undocumented(count: usize) -> Vec<String> {
    let mut dice = Dice(19);
    (0..count).map(|number| step(&mut dice, number, Keys::AsSent)).collect()
}

/// Runs without two required keys, and with a word where a number is expected.
fn violating(count: usize) -> Vec<String> {
    let broken = |line: String| {
        line.replace(r#""required_action":null,"last_error":null,"#, "\"last_error\":null,")
            .replace(r#""prompt_tokens":400"#, r#""prompt_tokens":-400.5"#)
    };
    clean(count).into_iter().map(broken).collect()
}

impl WholeCommand {
    /// How many bytes are examined, as far as their cost is counted.
    pub fn bytes(&self) -> usize {
        let size = |lines: &[String]| lines.iter().map(|line| line.len() + 1).sum::<usize>();
        match self.beyond_the_start {
            true => size(&(self.lines)(OBJECTS + 1)[1..]),
            false => 1,
        }
    }

    /// Instructions of the command, in all processes.
    ///
    /// # Errors
    /// When it cannot be run under callgrind.
    pub fn count(&self) -> io::Result<u64> {
        let start = count((self.lines)(1))?;
        match self.beyond_the_start {
            true => Ok(count((self.lines)(OBJECTS + 1))?.saturating_sub(start)),
            false => Ok(start),
        }
    }
}

fn count(lines: Vec<String>) -> io::Result<u64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("objects.jsonl");
    fs::write(&file, lines.join("\n") + "\n")?;
    let counts = folder.path().join("counts");
    fs::create_dir(&counts)?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--trace-children=yes"])
        .arg(format!("--callgrind-out-file={}", counts.join("%p").display()))
        .args([env!("CARGO_BIN_EXE_wireproof"), "check", "--quiet"])
        .arg(&file)
        // What fails is kept in the working folder.
        .current_dir(&folder)
        .stdout(Stdio::null())
        .output()?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("the command failed under callgrind: {said}")));
    }
    // The command waits for the processes that it starts, so all of them have been counted.
    let mut sum = 0;
    for entry in fs::read_dir(&counts)? {
        sum += total(&entry?.path())?;
    }
    Ok(sum)
}

/// The total of one process.
fn total(file: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(file)?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals:"));
    let total = total.and_then(|total| total.trim().parse().ok());
    total.ok_or_else(|| io::Error::other(format!("{}: callgrind gave no total", file.display())))
}
