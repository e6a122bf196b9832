//! Counts instructions: a program runs itself under callgrind, one body a process, and reads what callgrind says.
//!
//! Wall time on a small shared machine varies by 40 %; instructions repeat to the last hundred.

use super::bodies::Body;
use super::commands::COMMANDS;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, io};

/// What callgrind is told to count: this function, and all that it calls.
const TOGGLE: &str = "*count*collected*";
/// What may grow before it is named, in percent.
const TOLERANCE: f64 = 3.0;
/// How often what seems to have grown is counted again.
const AGAIN: usize = 3;

#[inline(never)]
fn collected(body: &Body) {
    (body.ready().run)();
}

/// Runs one body where callgrind looks on, or counts those whose names contain one of the arguments.
///
/// # Errors
/// When callgrind cannot be run, or the baseline cannot be read or written; when something grew, with `--check`.
pub fn main(bodies: &[Body], baseline: &Path) -> io::Result<Vec<Counted>> {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, name] = &arguments[..]
        && flag == "--body"
    {
        let body = bodies.iter().find(|body| body.name == *name);
        let body = body.ok_or_else(|| io::Error::other("no such body"))?;
        // Once before: what is made on first use is not part of the cost.
        (body.ready().run)();
        collected(black_box(body));
        return Ok(Vec::new());
    }
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    if Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        // A bench that cannot be run here is no failure of `cargo bench`.
        println!("instructions are not counted: there is no valgrind");
        return if flag("--check") {
            Err(io::ErrorKind::NotFound.into())
        } else {
            Ok(Vec::new())
        };
    }
    let before = read(baseline)?;
    let mut counted = BTreeMap::new();
    println!(
        "{:<44} {:>10} {:>14} {:>9} {:>9}",
        "body", "bytes", "instructions", "per byte", "baseline"
    );
    let bodies_counted = bodies.iter().map(|body| Measured {
        name: &body.name,
        bytes: Box::new(|| body.ready().bytes),
        count: Box::new(|| count(&body.name)),
    });
    let commands_counted = COMMANDS.iter().map(|command| Measured {
        name: command.name,
        bytes: Box::new(|| command.bytes()),
        count: Box::new(|| command.count()),
    });
    let measured = bodies_counted.chain(commands_counted);
    for Measured { name, bytes, count } in measured.filter(|measured| is_wanted(measured.name)) {
        let mut instructions = count()?;
        let grown = |instructions| before.get(name).map(|before| percent(*before, instructions));
        // A hash map goes by other seeds in each process: what seems to have grown is counted again, and the least holds.
        for _ in 0..AGAIN {
            if grown(instructions).is_some_and(|change| change > TOLERANCE) {
                instructions = instructions.min(count()?);
            }
        }
        let change = grown(instructions);
        let change = change.map_or_else(|| "new".to_owned(), |change| format!("{change:+.1} %"));
        let bytes = bytes();
        let per_byte = instructions as f64 / bytes.max(1) as f64;
        println!("{name:<44} {bytes:>10} {instructions:>14} {per_byte:>9.1} {change:>9}");
        counted.insert(name.to_owned(), instructions);
    }
    if flag("--save") {
        let mut all = before.clone();
        let exists =
            |name: &str| bodies.iter().any(|body| body.name == name) || COMMANDS.iter().any(|it| it.name == name);
        all.retain(|name, _| exists(name));
        all.extend(counted.clone());
        let lines: String = all.iter().map(|(name, count)| format!("{name}\t{count}\n")).collect();
        fs::write(baseline, lines)?;
    }
    if flag("--check") {
        check(&before, &counted)?;
    }
    let counted = bodies.iter().filter_map(|body| {
        Some(Counted {
            instructions: *counted.get(&body.name)?,
            bytes: body.ready().bytes,
            name: body.name.clone(),
        })
    });
    Ok(counted.collect())
}

/// Something to be counted.
struct Measured<'a> {
    name: &'a str,
    bytes: Box<dyn Fn() -> usize + 'a>,
    count: Box<dyn Fn() -> io::Result<u64> + 'a>,
}

/// What one body took.
pub struct Counted {
    /// The body's name.
    pub name: String,
    /// The bytes of its text.
    pub bytes: usize,
    /// Instructions.
    pub instructions: u64,
}

/// Names what grew.
fn check(before: &BTreeMap<String, u64>, counted: &BTreeMap<String, u64>) -> io::Result<()> {
    if before.is_empty() {
        return Err(io::Error::other("there is no baseline: make one with `--save`"));
    }
    let mut grown = 0;
    for (name, instructions) in counted {
        let Some(before) = before.get(name) else {
            println!("`{name}` is not in the baseline");
            continue;
        };
        let change = percent(*before, *instructions);
        if change > TOLERANCE {
            grown += 1;
            println!("`{name}` grew by {change:.1} %: {before} to {instructions} instructions");
        }
    }
    if grown == 0 {
        println!("nothing grew by more than {TOLERANCE} %");
        return Ok(());
    }
    Err(io::Error::other(format!("{grown} grew by more than {TOLERANCE} %")))
}

fn percent(before: u64, after: u64) -> f64 {
    (after as f64 / before as f64 - 1.0) * 100.0
}

fn read(baseline: &Path) -> io::Result<BTreeMap<String, u64>> {
    let text = match fs::read_to_string(baseline) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let entry = |line: &str| {
        let (name, count) = line.split_once('\t')?;
        Some((name.to_owned(), count.parse().ok()?))
    };
    Ok(text.lines().filter_map(entry).collect())
}

/// The instructions of one body, counted in a process of its own.
fn count(name: &str) -> io::Result<u64> {
    let out_file = env::var("CALLGRIND_OUT").unwrap_or_else(|_| "/dev/null".to_owned());
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .arg(format!("--toggle-collect={TOGGLE}"))
        .arg(format!("--callgrind-out-file={out_file}"))
        .arg(env::current_exe()?)
        .args(["--body", name])
        .stdout(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let count = collected.and_then(|(_, count)| count.trim().parse().ok());
    match count {
        Some(count) if output.status.success() && count > 0 => Ok(count),
        _ => Err(io::Error::other(format!("callgrind did not count `{name}`: {said}"))),
    }
}
