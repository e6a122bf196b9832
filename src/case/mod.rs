//! Where JSON texts come from.

mod capture;
mod choices;
mod cover;
mod folder;
mod generate;
mod limits;
mod made;
mod mutant;
mod places;
mod plan;
mod render;
mod sample;
mod saved;
mod shrink;
mod skipped;
mod source;
mod sse;
mod text;

pub use capture::{Case, CaseKind, Fault, Piece};
pub use choices::Choices;
pub use folder::{captures_at, files_at};
pub use generate::{Generated, Generator, Phase};
pub use limits::MAX_OBJECT_BYTES;
pub use made::{Body, Made};
pub use mutant::{Mutant, OPERATORS};
pub use places::Places;
pub use plan::{NoPlan, Plan};
pub use render::{Escapes, Keys, Numbers, Space, Style};
pub use saved::{FOLDER, Saved};
pub use shrink::{Failing, shrink};
pub use skipped::Skipped;
pub use source::{Input, Texts};
