//! JSON pointers (RFC 6901) as plain strings, and as URI fragments.

use serde_json::Value;
use std::borrow::Cow;

/// One token, escaped for use in a pointer.
pub(super) fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The token that an escaped one stands for.
pub(super) fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The pointer to the member `token` of what `parent` points to.
pub(super) fn child(parent: &str, token: &str) -> String {
    format!("{parent}/{}", escape(token))
}

/// The pointer to the element `index` of what `parent` points to.
pub(super) fn item(parent: &str, index: usize) -> String {
    format!("{parent}/{index}")
}

/// A pointer and its last token, or nothing for the root.
pub(super) fn split_last(pointer: &str) -> Option<(&str, &str)> {
    pointer.rsplit_once('/')
}

/// The text of a URI fragment, with its percent escapes undone; what is no valid escape stays.
pub(super) fn percent_decoded(fragment: &str) -> String {
    let bytes = fragment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| fragment.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escaped {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| fragment.to_owned())
}

/// The pointer to the value of a file that is not the root of its document. Such files stand in the document as members of
/// the root whose names no keyword has.
pub(super) fn of_file(path: &str) -> String {
    format!("/{FILE}{}", escape(path))
}

/// The key under which the value of a file stands at the root of its document.
pub(super) fn file_key(path: &str) -> String {
    unescape(&of_file(path)[1..]).into_owned()
}

/// The start of the token for a file: `./`, escaped.
const FILE: &str = ".~1";

/// Whether a key at the root of a document is that of a file.
pub(super) fn is_file_key(key: &str) -> bool {
    key.starts_with("./")
}

/// The path of the file in which a pointer stands, and the pointer in that file; `None` for the file at the root.
pub(super) fn file_of(pointer: &str) -> Option<(Cow<'_, str>, &str)> {
    let rest = pointer.strip_prefix('/')?.strip_prefix(FILE)?;
    let (path, inside) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((unescape(path), inside))
}

/// A pointer into a document as people and programs are told it: as a URI fragment, behind the path of the file unless that
/// is the one at the root.
pub(crate) fn fragment(pointer: &str) -> String {
    match file_of(pointer) {
        Some((path, inside)) => format!("{path}#{inside}"),
        None => format!("#{pointer}"),
    }
}

/// The pointer that a text such as `#/a%20b` or `other.json#/a` means in `document`, whether its tokens are percent-encoded or
/// not; `None` if the text has no fragment, or nothing stands there.
pub(crate) fn of_fragment(document: &Value, text: &str) -> Option<String> {
    let (path, fragment) = text.split_once('#')?;
    let start = if path.is_empty() { String::new() } else { of_file(path) };
    let exists = |pointer: &String| document.pointer(pointer).is_some();
    let as_written = Some(format!("{start}{fragment}")).filter(exists);
    as_written.or_else(|| Some(format!("{start}{}", percent_decoded(fragment))).filter(exists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_with_slash_and_tilde_survive_a_round_trip() {
        for token in ["", "a", "a/b", "~", "~1", "/~0/"] {
            assert_eq!(unescape(&escape(token)), token);
        }
    }

    #[test]
    fn pointers_into_other_files_are_shown_behind_their_paths() {
        let document = serde_json::json!({"a": 1, (file_key("b/c.json")): {"d": 2}});
        let inside = format!("{}/d", of_file("b/c.json"));
        assert_eq!(document.pointer(&inside).and_then(Value::as_i64), Some(2));
        assert_eq!(fragment(&inside), "b/c.json#/d");
        assert_eq!(of_fragment(&document, "b/c.json#/d"), Some(inside));
        assert_eq!(fragment("/a"), "#/a");
        assert_eq!(of_fragment(&document, "#/a").as_deref(), Some("/a"));
        assert_eq!(of_fragment(&document, "c.json#/d"), None);
        assert_eq!(file_of("/a/.~1b"), None);
    }

    #[test]
    fn fragments_are_decoded_and_broken_escapes_kept() {
        assert_eq!(percent_decoded("/a%20b%7B"), "/a b{");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
        assert_eq!(percent_decoded("%ff"), "%ff");
        assert_eq!(percent_decoded("é%"), "é%");
    }
}
