//! One value in many texts: those that mean the same must be read the same.

use super::choices::Choices;
use super::value::{Body, GeneratedValue};
use crate::json::plain;
use serde::{Deserialize, Serialize};

/// How a value is written down. The default is what servers write: compact, keys in the order of the schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// The order of keys.
    pub keys: Keys,
    /// What stands between the tokens.
    pub space: Space,
    /// How whole numbers are written.
    pub numbers: Numbers,
    /// How strings are escaped.
    pub escapes: Escapes,
    /// Whether a key of each object occurs twice, with the same value: the first that holds neither keys nor items.
    pub twice: bool,
}

/// The order of keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Keys {
    #[default]
    AsMade,
    Reversed,
    /// The first, which often is the tag, comes last.
    FirstLast,
}

/// What stands between the tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Space {
    #[default]
    Nothing,
    /// One after each colon and comma.
    Blank,
    /// All four kinds that JSON knows, before and behind each token.
    Every,
}

/// How whole numbers are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Numbers {
    #[default]
    AsMade,
    /// `1.0`
    Point,
    /// `1e0`
    Exponent,
}

/// How strings are escaped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Escapes {
    /// As little as JSON demands.
    #[default]
    Few,
    /// Everything outside ASCII, as many servers write, and the slash.
    Ascii,
    /// Every character, keys included.
    All,
}

impl Style {
    /// The styles that are tried one by one, each with one thing out of the ordinary.
    pub const EACH: [Style; 9] = {
        let plain = Style {
            keys: Keys::AsMade,
            space: Space::Nothing,
            numbers: Numbers::AsMade,
            escapes: Escapes::Few,
            twice: false,
        };
        [
            Style {
                keys: Keys::Reversed,
                ..plain
            },
            Style {
                keys: Keys::FirstLast,
                ..plain
            },
            Style {
                space: Space::Blank,
                ..plain
            },
            Style {
                space: Space::Every,
                ..plain
            },
            Style {
                numbers: Numbers::Point,
                ..plain
            },
            Style {
                numbers: Numbers::Exponent,
                ..plain
            },
            Style {
                escapes: Escapes::Ascii,
                ..plain
            },
            Style {
                escapes: Escapes::All,
                ..plain
            },
            Style { twice: true, ..plain },
        ]
    };

    /// A style from a stream of choices; half of the time the ordinary one.
    pub fn choose(choices: &mut Choices<'_>) -> Style {
        if !choices.chance(128) {
            return Style::default();
        }
        if !choices.chance(64) {
            return Style::EACH[choices.below(Style::EACH.len())];
        }
        Style {
            keys: [Keys::AsMade, Keys::Reversed, Keys::FirstLast][choices.below(3)],
            space: [Space::Nothing, Space::Blank, Space::Every][choices.below(3)],
            numbers: [Numbers::AsMade, Numbers::Point, Numbers::Exponent][choices.below(3)],
            escapes: [Escapes::Few, Escapes::Ascii, Escapes::All][choices.below(3)],
            twice: choices.chance(32),
        }
    }
}

impl GeneratedValue<'_> {
    /// The JSON text of the value in the ordinary style.
    pub fn text(&self) -> String {
        self.text_in(Style::default())
    }

    /// The JSON text of the value.
    pub fn text_in(&self, style: Style) -> String {
        let mut writer = Writer {
            out: String::with_capacity(256),
            style,
        };
        writer.space();
        writer.value(self);
        writer.space();
        writer.out
    }
}

/// Above this, a whole number as a float may not be exact.
const EXACT: usize = 15;

struct Writer {
    out: String,
    style: Style,
}

