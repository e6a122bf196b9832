//! Checks: each answers one question about a case, an enum or a whole run.
//!
//! A check returns [`FindingDraft`](crate::finding::FindingDraft)s in [`Drafts`]; it cannot print, and it does not know which
//! other checks exist. [`RULES`] describes the rules in words.

mod case;
mod context;
mod drafts;
mod enums;
mod evidence;
mod rules;
mod run;

pub use case::{CASE_CHECKS, CaseCheck, EXPENSIVE, INVALID_SAMPLE, check_case};
pub use context::{CheckContext, Undecided};
pub use drafts::Drafts;
pub use enums::{ENUM_CHECKS, EnumCheck, check_enum};
pub use evidence::{depends_on_evidence, out_of_the_ordinary, weakest};
pub use rules::{RULES, rule};
pub use run::{AppliedOverlay, RUN_CHECKS, RunCheck, RunContext, RunDraft};
