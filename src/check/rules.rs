//! The registry of all rules.

use super::case;
use super::enums;
use super::run;
use super::{CASE_CHECKS, ENUM_CHECKS, RUN_CHECKS};
use crate::finding::{Code, RuleInfo};
use std::collections::BTreeSet;

/// All rules, in the order of their codes.
pub const RULES: &[RuleInfo] = &[
    case::REJECTED,
    case::LOSSY,
    case::EMITS_INVALID,
    case::UNREAD_KEY,
    case::UNSTABLE,
    enums::UNTAGGED_SHADOWED,
    enums::UNTAGGED_UNREAD_BRANCH,
    case::DECODERS_DISAGREE,
    case::PANICKED,
    run::UNFULFILLED_EXPECTATION,
    case::SCHEMA_VIOLATION,
    enums::UNTAGGED_AMBIGUOUS,
    enums::UNTAGGED_UNREACHABLE,
    run::STALE_OVERLAY,
    case::ACCEPTS_INVALID,
    case::UNDOCUMENTED_FIELD,
    case::PRINTS,
];

/// What a run examines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// Texts that were recorded.
    Captures,
    /// Samples and mutants.
    Generated,
    /// Enums, and the unions that they stand for.
    Enums,
}

/// The codes of the rules that are checked on some material, in their order.
pub fn codes_for(materials: &[Material]) -> Vec<Code> {
    let is_of = |material: Material, code: Code| match material {
        Material::Captures => code != Code::AcceptsInvalid,
        Material::Generated => !matches!(code, Code::SchemaViolation | Code::UndocumentedField),
        Material::Enums => false,
    };
    let of_runs = RUN_CHECKS.iter().map(|check| check.code());
    // Overlays are proven by captures.
    let has_captures = materials.contains(&Material::Captures);
    let mut codes: BTreeSet<Code> = of_runs
        .filter(|code| has_captures || *code != Code::StaleOverlay)
        .collect();
    for material in materials {
        let of_cases = CASE_CHECKS.iter().map(|check| check.code());
        codes.extend(of_cases.filter(|code| is_of(*material, *code)));
        if *material == Material::Enums {
            codes.extend(ENUM_CHECKS.iter().flat_map(|check| check.codes().iter().copied()));
        }
    }
    codes.into_iter().collect()
}

/// The rule with that code.
pub fn rule(code: Code) -> Option<&'static RuleInfo> {
    RULES.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_rule_with_all_texts() {
        let codes: Vec<Code> = RULES.iter().map(|rule| rule.code).collect();
        assert_eq!(codes, Code::ALL);
        for rule in RULES {
            assert!(rule.question.ends_with('?'), "{}", rule.code);
            assert!(
                !rule.summary.is_empty() && !rule.summary.ends_with('.'),
                "{}",
                rule.code
            );
            for text in [rule.rationale, rule.fix] {
                assert!(text.len() > 40 && text.ends_with('.'), "{}: {text}", rule.code);
            }
        }
    }

    #[test]
    fn every_rule_is_enforced_by_a_check() {
        let of_cases = CASE_CHECKS.iter().map(|check| check.code());
        let of_enums = ENUM_CHECKS.iter().flat_map(|check| check.codes().iter().copied());
        let of_runs = RUN_CHECKS.iter().map(|check| check.code());
        let mut enforced: Vec<Code> = of_cases.chain(of_enums).chain(of_runs).collect();
        enforced.sort();
        enforced.dedup();
        assert_eq!(enforced, {
            let mut all = Code::ALL.to_vec();
            all.sort();
            all
        });
    }
}
