//! Numbers between bounds.

use super::node::{Grid, Numbers};
use crate::schema::ir::NumberKeywords;
use serde_json::Number;
use std::cmp::Ordering;

/// From here on, floats do not tell neighbouring integers apart.
const EXACT_FLOATS: f64 = 9_007_199_254_740_992.0;

/// The largest float of 32 bits, as it is written.
pub(in crate::generate) const LARGEST_SINGLE: f64 = 3.4028235e38;

/// What all schemas that look at one number ask of it.
#[derive(Debug, Default)]
pub(super) struct NumberNeed {
    low: Option<(f64, bool)>,
    high: Option<(f64, bool)>,
    least: Option<i128>,
    greatest: Option<i128>,
    steps: Vec<(i128, u32)>,
    single: bool,
    plain: bool,
}

impl NumberNeed {
    /// Takes in what one schema says.
    pub(super) fn take(&mut self, keywords: &NumberKeywords) {
        if let Some(number) = &keywords.minimum {
            let (float, inclusive) = float_above(number, true);
            self.at_least(float, inclusive, whole_above(number, true));
        }
        if let Some(number) = &keywords.exclusive_minimum {
            let (float, inclusive) = float_above(number, false);
            let whole = match large(number) {
                Some(float) => Some(float.next_up() as i128),
                None => whole_above(number, false),
            };
            self.at_least(float, inclusive, whole);
        }
        if let Some(number) = &keywords.maximum {
            let (float, inclusive) = float_below(number, true);
            let whole = whole_above(number, true).map(|n| floor(number, n));
            self.at_most(float, inclusive, whole);
        }
        if let Some(number) = &keywords.exclusive_maximum {
            let (float, inclusive) = float_below(number, false);
            let whole = match large(number) {
                Some(float) => Some(float.next_down() as i128),
                None => whole_above(number, true).map(|least| least - 1),
            };
            self.at_most(float, inclusive, whole);
        }
        self.steps.extend(keywords.multiple_of.as_ref().and_then(decimal));
    }

    /// Takes in a `format`.
    pub(super) fn take_format(&mut self, format: &str) {
        self.single |= format == "float";
    }

    /// Takes in that `1.0` and `-0` are no integers.
    pub(super) fn take_plain(&mut self) {
        self.plain = true;
    }

    fn at_least(&mut self, float: f64, inclusive: bool, whole: Option<i128>) {
        let tighter = self
            .low
            .is_none_or(|(low, had)| float > low || (float == low && had && !inclusive));
        if tighter {
            self.low = Some((float, inclusive));
        }
        self.least = self.least.max(whole);
    }

