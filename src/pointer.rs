//! JSON pointers (RFC 6901).

use serde::{Deserialize, Serialize};
use std::fmt::{self, Write};

/// A place in a JSON value, such as `/tools/0/function`. The empty pointer is the whole value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer of the whole value.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Appends a step, which is a key or an index.
    pub fn push(&mut self, step: impl fmt::Display) {
        self.0.push('/');
        // A string takes whatever is written.
        let _ = write!(Escaped(&mut self.0), "{step}");
    }

    /// The pointer without its last step. The parent of the whole value is the whole value.
    pub fn parent(&self) -> Pointer {
        Pointer(self.0[..self.0.rfind('/').unwrap_or(0)].to_owned())
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the place is the other one, or inside it.
    pub fn is_within(&self, other: &Pointer) -> bool {
        let rest = self.0.strip_prefix(&other.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The keys and indices, from the outside in.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| match step.contains('~') {
            true => step.replace("~1", "/").replace("~0", "~"),
            false => step.to_owned(),
        })
    }

    /// The pointer with `*` for each index, which stands for the same place in every item.
    ///
    /// ```
    /// use wireproof::Pointer;
    /// assert_eq!(Pointer::from("/data/17/tools/0").in_every_item(), "/data/*/tools/*");
    /// ```
    pub fn in_every_item(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for step in self.0.split('/').skip(1) {
            out.push('/');
            let index = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
            out.push_str(if index { "*" } else { step });
        }
        out
    }
}

/// Escapes what is written as a step.
struct Escaped<'p>(&'p mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(['~', '/']) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(if rest.as_bytes()[at] == b'~' { "~0" } else { "~1" });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        Ok(())
    }
}

impl From<&str> for Pointer {
    fn from(text: &str) -> Pointer {
        Pointer(text.to_owned())
    }
}

impl From<String> for Pointer {
    fn from(text: String) -> Pointer {
        Pointer(text)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}
