//! JSON values whose numbers are exact, the many texts of one value, and values that differ in one place.

use super::dice::Dice;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use wireproof::Pointer;
use wireproof::diff::Change;

#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Null,
    Bool(bool),
    /// Sign, digits without a leading zero, and a power of ten.
    Number(bool, String, i32),
    String(String),
    Array(Vec<Shape>),
    Object(Vec<(String, Shape)>),
}

/// Any value that a 64-bit float can hold roughly, and `serde_json` can nest.
pub fn shapes() -> impl Strategy<Value = Shape> {
    let number = (any::<bool>(), "0|[1-9][0-9]{0,24}", -60..60_i32);
    let leaf = prop_oneof![
        Just(Shape::Null),
        any::<bool>().prop_map(Shape::Bool),
        number.prop_map(|(negative, digits, exponent)| Shape::Number(negative, digits, exponent)),
        strings().prop_map(Shape::String),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let members = btree_map(strings(), inner.clone(), 0..6).prop_map(|members| members.into_iter().collect());
        prop_oneof![vec(inner, 0..6).prop_map(Shape::Array), members.prop_map(Shape::Object)]
    })
}

fn strings() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c/~\"\\\\]{0,3}",
        "[0-9]{1,2}",
        ".{0,8}",
        vec(any::<char>(), 0..4).prop_map(|chars| chars.into_iter().collect()),
    ]
}

impl Shape {
    /// One of the texts of this value: spaces, escapes, forms of numbers and the order of keys are left to chance.
    pub fn text(&self, dice: &mut Dice) -> String {
        let mut out = String::new();
        self.write(dice, &mut out);
        out
    }

    fn write(&self, dice: &mut Dice, out: &mut String) {
        space(dice, out);
        match self {
            Shape::Null => out.push_str("null"),
            Shape::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Shape::Number(negative, digits, exponent) => number(*negative, digits, *exponent, dice, out),
            Shape::String(text) => string(text, dice, out),
            Shape::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    item.write(dice, out);
                }
                space(dice, out);
                out.push(']');
            }
            Shape::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                dice.shuffle(&mut members);
                out.push('{');
                for (index, (key, value)) in members.into_iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    space(dice, out);
                    string(key, dice, out);
                    space(dice, out);
                    out.push(':');
                    value.write(dice, out);
                }
                space(dice, out);
                out.push('}');
            }
        }
        space(dice, out);
    }

    /// Changes the value in one place; says where, and what the comparison must call it.
    pub fn change(&mut self, dice: &mut Dice) -> (Pointer, Change) {
        let mut pointer = Pointer::root();
        let change = self.change_inside(dice, &mut pointer);
        (pointer, change)
    }

    /// Deeper with two chances in three, as long as there is something inside.
    fn change_inside(&mut self, dice: &mut Dice, pointer: &mut Pointer) -> Change {
        let deeper = dice.below(3) > 0;
        match self {
            Shape::Array(items) if deeper && !items.is_empty() => {
                let index = dice.below(items.len());
                pointer.push(index);
                items[index].change_inside(dice, pointer)
            }
            Shape::Object(members) if deeper && !members.is_empty() => {
                let index = dice.below(members.len());
                let (key, value) = &mut members[index];
                pointer.push(key);
                value.change_inside(dice, pointer)
            }
            _ => self.change_here(dice, pointer),
        }
    }

    fn change_here(&mut self, dice: &mut Dice, pointer: &mut Pointer) -> Change {
        match self {
            Shape::Null => *self = Shape::Bool(false),
            Shape::Bool(value) => *value = !*value,
            Shape::Number(_, digits, _) => {
                let last = digits.pop().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
                *digits += if last == 9 {
                    "8"
                } else {
                    ["1", "2", "3", "4", "5", "6", "7", "8", "9"][last as usize]
                };
                return Change::NumberChanged;
            }
            Shape::String(text) => text.push('\u{1f}'),
            Shape::Array(items) => items.push(Shape::Null),
            Shape::Object(members) if members.is_empty() || dice.below(2) > 0 => {
                let key = "a key that no strategy makes";
                pointer.push(key);
                let null = dice.below(2) > 0;
                members.push((
                    key.to_owned(),
                    if null { Shape::Null } else { Shape::Array(Vec::new()) },
                ));
                return if null {
                    Change::AbsentBecameNull
                } else {
                    Change::AddedKey
                };
            }
            Shape::Object(members) => {
                let (key, value) = members.swap_remove(dice.below(members.len()));
                pointer.push(key);
                return if value == Shape::Null {
                    Change::NullBecameAbsent
                } else {
                    Change::DroppedKey
                };
            }
        }
        Change::ValueChanged
    }
}

fn space(dice: &mut Dice, out: &mut String) {
    if dice.below(3) == 0 {
        out.push_str([" ", "\n", "\t", "\r\n", "  "][dice.below(5)]);
    }
}

/// `digits` × 10^`exponent` with some digits behind a point, zeros at the end, or an exponent that makes up for both.
fn number(negative: bool, digits: &str, exponent: i32, dice: &mut Dice, out: &mut String) {
    let zeros = dice.below(4);
    let digits = if digits == "0" {
        digits.to_owned()
    } else {
        digits.to_owned() + &"0".repeat(zeros)
    };
    let exponent = exponent - if digits == "0" { 0 } else { zeros as i32 };
    let behind = dice.below(digits.len() + 3);
    let padded = format!("{}{digits}", "0".repeat((behind + 1).saturating_sub(digits.len())));
    let (whole, fraction) = padded.split_at(padded.len() - behind);
    let exponent = exponent + behind as i32;
    out.push_str(if negative { "-" } else { "" });
    out.push_str(whole);
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    match (exponent, dice.below(3)) {
        (0, 0 | 1) => {}
        (0.., 0) => out.push_str(&format!("E+{exponent}")),
        _ => out.push_str(&format!("e{exponent}")),
    }
}

fn string(text: &str, dice: &mut Dice, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        let short = match letter {
            '"' => Some("\\\""),
            '\\' => Some("\\\\"),
            '/' => Some("\\/"),
            '\u{8}' => Some("\\b"),
            '\u{c}' => Some("\\f"),
            '\n' => Some("\\n"),
            '\r' => Some("\\r"),
            '\t' => Some("\\t"),
            _ => None,
        };
        let must = letter < ' ' || letter == '"' || letter == '\\';
        match (short, dice.below(3)) {
            (Some(short), 0) => out.push_str(short),
            (_, 1) => escaped(letter, dice, out),
            (Some(short), _) if must => out.push_str(short),
            _ if must => escaped(letter, dice, out),
            _ => out.push(letter),
        }
    }
    out.push('"');
}

fn escaped(letter: char, dice: &mut Dice, out: &mut String) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        out.push_str(&if dice.below(2) > 0 {
            format!("\\u{unit:04x}")
        } else {
            format!("\\u{unit:04X}")
        });
    }
}
