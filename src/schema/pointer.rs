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

/// The pointer that a URI fragment (`#/a%20b`) means in `document`, whether its tokens are percent-encoded or not; `None` if
/// the text is no fragment, or nothing stands there.
pub(super) fn of_fragment(document: &Value, text: &str) -> Option<String> {
    let fragment = text.strip_prefix('#')?;
    if document.pointer(fragment).is_some() {
        return Some(fragment.to_owned());
    }
    Some(percent_decoded(fragment)).filter(|pointer| document.pointer(pointer).is_some())
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
    fn fragments_are_decoded_and_broken_escapes_kept() {
        assert_eq!(percent_decoded("/a%20b%7B"), "/a b{");
        assert_eq!(percent_decoded("%zz%4"), "%zz%4");
        assert_eq!(percent_decoded("%ff"), "%ff");
        assert_eq!(percent_decoded("é%"), "é%");
    }
}
