//! How much the text of a finding shows.
//!
//! A capture was sent. A generated text shows an error only if whoever follows the document can send it. It may use more than the
//! document says: a key that no schema names, a negative number where no bound is stated. Each such use is a *leeway*. If the type
//! does the same to the text without its leeways, the finding does not depend on them. Otherwise the leeway is the finding's
//! kind, which lowers its level.

mod depends;
mod format;
mod judge;
mod leeway;
mod one_direction;
mod ordinary;
mod rounded;
mod sent_as_text;
mod sets;

pub(crate) use depends::{depends_on_text, has_exact_place};
pub use judge::check_case;
pub(crate) use leeway::{Leeway, kind_near, kinds_near, leeways, open_place, weakest_kind};
pub(crate) use ordinary::{ordinary, with_usual_spelling};
pub(crate) use rounded::by_change;
pub(crate) use sent_as_text::kind_of_text;
