//! The registry of all rules.

use super::case;
use super::enums;
use super::run;
use crate::finding::{Code, RuleInfo};

/// All rules, in the order of their codes.
pub const RULES: &[RuleInfo] = &[
    case::REJECTED,
    case::LOSSY,
    case::EMITS_INVALID,
    case::UNREAD_KEY,
    case::UNSTABLE,
    enums::UNTAGGED_SHADOWED,
    case::DECODERS_DISAGREE,
    case::PANICKED,
    run::UNFULFILLED_EXPECTATION,
    case::SCHEMA_VIOLATION,
    enums::UNTAGGED_AMBIGUOUS,
    enums::UNTAGGED_UNREACHABLE,
    run::STALE_OVERLAY,
    case::ACCEPTS_INVALID,
    case::UNDOCUMENTED_FIELD,
];

/// The rule with that code.
pub fn rule(code: Code) -> Option<&'static RuleInfo> {
    RULES.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{CASE_CHECKS, ENUM_CHECKS, RUN_CHECKS};

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
