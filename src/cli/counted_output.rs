//! How much was written to standard output: a report that has begun is not cut off.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// How many bytes were written to standard output so far.
pub(super) fn bytes_written() -> u64 {
    WRITTEN.load(Ordering::Relaxed)
}

/// Standard output whose bytes are counted.
pub(super) struct CountedOutput<W>(pub(super) W);

impl<W: Write> Write for CountedOutput<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Before it is done: a half of it may be all that a full pipe takes.
        WRITTEN.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
