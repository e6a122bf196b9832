//! `wireproof explain`: the question of a rule, why its findings matter, and how to repair them.

use super::args::{self, Common, Format};
use super::output::Output;
use super::{CliError, CliResult};
use crate::check::{RULES, rule};
use crate::exit_code::ExitCode;
use crate::finding::{Code, RuleInfo};
use serde_json::{Value, json};
use std::io::Write;

pub(super) fn run(explain: &args::Explain, common: &Common, output: &Output) -> CliResult {
    let rules: Vec<&RuleInfo> = match &explain.code {
        None => RULES.iter().collect(),
        Some(text) => vec![Code::from_text(text).and_then(rule).ok_or_else(|| unknown(text))?],
    };
    let mut out = output.stdout();
    if common.format != Format::Human {
        let checks: Vec<Value> = rules.iter().map(|rule| to_json(rule)).collect();
        let report = json!({"wireproof": env!("CARGO_PKG_VERSION"), "verb": "explain", "checks": checks});
        writeln!(out, "{report}")?;
        out.flush()?;
        return Ok(ExitCode::Clean);
    }
    for (index, rule) in rules.iter().enumerate() {
        let blank = if index > 0 { "\n" } else { "" };
        writeln!(
            out,
            "{blank}{} ({}): {}",
            rule.code,
            rule.code.level().as_str(),
            rule.summary
        )?;
        writeln!(out, "  question:  {}", rule.question)?;
        writeln!(out, "  rationale: {}", rule.rationale)?;
        writeln!(out, "  fix:       {}", rule.fix)?;
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}

fn unknown(text: &str) -> CliError {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code.as_str()).collect();
    CliError::unreadable(format!("no rule `{text}`; the rules are {}", codes.join(", ")))
}

fn to_json(rule: &RuleInfo) -> Value {
    json!({
        "code": rule.code,
        "level": rule.code.level(),
        "question": rule.question,
        "summary": rule.summary,
        "rationale": rule.rationale,
        "fix": rule.fix,
    })
}
