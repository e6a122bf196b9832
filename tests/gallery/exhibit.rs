//! What every exhibit is made of.

use std::sync::Arc;
use wireproof::finding::{Code, Finding, Kind};
use wireproof::schema::{Dialect, Document, Schema, Spec};
use wireproof::subject::Subject;

/// One bug that users of API clients met, planted: a type that has it, a twin that has not, and the JSON that tells them
/// apart.
pub struct Exhibit {
    /// The number of the bug class.
    pub class: u8,
    /// The name of its file.
    pub name: &'static str,
    /// The published document, as tight as the twin needs to be clean on everything that it allows.
    pub schema: &'static str,
    /// The component of the document that both types are for.
    pub component: &'static str,
    /// The type with the bug.
    pub broken: Subject,
    /// The type without it.
    pub good: Subject,
    /// JSON texts, each valid under the schema.
    pub captures: &'static [&'static str],
    /// All that is to be found in the broken type on all captures, and nothing is in its twin.
    pub expects: &'static [Expect],
}

impl Exhibit {
    /// The component, compiled.
    pub fn schema(&self) -> Arc<Schema> {
        let document = Document::parse(self.name, self.schema.as_bytes());
        let document = document.unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let schema = Spec::new(document, Dialect::AsMeant).component(self.component);
        schema.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// One finding that must be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expect {
    /// The check.
    pub code: Code,
    /// What sort of disagreement.
    pub kind: Option<&'static str>,
    /// The value in the capture.
    pub pointer: &'static str,
}

impl Expect {
    pub const fn new(code: Code, kind: Option<&'static str>, pointer: &'static str) -> Expect {
        Expect { code, kind, pointer }
    }

    pub const fn rejected(pointer: &'static str) -> Expect {
        Expect::new(Code::Rejected, None, pointer)
    }

    pub const fn lossy(kind: &'static str, pointer: &'static str) -> Expect {
        Expect::new(Code::Lossy, Some(kind), pointer)
    }

    pub const fn emits_invalid(pointer: &'static str) -> Expect {
        Expect::new(Code::EmitsInvalid, None, pointer)
    }

    /// Whether it is this finding.
    pub fn is(&self, finding: &Finding) -> bool {
        (self.code, self.kind, self.pointer) == (finding.code, finding.kind.map(Kind::as_str), finding.pointer.as_str())
    }
}
