//! Where JSON texts come from.

mod capture;
mod folder;
mod limits;
mod places;
mod saved;
mod skipped;
mod source;
mod sse;
mod text;

pub use capture::{Case, CaseKind, Fault, Piece};
pub use folder::{captures_at, files_at};
pub use limits::MAX_OBJECT_BYTES;
pub use places::Places;
pub use saved::{FOLDER, Saved};
pub use skipped::Skipped;
pub use source::{Input, Texts};
