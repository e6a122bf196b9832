//! What in a valid text goes beyond what the document says.

use super::format::is_usual;
use crate::finding::{Kind, is_unprintable};
use crate::json::{Kind as JsonKind, Node, Tree};
use crate::pointer::Pointer;
use crate::schema::{Described, DescribedPlace, Schema, Stated};

/// Longer strings, in characters, are a leeway where no longest length is stated.
const LONGEST_TEXT: usize = 1000;
/// Longer keys of maps, in bytes, are a leeway.
const LONGEST_KEY: usize = 64;
/// Beyond this distance from the stated bound, or from 0, integers are a leeway in a direction without a bound: every integer type
/// of Rust holds so many.
const USUAL_RANGE: f64 = 127.0;
/// The digits that an `f64` and an `f32` hold for certain.
const DIGITS: i64 = 15;
const DIGITS_OF_FLOAT: i64 = 6;

/// A use of something that the document leaves open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leeway {
    /// What is used, as the kind of findings that need it.
    pub(crate) kind: Kind,
    /// The value.
    pub(crate) pointer: Pointer,
    pub(super) node: Node,
    /// Whether it is the key of the value that uses it, by what the document says of keys.
    pub(super) is_of_key: bool,
    /// What the document says of the value, or of the key.
    pub(super) stated: Stated,
}

/// The leeways of a valid text, in the order of the text.
pub(crate) fn leeways(schema: &Schema, tree: &Tree<'_>) -> Vec<Leeway> {
    leeways_in(tree, schema.described(tree))
}

pub(super) fn leeways_in(tree: &Tree<'_>, described: Vec<Described>) -> Vec<Leeway> {
    described.into_iter().flat_map(|one| leeways_of(tree, one)).collect()
}

/// What the document leaves open at a place of a valid text, or around it, whatever ordinary value stands there: that it says
/// nothing of the value, or names a format that is not known.
pub(crate) fn open_place(schema: &Schema, tree: &Tree<'_>, place: &Pointer) -> Option<Kind> {
    open_at(&open_places(&schema.described(tree)), place)
}

/// The places of a text that the document leaves open, each with the kind of findings there.
pub(super) fn open_places(described: &[Described]) -> Vec<(Pointer, Kind)> {
    let open = described.iter().filter_map(|one| {
        let stated = &one.stated;
        let kind = match () {
            // What a map holds, the document announces as such.
            () if !matches!(one.place, DescribedPlace::Named | DescribedPlace::InOtherBranch) => return None,
            () if stated.says_nothing => Kind::UndescribedValue,
            () if stated.has_unknown_format && !stated.is_listed => Kind::FormatSpelling,
            () => return None,
        };
        Some((Pointer::from(one.pointer.as_str()), kind))
    });
    open.collect()
}

/// The kind of the outermost open place around a place.
pub(super) fn open_at(open: &[(Pointer, Kind)], place: &Pointer) -> Option<Kind> {
    open.iter().find(|(at, _)| place.is_within(at)).map(|(_, kind)| *kind)
}

/// The kind of a finding at a place of a text: of what the document leaves open there, around it, and inside of it.
pub(crate) fn kind_near(schema: &Schema, tree: &Tree<'_>, place: &Pointer) -> Option<Kind> {
    weakest_kind(&kinds_near(schema, tree, place))
}

/// The kinds of what the document leaves open at a place of a text, around it, and inside of it.
pub(crate) fn kinds_near(schema: &Schema, tree: &Tree<'_>, place: &Pointer) -> Vec<Kind> {
    let found = leeways(schema, tree).into_iter();
    let near = found.filter(|leeway| place.is_within(&leeway.pointer) || leeway.pointer.is_within(place));
    near.map(|leeway| leeway.kind).collect()
}

/// The kind of a finding that needs all of these: the one that lowers its level most.
pub(crate) fn weakest<'l>(leeways: impl IntoIterator<Item = &'l Leeway>) -> Option<Kind> {
    weakest_kind(leeways.into_iter().map(|leeway| &leeway.kind))
}

/// The kind that lowers the level of a finding most.
pub(crate) fn weakest_kind<'k>(kinds: impl IntoIterator<Item = &'k Kind>) -> Option<Kind> {
    kinds.into_iter().copied().min_by_key(|kind| (kind.at_most(), *kind))
}

