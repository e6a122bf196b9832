//! What a subject process writes on standard error: the end of all of it, and what came since the last question.
//!
//! A thread empties the pipe, so that a process never waits for room in it. What a call has printed is in the pipe before the
//! answer is sent, but the thread may not have read it by then: so whoever waits for an answer empties the pipe as well.

use std::fs::File;
use std::io::Read;
use std::process::ChildStderr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// How much of the end is kept, in bytes, and how much of what came since the last question.
const TAIL: usize = 4096;
const RECENT: usize = 256;
/// A process that prints without end is not listened to for longer.
const MOST_READS: usize = 64;

/// The standard error of a process.
pub(super) struct ErrorStream {
    pipe: Arc<Pipe>,
    reader: JoinHandle<()>,
}

struct Pipe {
    file: File,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    tail: Vec<u8>,
    recent: Vec<u8>,
}

impl ErrorStream {
    /// Listens to a process.
    pub(super) fn of(stderr: ChildStderr) -> ErrorStream {
        #[cfg(unix)]
        let file = File::from(std::os::fd::OwnedFd::from(stderr));
        #[cfg(windows)]
        let file = File::from(std::os::windows::io::OwnedHandle::from(stderr));
        let pipe = Arc::new(Pipe {
            file,
            kept: Mutex::default(),
        });
        let read = Arc::clone(&pipe);
        ErrorStream {
            reader: std::thread::spawn(move || read.read_to_end()),
            pipe,
        }
    }

    /// The start of what was written since the last time. Where a pipe cannot be asked what it holds, that is not known, and empty.
    pub(super) fn take_recent(&self) -> Vec<u8> {
        self.pipe.take_recent()
    }

    /// The end of all that was written, once the process is gone.
    pub(super) fn into_tail(self) -> String {
        let _ = self.reader.join();
        String::from_utf8_lossy(&self.pipe.lock().tail).into_owned()
    }
}

impl Pipe {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(unix)]
    fn read_to_end(&self) {
        use nix::errno::Errno;
        use nix::poll::PollTimeout;
        loop {
            match is_readable(&self.file, PollTimeout::NONE) {
                Ok(_) => {}
                Err(Errno::EINTR) => continue,
                Err(_) => return,
            }
            let mut kept = self.lock();
            // Whoever waited for an answer may have read it meanwhile.
            if is_readable(&self.file, PollTimeout::ZERO) == Ok(true) && kept.read(&self.file) == 0 {
                return;
            }
        }
    }

    #[cfg(not(unix))]
    fn read_to_end(&self) {
        let mut kept = Kept::default();
        while kept.read(&self.file) > 0 {
            self.lock().tail.clone_from(&kept.tail);
        }
    }

    #[cfg(unix)]
    fn take_recent(&self) -> Vec<u8> {
        let mut kept = self.lock();
        for _ in 0..MOST_READS {
            let is_empty = is_readable(&self.file, nix::poll::PollTimeout::ZERO) != Ok(true);
            if is_empty || kept.read(&self.file) == 0 {
                break;
            }
        }
        std::mem::take(&mut kept.recent)
    }

    #[cfg(not(unix))]
    fn take_recent(&self) -> Vec<u8> {
        Vec::new()
    }
}

impl Kept {
    /// Reads once, and gives how many bytes came.
    fn read(&mut self, mut file: &File) -> usize {
        let mut buffer = [0; 1024];
        let count = file.read(&mut buffer).unwrap_or_default();
        self.tail.extend_from_slice(&buffer[..count]);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        let room = RECENT.saturating_sub(self.recent.len());
        self.recent.extend_from_slice(&buffer[..count.min(room)]);
        count
    }
}

/// Whether a pipe has bytes, or has come to its end, within a time.
#[cfg(unix)]
pub(super) fn is_readable(
    pipe: &impl std::os::fd::AsFd,
    patience: nix::poll::PollTimeout,
) -> Result<bool, nix::errno::Errno> {
    use nix::poll::{PollFd, PollFlags, poll};
    let mut asked = [PollFd::new(pipe.as_fd(), PollFlags::POLLIN)];
    poll(&mut asked, patience).map(|ready| ready > 0)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    #[test]
    fn what_is_written_before_an_answer_is_known_with_the_answer() {
        let script = "while read line; do echo \"about $line\" >&2; echo; done; echo bye >&2";
        let mut child = Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let stream = ErrorStream::of(child.stderr.take().unwrap());
        for number in 0..200 {
            writeln!(input, "{number}").unwrap();
            output.read_line(&mut String::new()).unwrap();
            assert_eq!(stream.take_recent(), format!("about {number}\n").into_bytes());
        }
        drop(input);
        child.wait().unwrap();
        assert!(stream.into_tail().ends_with("about 199\nbye\n"));
    }
}
