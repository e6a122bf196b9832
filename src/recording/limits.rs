//! How much of a recording is read into memory.

/// The largest body in bytes, after decompression: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;
/// The largest file in bytes that is read as a whole: 128 MiB.
pub const MAX_WHOLE: usize = 128 << 20;
/// The largest size of a compressed file after decompression, in bytes: 1 GiB.
pub const MAX_FILE: u64 = 1 << 30;