/// The leeways of one value: of its key, and of the value itself.
fn leeways_of(tree: &Tree<'_>, described: Described) -> impl Iterator<Item = Leeway> {
    let Described {
        node,
        pointer,
        place,
        of_key: stated_of_key,
        stated,
    } = described;
    let is_unusual = |stated: &Stated| {
        let format = stated.format.as_deref().filter(|_| !stated.is_listed);
        format.is_some_and(|format| !is_usual(format, &tree.key(node)))
    };
    let spelling = stated_of_key.filter(|stated| place != DescribedPlace::Unknown && is_unusual(stated));
    let of_key = match place {
        DescribedPlace::Unknown => Some(Kind::UnknownKey),
        DescribedPlace::InOtherBranch => Some(Kind::MixedBranches),
        DescribedPlace::InMap if is_odd_key(&tree.key(node)) => Some(Kind::OddKey),
        _ => None,
    };
    let of_value = match tree.kind(node) {
        // What is under an unknown key goes with it.
        _ if place == DescribedPlace::Unknown => None,
        JsonKind::Number => of_number(tree.source(node), &stated),
        JsonKind::String => of_string(tree.string(node).as_deref(), &stated),
        _ => None,
    };
    let pointer = Pointer::from(pointer.as_str());
    let leeway = move |kind, is_of_key, stated| Leeway {
        kind,
        pointer: pointer.clone(),
        node,
        is_of_key,
        stated,
    };
    let spelling = spelling.map(|stated| (Kind::FormatSpelling, true, stated));
    let others = of_key.into_iter().chain(of_value);
    let others = others.map(move |kind| (kind, false, stated.clone()));
    let all = spelling.into_iter().chain(others);
    all.map(move |(kind, is_of_key, stated)| leeway(kind, is_of_key, stated))
}

fn of_number(text: &str, stated: &Stated) -> Option<Kind> {
    let is_plain = !text.contains(['.', 'e', 'E']);
    let value: f64 = text.parse().unwrap_or(f64::INFINITY);
    if text == "-0" || (stated.is_integer && !is_plain) {
        return Some(Kind::IntegerAsFloat);
    }
    if stated.is_listed {
        return None;
    }
    if stated.is_integer {
        let highest = || stated.lowest.map_or(0.0, |low| low.max(0.0)) + USUAL_RANGE;
        let lowest = || stated.highest.map_or(0.0, |high| (high - USUAL_RANGE).min(0.0));
        let is_beyond =
            (stated.highest.is_none() && value > highest()) || (stated.lowest.is_none() && value < lowest());
        return is_beyond.then_some(Kind::UnboundedInteger);
    }
    let most = match stated.format.as_deref() {
        Some("float") => DIGITS_OF_FLOAT,
        _ => DIGITS,
    };
    let digits = Digits::of(text);
    let is_bounded = if value < 0.0 { stated.lowest } else { stated.highest }.is_some();
    let has_more = digits.significant > most || digits.below_point > most || (!is_bounded && digits.above_point > most);
    // What the formats `float` and `double` mean holds no such integer.
    let is_integer = stated.format.is_none() && is_plain && digits.significant > most && text.parse::<i64>().is_ok();
    has_more.then_some(if is_integer {
        Kind::IntegerDigits
    } else {
        Kind::FloatDigits
    })
}

/// How many digits a number has, when it is written without an exponent.
struct Digits {
    /// Without zeros at either end.
    significant: i64,
    above_point: i64,
    below_point: i64,
}

impl Digits {
    fn of(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i64 = exponent.parse().unwrap_or(i64::from(i32::MAX));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{}{fraction}", whole.trim_start_matches('-'));
        let significant = all.trim_start_matches('0');
        // The place of the point behind the first digit that counts.
        let point = significant.len() as i64 - fraction.len() as i64 + exponent;
        let significant = significant.trim_end_matches('0').len() as i64;
        Digits {
            significant,
            above_point: if significant == 0 { 0 } else { point.max(0) },
            below_point: if significant == 0 {
                0
            } else {
                (significant - point).max(0)
            },
        }
    }
}

