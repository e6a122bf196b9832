//! Audits the crates of a list, and replays the bugs that such crates had.
//!
//! ```text
//! cargo run --release --example field -- bindings FOLDER [PAIR…] # which types are bound
//! cargo run --release --example field -- pairs FOLDER [PAIR…]    # the table of crates
//! cargo run --release --example field -- bugs FOLDER [ID…]       # the table of bugs
//! ```
//! FOLDER has `PAIRS.tsv` and `BUGS.tsv`, and the documents that they name. The tables go to standard output as Markdown; with
//! `--write FILE` they replace the part of that file that stands between the marks of the table. `--reports FOLDER` keeps the reports of
//! the audits there, so that a run that was broken off goes on.

// A program for maintainers: it speaks by printing.
#![allow(clippy::disallowed_macros, clippy::print_stdout, clippy::print_stderr)]

mod bindings;
mod bugs;
mod pairs;
mod run;
mod tsv;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let write = taken(&mut words, "--write");
    let runs = run::Runs {
        reports: taken(&mut words, "--reports"),
    };
    let mut words = words.into_iter();
    let (Some(what), Some(folder)) = (words.next(), words.next()) else {
        eprintln!("usage: field (bindings|pairs|bugs) FOLDER [NAME…] [--write FILE] [--reports FOLDER]");
        return ExitCode::from(2);
    };
    let (folder, wanted): (PathBuf, Vec<String>) = (folder.into(), words.collect());
    let table = match what.as_str() {
        "bindings" => bindings::table(&runs, &folder, &wanted),
        "pairs" => pairs::table(&runs, &folder, &wanted),
        "bugs" => bugs::table(&runs, &folder, &wanted),
        other => Err(format!("`{other}` is neither bindings, pairs nor bugs")),
    };
    let written = table.and_then(|table| match &write {
        Some(path) => replace(path, &what, &table),
        None => {
            print!("{table}");
            Ok(())
        }
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Takes an option out of the words, with its value.
fn taken(words: &mut Vec<String>, option: &str) -> Option<PathBuf> {
    let at = words.iter().position(|word| word == option)?;
    words.remove(at);
    (at < words.len()).then(|| PathBuf::from(words.remove(at)))
}

/// Replaces what stands between `<!-- NAME -->` and `<!-- end of NAME -->`.
fn replace(path: &std::path::Path, name: &str, table: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let marks = text.find(&start).map(|at| at + start.len()).zip(text.find(&end));
    let (from, to) = marks.ok_or_else(|| format!("{}: there are no marks of `{name}`", path.display()))?;
    std::fs::write(path, format!("{}{table}{}", &text[..from], &text[to..])).map_err(failed)
}
