//! The characters of a JSON string, each with the notation in which it was written.

/// The notation of a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Plain,
    /// A short escape such as `\n` or `\"`.
    Short,
    /// An escape such as `\u00e9`, and whether its letters are in upper case.
    Unicode(bool),
}

/// The characters of a string token.
pub(super) struct Units {
    pub(super) text: String,
    forms: Vec<Form>,
}

impl Units {
    /// Splits a well-formed string token, including its quotes, into characters.
    pub(super) fn of(token: &str) -> Units {
        let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
        let mut units = Units {
            text: String::with_capacity(inner.len()),
            forms: Vec::new(),
        };
        let mut rest = inner;
        while let Some(c) = rest.chars().next() {
            let (c, form, length) = match rest.as_bytes() {
                [b'\\', b'u', ..] => unicode(rest),
                [b'\\', short, ..] => (unescaped(*short), Form::Short, 2),
                _ => (c, Form::Plain, c.len_utf8()),
            };
            units.text.push(c);
            units.forms.push(form);
            rest = rest.get(length..).unwrap_or_default();
        }
        units
    }

    /// Writes another text with the same number of characters in the same notations, including quotes.
    pub(super) fn write(&self, text: &str, out: &mut String) {
        out.push('"');
        for ((c, old), form) in text.chars().zip(self.text.chars()).zip(&self.forms) {
            match form {
                Form::Plain => out.push(c),
                Form::Unicode(upper) => {
                    let mut buffer = [0; 2];
                    for unit in c.encode_utf16(&mut buffer) {
                        let hex = if *upper {
                            format!("\\u{unit:04X}")
                        } else {
                            format!("\\u{unit:04x}")
                        };
                        out.push_str(&hex);
                    }
                }
                // Characters with a short escape are not letters, and therefore never replaced.
                Form::Short => {
                    out.push('\\');
                    out.push(escaped(old));
                }
            }
        }
        out.push('"');
    }
}

fn unicode(rest: &str) -> (char, Form, usize) {
    let unit = |at: usize| {
        rest.get(at + 2..at + 6)
            .and_then(|hex| u16::from_str_radix(hex, 16).ok())
    };
    let upper = rest
        .get(2..6)
        .is_some_and(|hex| hex.bytes().any(|byte| byte.is_ascii_uppercase()));
    let first = unit(0).unwrap_or(0xfffd);
    match char::from_u32(u32::from(first)) {
        Some(c) => (c, Form::Unicode(upper), 6),
        None => {
            let pair = [first, unit(6).unwrap_or_default()];
            let c = char::decode_utf16(pair)
                .next()
                .and_then(Result::ok)
                .unwrap_or('\u{fffd}');
            (c, Form::Unicode(upper), 12)
        }
    }
}

fn unescaped(short: u8) -> char {
    match short {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        other => other as char,
    }
}

fn escaped(c: char) -> char {
    match c {
        '\n' => 'n',
        '\t' => 't',
        '\r' => 'r',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stay() {
        let token = r#""a\u00e9\u00C9\n\"\/\ud83d\ude00é \\u""#;
        let units = Units::of(token);
        assert_eq!(units.text, "aéÉ\n\"/😀é \\u");
        let mut out = String::new();
        units.write(&units.text, &mut out);
        assert_eq!(out, token);
        let mut out = String::new();
        units.write("bàÀ\n\"/😀à \\v", &mut out);
        assert_eq!(out, r#""b\u00e0\u00C0\n\"\/\ud83d\ude00à \\v""#);
    }
}
