//! Scanning strings, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;

/// The number of bytes at the start that are neither a quote, a backslash nor a control character.
pub(crate) fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    for word in bytes.chunks_exact(8) {
        let word = word.iter().rfold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        // Sets the high bit of every byte that is below `limit`. A borrow only affects bytes after the first one found.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
        let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let found = (below(word, 0x20) | is(b'"') | is(b'\\')) & (ONES << 7);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    let rest = &bytes[at..];
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