impl Writer {
    fn value(&mut self, value: &GeneratedValue<'_>) {
        match &value.body {
            Body::Null => self.out.push_str("null"),
            Body::Bool(true) => self.out.push_str("true"),
            Body::Bool(false) => self.out.push_str("false"),
            Body::Number(text) => self.number(text),
            Body::String(text) => self.string(text),
            Body::Array(items) => {
                self.out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.comma();
                    }
                    self.space();
                    self.value(item);
                    self.space();
                }
                self.out.push(']');
            }
            Body::Object(members) => {
                self.out.push('{');
                // Only what holds nothing: a text that doubles at each level has no end.
                let leaf = || members.iter().find(|(_, value)| value.children() == 0);
                let twice = self.style.twice.then(leaf).flatten();
                let count = members.len();
                for index in 0..count {
                    if index > 0 {
                        self.comma();
                    }
                    self.member(
                        &members[match self.style.keys {
                            Keys::AsMade => index,
                            Keys::Reversed => count - 1 - index,
                            Keys::FirstLast => (index + 1) % count,
                        }],
                    );
                }
                if let Some(twice) = twice {
                    self.comma();
                    self.member(twice);
                }
                self.out.push('}');
            }
        }
    }

    fn member(&mut self, (key, value): &(std::borrow::Cow<'_, str>, GeneratedValue<'_>)) {
        self.space();
        self.string(key);
        self.space();
        self.out.push(':');
        if self.style.space == Space::Blank {
            self.out.push(' ');
        }
        self.space();
        self.value(value);
        self.space();
    }

    fn comma(&mut self) {
        self.out.push(',');
        if self.style.space == Space::Blank {
            self.out.push(' ');
        }
    }

    fn space(&mut self) {
        if self.style.space == Space::Every {
            self.out.push_str(" \t\r\n");
        }
    }

    fn number(&mut self, text: &str) {
        self.out.push_str(text);
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.len() <= EXACT && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            match self.style.numbers {
                Numbers::AsMade => {}
                Numbers::Point => self.out.push_str(".0"),
                Numbers::Exponent => self.out.push_str("e0"),
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        if self.style.escapes == Escapes::Few {
            let mut rest = text;
            loop {
                let (plain, special) = rest.split_at(plain(rest.as_bytes()));
                self.out.push_str(plain);
                let Some(&byte) = special.as_bytes().first() else { break };
                self.escape(char::from(byte));
                rest = &special[1..];
            }
        } else {
            for character in text.chars() {
                let must = character < ' ' || matches!(character, '"' | '\\' | '/');
                match self.style.escapes {
                    Escapes::All => self.code_units(character),
                    _ if must => self.escape(character),
                    _ if !character.is_ascii() => self.code_units(character),
                    _ => self.out.push(character),
                }
            }
        }
        self.out.push('"');
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '"' | '\\' | '/' => character,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => return self.code_units(character),
        };
        self.out.push('\\');
        self.out.push(short);
    }

    fn code_units(&mut self, character: char) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            self.out.push_str("\\u");
            for shift in [12, 8, 4, 0] {
                let digit = char::from_digit(u32::from(*unit >> shift) & 15, 16);
                self.out.push(digit.unwrap_or('0'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::differences;
    use crate::json::Tree;
    use serde_json::json;

    #[test]
    fn every_style_means_the_same() {
        let made = GeneratedValue::of(
            &json!({"type": "a/\"b\"\\\u{1}\n", "é😀": [1, -20, 0.5, null, true, {}, []], "z": {"k": "v"}}),
        );
        let plain = made.text();
        for style in Style::EACH {
            let text = made.text_in(style);
            assert_ne!(text, plain, "{style:?} changes nothing");
            let (a, b) = (Tree::parse(&plain).unwrap(), Tree::parse(&text).unwrap());
            if style.twice {
                assert!(b.has_duplicate_keys());
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert_eq!(value, serde_json::from_str::<serde_json::Value>(&plain).unwrap());
            } else {
                assert_eq!(differences(&a, &b), [], "{text}");
            }
        }
    }

    #[test]
    fn a_number_that_a_float_may_round_keeps_its_form() {
        let style = Style {
            numbers: Numbers::Point,
            ..Style::default()
        };
        assert_eq!(
            GeneratedValue::of(&json!([1, 9007199254740993_i64])).text_in(style),
            "[1.0,9007199254740993]"
        );
    }
}
