//! The conversation of the engine with a subject process, as `docs/protocol.md` describes it. Both sides use this module.

mod frame;
mod message;

pub use frame::{MARK_BYTES, MAX_FRAME_BYTES, Mark, receive, receive_marked, send};
pub use message::{BranchEntry, EnumEntry, Hello, ResourceEntry, SubjectEntry, TypeEntry, VariantEntry, Welcome};

/// The version of the protocol that this crate speaks.
pub const VERSION: u32 = 1;

/// Kinds of frames.
pub mod kind {
    /// Engine: [`Hello`](super::Hello). Subject: [`Welcome`](super::Welcome).
    pub const HELLO: u8 = b'h';
    /// Read a text, and do what the flags request.
    pub const READ: u8 = b'r';
    /// Write a value.
    pub const WRITE: u8 = b'w';
    /// Compare two values.
    pub const EQUAL: u8 = b'q';
    /// Show a value.
    pub const DEBUG: u8 = b'd';
    /// Name the variant of a value.
    pub const VARIANT: u8 = b'v';
    /// Whether every decoder reads the same value, as far as one cheap attempt can tell.
    pub const INDIFFERENT: u8 = b'i';
    /// Texts that a type reads.
    pub const EXAMPLES: u8 = b't';
    /// What a type asks for.
    pub const TRACE: u8 = b'k';
    /// A file of the type set.
    pub const RESOURCE: u8 = b'g';
    /// Forget values; there is no answer.
    pub const RELEASE: u8 = b'x';
    /// Subject: the request is invalid, and the conversation ends.
    pub const ERROR: u8 = b'e';
}

/// The outcome of one attempt, the first byte of most answers.
pub mod outcome {
    /// It worked; what follows is the result.
    pub const DONE: u8 = 0;
    /// The type returned an error, which follows as JSON.
    pub const REFUSED: u8 = 1;
    /// The type panicked; the message follows as JSON.
    pub const PANICKED: u8 = 2;
    /// The type cannot do that.
    pub const UNABLE: u8 = 3;
}

/// What a read does besides reading, as bits of its flags.
pub mod flag {
    /// Also write the value.
    pub const WRITE: u8 = 1;
    /// Also answer whether every decoder reads the same value.
    pub const INDIFFERENT: u8 = 2;
    /// Try the decoders where that is needed to answer it.
    pub const DECODERS: u8 = 4;
    /// Also answer whether the written text reads back as the same value.
    pub const STABLE: u8 = 8;
    /// Also show the value.
    pub const SHOWN: u8 = 16;
}

/// What is added to bytes of the answer to a read.
pub mod mark {
    /// To the second byte: the length of the `Debug` output and the output itself stand before the text.
    pub const SHOWN: u8 = 0x80;
    /// To the third byte: the written text reads back as an equal value, which is written in the same way.
    pub const STABLE: u8 = 4;
}

/// The outcome of writing in the answer to a read, its second byte.
pub mod written {
    /// Not requested, or the type cannot write.
    pub const NOTHING: u8 = 0;
    /// The text that was read, byte for byte.
    pub const SAME: u8 = 1;
    /// A text, which follows.
    pub const TEXT: u8 = 2;
    /// The type returned an error, which follows as JSON.
    pub const REFUSED: u8 = 3;
    /// The type panicked; the message follows as JSON.
    pub const PANICKED: u8 = 4;
}

/// Yes, no, or not known, as one byte.
pub mod answer {
    /// Not known, or not requested.
    pub const UNKNOWN: u8 = 0;
    /// Yes.
    pub const YES: u8 = 1;
    /// No.
    pub const NO: u8 = 2;
}
