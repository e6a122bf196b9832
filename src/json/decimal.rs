//! Exact decimal numbers, parsed from text.

use std::borrow::Cow;

/// Whether two JSON numbers have the same value: `1`, `1.0` and `1e0` do, `0.1` and `0.10000000149` do not.
///
/// The comparison is exact for exponents of any size, and uses no floating-point arithmetic.
pub fn same_number(a: &str, b: &str) -> bool {
    a == b || Decimal::of(a) == Decimal::of(b)
}

/// The number `digits` × 10^`exponent`, where `digits` has no zeros at either end.
#[derive(PartialEq)]
struct Decimal<'a> {
    negative: bool,
    digits: Cow<'a, str>,
    exponent: Exponent<'a>,
}

#[derive(PartialEq)]
enum Exponent<'a> {
    Exact(i128),
    /// Too long for an integer. Two of them are equal only if their texts are.
    Huge(&'a str),
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Decimal<'a> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Cow<'a, str> = if fraction.is_empty() {
            Cow::Borrowed(whole)
        } else {
            Cow::Owned([whole, fraction].concat())
        };
        let without_tail = digits.trim_end_matches('0');
        let tail = digits.len() - without_tail.len();
        let significant = without_tail.trim_start_matches('0').to_owned();
        if significant.is_empty() {
            // All zeros are equal, whatever their sign and exponent.
            return Decimal {
                negative: false,
                digits: Cow::Borrowed("0"),
                exponent: Exponent::Exact(0),
            };
        }
        let shift = tail as i128 - fraction.len() as i128;
        let exponent = match exponent.parse::<i64>() {
            Ok(exponent) => Exponent::Exact(i128::from(exponent) + shift),
            Err(_) => Exponent::Huge(exponent),
        };
        Decimal {
            negative,
            digits: Cow::Owned(significant),
            exponent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same_number;

    #[test]
    fn forms_of_one_number_are_the_same() {
        for (a, b) in [
            ("1", "1.0"),
            ("1", "1e0"),
            ("100", "1E+2"),
            ("0.5", "5e-1"),
            ("-0", "0.0"),
            ("0e99", "0"),
            ("1e400", "10e399"),
            ("120", "1.2e2"),
            ("1e99999999999999999999999", "1e99999999999999999999999"),
        ] {
            assert!(same_number(a, b), "{a} {b}");
        }
    }

    #[test]
    fn near_numbers_are_not_the_same() {
        for (a, b) in [
            ("0.1", "0.10000000149"),
            ("1", "-1"),
            ("9007199254740993", "9007199254740992"),
            ("10", "1"),
            ("1e400", "1e401"),
            ("0.7", "0.699999988079071"),
        ] {
            assert!(!same_number(a, b), "{a} {b}");
        }
    }
}
