//! Members of formats that are seldom written: code changes them, or reads less than the format allows.

use super::{BYTE, DATE, DATE_TIME, DURATION, EMAIL, HOSTNAME, IPV6, TIME, URI, UUID, refuse, text};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, Ipv6Addr};

formats! {
    IDN_EMAIL = "idn-email"; IDN_HOSTNAME = "idn-hostname"; IPV4 = "ipv4"; IRI = "iri"; REGEX = "regex"; BINARY = "binary";
    DECIMAL = "decimal"; PASSWORD = "password"; JSON_POINTER = "json-pointer"; BASE64URL = "base64url";
}
const INT32: &str = r#"{"type": "integer", "format": "int32"}"#;
const INT64: &str = r#"{"type": "integer", "format": "int64"}"#;
const UINT16: &str = r#"{"type": "integer", "format": "uint16"}"#;
const UINT64: &str = r#"{"type": "integer", "format": "uint64"}"#;
const FLOAT: &str = r#"{"type": "number", "format": "float"}"#;
const DOUBLE: &str = r#"{"type": "number", "format": "double"}"#;

/// The part of a second without what is behind so many digits.
fn fraction(value: &mut Value, most: usize) -> Result<(), String> {
    text(value, |text| {
        let (whole, rest) = text.split_once('.')?;
        let end = rest.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(rest.len());
        Some(format!("{whole}.{}{}", &rest[..end.min(most)], &rest[end..]).into())
    })
}

/// An integer that a narrower type wraps, or a float rounds.
fn integer(value: &mut Value, change: impl Fn(i128) -> Value) -> Result<(), String> {
    let integer = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
    if let Some(integer) = integer {
        *value = change(integer);
    }
    Ok(())
}

