//! Whether two texts differ only in the white space between tokens.

use crate::json::plain;

/// Whether `written` equals `text`, which must be JSON, without the white space between its tokens. Then both have the same meaning,
/// and there is no need to parse `written`.
pub fn is_verbatim(text: &str, written: &str) -> bool {
    let (mut text, mut written) = (text.as_bytes(), written.as_bytes());
    loop {
        let [byte, rest @ ..] = text else {
            return written.is_empty();
        };
        text = rest;
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            continue;
        }
        match written {
            [same, rest @ ..] if same == byte => written = rest,
            _ => return false,
        }
        if *byte == b'"' {
            let end = end_of_string(text);
            if written.get(..end) != Some(&text[..end]) {
                return false;
            }
            (text, written) = (&text[end..], &written[end..]);
        }
    }
}

/// The length of a string, including its closing quote, whose opening quote is just before `inside`.
fn end_of_string(inside: &[u8]) -> usize {
    let mut at = 0;
    while at < inside.len() {
        at += plain(&inside[at..]);
        at += match inside.get(at) {
            Some(b'\\') => 2,
            _ => return (at + 1).min(inside.len()),
        };
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::is_verbatim;

    #[test]
    fn only_white_space_between_tokens_may_be_gone() {
        let text = " { \"a b\" : [ 1.0 , \"\\\" x\\u0020\", null ] ,\n\"c\":\"\"}\r\n\t";
        let same = r#"{"a b":[1.0,"\" x\u0020",null],"c":""}"#;
        assert!(is_verbatim(text, same));
        assert!(is_verbatim(same, same));
        for (from, to) in [
            ("1.0", "1"),
            ("a b", "ab"),
            (" x", "x"),
            ("null", "nul"),
            ("\"\"}", "\"\""),
        ] {
            assert!(!is_verbatim(text, &same.replace(from, to)), "{from} {to}");
        }
        assert!(!is_verbatim(text, &format!("{same} ")));
        assert!(!is_verbatim(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#));
        assert!(!is_verbatim("\"a\\", "\"a\\\""));
        assert!(is_verbatim("1", "1") && !is_verbatim("1", "12") && !is_verbatim("12", "1"));
    }
}
