//! `wireproof explain`: what a check asks, why it matters, how to mend it.

use super::args::{self, Common, Format};
use super::output::Output;
use super::{CliError, CliResult};
use crate::check::{CHECKS, Check, check};
use crate::exit_code::ExitCode;
use crate::finding::Code;
use serde_json::json;
use std::io::Write;

pub(super) fn run(explain: &args::Explain, common: &Common, output: &Output) -> CliResult {
    let checks: Vec<&dyn Check> =
        match &explain.code {
            None => CHECKS.to_vec(),
            Some(text) => {
                let found = Code::from_text(text).and_then(check);
                let codes: Vec<&str> = CHECKS.iter().map(|check| check.code().as_str()).collect();
                vec![found.ok_or_else(|| {
                    CliError::unreadable(format!("no check `{text}`; there are {}", codes.join(", ")))
                })?]
            }
        };
    let mut out = output.stdout();
    if common.format == Format::Json {
        let checks = checks.iter().map(|check| {
            let (code, about) = (check.code(), check.info());
            json!({"code": code, "level": code.level(), "question": about.question, "rationale": about.rationale, "fix": about.fix})
        });
        let checks: Vec<_> = checks.collect();
        writeln!(
            out,
            "{}",
            json!({"wireproof": env!("CARGO_PKG_VERSION"), "verb": "explain", "checks": checks})
        )?;
        out.flush()?;
        return Ok(ExitCode::Clean);
    }
    for (index, check) in checks.iter().enumerate() {
        let (code, about) = (check.code(), check.info());
        let blank = if index > 0 { "\n" } else { "" };
        writeln!(out, "{blank}{code} ({})", code.level().as_str())?;
        writeln!(out, "  asks: {}", about.question)?;
        writeln!(out, "  why:  {}", about.rationale)?;
        writeln!(out, "  mend: {}", about.fix)?;
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}