fn of_string(text: Option<&str>, stated: &Stated) -> Option<Kind> {
    let Some(text) = text else {
        return Some(Kind::UnpairedSurrogate);
    };
    if stated.is_listed {
        return None;
    }
    // A pattern without anchors allows anything around what it means, and what is shown as the same text is not what it means.
    if text.chars().any(is_odd) || (stated.has_pattern && text != without_odd(text)) {
        return Some(Kind::OddText);
    }
    if let Some(format) = stated.format.as_deref() {
        return (!is_usual(format, text)).then_some(Kind::FormatSpelling);
    }
    if text.is_empty() {
        return (!stated.has_pattern && stated.min_length.is_none()).then_some(Kind::EmptyText);
    }
    let is_long = text.len() > LONGEST_TEXT && text.chars().nth(LONGEST_TEXT).is_some();
    (is_long && stated.max_length.is_none()).then_some(Kind::LongText)
}

/// Control characters, invisible characters, and code points that are no characters.
pub(super) fn is_odd(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// A text of a pattern without what the pattern hardly means: space around it, and what is not seen. Elsewhere a character that only
/// changes the one before it is ordinary text.
pub(super) fn without_odd(text: &str) -> String {
    let is_space = |character: char| matches!(character, '\t' | '\n' | '\r');
    text.trim()
        .replace(|character| is_unprintable(character) && !is_space(character), "")
}

fn is_odd_key(key: &str) -> bool {
    let is_usual = |one: char| one.is_alphanumeric() || "_-./:@$ ".contains(one);
    key.is_empty() || key.len() > LONGEST_KEY || key.starts_with("__") || !key.chars().all(is_usual)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Dialect, Document, Spec};

    fn kinds(text: &str) -> Vec<&'static str> {
        let document = br##"{"$defs": {"T": {"type": "object", "properties": {
            "n": {"type": "integer"},
            "count": {"type": "integer", "minimum": 0},
            "wide": {"type": "integer", "format": "int64"},
            "age": {"type": "integer", "minimum": -5, "maximum": 9000000000},
            "share": {"type": "number"},
            "part": {"type": "number", "format": "float"},
            "double": {"type": "number", "format": "double"},
            "name": {"type": "string"},
            "id": {"type": "string", "pattern": "^x*$"},
            "at": {"type": "string", "format": "date-time"},
            "word": {"enum": ["", "a", 700]},
            "ids": {"type": "object", "propertyNames": {"format": "uuid"}},
            "hosts": {"type": "object", "propertyNames": {"allOf": [{"format": "ipv6"}]}},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"##;
        let document = Document::parse("t", document).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let found = leeways(&schema, &Tree::parse(text).unwrap());
        found.into_iter().map(|leeway| leeway.kind.as_str()).collect()
    }

    #[test]
    fn what_the_document_says_is_no_leeway() {
        for text in [
            r#"{"name": "\u2764\ufe0f", "id": "x\nx"}"#,
            r#"{"n": 127, "count": 0, "age": -5, "share": 0.25, "name": " <a> \n", "id": "", "word": ""}"#,
            r#"{"age": 9000000000, "word": 700, "tags": {"a.b/c": "x"}, "name": null, "part": 0.7}"#,
            r#"{"ids": {"3f2504e0-4f89-41d3-9a0c-0305e82c3301": 0}, "hosts": {"2001:db8::a": 0, "::": 1}}"#,
            r#"{"wide": -9007199254740993, "share": 1.0, "at": "2024-05-28T16:05:45Z"}"#,
        ] {
            assert_eq!(kinds(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_it_leaves_open_is() {
        for (text, kind) in [
            (r#"{"n": -1}"#, "unbounded_integer"),
            (r#"{"n": 128}"#, "unbounded_integer"),
            (r#"{"count": 256}"#, "unbounded_integer"),
            (r#"{"n": 1.0}"#, "integer_as_float"),
            (r#"{"n": 1e2}"#, "integer_as_float"),
            (r#"{"word": 700.0}"#, "integer_as_float"),
            (r#"{"share": -0}"#, "integer_as_float"),
            (r#"{"share": 0.12345678901234567}"#, "float_digits"),
            (r#"{"share": 5e-324}"#, "float_digits"),
            (r#"{"share": 1e300}"#, "float_digits"),
            (r#"{"share": 9007199254740993}"#, "integer_digits"),
            (r#"{"share": 18446744073709551615}"#, "float_digits"),
            (r#"{"double": 9007199254740993}"#, "float_digits"),
            (r#"{"part": 0.1234567}"#, "float_digits"),
            (r#"{"name": ""}"#, "empty_text"),
            (r#"{"name": "a\u0000"}"#, "odd_text"),
            (r#"{"name": "\uffff"}"#, "odd_text"),
            (r#"{"id": " x"}"#, "odd_text"),
            (r#"{"id": "x\ufe0f"}"#, "odd_text"),
            (r#"{"at": "2024-05-28t16:05:45Z"}"#, "format_spelling"),
            (r#"{"other": {"name": ""}}"#, "unknown_key"),
            (r#"{"tags": {"": "x"}}"#, "odd_key"),
            (r#"{"tags": {"a\u0000": "b"}}"#, "odd_key"),
            (
                r#"{"ids": {"3F2504E0-4F89-41D3-9A0C-0305E82C3301": 0}}"#,
                "format_spelling",
            ),
            (r#"{"hosts": {"2001:DB8::A": 0}}"#, "format_spelling"),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
        assert_eq!(kinds(r#"{"tags": {"": ""}}"#), ["odd_key", "empty_text"]);
        let long = format!(r#"{{"name": "{}"}}"#, "a".repeat(1001));
        assert_eq!(kinds(&long), ["long_text"]);
    }

    #[test]
    fn a_value_of_which_nothing_is_said_and_a_text_of_an_unknown_format_are_open() {
        let document = br##"{"$defs": {"T": {"type": "object", "properties": {
            "any": {"description": "whatever"}, "untyped": {"properties": {"a": {"type": "string"}}},
            "map": {"type": "object"}, "either": {"anyOf": [{"type": "string"}, {}]},
            "word": {"enum": [1]}, "since": {"type": "string", "format": "ISO-8601"}, "at": {"format": "DateTime"}, "referred": {"$ref": "#/$defs/Any"}, "text": {"minLength": 1}}}, "Any": {}}}"##;
        let document = Document::parse("t", document).unwrap();
        let schema = Spec::new(document, Dialect::AsMeant).component("T").unwrap();
        let undescribed = Some(Kind::UndescribedValue);
        for (text, place, expected) in [
            (r#"{"any": false}"#, "/any", undescribed),
            (r#"{"any": [{"b": 1}]}"#, "/any/0/b", undescribed),
            (r#"{"untyped": {"a": ""}}"#, "/untyped", None),
            (r#"{"untyped": {"a": ""}}"#, "/untyped/a", None),
            (r#"{"map": {}}"#, "/map", None),
            (r#"{"map": {"a": 1}}"#, "/map/a", None),
            (r#"{"either": 1}"#, "/either", None),
            (r#"{"word": 1}"#, "/word", None),
            (r#"{"referred": 1}"#, "/referred", undescribed),
            (r#"{"text": 1}"#, "/text", undescribed),
            (r#"{"text": "a"}"#, "/text", None),
            (r#"{"any": 1}"#, "", None),
            (r#"{"since": "2024"}"#, "/since", Some(Kind::FormatSpelling)),
            (r#"{"at": "2024"}"#, "/at", None),
        ] {
            let tree = Tree::parse(text).unwrap();
            let found = open_place(&schema, &tree, &Pointer::from(place));
            assert_eq!(found, expected, "{text} {place}");
        }
    }

    #[test]
    fn digits_are_counted_without_exponents() {
        let digits = |text: &str| {
            let Digits {
                significant,
                above_point,
                below_point,
            } = Digits::of(text);
            (significant, above_point, below_point)
        };
        assert_eq!(digits("-12.50"), (3, 2, 1));
        assert_eq!(digits("0.00125"), (3, 0, 5));
        assert_eq!(digits("1e21"), (1, 22, 0));
        assert_eq!(digits("1.5E-3"), (2, 0, 4));
        assert_eq!(digits("0.0"), (0, 0, 0));
    }

    #[test]
    fn of_several_the_one_that_lowers_the_level_most_counts() {
        let leeway = |kind| Leeway {
            kind,
            pointer: Pointer::root(),
            node: Tree::ROOT,
            is_of_key: false,
            stated: Stated::default(),
        };
        let both = [leeway(Kind::EmptyText), leeway(Kind::UnknownKey)];
        assert_eq!(weakest(&both), Some(Kind::UnknownKey));
        assert_eq!(weakest(&[]), None);
    }
}
