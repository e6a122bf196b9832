//! A failure of wireproof itself.

use crate::subject::ProgramError;

/// wireproof itself is at fault, or cannot work here.
#[derive(Debug)]
pub struct Fault(pub String);

impl From<ProgramError> for Fault {
    fn from(error: ProgramError) -> Fault {
        Fault(error.to_string())
    }
}
