//! Checks: each answers one question about a case, an enum or a whole run.
//!
//! A check returns [`FindingDraft`](crate::finding::FindingDraft)s in [`Drafts`]; it cannot print, and it does not know which
//! other checks exist. [`RULES`] describes the rules in words.

mod case;
mod context;
mod culprit;
mod direction;
mod drafts;
mod enums;
mod evidence;
mod preserved;
mod rules;
mod run;
mod subjects;

pub use case::{CASE_CHECKS, CaseCheck, EXPENSIVE, INVALID_SAMPLE};
pub(crate) use case::{check_unjudged, missing_key};
pub use context::{CheckContext, Undecided};
pub(crate) use culprit::{Culprit, Remedy, culprit, remedies};
pub use drafts::Drafts;
pub use enums::{ENUM_CHECKS, EnumCheck, check_enum};
pub use evidence::check_case;
pub(crate) use evidence::{
    Leeway, by_change, depends_on_text, has_exact_place, kind_near, kind_of_text, kinds_near, leeways, open_place,
    ordinary, weakest_kind, with_usual_spelling,
};
pub use rules::{Material, RULES, codes_for, rule};
pub use run::{AppliedOverlay, RUN_CHECKS, RunCheck, RunContext, RunDraft};
pub use subjects::check_subject;
#[cfg(feature = "cli")]
pub(crate) use subjects::likely_meant;
pub(crate) use subjects::witness_of;
