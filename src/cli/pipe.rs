//! What may have nothing to say for a long time: standard input, and files that are pipes. Who waits for them hears of Ctrl-C
//! all the same.

use crate::runner::is_interrupted;
use std::fs::File;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// So much is read at once, and so many times ahead of who uses it.
const CHUNK: usize = 1 << 16;
const AHEAD: usize = 4;
/// How often who waits looks up.
const MOMENT: Duration = Duration::from_millis(50);

/// A reader that ends with an error when the run is interrupted.
pub(super) struct Pipe {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
}

impl Pipe {
    /// Opens and reads in a thread of its own: neither can be called back. The thread ends when the pipe is
    /// dropped, or with the process.
    pub(super) fn new<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static) -> Pipe {
        let (chunks_in, chunks) = sync_channel(AHEAD);
        thread::spawn(move || {
            if let Err(error) = open().and_then(|reader| hand_over(reader, &chunks_in)) {
                let _ = chunks_in.send(Err(error));
            }
        });
        Pipe {
            chunks,
            chunk: Cursor::default(),
        }
    }
}

fn hand_over(mut reader: impl Read, chunks: &SyncSender<io::Result<Vec<u8>>>) -> io::Result<()> {
    loop {
        let mut chunk = vec![0; CHUNK];
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(count) => chunk.truncate(count),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        if chunks.send(Ok(chunk)).is_err() {
            return Ok(());
        }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.chunk.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            match self.chunks.recv_timeout(MOMENT) {
                Ok(chunk) => self.chunk = Cursor::new(chunk?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                // Not its end: what came so far may be half a text.
                Err(RecvTimeoutError::Timeout) if is_interrupted() => return Err(io::Error::other("interrupted")),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

/// Standard input.
pub(super) fn stdin() -> Pipe {
    Pipe::new(|| Ok(io::stdin()))
}

/// A file, which may be a pipe.
///
/// # Errors
/// When it cannot be opened; for a pipe, that is said by the first read.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if path.metadata()?.is_file() {
        return Ok(Box::new(File::open(path)?));
    }
    let path = path.to_owned();
    Ok(Box::new(Pipe::new(move || File::open(path))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_comes_in_goes_out() {
        let bytes: Vec<u8> = (0..3 * CHUNK + 7).map(|index| (index % 251) as u8).collect();
        let given = bytes.clone();
        let mut pipe = Pipe::new(move || Ok(Cursor::new(given)));
        let mut read = Vec::new();
        pipe.read_to_end(&mut read).unwrap();
        assert!(read == bytes);
    }

    #[test]
    fn an_error_comes_behind_what_was_read() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let mut pipe = Pipe::new(|| Ok(Cursor::new("{}").chain(Broken)));
        let mut read = String::new();
        let error = pipe.read_to_string(&mut read).unwrap_err();
        assert_eq!(error.to_string(), "gone");
        let unopened = Pipe::new(|| Err::<Broken, _>(io::Error::other("no such"))).read(&mut [0]);
        assert_eq!(unopened.unwrap_err().to_string(), "no such");
    }
}
