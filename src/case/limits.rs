//! How much is taken in at once.

/// The largest JSON text that is examined, in bytes: 16 MiB. Several copies of it are alive while it is examined, on
/// each core, and memory must stay bounded.
pub const MAX_OBJECT_BYTES: usize = 16 << 20;

/// The most bytes that long keys may have in the pointers of all values of a text together: 256 MiB. Several
/// tables are laid out by pointers, and one long key is in the pointers of all that is under it.
pub(super) const MAX_POINTER_BYTES: usize = 256 << 20;

/// The folder, below the working folder, in which failed cases are kept.
pub const FOLDER: &str = ".wireproof";
