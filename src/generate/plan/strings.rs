//! Strings of a given form.

use super::super::choices::Choices;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// What repeats without limit repeats at most this often more than it must.
const MORE: u32 = 6;
/// A text from a pattern ends about here: repetitions within repetitions multiply.
const LONGEST: usize = 4096;

/// The pattern, taken apart; `None` if it uses what regular languages do not have.
pub(super) fn parsed(pattern: &str) -> Option<Hir> {
    ParserBuilder::new().nest_limit(64).build().parse(pattern).ok()
}

/// A text that a pattern matches, where its anchors permit.
pub(in crate::generate) fn matching(pattern: &Hir, choices: &mut Choices<'_>) -> String {
    let mut out = String::new();
    write(pattern, choices, &mut out);
    out
}

fn write(pattern: &Hir, choices: &mut Choices<'_>, out: &mut String) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            if ranges.is_empty() {
                return;
            }
            let range = ranges[choices.below(ranges.len())];
            let (first, last) = (u32::from(range.start()), u32::from(range.end()));
            let wanted = first + choices.below((last - first + 1) as usize) as u32;
            out.push(char::from_u32(wanted).unwrap_or(range.start()));
        }
        HirKind::Class(Class::Bytes(class)) => {
            let first = class.ranges().first().map(|range| range.start()).filter(u8::is_ascii);
            out.extend(first.map(char::from));
        }
        HirKind::Repetition(repetition) => {
            let most = repetition
                .max
                .unwrap_or(repetition.min.saturating_add(MORE))
                .min(repetition.min.saturating_add(64));
            let more = choices.below((most - repetition.min.min(most)) as usize + 1) as u32;
            for _ in 0..repetition.min + more {
                if out.len() > LONGEST {
                    return;
                }
                write(&repetition.sub, choices, out);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, choices, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, choices, out)),
        HirKind::Alternation(parts) => write(&parts[choices.below(parts.len())], choices, out),
    }
}

/// Texts in a named format that fit the length; `None` if there are none, or the format is not known.
pub(super) fn examples(format: &str, min: usize, max: usize) -> Option<&'static [&'static str]> {
    let texts: &'static [&'static str] = match format {
        "date-time" => &[
            "2024-05-28T16:05:45Z",
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59.999999999Z",
            "2024-05-28T16:05:45+00:00",
            "2024-05-28T16:05:45.120-07:30",
        ],
        "date" => &["2024-05-28", "1970-01-01", "2024-02-29", "9999-12-31"],
        "time" => &["16:05:45Z", "00:00:00Z", "23:59:59.999Z", "16:05:45+02:00"],
        "duration" => &["PT0S", "P1D", "P3Y6M4DT12H30M5S"],
        "uuid" => &[
            "00000000-0000-0000-0000-000000000000",
            "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "3F2504E0-4F89-41D3-9A0C-0305E82C3301",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ],
        "email" | "idn-email" => &["a@example.com", "first.last+tag@mail.example.org"],
        "hostname" | "idn-hostname" => &["a", "api.example.com", "xn--bcher-kva.example"],
        "ipv4" => &["0.0.0.0", "192.0.2.1", "255.255.255.255"],
        "ipv6" => &["::", "2001:db8::1", "::ffff:192.0.2.1"],
        "uri" | "url" | "iri" => &[
            "https://example.com",
            "https://example.com/a%20b?c=d&e#f",
            "urn:example:1",
            "http://[2001:db8::1]:8080/",
        ],
        "uri-reference" | "iri-reference" => &["", "/a/b?c#d", "https://example.com/"],
        "json-pointer" => &["", "/a~1b/0"],
        "byte" | "base64" => &["", "AA==", "aGVsbG8=", "/+8="],
        _ => return None,
    };
    let fits = |text: &&str| (min..=max).contains(&text.chars().count());
    texts.iter().all(fits).then_some(texts)
}