    fn at_most(&mut self, float: f64, inclusive: bool, whole: Option<i128>) {
        let tighter = self
            .high
            .is_none_or(|(high, had)| float < high || (float == high && had && !inclusive));
        if tighter {
            self.high = Some((float, inclusive));
        }
        self.greatest = match (self.greatest, whole) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// The numbers that meet the need; `None` if there are none.
    pub(super) fn numbers(&self, whole: bool) -> Option<Numbers> {
        let low = self.low.map_or(
            -f64::MAX,
            |(low, inclusive)| if inclusive { low } else { low.next_up() },
        );
        let high = self.high.map_or(
            f64::MAX,
            |(high, inclusive)| if inclusive { high } else { high.next_down() },
        );
        let grid = match whole || !self.steps.is_empty() {
            true => Some(self.grid(whole)?),
            false => None,
        };
        if grid.is_none() && low > high {
            return None;
        }
        let single = self.single && grid.is_none();
        // A number that no float of 32 bits holds is outside of what the format means, unless the bounds ask for such.
        let (low, high) = match single && low <= LARGEST_SINGLE && high >= -LARGEST_SINGLE {
            true => (low.max(-LARGEST_SINGLE), high.min(LARGEST_SINGLE)),
            false => (low, high),
        };
        let mut numbers = Numbers {
            whole,
            plain: self.plain && whole,
            single,
            low,
            high,
            special: Vec::new(),
            grid,
        };
        let is_plain = numbers.plain;
        numbers.special = match &numbers.grid {
            Some(grid) => whole_specials(grid),
            None if self.single => single_specials(low, high),
            None => float_specials(low, high),
        };
        numbers.special.retain(|text| !is_plain || text != "-0");
        Some(numbers)
    }

    /// The multiples between the bounds. Without bounds, what 64 bits hold: no decoder is asked for more.
    fn grid(&self, whole: bool) -> Option<Grid> {
        let (mut unit, mut places) = if whole { (1, 0) } else { *self.steps.first()? };
        for &(digits, scale) in &self.steps {
            (unit, places) = common_multiple((unit, places), (digits, scale))?;
        }
        let word = i128::from(i64::MAX);
        let scale = 10_i128.checked_pow(places)?;
        let least = self
            .least
            .unwrap_or_else(|| (-word - 1).min(self.greatest.map_or(0, |high| high.saturating_sub(1000))));
        let greatest = self.greatest.unwrap_or_else(|| word.max(least.saturating_add(1000)));
        // Multiples that are no whole numbers lie between the bounds as floats.
        let (first, last) = if places == 0 {
            (ceil_div(least, unit), greatest.div_euclid(unit))
        } else {
            let (low, _) = self.low.unwrap_or((-1e6, true));
            let (high, _) = self.high.unwrap_or((low.max(-1e6) + 1e6, true));
            let per = |bound: f64| bound * scale as f64 / unit as f64;
            let first = per(low).ceil() as i128
                + i128::from(
                    self.low
                        .is_some_and(|(low, inclusive)| !inclusive && per(low).fract() == 0.0),
                );
            let last = per(high).floor() as i128
                - i128::from(
                    self.high
                        .is_some_and(|(high, inclusive)| !inclusive && per(high).fract() == 0.0),
                );
            (first, last)
        };
        (first <= last).then_some(Grid {
            first,
            last,
            unit,
            places,
        })
    }
}

/// The float that stands for a lower bound, and whether the bound includes it: the float next to a number may be below it.
fn float_above(number: &Number, inclusive: bool) -> (f64, bool) {
    let float = number.as_f64().unwrap_or_default();
    match exact(number).map(|exact| (float as i128).cmp(&exact)) {
        Some(Ordering::Less) => (float.next_up(), true),
        Some(Ordering::Greater) => (float, true),
        _ => (float, inclusive),
    }
}

/// The float that stands for an upper bound, and whether the bound includes it.
fn float_below(number: &Number, inclusive: bool) -> (f64, bool) {
    let float = number.as_f64().unwrap_or_default();
    match exact(number).map(|exact| (float as i128).cmp(&exact)) {
        Some(Ordering::Less) => (float, true),
        Some(Ordering::Greater) => (float.next_down(), true),
        _ => (float, inclusive),
    }
}

/// The number, if it is a float so large that the integers next to it are read as the same float: to a validator those are not
/// beyond an open bound.
fn large(number: &Number) -> Option<f64> {
    let float = number.as_f64().filter(|float| float.abs() >= EXACT_FLOATS)?;
    exact(number).is_none().then_some(float)
}

fn exact(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or(number.as_u64().map(i128::from))
}

/// The least whole number that is not below (or is above) a number.
fn whole_above(number: &Number, inclusive: bool) -> Option<i128> {
    match exact(number) {
        Some(exact) => Some(exact + i128::from(!inclusive)),
        None => {
            let float = number.as_f64()?;
            let whole = if inclusive || float.fract() != 0.0 {
                float.ceil()
            } else {
                float + 1.0
            };
            Some(whole as i128)
        }
    }
}

fn floor(number: &Number, ceiling: i128) -> i128 {
    match number.as_f64() {
        Some(float) if float.fract() != 0.0 => ceiling - 1,
        _ => ceiling,
    }
}

/// A number as digits and decimal places.
fn decimal(number: &Number) -> Option<(i128, u32)> {
    let text = number.to_string();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = i64::try_from(fraction.len()).ok()? - exponent.parse::<i64>().ok()?;
    match u32::try_from(places) {
        Ok(places) => Some((digits, places)),
        Err(_) => Some((
            digits.checked_mul(10_i128.checked_pow(u32::try_from(-places).ok()?)?)?,
            0,
        )),
    }
}

/// The least number that is a multiple of both, as digits and decimal places.
fn common_multiple(a: (i128, u32), b: (i128, u32)) -> Option<(i128, u32)> {
    let places = a.1.max(b.1);
    let (x, y) = (
        a.0.checked_mul(10_i128.checked_pow(places - a.1)?)?,
        b.0.checked_mul(10_i128.checked_pow(places - b.1)?)?,
    );
    let mut digits = (x / gcd(x, y)).checked_mul(y)?.abs();
    let mut places = places;
    while places > 0 && digits % 10 == 0 {
        digits /= 10;
        places -= 1;
    }
    (digits != 0).then_some((digits, places))
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn ceil_div(a: i128, b: i128) -> i128 {
    a.div_euclid(b) + i128::from(a.rem_euclid(b) != 0)
}

/// Bounds and their neighbours, small numbers, and where machine words end.
fn whole_specials(grid: &Grid) -> Vec<String> {
    let near = |n: i128| [n, n.saturating_sub(1), n.saturating_add(1)];
    let words = [
        1_i128 << 31,
        1 << 32,
        1 << 53,
        1 << 63,
        -(1 << 31),
        -(1 << 53),
        -(1 << 63),
    ];
    let powers_of_ten = (1..19).map(|power| 10_i128.pow(power));
    let wanted = [0, grid.first, grid.last, 1_716_912_345_678]
        .into_iter()
        .chain(words)
        .flat_map(near)
        .chain(powers_of_ten);
    let mut found: Vec<i128> = Vec::new();
    for value in wanted {
        let multiple = if grid.places == 0 {
            value.div_euclid(grid.unit)
        } else {
            value
        };
        if (grid.first..=grid.last).contains(&multiple) && !found.contains(&multiple) {
            found.push(multiple);
        }
    }
    // The smallest first.
    found.sort_by_key(|multiple| (multiple.unsigned_abs(), *multiple < 0));
    let mut texts: Vec<String> = found.iter().map(|multiple| grid.text(*multiple)).collect();
    if found.contains(&0) {
        texts.push("-0".to_owned());
    }
    texts
}

fn float_specials(low: f64, high: f64) -> Vec<String> {
    let wanted = [
        0.0,
        1.0,
        -1.0,
        0.5,
        -0.0,
        low,
        high,
        low.next_up(),
        high.next_down(),
        0.1,
        0.7,
        0.300_000_000_000_000_04,
        0.680_560_265_672_673_9,
        0.123_456_789_012,
        1.000_000_000_000_000_2,
        1e-7,
        5e-324,
        f64::MIN_POSITIVE,
        2_147_483_648.5,
        9_007_199_254_740_992.0,
        1e21,
        f64::MAX,
        -f64::MAX,
    ];
    let mut texts: Vec<String> = Vec::new();
    for float in wanted {
        let text = float_text(float);
        if (low..=high).contains(&float) && !texts.contains(&text) {
            texts.push(text);
            // The same as servers write that drop what is not needed.
            if float.fract() == 0.0 && float.abs() < 1e6 && float.is_sign_positive() {
                texts.push(format!("{float}"));
            }
        }
    }
    // Integers that no float of 64 bits holds. Strictly between the bounds as floats, so certainly between them.
    let beyond = INTEGERS_BEYOND_A_FLOAT
        .iter()
        .filter(|(_, near)| low < *near && *near < high);
    texts.extend(beyond.map(|(text, _)| (*text).to_owned()));
    texts
}

/// Integers that a float of 64 bits rounds, each with the float next to it: one that 64 bits hold as an integer, and the largest
/// of those without a sign.
const INTEGERS_BEYOND_A_FLOAT: [(&str, f64); 3] = [
    ("9007199254740993", 9_007_199_254_740_992.0),
    ("-9007199254740993", -9_007_199_254_740_992.0),
    ("18446744073709551615", 18_446_744_073_709_551_616.0),
];

/// The same, as floats of 32 bits.
fn single_specials(low: f64, high: f64) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in float_specials(low, high) {
        let single = text.parse().ok().and_then(|float| single_text(float, low, high));
        texts.extend(single.filter(|text| !texts.contains(text)));
    }
    texts
}

/// The shortest text that reads as the float of 32 bits next to this one, if it lies between the bounds.
pub(in crate::generate) fn single_text(float: f64, low: f64, high: f64) -> Option<String> {
    let text = format!("{:?}", float as f32);
    let read: f64 = text.parse().ok()?;
    (read.is_finite() && (low..=high).contains(&read)).then_some(text)
}

/// The shortest text that reads as this float.
pub(in crate::generate) fn float_text(float: f64) -> String {
    Number::from_f64(float).map_or_else(|| "0".to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_of_32_bits_gets_no_more_digits_than_it_holds() {
        let mut need = NumberNeed::default();
        need.take_format("float");
        let numbers = need.numbers(false).unwrap();
        assert!(numbers.special.len() > 10);
        for text in &numbers.special {
            let single: f32 = text.parse().unwrap();
            assert_eq!(format!("{single:?}").parse::<f64>(), text.parse::<f64>(), "{text}");
        }
    }

    #[test]
    fn a_float_of_32_bits_is_no_larger_than_it_can_be() {
        let mut need = NumberNeed::default();
        need.take_format("float");
        let numbers = need.numbers(false).unwrap();
        assert!(numbers.allow("3.4028235e38") && numbers.allow("-3.4028235e38"));
        assert!(!numbers.allow("3.5e38") && !numbers.allow("-1e300"));
    }

    #[test]
    fn the_ends_of_128_bits_are_made_and_none_beyond() {
        let mut need = NumberNeed::default();
        need.take(&NumberKeywords {
            minimum: Number::from_f64(-(2_f64.powi(127))),
            maximum: Number::from_f64(2_f64.powi(127)),
            ..NumberKeywords::default()
        });
        let special = need.numbers(true).unwrap().special;
        for end in [i128::MIN, i128::MAX] {
            assert!(special.contains(&end.to_string()), "{end}");
        }
        assert!(special.iter().all(|text| text.parse::<i128>().is_ok()));
        assert_eq!(
            [(-7, 2), (7, 2), (-6, 3), (0, 5)].map(|(a, b)| ceil_div(a, b)),
            [-3, 4, -2, 0]
        );
    }

    #[test]
    fn below_an_open_bound_that_is_a_large_float_the_next_float_is_the_greatest() {
        let bound = Number::from_f64(2_f64.powi(100)).unwrap();
        let mut need = NumberNeed::default();
        need.take(&NumberKeywords {
            exclusive_minimum: Some(Number::from_f64(-(2_f64.powi(100))).unwrap()),
            exclusive_maximum: Some(bound),
            ..NumberKeywords::default()
        });
        let numbers = need.numbers(true).unwrap();
        let extremes = numbers.special.iter().filter_map(|text| text.parse::<f64>().ok());
        let extremes: Vec<f64> = extremes.filter(|value| value.abs() >= 2_f64.powi(100)).collect();
        assert_eq!(extremes, Vec::<f64>::new());
    }

    #[test]
    fn integers_beyond_a_float_are_tried_where_the_bounds_allow_them() {
        let beyond = |need: &NumberNeed| {
            let texts = need.numbers(false).unwrap().special;
            let is_beyond = |text: &&str| texts.iter().any(|special| special == text);
            INTEGERS_BEYOND_A_FLOAT
                .iter()
                .map(|(text, _)| *text)
                .filter(is_beyond)
                .count()
        };
        let mut need = NumberNeed::default();
        assert_eq!(beyond(&need), 3);
        need.at_least(0.0, true, Some(0));
        assert_eq!(beyond(&need), 2);
        need.at_most(9_007_199_254_740_992.0, true, Some(9_007_199_254_740_992));
        assert_eq!(beyond(&need), 0);
    }

    #[test]
    fn zero_is_the_smallest_choice() {
        let need = NumberNeed::default();
        assert_eq!(need.numbers(true).unwrap().special[0], "0");
        assert!(need.numbers(false).unwrap().special[0].starts_with('0'));
    }
}