rows! {
    NothingBeforeGregory, DATE, |value| refuse(value, |text| text < "1583");
    DayOneRefused, DATE, |value| refuse(value, |text| text.starts_with("0001"));
    EpochRefused, DATE, |value| refuse(value, |text| text < "1970");
    YearsOfSeconds, DATE, |value| refuse(value, |text| text > "2038-01-18");
    LastYearRefused, DATE, |value| refuse(value, |text| text.starts_with("9999"));
    NothingBefore1900, DATE_TIME, |value| refuse(value, |text| text < "1900");
    SecondsOf32Bits, DATE_TIME, |value| refuse(value, |text| text > "2038-01-19T03:14:07Z");
    OffsetsAsUtc, DATE_TIME, |value| text(value, |text| Some(text.replace("+00:00", "Z").into()));
    UnknownOffsetsAsUtc, DATE_TIME, |value| text(value, |text| Some(text.replace("-00:00", "+00:00").into()));
    FarOffsetsRefused, DATE_TIME, |value| refuse(value, |text| text.ends_with("+14:00"));
    OddOffsetsRefused, DATE_TIME, |value| refuse(value, |text| text.rsplit_once('+').is_some_and(|(_, offset)| !offset.ends_with(":00")));
    LeapSecondsRefused, DATE_TIME, |value| refuse(value, |text| text.contains(":60"));
    LowerCaseRefused, DATE_TIME, |value| refuse(value, |text| text.contains('t'));
    LowerCaseOfTimesRefused, TIME, |value| refuse(value, |text| text.ends_with('z'));
    ZerosOfFractionsDropped, DATE_TIME, |value| text(value, |text| Some(text.replace(".000Z", "Z").into()));
    Milliseconds, DATE_TIME, |value| fraction(value, 3);
    Nanoseconds, DATE_TIME, |value| fraction(value, 9);
    MillisecondsOfTimes, TIME, |value| fraction(value, 3);
    MonthsAndMinutesMixed, DURATION, |value| text(value, |text| (text == "P1M").then_some("PT1M".into()));
    DaysOfZero, DURATION, |value| text(value, |text| (text == "P0D").then_some("PT0S".into()));
    WeeksRefused, DURATION, |value| refuse(value, |text| text.ends_with('W'));
    TagsOfMailDropped, EMAIL, |value| text(value, |text| {
        let (user, host) = text.split_once('@')?;
        Some(format!("{}@{host}", user.split('+').next()?).into())
    });
    ForeignMailRefused, IDN_EMAIL, |value| refuse(value, |text| !text.is_ascii());
    PunycodeRefused, HOSTNAME, |value| refuse(value, |text| text.contains("xn--"));
    ForeignHostsLowered, IDN_HOSTNAME, |value| text(value, |text| (!text.is_ascii()).then(|| text.to_lowercase().into()));
    AnyAddressIsNothing, IPV4, |value| text(value, |text| (text == "0.0.0.0").then_some("".into()));
    AddressesAsNumbers, IPV4, |value| text(value, |text| Some(u32::from(text.parse::<Ipv4Addr>().ok()?).into()));
    MappedAddressesUnmapped, IPV6, |value| text(value, |text| {
        Some(text.parse::<Ipv6Addr>().ok()?.to_ipv4_mapped()?.to_string().into())
    });
    ZeroRunsShortened, IPV6, |value| text(value, |text| Some(text.replacen(":0:0:", "::", 1).into()));
    PercentsOfUrlsDecoded, URI, |value| text(value, |text| Some(text.replace("%20", " ").into()));
    SchemesLowered, URI, |value| text(value, |text| Some(text.replacen("HTTPS:", "https:", 1).into()));
    EmptyQueriesDropped, URI, |value| text(value, |text| Some(text.strip_suffix('?')?.into()));
    RootsAdded, URI, |value| text(value, |text| text.split_once("://").filter(|(_, rest)| !rest.contains('/')).map(|_| format!("{text}/").into()));
    DefaultPortsOfHttpDropped, URI, |value| text(value, |text| Some(text.strip_suffix(":80")?.into()));
    IrisAsUris, IRI, |value| text(value, |text| (!text.is_ascii()).then(|| text.replace(|sign: char| !sign.is_ascii(), "%EF%BF%BD").into()));
    UuidsSimple, UUID, |value| text(value, |text| Some(text.replace('-', "").into()));
    NilIsNothing, UUID, |value| refuse(value, |text| text.chars().all(|sign| "0-".contains(sign)));
    SlashesOfPatternsUnescaped, REGEX, |value| text(value, |text| Some(text.replace("\\/", "/").into()));
    AlphabetOfUrls, BYTE, |value| text(value, |text| Some(text.replace('+', "-").replace('/', "_").into()));
    AlphabetOfMail, BASE64URL, |value| text(value, |text| Some(text.replace('-', "+").replace('_', "/").into()));
    PaddingAdded, BASE64URL, |value| text(value, |text| (!text.len().is_multiple_of(4)).then(|| format!("{text}==").into()));
    BytesAreText, BINARY, |value| text(value, |text| Some(text.replace(|sign: char| !sign.is_ascii(), "?").into()));
    PasswordsTrimmed, PASSWORD, |value| text(value, |text| Some(text.trim().into()));
    PointersDecoded, JSON_POINTER, |value| text(value, |text| Some(text.replace("~1", "/").into()));
    DecimalsAsFloats, DECIMAL, |value| text(value, |text| Some(text.parse::<f64>().ok()?.to_string().into()));
    EndsOfDecimalsDropped, DECIMAL, |value| text(value, |text| text.contains('.').then(|| text.trim_end_matches('0').into()));
    Int16, INT32, |value| integer(value, |integer| json!(integer as i16));
    UnsignedInt32, INT32, |value| integer(value, |integer| json!(integer.unsigned_abs() as u64));
    Int32, INT64, |value| integer(value, |integer| json!(integer as i32));
    Int64AsFloat, INT64, |value| integer(value, |integer| json!(integer as f64));
    Byte, UINT16, |value| integer(value, |integer| json!(integer as u8));
    SignedInt64, UINT64, |value| integer(value, |integer| json!(integer as i64));
    FloatsAsIntegers, FLOAT, |value| { if let Some(float) = value.as_f64() { *value = json!(float as i64) }; Ok(()) };
    DoublesAsFloats, DOUBLE, |value| { if let Some(float) = value.as_f64() { *value = json!(float as f32) }; Ok(()) };
}
