//! Detects the format of a recording from its first bytes.

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON, JSON lines or server-sent events.
    Texts,
    /// None of the others.
    Unknown,
    Http,
    Har,
    SessionRecord,
    JsonCassette,
    YamlCassette,
    Packed(&'static str),
    Utf16,
}

pub(super) fn sniff(head: &[u8]) -> Format {
    match head {
        [0x1f, 0x8b, ..] => return Format::Packed("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Format::Packed("zstd"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Format::Utf16,
        _ => {}
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if text.starts_with(b"HTTP/") {
        return Format::Http;
    }
    if text.starts_with(b"{") {
        return by_keys(text);
    }
    let starts = |line: &[u8]| {
        let line = line.strip_prefix(b"\"").unwrap_or(line);
        [&b"http_interactions"[..], b"interactions"].iter().any(|key| {
            let rest = line.strip_prefix(*key).unwrap_or_default();
            rest.strip_prefix(b"\"").unwrap_or(rest).starts_with(b":")
        })
    };
    match text.split(|byte| *byte == b'\n').any(starts) {
        true => Format::YamlCassette,
        false
            if [&b"["[..], b"\"", b"event:", b"data:", b"id:", b"retry:", b":"]
                .iter()
                .any(|start| text.starts_with(start)) =>
        {
            Format::Texts
        }
        false if text.is_empty() => Format::Texts,
        false => Format::Unknown,
    }
}

/// The format of a JSON object, according to the keys of the outermost object.
fn by_keys(text: &[u8]) -> Format {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let start = at + 1;
                at = start;
                while text.get(at).is_some_and(|byte| *byte != b'"') {
                    at += 1 + usize::from(text[at] == b'\\');
                }
                let key = text.get(start..at).unwrap_or_default();
                let rest = text.get(at + 1..).unwrap_or_default().trim_ascii_start();
                let opens = rest
                    .strip_prefix(b":")
                    .map(|rest| rest.trim_ascii_start().first().copied());
                match (depth, key, opens.flatten()) {
                    (1, b"log", Some(b'{')) => return Format::Har,
                    (1, b"Entries", Some(b'[')) => return Format::SessionRecord,
                    (1, b"http_interactions" | b"interactions", Some(b'[')) => return Format::JsonCassette,
                    _ => {}
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    Format::Texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_detected_from_the_content() {
        for (head, format) in [
            ("\u{feff}{ \"log\" : {\"entries\":[]}}", Format::Har),
            ("{\"Variables\":{\"Entries\":[]},\"Entries\":[", Format::SessionRecord),
            ("{\"version\":1,\"interactions\":[", Format::JsonCassette),
            ("---\nhttp_interactions:\n- request:", Format::YamlCassette),
            ("version: 1\ninteractions:\n", Format::YamlCassette),
            ("HTTP/2 200 \r\n", Format::Http),
            ("{\"a\":\"log\"}\n{\"log\":{}}", Format::Texts),
            ("{\"log\":\"text\"}", Format::Texts),
            ("file\tshape\n", Format::Unknown),
            ("event: x\ndata: interactions:\n", Format::Texts),
            ("{\"a\":\"\\", Format::Texts),
        ] {
            assert_eq!(sniff(head.as_bytes()), format, "{head}");
        }
        assert_eq!(sniff(b"\xff\xfe{\0"), Format::Utf16);
    }
}
