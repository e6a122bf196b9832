//! Free strings: escapes and entities in the other direction, words with a meaning to parsers, and forms that code parses.

use super::{SHORT, TEXT, text};
use serde_json::{Value, json};

/// A word that is taken for something else than text.
fn word(value: &mut Value, word: &str, stands_for: Value) -> Result<(), String> {
    text(value, |text| (text == word).then(|| stands_for.clone()))
}

rows! {
    AmpersandsEncoded, TEXT, |value| text(value, |text| Some(text.replace('&', "&amp;").into()));
    GreaterEncoded, SHORT, |value| text(value, |text| Some(text.replace('>', "&gt;").into()));
    LessDecoded, TEXT, |value| text(value, |text| Some(text.replace("&lt;", "<").into()));
    GreaterDecoded, SHORT, |value| text(value, |text| Some(text.replace("&gt;", ">").into()));
    QuotesDecoded, TEXT, |value| text(value, |text| Some(text.replace("&quot;", "\"").into()));
    ApostrophesDecoded, SHORT, |value| text(value, |text| Some(text.replace("&#39;", "'").into()));
    QuotesEncoded, TEXT, |value| text(value, |text| Some(text.replace('"', "&quot;").into()));
    SpacesAsPlus, SHORT, |value| text(value, |text| Some(text.replace(' ', "+").into()));
    SpacesPercentEncoded, TEXT, |value| text(value, |text| Some(text.replace(' ', "%20").into()));
    PercentSignsEncoded, SHORT, |value| text(value, |text| Some(text.replace('%', "%25").into()));
    QuotesUndoubled, TEXT, |value| text(value, |text| Some(text.replace("''", "'").into()));
    QuotesCurled, SHORT, |value| text(value, |text| Some(text.replace('"', "”").into()));
    DoubleQuotesStraightened, TEXT, |value| text(value, |text| Some(text.replace(['“', '”'], "\"").into()));
    LineEndsEscaped, SHORT, |value| text(value, |text| Some(text.replace('\n', "\\n").into()));
    BackslashesDoubled, TEXT, |value| text(value, |text| Some(text.replace('\\', "\\\\").into()));
    Dashed, SHORT, |value| text(value, |text| Some(text.replace('_', "-").into()));
    CarriageReturnsAdded, TEXT, |value| text(value, |text| Some(text.replace("\r\n", "\n").replace('\n', "\r\n").into()));
    Lowered, SHORT, |value| text(value, |text| Some(text.to_lowercase().into()));
    Raised, TEXT, |value| text(value, |text| Some(text.to_uppercase().into()));
    LeadingSpaceDropped, SHORT, |value| text(value, |text| Some(text.trim_start().into()));
    ZerosMakeANumber, TEXT, |value| text(value, |text| (text == "0042").then_some(json!(42)));
    CommasMakeAList, SHORT, |value| text(value, |text| text.contains(", ").then(|| text.split(", ").collect()));
    NullIsNothing, TEXT, |value| word(value, "null", Value::Null);
    NanIsNothing, SHORT, |value| word(value, "nan", Value::Null);
    InfinityIsNothing, TEXT, |value| word(value, "inf", Value::Null);
    YesIsTrue, SHORT, |value| word(value, "yes", json!(true));
    OnIsTrue, TEXT, |value| word(value, "on", json!(true));
    NorwayIsFalse, SHORT, |value| word(value, "NO", json!(false));
    ExponentsAreNumbers, TEXT, |value| word(value, "1e3", json!(1_000));
    HexadecimalIsANumber, SHORT, |value| word(value, "0x10", json!(16));
    AgentsAreNumbers, TEXT, |value| word(value, "007", json!(7));
    SignsAreNumbers, SHORT, |value| word(value, "+1", json!(1));
    UnderscoresAreOfNumbers, TEXT, |value| word(value, "1_000", json!(1_000));
    ParentsResolved, TEXT, |value| text(value, |text| (text.starts_with("../") || text.contains("/../")).then(|| text.replace("../", "").into()));
    FinalSlashDropped, SHORT, |value| text(value, |text| Some(text.strip_suffix('/')?.into()));
    TimesInText, TEXT, |value| text(value, |text| (text.len() == 20 && text.as_bytes()[10] == b'T').then(|| text.replace('T', " ").into()));
    RaisedSharp, SHORT, |value| text(value, |text| Some(text.replace('ß', "SS").into()));
    ControlsDropped, TEXT, |value| text(value, |text| Some(text.replace(char::is_control, "").into()));
}
