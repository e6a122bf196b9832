//! The subject's side of the conversation.

mod answers;
mod catalogue;

use crate::TypeSet;
use crate::protocol::{self, Hello, MARK_BYTES, Mark, kind};
use answers::Answers;
use std::io::{self, BufReader, IsTerminal, Read, Write};
use std::process::exit;

/// The stack that the types get, in bytes, on every platform the same.
const STACK: usize = 16 << 20;

/// Serves a type set to the engine over standard input and output, until the engine closes standard input.
///
/// This is the whole `main` of a type-set program. Ends the process with code 2 when it was started by hand or by an engine
/// that speaks another version of the protocol, and with 1 when the conversation breaks.
pub fn serve(types: TypeSet) {
    if io::stdin().is_terminal() {
        complain("this program holds types for wireproof; examine them with `wireproof check --types PROGRAM`");
        exit(2);
    }
    // Types run on a thread of their own, since the stack of the main thread differs between platforms.
    let serving = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || converse(&types))?;
        thread
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the subject process panicked")))
    });
    if let Err(error) = serving {
        complain(&format!("the conversation with wireproof broke: {error}"));
        exit(1);
    }
}

fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

fn converse(types: &TypeSet) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut mark: Mark = [0; MARK_BYTES];
    input.read_exact(&mut mark)?;
    let mut engine = Engine {
        // A descriptor of its own: a type that closes standard output does not end the conversation.
        out: own_stdout()?,
        mark,
        frame: Vec::new(),
    };
    let mut body = Vec::new();
    let Some(first) = protocol::receive(&mut input, &mut body)? else {
        return Ok(());
    };
    let hello: Hello = serde_json::from_slice(&body).map_err(io::Error::from)?;
    if first != kind::HELLO || hello.protocol != protocol::VERSION {
        let message = format!(
            "this program speaks version {} of the protocol, and {} version {}: build both with the same version of wireproof",
            protocol::VERSION,
            if hello.engine.is_empty() {
                "the engine"
            } else {
                &hello.engine
            },
            hello.protocol
        );
        engine.tell(kind::ERROR, &[message.as_bytes()])?;
        complain(&message);
        exit(2);
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
                return Err(io::Error::other(reason));
            }
        }
    }
    Ok(())
}

/// The other side. Each frame is written whole before the next request is taken up, so that whatever ends this process belongs
/// to the request that was not answered.
struct Engine {
    out: std::fs::File,
    mark: Mark,
    frame: Vec<u8>,
}

impl Engine {
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
