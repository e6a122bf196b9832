//! Numbers that are rounded, and numbers that become others.

use crate::finding::{Code, Kind};

/// Two floats this close to each other, as a part of the larger one, are one number that was rounded: to 32 bits, or by a reader that
/// is not exact.
const ROUNDED: f64 = 1e-6;

/// The kind of a finding that needs a number of many digits or places. To round it is one fault, which few types are free of; to make
/// it another number, or nothing, is a second one.
///
/// `read` and `wrote` are the two texts of the value.
pub(crate) fn by_change(code: Code, kind: Kind, read: Option<&str>, wrote: Option<&str>) -> Kind {
    let is_another = || read.zip(wrote).is_some_and(|(read, wrote)| is_another(read, wrote));
    match (code, kind) {
        (Code::Lossy, Kind::FloatDigits) if is_another() => Kind::NumberRange,
        _ => kind,
    }
}

fn is_another(read: &str, wrote: &str) -> bool {
    match (read.parse::<f64>(), wrote.parse::<f64>()) {
        (Ok(read), Ok(wrote)) => (read - wrote).abs() > read.abs().max(wrote.abs()) * ROUNDED,
        (read, _) => read.is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_becomes_another_is_not_rounded() {
        for (read, wrote, kind) in [
            ("1e300", "9223372036854775807", Kind::NumberRange),
            ("5e-324", "0.0", Kind::NumberRange),
            ("1e300", "null", Kind::NumberRange),
            ("1e300", "1.0000000000000001e300", Kind::FloatDigits),
            ("1e-20", "9.99999968e-21", Kind::FloatDigits),
            ("[1e300]", "[0]", Kind::FloatDigits),
        ] {
            let told = |code, kind| by_change(code, kind, Some(read), Some(wrote));
            assert_eq!(told(Code::Lossy, Kind::FloatDigits), kind, "{read} {wrote}");
            assert_eq!(told(Code::Lossy, Kind::EmptyText), Kind::EmptyText);
            assert_eq!(told(Code::EmitsInvalid, Kind::FloatDigits), Kind::FloatDigits);
        }
        // A key that is dropped is no other number.
        assert_eq!(
            by_change(Code::Lossy, Kind::FloatDigits, Some("1e300"), None),
            Kind::FloatDigits
        );
    }
}
