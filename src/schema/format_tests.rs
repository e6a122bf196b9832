//! Tests of formats beyond those that the validator knows: whether a text can be a member at all. Lengths and digits are enough, since
//! they only keep a text from leaving its format when it is made smaller.

use super::validator_options::{self, Options};
use jsonschema::Validator;
use jsonschema::json::Json;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use std::ops::RangeInclusive;

type Test = fn(&str) -> bool;

/// Options with which formats are asserted, the usual ones of OpenAPI and of other generators too.
pub(super) fn asserted<F: Json>(options: Options<F>) -> Options<F> {
    let mut options = options.should_validate_formats(true);
    for (names, test) in TESTS {
        for name in *names {
            options = options.with_format(*name, *test);
        }
    }
    // What the validator excludes of these and servers send all the same.
    for (name, plain) in MORE {
        let known = validator_options::options().should_validate_formats(true);
        let known = known.build(&json!({ "format": name })).ok();
        options = options.with_format(*name, move |text: &str| {
            let is_member = |known: &Validator, text: String| known.is_valid(&Value::String(text));
            let may_be = |text: String| known.as_ref().is_none_or(|known| is_member(known, text));
            may_be(text.to_owned()) || plain(text).is_some_and(may_be)
        });
    }
    for name in URLS {
        let known = validator_options::options().should_validate_formats(true);
        let known = known.build(&json!({ "format": name })).ok();
        options = options.with_format(*name, move |text: &str| {
            is_url(text)
                && names_its_host(text)
                && known.as_ref().is_none_or(|known| known.is_valid(&Value::from(text)))
        });
    }
    options
}

/// Formats of URLs that stand alone.
const URLS: &[&str] = &["uri", "iri", "url"];

fn is_url(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(scheme, rest)| is_alphanumeric(scheme) && !rest.is_empty())
        && !text.contains(char::is_whitespace)
}

/// Whether a URL of the web has a host: RFC 9110 forbids one without, though it is a URI by its syntax.
fn names_its_host(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return true;
    };
    let is_of_web = ["http", "https", "ws", "wss"]
        .iter()
        .any(|one| scheme.eq_ignore_ascii_case(one));
    let host = rest
        .strip_prefix("//")
        .map(|rest| rest.trim_start_matches(['/', '?', '#']) == rest && !rest.is_empty());
    !is_of_web || host == Some(true)
}

/// The plain text that stands for another, if it is one of those.
type Plain = fn(&str) -> Option<String>;

const MORE: &[(&str, Plain)] = &[
    ("duration", |text| {
        let (whole, fraction) = text.strip_suffix('S')?.split_once('.')?;
        is_digits(fraction).then(|| format!("{whole}S"))
    }),
    ("hostname", |text| text.strip_suffix('.').map(str::to_owned)),
    ("email", |text| {
        let (user, host) = text.rsplit_once('@')?;
        let address = host.strip_prefix('[')?.strip_suffix(']')?;
        address
            .parse::<Ipv4Addr>()
            .is_ok()
            .then(|| format!("{user}@example.com"))
    }),
];

const TESTS: &[(&[&str], Test)] = &[
    (&["date-time-local", "partial-date-time", "local-date-time"], |text| {
        text.split_once(['T', 't', ' '])
            .is_some_and(|(date, time)| is_date(date) && is_time(time))
    }),
    (&["time-local", "partial-time", "local-time"], is_time),
    (&["ISO-8601", "iso-8601", "ISO8601", "iso8601"], |text| {
        text.get(..10).is_some_and(is_date)
    }),
    (&["http-date"], |text| text.len() == 29 && text.ends_with(" GMT")),
    (&["ulid"], |text| {
        text.len() == 26 && text.starts_with(|first| ('0'..='7').contains(&first)) && is_alphanumeric(text)
    }),
    (&["ip"], |text| text.parse::<IpAddr>().is_ok()),
    (&["byte", "base64", "json-base64"], |text| {
        text.len().is_multiple_of(4) && is_base64(text, "+/=")
    }),
    (&["base64url"], |text| {
        text.trim_end_matches('=').len() % 4 != 1 && is_base64(text, "-_=")
    }),
    (&["json"], |text| {
        serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    }),
    (&["char"], |text| text.chars().count() == 1),
    (&["semver"], |text| {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        core.split('.').count() == 3 && core.split('.').all(is_digits)
    }),
    (&["decimal", "decimal128"], |text| {
        let number = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        is_digits(whole) && is_digits(fraction)
    }),
    (&["double", "float"], |text| {
        text.ends_with(|last: char| last.is_ascii_digit()) && text.parse::<f64>().is_ok()
    }),
    (&["int8"], |text| text.parse::<i8>().is_ok()),
    (&["int16"], |text| text.parse::<i16>().is_ok()),
    (&["int32"], |text| text.parse::<i32>().is_ok()),
    (&["int64", "int"], |text| text.parse::<i64>().is_ok()),
    (&["int128"], |text| text.parse::<i128>().is_ok()),
    (&["uint8"], |text| text.parse::<u8>().is_ok()),
    (&["uint16"], |text| text.parse::<u16>().is_ok()),
    (&["uint32"], |text| text.parse::<u32>().is_ok()),
    (&["uint64", "uint"], |text| text.parse::<u64>().is_ok()),
    (&["uint128"], |text| text.parse::<u128>().is_ok()),
];

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_alphanumeric(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_base64(text: &str, signs: &str) -> bool {
    let mut characters = text.trim_end_matches('=').chars();
    characters.all(|one| one.is_ascii_alphanumeric() || signs.contains(one)) && text.matches('=').count() <= 2
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts[..], [year, month, day] if year.len() == 4 && is_digits(year)
        && is_number(month, 1..=12) && is_number(day, 1..=31))
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    matches!(parts[..], [hour, minute, second] if is_number(hour, 0..=23)
        && is_number(minute, 0..=59) && is_number(second, 0..=60))
        && is_digits(fraction)
}

/// Two digits.
fn is_number(text: &str, range: RangeInclusive<u8>) -> bool {
    text.len() == 2 && is_digits(text) && text.parse().is_ok_and(|number| range.contains(&number))
}
