//! The subject's side of the conversation.

mod agreement;
mod answers;
mod catalogue;
#[cfg(test)]
mod tests;

use crate::TypeSet;
use crate::protocol::{self, Hello, MARK_BYTES, Mark, kind};
use answers::Answers;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::process::exit;

/// The stack that the types get, in bytes, on every platform the same.
const STACK: usize = 16 << 20;

/// Serves a type set to the engine over standard input and output, until the engine closes standard input.
///
/// This is the whole `main` of a type-set program. It ends the process with code 2 if it was started by hand, or by an engine that
/// speaks another version of the protocol, and with code 1 if the engine breaks the protocol.
pub fn serve(types: TypeSet) {
    if io::stdin().is_terminal() {
        complain("this program holds types for wireproof; examine them with `wireproof check --types PROGRAM`");
        exit(2);
    }
    #[cfg(unix)]
    end_with_parent();
    // The stack of the main thread differs between platforms, so the types run on another thread.
    let served = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || serve_standard_streams(&types))?;
        let joined = thread.join();
        joined.unwrap_or_else(|_| Err(Failure::Broken(io::Error::other("the subject process panicked"))))
    });
    match served {
        Ok(()) => {}
        Err(Failure::Version(message)) => {
            complain(&message);
            exit(2);
        }
        Err(Failure::Broken(error)) => {
            complain(&format!("the conversation with wireproof broke: {error}"));
            exit(1);
        }
    }
}

/// Ends this process soon after the engine is gone: a type that never returns would go on for ever otherwise.
#[cfg(unix)]
fn end_with_parent() {
    use std::os::unix::process::parent_id;
    let parent = parent_id();
    std::thread::spawn(move || {
        while parent_id() == parent {
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        exit(1);
    });
}

/// Says on standard error why the program ends.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// Why a conversation ended before its end.
#[derive(Debug)]
enum Failure {
    /// The engine speaks another version of the protocol.
    Version(String),
    /// The engine breaks the protocol, or a stream does.
    Broken(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Broken(error)
    }
}

fn serve_standard_streams(types: &TypeSet) -> Result<(), Failure> {
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    // A descriptor of its own: a type that closes standard output does not end the conversation.
    converse(types, input, own_stdout()?)
}

fn converse(types: &TypeSet, mut input: impl BufRead, out: impl Write) -> Result<(), Failure> {
    let mut mark: Mark = [0; MARK_BYTES];
    input.read_exact(&mut mark)?;
    let mut engine = Engine {
        out,
        mark,
        frame: Vec::new(),
    };
    let mut body = Vec::new();
    let Some(first) = protocol::receive(&mut input, &mut body)? else {
        return Ok(());
    };
    let hello: Hello = serde_json::from_slice(&body).map_err(io::Error::from)?;
    if first != kind::HELLO || hello.protocol != protocol::VERSION {
        let message = refusal(&hello);
        engine.tell(kind::ERROR, &[message.as_bytes()])?;
        return Err(Failure::Version(message));
    }
    let mut answers = Answers::new(types);
    let welcome = serde_json::to_vec(answers.welcome()).map_err(io::Error::from)?;
    engine.tell(kind::HELLO, &[&welcome])?;
    while let Some(request) = protocol::receive(&mut input, &mut body)? {
        match answers.answer(request, &body) {
            Ok(None) => {}
            Ok(Some(parts)) => engine.tell(request, &parts.as_slices())?,
            Err(reason) => {
                engine.tell(kind::ERROR, &[reason.as_bytes()])?;
                return Err(Failure::Broken(io::Error::other(reason)));
            }
        }
    }
    Ok(())
}

fn refusal(hello: &Hello) -> String {
    let engine = match hello.engine.as_str() {
        "" => "the engine",
        name => name,
    };
    format!(
        "this program speaks version {} of the protocol, and {engine} version {}: build both with the same version of wireproof",
        protocol::VERSION,
        hello.protocol
    )
}

/// The other side. Each frame is written whole before the next request is read, so that whatever ends this process is due to the
/// request that was not answered.
struct Engine<W> {
    out: W,
    mark: Mark,
    frame: Vec<u8>,
}

impl<W: Write> Engine<W> {
    fn tell(&mut self, kind: u8, parts: &[&[u8]]) -> io::Result<()> {
        self.frame.clear();
        self.frame.extend(self.mark);
        protocol::send(&mut self.frame, kind, parts)?;
        // While the lock is held, no thread that a type started prints into the frame.
        let mut printed = io::stdout().lock();
        let _ = printed.flush();
        self.out.write_all(&self.frame)
    }
}

#[cfg(not(windows))]
fn own_stdout() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn own_stdout() -> io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}
