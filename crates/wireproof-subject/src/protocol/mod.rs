//! The conversation of the engine with a subject process, as `docs/protocol.md` describes it. Both sides use this module.

mod frame;
mod message;

pub use frame::{MARK_BYTES, MAX_FRAME_BYTES, Mark, receive, receive_marked, send};
pub use message::{BranchEntry, EnumEntry, Hello, ResourceEntry, SubjectEntry, TypeEntry, VariantEntry, Welcome};

/// The version of the protocol that this crate speaks.
pub const VERSION: u32 = 1;

/// What a frame is about.
pub mod kind {
    /// Engine: what it speaks. Subject: what it holds ([`Welcome`](super::Welcome)).
    pub const HELLO: u8 = b'h';
    /// Read a text, and whatever else the flags ask for.
    pub const READ: u8 = b'r';
    /// Write a value.
    pub const WRITE: u8 = b'w';
    /// Compare two values.
    pub const EQUAL: u8 = b'q';
    /// Show a value.
    pub const DEBUG: u8 = b'd';
    /// Name the variant of a value.
    pub const VARIANT: u8 = b'v';
    /// Whether a text is read the same through every decoder, as far as one cheap attempt can tell.
    pub const INDIFFERENT: u8 = b'i';
    /// Texts that a type reads.
    pub const EXAMPLES: u8 = b't';
    /// A file of the type set.
    pub const RESOURCE: u8 = b'g';
    /// Forget values; not answered.
    pub const RELEASE: u8 = b'x';
    /// Subject: the request cannot be understood; the conversation is over.
    pub const ERROR: u8 = b'e';
}

/// What came of one attempt, the first byte of most answers.
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

/// What a read is asked for at once, as bits of its flags.
pub mod flag {
    /// Also write the value.
    pub const WRITE: u8 = 1;
    /// Also say whether the text is read the same through every decoder.
    pub const INDIFFERENT: u8 = 2;
}

/// What a read says of writing, its second byte.
pub mod written {
    /// Nothing: not asked, or the type cannot.
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
    /// Not known, or not asked.
    pub const UNKNOWN: u8 = 0;
    /// Yes.
    pub const YES: u8 = 1;
    /// No.
    pub const NO: u8 = 2;
}
