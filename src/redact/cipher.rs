//! Replaces a character by another one of the same class, script and length.

use super::key::Stream;

/// The classes of ASCII: first character and size. A character is replaced by any other of its class, never by itself.
const CLASSES: [(char, u8); 3] = [('0', 10), ('A', 26), ('a', 26)];

/// Another character of the same class. Punctuation, space and symbols are kept.
pub(super) fn other(c: char, stream: &mut Stream) -> char {
    if c.is_ascii() {
        for (first, count) in CLASSES {
            let place = (c as u32).wrapping_sub(first as u32);
            if place < u32::from(count) {
                return another(first, count, place, stream.next());
            }
        }
        return c;
    }
    if c.is_alphanumeric() { neighbour(c, stream) } else { c }
}

/// Another hexadecimal digit of the same case. Other characters are kept.
pub(super) fn other_hex(c: char, stream: &mut Stream) -> char {
    match c {
        '0'..='9' => another('0', 10, c as u32 - '0' as u32, stream.next()),
        'a'..='f' => another('a', 6, c as u32 - 'a' as u32, stream.next()),
        'A'..='F' => another('A', 6, c as u32 - 'A' as u32, stream.next()),
        c => c,
    }
}

/// Another digit. The leading digit of a number does not become zero, and a leading zero is kept.
pub(super) fn other_digit(c: char, leading: bool, stream: &mut Stream) -> char {
    match c {
        '1'..='9' if leading => another('1', 9, c as u32 - '1' as u32, stream.next()),
        '0'..='9' if !leading => another('0', 10, c as u32 - '0' as u32, stream.next()),
        c => c,
    }
}

fn another(first: char, count: u8, place: u32, byte: u8) -> char {
    let step = 1 + u32::from(byte) % u32::from(count - 1);
    let chosen = (place + step) % u32::from(count);
    char::from_u32(first as u32 + chosen).unwrap_or(first)
}

/// Another letter from the same block of 64 code points. Such a block usually contains letters of one script.
fn neighbour(c: char, stream: &mut Stream) -> char {
    let block = c as u32 & !63;
    let start = u32::from(stream.next());
    let alike = |other: &char| {
        *other != c
            && other.len_utf8() == c.len_utf8()
            && other.is_alphabetic() == c.is_alphabetic()
            && other.is_numeric() == c.is_numeric()
            && other.is_lowercase() == c.is_lowercase()
            && other.is_uppercase() == c.is_uppercase()
    };
    (0..64)
        .filter_map(|step| char::from_u32(block + (start + step) % 64))
        .find(alike)
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::Key;

    #[test]
    fn class_script_and_length_are_kept_and_no_letter_is() {
        let text = "Zebra 9 straße 한국어 привет ПРИВЕТ ελλ 日本 かな עברית ½ 😀 \u{301}!";
        let mut stream = Key::new(&[7; 32]).stream(0, text);
        let out: String = text.chars().map(|c| other(c, &mut stream)).collect();
        assert_eq!(out.len(), text.len());
        for (old, new) in text.chars().zip(out.chars()) {
            assert_eq!(old.is_lowercase(), new.is_lowercase(), "{old} {new}");
            assert_eq!(old.is_ascii_digit(), new.is_ascii_digit());
            assert_eq!(old.is_alphanumeric(), new.is_alphanumeric());
            assert_eq!(old != new, old.is_alphanumeric(), "{old} {new}");
        }
    }
}
