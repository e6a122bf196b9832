//! Spellings of formats that a type may normalize without harm.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

/// Whether a text is the usual spelling of a member of a format: the one that a type which holds the value, and not the text,
/// most likely writes. Every member of a format that is not known here is usual.
pub(super) fn is_usual(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "time" => is_time(text.strip_suffix('Z').unwrap_or(text)),
        "duration" => is_duration(text),
        "date" => is_date(text),
        "uuid" => is_uuid(text),
        "email" => {
            text.split_once('@')
                .is_some_and(|(user, host)| !user.is_empty() && is_host(host))
                && is_lower(text)
        }
        "hostname" => is_host(text) && is_lower(text),
        "ipv4" => is_written_as(text, |text| text.parse::<Ipv4Addr>().ok()),
        "ipv6" => is_written_as(text, |text| text.parse::<Ipv6Addr>().ok()),
        "uri" | "url" | "iri" => is_uri(text),
        "byte" | "base64" => text.len().is_multiple_of(4) && !text.contains(['-', '_']),
        _ => true,
    }
}

fn is_written_as<T: ToString>(text: &str, parse: impl Fn(&str) -> Option<T>) -> bool {
    parse(text).is_some_and(|value| value.to_string() == text)
}

/// `2024-05-28T16:05:45Z`, with at most nine digits of a second in groups of three, the last digit not 0.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    is_date(date) && time.strip_suffix('Z').is_some_and(is_time)
}

/// `2024-05-28`, as the formats of dates want it.
fn is_date(text: &str) -> bool {
    let is_number = |part: &str, digits: usize, range: RangeInclusive<u32>| {
        part.len() == digits
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && part.parse().is_ok_and(|number| range.contains(&number))
    };
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    is_number(next(), 4, 1..=9999) && is_number(next(), 2, 1..=12) && is_number(next(), 2, 1..=31)
}

fn is_lower(text: &str) -> bool {
    !text.contains(|one: char| one.is_ascii_uppercase())
}

fn is_host(text: &str) -> bool {
    text.split('.').all(|label| !label.is_empty())
}

/// Five groups of hexadecimal digits in lower case.
fn is_uuid(text: &str) -> bool {
    let is_digits = |group: &str| group.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.split('-').all(is_digits)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let is_whole = whole.len() == 8 && whole.bytes().all(|byte| byte == b':' || byte.is_ascii_digit());
    let is_in_groups = |fraction: &str| {
        matches!(fraction.len(), 3 | 6 | 9)
            && !fraction.ends_with('0')
            && fraction.bytes().all(|byte| byte.is_ascii_digit())
    };
    // A leap second is no second of a clock that counts.
    is_whole && !whole.ends_with(":60") && fraction.is_none_or(is_in_groups)
}

/// Whole days, hours, minutes and seconds.
fn is_duration(text: &str) -> bool {
    let is_usual = |one: char| one.is_ascii_digit() || "PTDHMS".contains(one);
    let months = text.split('T').next().is_some_and(|date| date.contains('M'));
    text.chars().all(is_usual) && !months
}

/// `https://host/path` in lower case, without a default port, dots as segments or characters to be escaped.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text
        .split_once("://")
        .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
    else {
        return false;
    };
    let Some((authority, path)) = rest.split_once('/') else {
        return false;
    };
    let default_port = if scheme == "http" { ":80" } else { ":443" };
    let is_plain = |one: char| one.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(one);
    let has_dots = path.split(['/', '?', '#']).any(|segment| matches!(segment, "." | ".."));
    !authority.is_empty()
        && authority
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".:-".contains(&byte))
        && !authority.ends_with(default_port)
        && !authority.ends_with(':')
        && is_usual_host(authority.split(':').next().unwrap_or_default())
        && !has_dots
        && path.chars().all(is_plain)
}

/// A host that is a name, or an IPv4 address in the one spelling that all readers write: they take a host whose last label is a
/// number for an address, whatever its form.
fn is_usual_host(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    !is_number || is_written_as(host, |text| text.parse::<Ipv4Addr>().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_a_type_may_normalize_are_unusual() {
        for (format, usual, unusual) in [
            ("date-time", "2024-02-29T23:59:59.123Z", "2024-02-29T23:59:59.120Z"),
            ("date-time", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
            ("date-time", "2024-02-29T23:59:59Z", "2024-02-29T23:59:60Z"),
            ("time", "16:05:45Z", "16:05:45.5Z"),
            ("duration", "P1DT2H", "P1Y"),
            (
                "uuid",
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "3F2504E0-4F89-41D3-9A0C-0305E82C3301",
            ),
            ("ipv6", "2001:db8::1", "2001:0db8::1"),
            ("uri", "https://example.com/a%20b?c=d#e", "https://example.com"),
            ("uri", "http://example.com:8080/", "http://Example.com/"),
            ("uri", "https://example.com/a/b", "https://example.com/a/../b"),
            ("uri", "http://192.0.2.1/", "http://0/"),
            ("uri", "http://192.0.2.1:8080/a", "http://192.0.2.01/"),
            ("uri", "http://0x7f.example/", "http://example.0x7f/"),
            ("uri", "https://1.example/", "https://example.1/"),
            ("uri", "https://0xa.1a/", "http://0x7f.1:8080/"),
            ("hostname", "api.example.com", "api.example.com."),
            ("hostname", "example", ""),
            ("email", "a@example.com", "a@Example.com"),
            ("email", "a@example.com", "a"),
            ("uuid", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", ""),
            ("date", "0001-01-01", "2024-13-01"),
            ("date", "2024-02-29", ""),
            ("byte", "aGk=", "aGk"),
            ("unheard-of", "X", "x"),
        ] {
            assert!(is_usual(format, usual), "{format} {usual}");
            assert_eq!(is_usual(format, unusual), format == "unheard-of", "{format} {unusual}");
        }
    }
}
