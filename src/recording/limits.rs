//! How much of a recording is read into memory.

/// The largest body in bytes, after decompression: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;
/// The largest file in bytes that is read as a whole: 128 MiB.
pub const MAX_WHOLE: usize = 128 << 20;
/// The largest size of a compressed file after decompression, in bytes: 1 GiB.
pub const MAX_FILE: u64 = 1 << 30;
/// The largest window in bytes that decompression may have to keep: 128 MiB, which is also the limit of the program `zstd`. The
/// windows of gzip and Brotli are at most 16 MiB.
pub const MAX_WINDOW: u64 = 128 << 20;
