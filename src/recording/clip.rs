//! JSON with strings cut to a maximal length, so that a huge string takes bounded memory.

use std::io::{self, Read};

/// A reader of JSON that omits the end of strings with more than `limit` bytes. Such a string keeps at least `limit` bytes.
pub(super) struct StringLimit<R> {
    inner: R,
    limit: usize,
    /// The bytes of the string so far; `None` between strings.
    string: Option<usize>,
    /// The number of bytes that are left of an escape.
    escape: u8,
    clipping: bool,
}

impl<R: Read> StringLimit<R> {
    pub(super) fn new(inner: R, limit: usize) -> StringLimit<R> {
        StringLimit {
            inner,
            limit,
            string: None,
            escape: 0,
            clipping: false,
        }
    }

    fn passes(&mut self, byte: u8) -> bool {
        let Some(length) = self.string else {
            self.string = (byte == b'"').then_some(0);
            return true;
        };
        if self.escape > 0 {
            // 5 is the state after a backslash: `u` has four digits after it.
            self.escape = if self.escape == 5 && byte != b'u' {
                0
            } else {
                self.escape - 1
            };
        } else if byte == b'"' {
            self.string = None;
            self.clipping = false;
            return true;
        } else {
            // Escapes and characters are not cut in the middle.
            self.clipping |= length >= self.limit && byte & 0xc0 != 0x80;
            self.escape = if byte == b'\\' { 5 } else { 0 };
        }
        self.string = Some(length + 1);
        !self.clipping
    }
}

impl<R: Read> Read for StringLimit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                return Ok(0);
            }
            let mut kept = 0;
            for at in 0..count {
                if self.passes(buffer[at]) {
                    buffer[kept] = buffer[at];
                    kept += 1;
                }
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

/// Whether a string in a JSON text may have been cut.
pub(super) fn is_clipped(text: &str, limit: usize) -> bool {
    if text.len() < limit {
        return false;
    }
    let (mut length, mut escaped) = (None, false);
    for byte in text.bytes() {
        match length {
            None if byte == b'"' => length = Some(0),
            None => {}
            Some(_) if byte == b'"' && !escaped => length = None,
            Some(bytes) if bytes + 1 >= limit => return true,
            Some(bytes) => {
                escaped = byte == b'\\' && !escaped;
                length = Some(bytes + 1);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_are_cut_and_the_rest_is_unchanged() {
        let mut out = String::new();
        let text = r#"{"a":"12345\u00e9 6789\"0","b":["xé"],"c":"1234567\n"}"#;
        StringLimit::new(text.as_bytes(), 6).read_to_string(&mut out).unwrap();
        assert_eq!(out, r#"{"a":"12345\u00e9","b":["xé"],"c":"123456"}"#);
        assert!(is_clipped(&out, 6) && !is_clipped(r#"{"a":"12345"}"#, 6));
    }
}
