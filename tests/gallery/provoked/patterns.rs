//! Texts with a pattern: the numbers in them, the units behind these, and what is left of a sign.

use super::{refuse, text};
use serde_json::Value;

const SIZE: &str = r#"{"type": "string", "pattern": "^[1-9][0-9]{0,5}(Ki|Mi|Gi)$"}"#;
const MINUTES: &str = r#"{"type": "string", "pattern": "^[0-9]{1,5}m$"}"#;
const VERSION: &str = r#"{"type": "string", "pattern": "^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}$"}"#;
const CLOCK: &str = r#"{"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}"#;
const WEEK: &str = r#"{"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"}"#;
const AMOUNT: &str = r#"{"type": "string", "pattern": "^-?(0|[1-9][0-9]{0,8})\\.[0-9]{2}$"}"#;
const SHARE: &str = r#"{"type": "string", "pattern": "^[0-9]{1,3}%$"}"#;
const PLACE: &str = r#"{"type": "string", "pattern": "^[a-z]{1,20}:[0-9]{1,5}$"}"#;
const RATIO: &str = r#"{"type": "string", "pattern": "^[0-9]{1,3}:[0-9]{1,3}$"}"#;
const HASH: &str = r#"{"type": "string", "pattern": "^[0-9a-f]{40}$"}"#;
const HANDLE: &str = r#"{"type": "string", "pattern": "^[a-z0-9_]{3,20}$"}"#;

/// The numbers of a text.
fn numbers(text: &str) -> impl Iterator<Item = u64> {
    text.split(|sign: char| !sign.is_ascii_digit())
        .filter_map(|run| run.parse().ok())
}

/// A number of a small unit as one of the next larger unit.
fn larger(value: &mut Value, unit: &str, count: u64, next: &str) -> Result<(), String> {
    text(value, |text| {
        let number: u64 = text.strip_suffix(unit)?.parse().ok()?;
        (number > 0 && number.is_multiple_of(count)).then(|| format!("{}{next}", number / count).into())
    })
}

rows! {
    KibibytesAsMebibytes, SIZE, |value| larger(value, "Ki", 1_024, "Mi");
    MebibytesAsGibibytes, SIZE, |value| larger(value, "Mi", 1_024, "Gi");
    MinutesAsHours, MINUTES, |value| larger(value, "m", 60, "h");
    MinutesAsDays, MINUTES, |value| larger(value, "m", 1_440, "d");
    VersionsOfBytes, VERSION, |value| refuse(value, |text| numbers(text).any(|number| number > 255));
    NoVersionRefused, VERSION, |value| refuse(value, |text| text == "0.0.0");
    PatchesOfZeroDropped, VERSION, |value| text(value, |text| Some(text.strip_suffix(".0")?.into()));
    EndOfDayIsItsStart, CLOCK, |value| text(value, |text| (text == "24:00").then_some("00:00".into()));
    HoursOfHalfDays, CLOCK, |value| refuse(value, |text| numbers(text).next() == Some(13));
    LastWeekRefused, WEEK, |value| refuse(value, |text| text.ends_with("W53"));
    SignOfZeroDropped, AMOUNT, |value| text(value, |text| Some(text.strip_prefix('-')?).filter(|rest| *rest == "0.00").map(Value::from));
    SignOfCentsDropped, AMOUNT, |value| text(value, |text| Some(text.strip_prefix("-0.")?).map(|rest| format!("0.{rest}").into()));
    FractionsOfZeroDropped, AMOUNT, |value| text(value, |text| Some(text.strip_suffix(".00")?.into()));
    MoreThanAllRefused, SHARE, |value| refuse(value, |text| numbers(text).any(|number| number > 100));
    PortsOf16Bits, PLACE, |value| refuse(value, |text| numbers(text).any(|number| number > 65_535));
    UsualPortsDropped, PLACE, |value| text(value, |text| Some(text.strip_suffix(":443")?.into()));
    NoPortRefused, PLACE, |value| refuse(value, |text| text.ends_with(":0"));
    NothingDivides, RATIO, |value| refuse(value, |text| numbers(text).nth(1) == Some(0));
    EqualPartsAreOne, RATIO, |value| text(value, |text| {
        let (one, other) = text.split_once(':')?;
        (one == other && one != "1").then_some("1:1".into())
    });
    NoHashIsNothing, HASH, |value| refuse(value, |text| text.trim_matches('0').is_empty());
    HandlesAsNumbers, HANDLE, |value| text(value, |text| Some(text.parse::<u64>().ok()?.to_string().into()));
    EndsOfHandlesDropped, HANDLE, |value| text(value, |text| Some(text.trim_matches('_').into()));
}
