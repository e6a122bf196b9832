//! What recordings are called in reports and in the index. The names of files and folders may be private, as the texts in them.

use crate::redact::Key;
use std::path::{Component, Path};
use std::sync::{Mutex, PoisonError};

/// Words that tell of a recording what everybody may know.
const WORDS: [&str; 59] = [
    "api",
    "assistant",
    "assistants",
    "azure",
    "body",
    "browser",
    "capture",
    "captures",
    "cassette",
    "cassettes",
    "chat",
    "completed",
    "corpus",
    "curl",
    "data",
    "delta",
    "delete",
    "error",
    "event",
    "events",
    "example",
    "failed",
    "file",
    "files",
    "fixture",
    "fixtures",
    "har",
    "http",
    "json",
    "jsonl",
    "lines",
    "list",
    "message",
    "messages",
    "ndjson",
    "network",
    "object",
    "objects",
    "proxy",
    "raw",
    "record",
    "recorded",
    "recording",
    "recordings",
    "response",
    "responses",
    "run",
    "runs",
    "sample",
    "samples",
    "session",
    "sessions",
    "sse",
    "step",
    "steps",
    "stream",
    "streams",
    "thread",
    "threads",
];
const MORE_WORDS: [&str; 10] = [
    "one", "other", "some", "test", "tests", "text", "texts", "two", "vcr", "yaml",
];

/// A name that is shown has no more characters than this outside [`WORDS`], in all its parts together.
const MOST_OTHERS: usize = 8;
/// No single word outside [`WORDS`] is longer.
const MOST_IN_WORD: usize = 3;

/// Labels of recordings: the name, if it consists of known words, short words and short numbers; otherwise `recording` and a hash
/// of the name with the key of the corpus, which is the same each time and cannot be turned back.
pub(super) struct RecordingLabels {
    key: Key,
    /// Labels and names, if the user wants to see them.
    names: Option<Mutex<Vec<(String, String)>>>,
}

impl RecordingLabels {
    /// Labels of a corpus. With `keep_names`, the names behind the labels are kept.
    pub(super) fn new(key: Key, keep_names: bool) -> RecordingLabels {
        RecordingLabels {
            key,
            names: keep_names.then(Mutex::default),
        }
    }

    /// The label of a recording.
    pub(super) fn of(&self, path: &Path) -> String {
        let name = path.display().to_string();
        if is_plain(path) {
            return name;
        }
        let label = format!("recording {}", self.key.fingerprint(&name));
        if let Some(names) = &self.names {
            let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
            names.push((label.clone(), name));
        }
        label
    }

    /// The names behind the labels that were given out.
    pub(super) fn into_names(self) -> Vec<(String, String)> {
        let names = self.names.unwrap_or_default();
        names.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a path may be shown as it is.
fn is_plain(path: &Path) -> bool {
    let mut others = 0;
    path.components().all(|part| match part {
        Component::CurDir | Component::ParentDir => true,
        Component::Normal(part) => part.to_str().is_some_and(|part| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            let words = part.split(|c: char| !c.is_ascii_alphanumeric());
            part.bytes().all(plain)
                && words.filter(|word| !is_known(word)).all(|word| {
                    others += word.len();
                    word.len() <= MOST_IN_WORD && others <= MOST_OTHERS
                })
        }),
        Component::RootDir | Component::Prefix(_) => false,
    })
}

fn is_known(word: &str) -> bool {
    WORDS.contains(&word) || MORE_WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::KEY_BYTES;

    #[test]
    fn plain_names_are_shown_and_others_hashed() {
        let labels = RecordingLabels::new(Key::new(&[1; KEY_BYTES]), true);
        for name in [
            "browser.har",
            "in/one.json",
            "runs/2.jsonl",
            "../recordings/a.sse",
            "cassettes/run_01.yml",
        ] {
            assert_eq!(labels.of(Path::new(name)), name);
        }
        for name in [
            "9f86d081884c7d659a2feaa0c55ad015.json",
            "maria-gonzalez.har",
            "runs/johndoe/1.json",
            "a1b/2c3/d4e/5f6.json",
            "/home/x/1.json",
            "josé.json",
        ] {
            let label = labels.of(Path::new(name));
            assert!(label.starts_with("recording ") && label.len() == 18, "{name}: {label}");
            assert_eq!(labels.of(Path::new(name)), label);
        }
        assert_eq!(labels.into_names().len(), 12);
    }
}
