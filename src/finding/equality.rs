//! Texts that differ and stand for one value: two spellings of a URL, or of a point in time.
//!
//! By default every difference counts: who signs or compares the text, and not the value, sees it. An expectation may accept
//! differences that are none of the value, for the fields that it names.

mod timestamp;
mod url;

use serde::Deserialize;

/// As what two texts may be equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Equality {
    /// Two URLs that lead to the same place by the rules of RFC 3986: case of scheme and host, default ports, `.` and `..`,
    /// percent-encoding.
    Url,
    /// The same point in time by RFC 3339, in whatever zone, with whatever zeros behind the fraction.
    Timestamp,
}

impl Equality {
    const ALL: [Equality; 2] = [Equality::Url, Equality::Timestamp];

    /// Everything as which two texts are equal.
    pub fn of(one: &str, other: &str) -> Vec<Equality> {
        let holds = |equality: &Equality| match equality {
            Equality::Url => same(url::normalized, one, other),
            Equality::Timestamp => same(timestamp::instant, one, other),
        };
        Equality::ALL.into_iter().filter(holds).collect()
    }
}

/// Whether both texts have a form, and the same.
fn same<T: PartialEq>(form: fn(&str) -> Option<T>, one: &str, other: &str) -> bool {
    form(one).is_some_and(|one| form(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_equal_as_what_both_of_them_are() {
        assert_eq!(Equality::of("HTTP://a", "http://a/"), [Equality::Url]);
        let (utc, zoned) = ("2024-05-28T16:05:45Z", "2024-05-28T17:05:45.0+01:00");
        assert_eq!(Equality::of(utc, zoned), [Equality::Timestamp]);
        assert_eq!(Equality::of("a", "A"), []);
        assert_eq!(Equality::of("", ""), []);
    }
}
