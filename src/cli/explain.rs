//! `wireproof explain`: what a check asks, why it matters, how to mend it.

use super::args::{self, Common, Format};
use super::output::Output;
use super::{Ending, Stop};
use crate::check::{CHECKS, Check, check};
use crate::exit_code::ExitCode;
use crate::finding::Code;
use serde_json::json;
use std::io::Write;

pub(super) fn run(explain: &args::Explain, common: &Common, output: &Output) -> Ending {
    let checks: Vec<&dyn Check> = match &explain.code {
        None => CHECKS.to_vec(),
        Some(text) => {
            let found = Code::from_text(text).and_then(check);
            let codes: Vec<&str> = CHECKS.iter().map(|check| check.code().as_str()).collect();
            vec![found.ok_or_else(|| Stop::unreadable(format!("no check `{text}`; there are {}", codes.join(", "))))?]
        }
    };
    let mut out = output.stdout();
    if common.format == Format::Json {
        let checks = checks.iter().map(|check| {
            let (code, about) = (check.code(), check.about());
            json!({"code": code, "level": code.level(), "asks": about.asks, "why": about.why, "mend": about.mend})
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
        let (code, about) = (check.code(), check.about());
        let blank = if index > 0 { "\n" } else { "" };
        writeln!(out, "{blank}{code} ({})", code.level().as_str())?;
        writeln!(out, "  asks: {}", about.asks)?;
        writeln!(out, "  why:  {}", about.why)?;
        writeln!(out, "  mend: {}", about.mend)?;
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}
