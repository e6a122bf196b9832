//! 1: identifiers and times that are held as values, in front of a string: code that keeps the value loses the spelling.

use super::Clash;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use wireproof::untagged;

const SCHEMA: &str = r#"{"$defs": {"Mark": {"type": "string"}}}"#;

/// Whether a text is of a form: `0` stands for a digit, `f` for a hexadecimal one, and every other character for itself in either case.
fn is_of_form(text: &str, form: &str) -> bool {
    let fits = |(sign, form): (char, char)| match form {
        '0' => sign.is_ascii_digit(),
        'f' => sign.is_ascii_hexdigit(),
        other => sign.eq_ignore_ascii_case(&other),
    };
    text.len() == form.len() && text.chars().zip(form.chars()).all(fits)
}

const UUID: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const MOMENT: &str = "0000-00-00t00:00:00z";

/// Types that read a form; what they hold is told by the second function.
macro_rules! forms {
    ($($Name:ident = $form:expr, $holds:expr;)*) => {$(
        #[derive(Serialize, PartialEq)]
        struct $Name(String);

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = String::deserialize(input)?;
                match is_of_form(&text, $form) {
                    true => Ok($Name($holds(text))),
                    false => Err(D::Error::custom("another form was expected")),
                }
            }
        }
    )*};
}

forms! {
    Uuid = UUID, |text: String| text.to_lowercase();
    UuidText = UUID, |text| text;
    Moment = MOMENT, |text: String| text.to_uppercase();
    MomentText = MOMENT, |text| text;
}

macro_rules! enums {
    ($($Name:ident($Form:ty);)*) => {$(
        #[derive(Serialize, Deserialize, PartialEq)]
        #[serde(untagged)]
        enum $Name { Form($Form), Text(String) }
    )*};
}

enums! {
    Id(Uuid);
    KeptId(UuidText);
    At(Moment);
    KeptAt(MomentText);
}

pub fn of_identifiers() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! { Id { Form(Uuid), Text(String) } },
        good: untagged! { KeptId { Form(UuidText), Text(String) } },
        expects: &[("untagged_ambiguous", r#""3F2504E0-4F89-41D3-9A0C-0305E82C3301""#)],
    }
}

pub fn of_times() -> Clash {
    Clash {
        class: 1,
        schema: SCHEMA,
        broken: untagged! { At { Form(Moment), Text(String) } },
        good: untagged! { KeptAt { Form(MomentText), Text(String) } },
        expects: &[("untagged_ambiguous", r#""2024-05-28t16:05:45z""#)],
    }
}
