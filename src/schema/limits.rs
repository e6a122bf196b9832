//! Limits on documents and overlays, which may be hostile.

/// The longest text that is read as a document or an overlay: 64 MiB.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The most that an overlay may add to a document, in bytes of JSON: 4 MiB.
pub const MAX_ADDED: u64 = 4 * 1024 * 1024;

/// The most files of one document.
pub const MAX_FILES: usize = 4096;

/// The longest name of a member, in bytes: 4 KiB. Each schema below a name has it in its pointer, in several tables.
pub const MAX_NAME: usize = 4 * 1024;
