//! Keys of maps, which code changes as it changes texts.

use super::{MAP, keys};

rows! {
    Trimmed, MAP, |value| keys(value, |key| Some(key.trim().to_owned()));
    Collapsed, MAP, |value| keys(value, |key| Some(key.replace("  ", " ")));
    Lowered, MAP, |value| keys(value, |key| Some(key.to_lowercase()));
    Raised, MAP, |value| keys(value, |key| Some(key.to_uppercase()));
    AmpersandsEncoded, MAP, |value| keys(value, |key| Some(key.replace('&', "&amp;")));
    EntitiesDecoded, MAP, |value| keys(value, |key| Some(key.replace("&lt;", "<")));
    PlusIsSpace, MAP, |value| keys(value, |key| Some(key.replace('+', " ")));
    PercentDecoded, MAP, |value| keys(value, |key| Some(key.replace("%20", " ")));
    Unescaped, MAP, |value| keys(value, |key| Some(key.replace("\\n", "\n")));
    QuotesStraightened, MAP, |value| keys(value, |key| Some(key.replace('’', "'")));
    Composed, MAP, |value| keys(value, |key| Some(key.replace("e\u{301}", "é")));
    SharpFolded, MAP, |value| keys(value, |key| Some(key.replace('ß', "ss")));
    KelvinFolded, MAP, |value| keys(value, |key| Some(key.replace('\u{212a}', "k")));
    MarkDropped, MAP, |value| keys(value, |key| Some(key.replace('\u{feff}', "")));
    ZeroWidthDropped, MAP, |value| keys(value, |key| Some(key.replace('\u{200b}', "")));
    HardSpaceSoftened, MAP, |value| keys(value, |key| Some(key.replace('\u{a0}', " ")));
    EmptyDropped, MAP, |value| keys(value, |key| (!key.is_empty()).then(|| key.to_owned()));
    NullDropped, MAP, |value| keys(value, |key| (key != "null").then(|| key.to_owned()));
    NumbersShortened, MAP, |value| keys(value, |key| Some(key.parse::<u64>().map_or(key.to_owned(), |key| key.to_string())));
    PathsNormalized, MAP, |value| keys(value, |key| Some(key.replace("//", "/")));
    FinalDotDropped, MAP, |value| keys(value, |key| Some(key.strip_suffix('.').unwrap_or(key).to_owned()));
    At64, MAP, |value| keys(value, |key| Some(key.chars().take(64).collect()));
    At255, MAP, |value| keys(value, |key| Some(key.chars().take(255).collect()));
}
