//! Where the text of a case comes from.

use super::kind::CaseKind;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Where the text of a case comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum Origin {
    /// A file.
    File {
        /// The path as the caller wrote it, or as it was found below a folder that the caller named.
        path: String,
    },
    /// A file of a corpus that is built into the program.
    Embedded {
        /// The path in the corpus.
        path: String,
    },
    /// Standard input.
    Stdin,
    /// A generator.
    Generated {
        /// The component whose schema the text was generated from.
        component: String,
        /// Which case of the run it is, counted for each component from 0.
        number: u64,
        /// The seed of the run. Seed, component and number together give the same case again.
        seed: u64,
    },
    /// A text that shows a property of an enum.
    Witness {
        /// The name of the enum.
        enum_name: String,
    },
    /// A text that the caller made up.
    Inline {
        /// What the caller calls it.
        name: String,
    },
}

impl Origin {
    /// The name under which reports show a case of this kind and origin.
    pub(super) fn label(&self, kind: CaseKind) -> Cow<'_, str> {
        match self {
            Origin::File { path } | Origin::Embedded { path } => Cow::Borrowed(path),
            Origin::Stdin => Cow::Borrowed("-"),
            Origin::Generated { component, number, .. } => {
                Cow::Owned(format!("{component}/{}-{number}", kind.as_str()))
            }
            Origin::Witness { enum_name } => Cow::Owned(format!("witness/{enum_name}")),
            Origin::Inline { name } => Cow::Borrowed(name),
        }
    }

    /// The path of a file; `None` for other origins.
    pub fn path(&self) -> Option<&str> {
        match self {
            Origin::File { path } | Origin::Embedded { path } => Some(path),
            _ => None,
        }
    }

    /// The names of the folders around a file, from the innermost to the outermost; none for other origins.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.path().unwrap_or_default().rsplit(['/', '\\']).skip(1)
    }
}

/// Identifies a case within a run. It depends on where the case comes from and not on the order in which cases are
/// examined, so checks can draw samples by it: the same case is drawn in every run and on every number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseId(u64);

impl CaseId {
    /// The id of the first case with this label.
    pub(super) fn of(label: &str) -> CaseId {
        CaseId(0xcbf2_9ce4_8422_2325).with(label)
    }

    /// The id of a later case with the same label; `index` counts them from 0.
    pub(super) fn at(self, index: u64) -> CaseId {
        match index {
            0 => self,
            _ => self.with_bytes(index.to_le_bytes()),
        }
    }

    /// A pseudo-random number that depends on this case and on `parts` alone.
    pub fn hash(self, parts: &[&str]) -> u64 {
        parts.iter().fold(self, |id, part| id.with(part)).0
    }

    fn with(self, part: &str) -> CaseId {
        self.with_bytes(part.bytes())
    }

    /// FNV-1a, which gives the same numbers in every build.
    fn with_bytes(self, bytes: impl IntoIterator<Item = u8>) -> CaseId {
        let bytes = bytes.into_iter().chain([0xff]);
        CaseId(bytes.fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl From<CaseId> for String {
    fn from(id: CaseId) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for CaseId {
    type Error = String;

    fn try_from(text: String) -> Result<CaseId, String> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(&text, 16).ok().filter(|_| is_hex);
        number
            .map(CaseId)
            .ok_or_else(|| "the id of a case has 16 hexadecimal digits".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(path: &str) -> Vec<String> {
        let origin = Origin::File { path: path.to_owned() };
        origin.folders().map(str::to_owned).collect()
    }

    #[test]
    fn folders_are_named_from_the_inside_out() {
        assert_eq!(folders("a/b/c.json"), ["b", "a"]);
        assert_eq!(folders(r"a\b/c.json"), ["b", "a"]);
        assert!(folders("c.json").is_empty());
        let inline = Origin::Inline { name: "a/b".to_owned() };
        assert_eq!(inline.folders().count(), 0);
    }

    #[test]
    fn a_label_is_what_reports_show() {
        let generated = Origin::Generated {
            component: "Run".to_owned(),
            number: 7,
            seed: 1,
        };
        assert_eq!(generated.label(CaseKind::Mutant), "Run/mutant-7");
        assert_eq!(Origin::Stdin.label(CaseKind::Capture), "-");
    }

    #[test]
    fn ids_of_one_file_differ_and_survive_a_round_trip() {
        let first = CaseId::of("runs.jsonl");
        assert_eq!(first.at(0), first);
        assert_ne!(first.at(1), first.at(2));
        assert_ne!(first, CaseId::of("other.jsonl"));
        assert_ne!(first.hash(&["a"]), first.hash(&["b"]));
        let text = serde_json::to_string(&first).unwrap();
        assert_eq!(serde_json::from_str::<CaseId>(&text).unwrap(), first);
        for text in [r#""""#, r#""+00000000000000f""#, r#""0""#, "7"] {
            assert!(serde_json::from_str::<CaseId>(text).is_err(), "{text}");
        }
    }
}
