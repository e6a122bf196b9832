//! `wireproof list`: the subjects, the enums and the checks.

use super::CliResult;
use super::args::{Common, Format};
use super::output::Output;
use super::types::Types;
use crate::check::{Material, RULES, codes_for};
use crate::exit_code::ExitCode;
use crate::finding::Code;
use crate::subject::Tagging;
use serde_json::json;
use std::io::Write;

pub(super) fn run(types: &Types, common: &Common, output: &Output) -> CliResult {
    let type_set = types.set();
    let mut out = output.stdout();
    if common.format != Format::Human {
        let subjects = type_set.subjects().iter().map(|subject| {
            json!({"subject": subject.name(), "type": subject.type_name(), "component": subject.component(), "writes": subject.writes()})
        });
        let enums = type_set.enums().iter().map(|union| {
            let variants: Vec<&str> = union.variants().iter().map(|variant| variant.name()).collect();
            json!({"enum": union.name(), "type": union.whole().type_name(), "by": tagging_name(union.tagging()), "at": union.at(), "variants": variants})
        });
        let checks = RULES
            .iter()
            .map(|rule| json!({"code": rule.code, "level": rule.code.level(), "verbs": verbs(rule.code), "question": rule.question}));
        let list = json!({
            "wireproof": env!("CARGO_PKG_VERSION"),
            "verb": "list",
            "type_set": type_set.name(),
            "subjects": subjects.collect::<Vec<_>>(),
            "enums": enums.collect::<Vec<_>>(),
            "checks": checks.collect::<Vec<_>>(),
        });
        writeln!(out, "{list}")?;
    } else {
        writeln!(out, "subjects of `{}`", type_set.name())?;
        for subject in type_set.subjects() {
            let component = subject.component().unwrap_or("(events of no component)");
            writeln!(
                out,
                "  {:<24} {:<36} {}",
                subject.name(),
                component,
                subject.type_name()
            )?;
        }
        if !type_set.enums().is_empty() {
            writeln!(out, "enums of `{}`", type_set.name())?;
        }
        for union in type_set.enums() {
            writeln!(
                out,
                "  {:<36} {:<10} {}",
                union.name(),
                tagging_name(union.tagging()),
                union.at().unwrap_or("(without a schema)")
            )?;
        }
        writeln!(out, "checks")?;
        for rule in RULES {
            let (code, level) = (rule.code, rule.code.level().as_str());
            let verbs = verbs(code).join(", ");
            writeln!(out, "  {code:<24} {level:<10} {verbs:<28} {}", rule.question)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::Clean)
}

/// The verbs that ask the question of a rule, apart from `audit` and `replay`, which ask all.
fn verbs(code: Code) -> Vec<&'static str> {
    let all = [
        ("check", Material::Captures),
        ("explore", Material::Generated),
        ("ambiguity", Material::Enums),
    ];
    let asks = |material: Material| codes_for(&[material]).contains(&code);
    all.into_iter()
        .filter(|(_, material)| asks(*material))
        .map(|(verb, _)| verb)
        .collect()
}

fn tagging_name(tagging: Tagging) -> &'static str {
    match tagging {
        Tagging::Untagged => "untagged",
        Tagging::Tagged => "by a tag",
    }
}
