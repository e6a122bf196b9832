//! Which findings depend on what their text uses.

use crate::finding::Code;

/// Whether findings of a code depend on what the text uses. A crash is one whatever the text, a mutant is never what the document
/// says, and the other codes are about captures or rest on several texts.
pub(crate) fn depends_on_text(code: Code) -> bool {
    matches!(
        code,
        Code::Rejected | Code::Lossy | Code::EmitsInvalid | Code::Unstable | Code::DecodersDisagree
    )
}

/// Whether a finding of a code stands at the value that it is about. A reader may notice late what it refuses.
pub(crate) fn has_exact_place(code: Code) -> bool {
    matches!(code, Code::Lossy | Code::EmitsInvalid)
}
