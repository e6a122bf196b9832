//! Points in time, as RFC 3339 writes them.

/// A point in time, so that equal ones compare equal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Instant {
    /// Seconds since the first of March of the year 0 in UTC.
    seconds: i64,
    /// A leap second is the one after the 59th, and not the first of the next minute.
    is_leap: bool,
    /// The digits of the fraction, without zeros at the end.
    fraction: String,
}

/// The point in time that a text names, if it names one.
pub(super) fn instant(text: &str) -> Option<Instant> {
    let [year, month, day] = numbers(text.get(..10)?, '-')?;
    let is_separated = matches!(text.get(10..11)?, "T" | "t" | " ");
    let [hour, minute, second] = numbers(text.get(11..19)?, ':')?;
    let is_date = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !is_separated || !is_date || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let rest = text.get(19..)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        None => ("", rest),
        Some(rest) => {
            let end = rest.find(|digit: char| !digit.is_ascii_digit())?;
            (rest.get(..end).filter(|digits| !digits.is_empty())?, &rest[end..])
        }
    };
    let second_of_day = (hour * 60 + minute) * 60 + second.min(59);
    Some(Instant {
        seconds: days(year, month, day) * 86_400 + second_of_day - offset(zone)?,
        is_leap: second == 60,
        fraction: fraction.trim_end_matches('0').to_owned(),
    })
}

/// Numbers of fixed width, the first of them of four digits where the text has room for it.
fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut next = |width: usize| {
        let digits = parts.next()?;
        let is_number = digits.len() == width && digits.bytes().all(|digit| digit.is_ascii_digit());
        digits.parse().ok().filter(|_| is_number)
    };
    let found = [next(text.len() - 6)?, next(2)?, next(2)?];
    parts.next().is_none().then_some(found)
}

/// Seconds that a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let [hours, minutes, _] = numbers(&format!("{}:00", zone.get(1..6).filter(|_| zone.len() == 6)?), ':')?;
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since the first of March of the year 0. Years begin in March, so that the leap day is the last of its year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_instant_has_many_spellings() {
        let noon = instant("2024-02-29T12:00:00Z");
        assert!(noon.is_some());
        for same in [
            "2024-02-29t12:00:00z",
            "2024-02-29 12:00:00.000-00:00",
            "2024-03-01T01:30:00+13:30",
            "2024-02-28T23:59:00-12:01",
        ] {
            assert_eq!(instant(same), noon, "{same}");
        }
        for other in [
            "2024-02-29T12:00:00.1Z",
            "2024-02-29T12:00:00+00:01",
            "2025-03-01T12:00:00Z",
        ] {
            assert!(instant(other).is_some() && instant(other) != noon, "{other}");
        }
        assert_eq!(instant("0000-01-01T00:00:00Z"), instant("0000-01-01T01:00:00+01:00"));
        assert_eq!(
            instant("1999-12-31T23:59:59Z").map(|last| last.seconds + 1),
            instant("2000-01-01T00:00:00Z").map(|first| first.seconds)
        );
    }

    #[test]
    fn a_leap_second_is_neither_the_one_before_nor_the_one_after() {
        let leap = instant("2016-12-31T23:59:60Z");
        assert_eq!(leap, instant("2017-01-01T00:59:60+01:00"));
        assert_ne!(leap, instant("2016-12-31T23:59:59Z"));
        assert_ne!(leap, instant("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn what_names_no_instant_has_none() {
        for text in [
            "",
            "2024-05-28",
            "2024-05-28T16:05:45",
            "2023-02-29T00:00:00Z",
            "2024-05-28T24:00:00Z",
            "2024-05-28T16:05:45.Z",
            "2024-05-28T16:05:45.5",
            "2024-05-28T16:05:45+1:00",
            "2024-05-28T16:05:45+é0:0",
            "2024-05-28T16:05:4éZ",
            "+024-05-28T16:05:45Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
