//! Types that own what they read.

use serde::Deserialize;

/// Stands for `DeserializeOwned` in what the macros ask for. Of a type that borrows from its text the compiler says that the
/// implementation of a trait is not general enough, and names the trait: `Deserialize` there says nothing of the cause.
#[doc(hidden)]
pub trait MustOwnWhatItReads<'text>: Deserialize<'text> {}

impl<'text, T: Deserialize<'text>> MustOwnWhatItReads<'text> for T {}
