//! Scanning strings, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;

/// The number of bytes at the start that are neither a quote, a backslash nor a control character.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    const QUOTES: u64 = ONES * b'"' as u64;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // A subtraction sets the high bit of every byte that is below what is subtracted. A borrow only affects bytes after the
        // first one found; a byte whose high bit was set before is none of them.
        let control = word.wrapping_sub(ONES * 0x20);
        let quote = (word ^ QUOTES).wrapping_sub(ONES);
        let backslash = (word ^ BACKSLASHES).wrapping_sub(ONES);
        let found = (control | quote | backslash) & !word & (ONES << 7);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    at + rest.iter().position(is_special).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_judged_alike_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            let special = byte < 0x20 || byte == b'"' || byte == b'\\';
            for at in 0..20 {
                for around in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                    let mut bytes = [around; 20];
                    bytes[at] = byte;
                    let expected = if special { at } else { 20 };
                    assert_eq!(plain(&bytes), expected, "{byte:#x} at {at} among {around:#x}");
                }
            }
        }
    }
}
