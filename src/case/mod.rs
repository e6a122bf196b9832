//! Where JSON texts come from.

mod capture;
mod folder;
mod kept_folder;
mod kind;
mod limits;
mod origin;
mod places;
mod saved;
mod saved_error;
mod saved_finding;
mod skipped;
mod source;
mod sse;
mod text;
mod text_source;
mod yaml;
mod yaml_fragment;

pub use capture::{Case, Fault, Piece};
pub use folder::{captures_at, files_at};
pub use kept_folder::kept_folder;
pub use kind::CaseKind;
pub use limits::{FOLDER, MAX_OBJECT_BYTES};
pub use origin::{CaseId, Origin};
pub use places::Places;
pub use saved::Saved;
pub use saved_error::SavedError;
pub use saved_finding::SavedFinding;
pub use skipped::Skipped;
pub use source::{Input, Texts};
