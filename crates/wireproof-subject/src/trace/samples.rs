//! Values that types are probed with, and values that carry a mark.
//!
//! A marked value is one that few types read. The error of a type that refuses it quotes it, and so tells which of many keys the
//! type was reading, even where serde has buffered the input.

use super::model::JsonKind;
use super::sketch::Sketch;
use serde::de::Unexpected;

/// A key that no type knows.
pub(super) const NONSENSE: &str = "wireproof-nonsense";
/// A key of digits, for maps whose keys are numbers.
pub(super) const NUMBER_KEY: &str = "1";

/// The first mark of values that stay in an object while its keys are tried.
pub(super) const FIRST_KEPT: usize = 500_000;

const TEXT_MARK: &str = "wireproof#";
const FIRST_NUMBER: u64 = 7_390_000_000_000_000;

/// A text that few types read, with a mark.
pub(super) fn marked_text(mark: usize) -> Sketch {
    Sketch::Text(format!("{TEXT_MARK}{mark}"))
}

/// Whether a text carries a mark.
pub(super) fn is_marked(text: &str) -> bool {
    text.starts_with(TEXT_MARK)
}

/// A number that few types read, with a mark.
pub(super) fn marked_number(mark: usize) -> Sketch {
    Sketch::Integer(i128::from(FIRST_NUMBER) + mark as i128)
}

/// The mark of a value that an error quotes.
pub(super) fn mark_in(found: &Unexpected<'_>) -> Option<usize> {
    match *found {
        Unexpected::Str(text) => text.strip_prefix(TEXT_MARK)?.parse().ok(),
        Unexpected::Unsigned(number) => mark_of(number),
        Unexpected::Signed(number) => mark_of(u64::try_from(number).ok()?),
        _ => None,
    }
}

fn mark_of(number: u64) -> Option<usize> {
    let mark = usize::try_from(number.checked_sub(FIRST_NUMBER)?).ok()?;
    (mark < 1_000_000).then_some(mark)
}

/// The bounds of Rust's integer types, and the values around zero.
pub(super) const INTEGERS: [i128; 19] = [
    0,
    1,
    i8::MAX as i128,
    u8::MAX as i128,
    i16::MAX as i128,
    u16::MAX as i128,
    i32::MAX as i128,
    u32::MAX as i128,
    i64::MAX as i128,
    u64::MAX as i128,
    u64::MAX as i128 + 1,
    i128::MAX,
    -1,
    i8::MIN as i128,
    i16::MIN as i128,
    i32::MIN as i128,
    i64::MIN as i128,
    i64::MIN as i128 - 1,
    i128::MIN,
];

/// Texts in the formats that types read most often. The first has none.
pub(super) const TEXTS: [&str; 24] = [
    "wireproof#0",
    "",
    "a",
    "0",
    "1.5",
    "true",
    "2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05",
    "2020-01-02",
    "03:04:05",
    "P1D",
    "1s",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "https://example.com/a",
    "a@example.com",
    "127.0.0.1",
    "::1",
    "127.0.0.1:80",
    "1.2.3",
    "^1",
    "text/plain",
    "en-US",
    "YQ==",
    "#00ff00",
];

/// The simplest value of each kind.
pub(super) fn simplest(kind: JsonKind) -> Sketch {
    match kind {
        JsonKind::Null => Sketch::Null,
        JsonKind::Bool => Sketch::Bool(true),
        JsonKind::Integer => Sketch::Integer(1),
        JsonKind::Fraction => Sketch::Fraction(1.5),
        JsonKind::String => marked_text(0),
        JsonKind::List => Sketch::List(Vec::new()),
        JsonKind::Object => Sketch::Object(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_value_gives_its_mark() {
        let Sketch::Text(text) = marked_text(17) else { panic!() };
        assert_eq!(mark_in(&Unexpected::Str(&text)), Some(17));
        let Sketch::Integer(number) = marked_number(17) else {
            panic!()
        };
        assert_eq!(mark_in(&Unexpected::Signed(number as i64)), Some(17));
        assert_eq!(mark_in(&Unexpected::Unsigned(17)), None);
        assert_eq!(mark_in(&Unexpected::Str("17")), None);
    }
}
