//! Members of the formats that JSON Schema, OpenAPI and generators of schemas name.
//!
//! Each list begins with what servers write every day; then come members that are as valid and that code changes or refuses.
//! What a format's definition excludes is not here, however often it is met: a type that refuses it is right.

/// Members of a format; `None` if the format is not known, or says nothing about the text.
pub(crate) fn members(format: &str) -> Option<&'static [&'static [&'static str]]> {
    Some(match format {
        // Of the many texts of that standard, most servers send these.
        "date-time" | "ISO-8601" | "iso-8601" | "ISO8601" | "iso8601" => &[DATE_TIME],
        "date" => &[DATE],
        "time" => &[TIME],
        "date-time-local" | "partial-date-time" | "local-date-time" => &[LOCAL_DATE_TIME],
        "time-local" | "partial-time" | "local-time" => &[LOCAL_TIME],
        "duration" => &[DURATION],
        "http-date" => &[&["Tue, 28 May 2024 16:05:45 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"]],
        "uuid" => &[UUID],
        "ulid" => &[&[
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "00000000000000000000000000",
            "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        ]],
        "email" => &[EMAIL],
        "idn-email" => &[EMAIL, &["jörg@bücher.example", "用户@例子.公司"]],
        "hostname" => &[HOSTNAME],
        "idn-hostname" => &[HOSTNAME, &["bücher.example", "BÜCHER.example", "例え.テスト"]],
        "ipv4" => &[IPV4],
        "ipv6" => &[IPV6],
        "ip" => &[IPV4, IPV6],
        "uri" | "url" => &[URI],
        "iri" => &[URI, &["https://bücher.example/ä?ö#ü", "https://例え.テスト/"]],
        "uri-reference" => &[URI_REFERENCE],
        "iri-reference" => &[URI_REFERENCE, &["/ä?ö#ü"]],
        "uri-template" => &[URI_TEMPLATE],
        "json-pointer" => &[JSON_POINTER],
        "relative-json-pointer" => &[&["0", "1/a", "0#", "2/b/0", "10/~0~1"]],
        "regex" => &[REGEX],
        "byte" | "base64" => &[BASE64],
        "base64url" => &[BASE64URL],
        "json" => &[&["null", "{}", "[]", "{\"a\": 1.0}", "\"\"", "1e2", " [ ] "]],
        "json-base64" => &[&["e30=", "bnVsbA==", "W10=", "eyJhIjogMS4wfQ=="]],
        "char" => &[&["a", "A", "é", "😀", "\"", "\\", "\n", " ", "\u{0}", "\u{10ffff}", "ß"]],
        "semver" => &[&["1.2.3", "0.0.0", "1.0.0-alpha.1", "1.0.0+build.01", "10.20.30-rc.1+a-b"]],
        "decimal" | "decimal128" => &[DECIMAL],
        "double" | "float" => &[&["0", "0.1", "-1.5", "1.0", "1e21", "1.7e-9"]],
        "int8" | "int16" => &[&["0", "1", "-1", "127", "-128"]],
        "uint8" | "uint16" => &[&["0", "1", "255"]],
        "int32" => &[&["0", "1", "-1", "2147483647", "-2147483648"]],
        "uint32" => &[&["0", "1", "4294967295"]],
        "int64" | "int" => &[INT64],
        "uint64" | "uint" => &[&["0", "1", "9007199254740993", "18446744073709551615"]],
        "int128" => &[INT64, &["-170141183460469231731687303715884105728"]],
        "uint128" => &[&[
            "0",
            "1",
            "18446744073709551616",
            "340282366920938463463374607431768211455",
        ]],
        _ => return None,
    })
}

/// Whether a format says what a text is like, and nothing about numbers.
pub(in crate::generate) fn is_of_text(format: &str) -> bool {
    let is_of_numbers = ["int", "uint", "float", "double", "decimal"]
        .iter()
        .any(|start| format.starts_with(start));
    !is_of_numbers && members(format).is_some()
}

const DATE_TIME: &[&str] = &[
    "2024-05-28T16:05:45Z",
    "1970-01-01T00:00:00Z",
    "2024-02-29T23:59:59.999999999Z",
    "2024-05-28T16:05:45+00:00",
    "2024-05-28T16:05:45.120-07:30",
    "2024-05-28T16:05:45.123Z",
    "2024-05-28T16:05:45.123456Z",
    "1969-12-31T23:59:59.5Z",
    "2024-05-28t16:05:45z",
    "1990-12-31T23:59:60Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "1582-10-10T12:00:00Z",
    "1899-12-31T23:59:59Z",
    "2038-01-19T03:14:08Z",
    "2262-04-11T23:47:16.854775808Z",
    "2024-12-31T23:30:00+14:00",
    "2024-01-01T00:30:00-12:00",
    "2024-05-28T16:05:45-00:00",
    "2024-05-28T16:05:45.000Z",
    "2024-05-28T16:05:45.1Z",
    "2024-05-28T16:05:45.12+05:45",
    "2024-05-28T16:05:45.1234Z",
    "2024-05-28T16:05:45.12345Z",
    "2024-05-28T16:05:45.1234567Z",
    "2024-05-28T16:05:45.12345678Z",
    "2024-05-28T16:05:45.1234567891Z",
    "2024-05-28T16:05:45.12345678912Z",
    "2024-05-28T16:05:45.123456789123Z",
];
const DATE: &[&str] = &[
    "2024-05-28",
    "1970-01-01",
    "2024-02-29",
    "9999-12-31",
    "0001-01-01",
    "1582-10-10",
    "1899-12-31",
    "1900-01-01",
    "1969-12-31",
    "2000-02-29",
    "2038-01-19",
    "2262-04-12",
];
const TIME: &[&str] = &[
    "16:05:45Z",
    "00:00:00Z",
    "23:59:59.999Z",
    "16:05:45+02:00",
    "16:05:45.120-07:30",
    "16:05:45z",
    "23:59:60Z",
    "16:05:45+00:00",
    "16:05:45.1Z",
    "16:05:45.123456Z",
    "23:59:59.999999999Z",
    "16:05:45.123456789123Z",
    "00:30:00+14:00",
];
const LOCAL_DATE_TIME: &[&str] = &[
    "2024-05-28T16:05:45",
    "1970-01-01T00:00:00",
    "2024-02-29T23:59:59.999999999",
    "2024-05-28T16:05:45.120",
    "0001-01-01T00:00:00",
    "1899-12-31T23:59:59.5",
    "9999-12-31T23:59:59.999",
];
const LOCAL_TIME: &[&str] = &[
    "16:05:45",
    "00:00:00",
    "23:59:59.999",
    "16:05:45.120",
    "23:59:59.999999999",
];
const DURATION: &[&str] = &[
    "PT0S",
    "P1D",
    "P3Y6M4DT12H30M5S",
    "P1W",
    "PT24H",
    "PT0.5S",
    "P1M",
    "PT1M",
    "PT90M",
    "PT3600S",
    "P1DT12H",
    "P0D",
    "P52W",
    "P1Y2M",
    "PT1.50S",
];
const UUID: &[&str] = &[
    "00000000-0000-0000-0000-000000000000",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "3F2504E0-4F89-41D3-9A0C-0305E82C3301",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "018f1f2e-7c3a-7d11-8b2a-0123456789ab",
    "6ba7b810-9dad-11d1-80b4-00c04FD430C8",
];
const EMAIL: &[&str] = &[
    "a@example.com",
    "first.last+tag@mail.example.org",
    "First.Last@Example.COM",
    "o'brien@example.com",
    "a_b-c%d&e@xn--bcher-kva.example",
    "\"two words\"@example.com",
    "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz01@example.com",
    "a@[192.0.2.1]",
];
const HOSTNAME: &[&str] = &[
    "a",
    "api.example.com",
    "xn--bcher-kva.example",
    "API.Example.COM",
    "a-1.b--2.example",
    "1.example",
    "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0.example",
    "example.com.",
];
const IPV4: &[&str] = &["0.0.0.0", "192.0.2.1", "255.255.255.255", "127.0.0.1", "10.20.30.40"];
const IPV6: &[&str] = &[
    "::",
    "2001:db8::1",
    "::ffff:192.0.2.1",
    "2001:DB8::A",
    "2001:0db8:0000:0000:0000:0000:0000:0001",
    "2001:db8:0:0:1:0:0:1",
    "1:0:0:2:0:0:0:3",
    "::1",
    "::192.0.2.1",
    "64:ff9b::c000:201",
    "fe80::1",
    "1:2:3:4:5:6:7::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];
const URI: &[&str] = &[
    "https://example.com/",
    "https://example.com",
    "https://example.com/a%20b?c=d&e#f",
    "urn:example:1",
    "http://[2001:db8::1]:8080/",
    "HTTPS://Example.COM/A",
    "https://example.com:443/a",
    "http://example.com:80",
    "https://example.com/./a/../b",
    "https://example.com/a//b/",
    "https://user:pa%3Ass@example.com/",
    "https://example.com/?",
    "https://example.com/#",
    "https://example.com?a=b",
    "https://example.com/%7ea/%c3%a9",
    "https://example.com/a+b?c+d=%2B",
    "https://example.com/'()*!,;=:@$",
    "https://xn--bcher-kva.example/",
    "mailto:a@example.com",
    "data:text/plain;base64,aGk=",
    "file:///a/b",
    "https://example.com./",
    "https://www.example.com/a.git",
    "https://www.example.com/index.html",
    "http://0x7f.1/",
    "http://192.0.2.1/",
    "ftp://example.com:21/a",
];
const URI_REFERENCE: &[&str] = &[
    "",
    "/a/b?c#d",
    "https://example.com/",
    "../a",
    "./a:b",
    "?a=b",
    "#a",
    "//Example.com/a",
    "a%20b/",
];
/// All absolute: who keeps them as URLs is right about each of them.
const URI_TEMPLATE: &[&str] = &[
    "https://example.com/a",
    "https://example.com/{id}",
    "https://example.com/a{/b}",
    "https://example.com/a{?b,c*}",
    "https://example.com/{+a}/b{#c}",
    "https://example.com/{a:3}?b=c{&d}",
    "https://example.com/%7Ba/{b}",
];
const JSON_POINTER: &[&str] = &[
    "", "/a~1b/0", "/", "/a", "/~0~1", "/é", "/ ", "//", "/-", "/a%20b", "/00",
];
const REGEX: &[&str] = &["^a+$", "", "[a-z]{2,3}", "(?:a|b)\\d", "\\.", "^\\/a$", "[^\"]*", "a.b"];
/// With `+` and `/`, and with no, one and two signs of padding, as the alphabet of `byte` has them.
const BASE64: &[&str] = &[
    "",
    "AA==",
    "aGVsbG8=",
    "/+8=",
    "Zm9v",
    "++++",
    "////",
    "AAECAwQFBgcICQ==",
];
const BASE64URL: &[&str] = &["", "AA", "aGVsbG8", "_-8", "Zm9v", "----", "____", "AAECAwQFBgcICQ"];
const DECIMAL: &[&str] = &[
    "0",
    "1",
    "0.1",
    "1.10",
    "-0.01",
    "100",
    "1.0",
    "0.000000000001",
    "9007199254740993",
    "12345678901234567890.12",
    "79228162514264337593543950335",
];
const INT64: &[&str] = &[
    "0",
    "1",
    "-1",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_of_json_schema_and_openapi_has_members_or_is_free() {
        const FREE: [&str; 2] = ["binary", "password"];
        for format in [
            "date",
            "time",
            "date-time",
            "duration",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uri-template",
            "uuid",
            "regex",
            "byte",
            "base64url",
            "binary",
            "int32",
            "int64",
            "float",
            "double",
            "decimal",
            "password",
            "json-pointer",
            "relative-json-pointer",
            "char",
        ] {
            assert_eq!(members(format).is_none(), FREE.contains(&format), "{format}");
        }
    }

    /// Members that the validator excludes, and that servers send all the same: fractions of seconds in durations, which ISO
    /// 8601 allows, a dot behind a host, and addresses in mail.
    const DISPUTED: [&str; 4] = ["PT0.5S", "PT1.50S", "example.com.", "a@[192.0.2.1]"];

    #[test]
    fn members_of_a_format_are_valid() {
        for format in [
            "date",
            "time",
            "date-time",
            "duration",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uri-template",
            "uuid",
            "regex",
            "json-pointer",
            "relative-json-pointer",
        ] {
            let schema = serde_json::json!({"format": format});
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .build(&schema)
                .unwrap();
            for member in members(format).unwrap().iter().copied().flatten() {
                let disputed = DISPUTED.contains(member);
                assert!(validator.is_valid(&(*member).into()) || disputed, "{format}: {member}");
            }
        }
    }

    #[test]
    fn a_member_is_taken_for_one_when_texts_are_made_smaller() {
        use crate::schema::{Dialect, Document, Spec};
        let words = "date time date-time duration email hostname idn-hostname ipv4 ipv6 uri uri-reference uri-template uuid regex \
            json-pointer ISO-8601 iso8601 local-date-time local-time http-date ulid ip url iri byte base64 base64url json json-base64 \
            char semver decimal decimal128 double float int8 int16 int32 int64 int int128 uint8 uint16 uint32 uint64 uint uint128";
        for format in words.split_whitespace() {
            let document = serde_json::json!({"$defs": {"T": {"type": "string", "format": format}}}).to_string();
            let document = Document::parse("t", document.as_bytes()).unwrap();
            let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
            for member in members(format).unwrap().iter().copied().flatten() {
                assert!(schema.is_valid_with_formats(&(*member).into()), "{format}: {member}");
            }
        }
    }
}
