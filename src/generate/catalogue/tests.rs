//! Each transformation that real code applies changes at least one value of the catalogue: where any text may be, where 40
//! characters may be, and among the keys of a map.

use crate::generate::{Body, GeneratedValue, Generator, Plan};
use serde_json::json;
use std::collections::BTreeSet;

type Transform = fn(&str) -> String;

fn without(text: &str, dropped: &[char]) -> String {
    text.replace(dropped, "")
}

fn each(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The text without what stands around it, if both stand there.
fn inner(text: &str, front: char, back: char) -> String {
    let inner = text.strip_prefix(front).and_then(|text| text.strip_suffix(back));
    inner.unwrap_or(text).to_owned()
}

/// Decodes percent-encoding; a text that is not well-formed stays.
fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digits = [bytes.next(), bytes.next()].map(|digit| char::from(digit.unwrap_or_default()).to_digit(16));
        match digits {
            [Some(high), Some(low)] => out.push((high * 16 + low) as u8),
            _ => return text.to_owned(),
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Decodes the escapes of JSON; a text that is not well-formed stays.
fn unescaped(text: &str) -> String {
    let quoted = format!("\"{}\"", text.replace('\n', ""));
    serde_json::from_str(&quoted).unwrap_or_else(|_| text.to_owned())
}

/// What a text becomes that is taken for JSON.
fn as_json(text: &str) -> String {
    let is_json = |value: &serde_json::Value| value.is_object() || value.is_array();
    let value = serde_json::from_str(text).ok().filter(is_json);
    value.map_or_else(|| text.to_owned(), |value| format!("JSON {value}"))
}

fn cut(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

fn title(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(characters)
        .collect()
}

/// A text that means something to a parser, marked.
fn taken(text: &str, words: &[&str]) -> String {
    match words.contains(&text) {
        true => format!("taken {text}"),
        false => text.to_owned(),
    }
}

const TRANSFORMS: &[(&str, Transform)] = &[
    ("trim", |text| text.trim().to_owned()),
    ("trim start", |text| text.trim_start().to_owned()),
    ("trim end", |text| text.trim_end().to_owned()),
    ("trim ASCII spaces", |text| text.trim_matches(' ').to_owned()),
    ("drop a final line end", |text| text.trim_end_matches('\n').to_owned()),
    ("collapse double spaces", |text| text.replace("  ", " ")),
    ("collapse white space", |text| {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }),
    ("drop spaces", |text| without(text, &[' '])),
    ("blank is nothing", |text| {
        if text.trim().is_empty() {
            "nothing".into()
        } else {
            text.into()
        }
    }),
    ("tabs to spaces", |text| text.replace('\t', "    ")),
    ("CRLF to LF", |text| text.replace("\r\n", "\n")),
    ("LF to CRLF", |text| text.replace('\n', "\r\n")),
    ("CR to LF", |text| text.replace('\r', "\n")),
    ("first line", |text| text.lines().next().unwrap_or_default().to_owned()),
    ("drop control characters", |text| {
        text.chars().filter(|character| !character.is_control()).collect()
    }),
    ("end at a zero", |text| {
        text.split('\0').next().unwrap_or_default().to_owned()
    }),
    ("decode &amp;", |text| text.replace("&amp;", "&")),
    ("decode &lt; and &gt;", |text| {
        each(text, &[("&lt;", "<"), ("&gt;", ">")])
    }),
    ("decode &quot;", |text| text.replace("&quot;", "\"")),
    ("decode &#39;", |text| text.replace("&#39;", "'")),
    ("encode &", |text| text.replace('&', "&amp;")),
    ("encode <", |text| text.replace('<', "&lt;")),
    ("encode >", |text| text.replace('>', "&gt;")),
    ("encode \"", |text| text.replace('"', "&quot;")),
    ("remove tags", |text| each(text, &[("<b>", ""), ("</b>", "")])),
    ("+ to space", |text| text.replace('+', " ")),
    ("%20 to space", |text| text.replace("%20", " ")),
    ("decode percents", percent_decoded),
    ("encode spaces", |text| text.replace(' ', "%20")),
    ("encode %", |text| text.replace('%', "%25")),
    ("cut at #", |text| text.split('#').next().unwrap_or_default().to_owned()),
    ("cut at ?", |text| text.split('?').next().unwrap_or_default().to_owned()),
    ("cut at ;", |text| text.split(';').next().unwrap_or_default().to_owned()),
    ("last part of a path", |text| {
        text.rsplit('/').next().unwrap_or_default().to_owned()
    }),
    ("double '", |text| text.replace('\'', "''")),
    ("undouble '", |text| text.replace("''", "'")),
    ("strip double quotes", |text| inner(text, '"', '"')),
    ("strip single quotes", |text| inner(text, '\'', '\'')),
    ("strip brackets", |text| inner(text, '[', ']')),
    ("strip parentheses", |text| inner(text, '(', ')')),
    ("trim quotes", |text| text.trim_matches('"').to_owned()),
    ("straight quotes", |text| {
        each(text, &[("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'")])
    }),
    ("typographic quotes", |text| text.replace('"', "”")),
    ("typographic dashes", |text| text.replace("--", "—")),
    ("plain dashes", |text| each(text, &[("—", "-"), ("–", "-")])),
    ("ellipsis", |text| text.replace("...", "…")),
    ("three dots", |text| text.replace('…', "...")),
    ("decode \\n", |text| text.replace("\\n", "\n")),
    ("decode \\\\", |text| text.replace("\\\\", "\\")),
    ("decode all escapes", unescaped),
    ("encode line ends", |text| text.replace('\n', "\\n")),
    ("double \\", |text| text.replace('\\', "\\\\")),
    ("\\ to /", |text| text.replace('\\', "/")),
    ("- to _", |text| text.replace('-', "_")),
    ("_ to -", |text| text.replace('_', "-")),
    (". to _", |text| text.replace('.', "_")),
    ("_ to space", |text| text.replace('_', " ")),
    ("space to _", |text| text.replace(' ', "_")),
    ("drop a final .", |text| {
        text.strip_suffix('.').unwrap_or(text).to_owned()
    }),
    ("drop a final /", |text| {
        text.strip_suffix('/').unwrap_or(text).to_owned()
    }),
    ("drop a first /", |text| {
        text.strip_prefix('/').unwrap_or(text).to_owned()
    }),
    ("drop a first @", |text| {
        text.strip_prefix('@').unwrap_or(text).to_owned()
    }),
    ("drop a first #", |text| {
        text.strip_prefix('#').unwrap_or(text).to_owned()
    }),
    ("drop a first +", |text| {
        text.strip_prefix('+').unwrap_or(text).to_owned()
    }),
    ("drop $", |text| text.replace('$', "")),
    ("drop a first _", |text| {
        text.strip_prefix('_').unwrap_or(text).to_owned()
    }),
    ("drop a BOM", |text| {
        text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()
    }),
    ("drop U+200B", |text| without(text, &['\u{200b}'])),
    ("drop zero width", |text| {
        without(text, &['\u{200b}', '\u{200d}', '\u{2060}'])
    }),
    ("drop soft hyphens", |text| without(text, &['\u{ad}'])),
    ("U+00A0 to space", |text| text.replace('\u{a0}', " ")),
    ("drop marks of direction", |text| without(text, &['\u{202e}'])),
    ("NFC", |text| each(text, &[("e\u{301}", "é"), ("A\u{30a}", "Å")])),
    ("NFC of Hangul", |text| text.replace("\u{1100}\u{1161}", "가")),
    ("NFD", |text| each(text, &[("é", "e\u{301}"), ("ñ", "n\u{303}")])),
    ("NFKC", |text| each(text, &[("ﬁ", "fi"), ("①", "1")])),
    ("NFKC of full width", |text| text.replace('Ａ', "A")),
    ("lower case", str::to_lowercase),
    ("upper case", str::to_uppercase),
    ("lower case in ASCII", str::to_ascii_lowercase),
    ("upper case in ASCII", str::to_ascii_uppercase),
    ("first letter upper case", title),
    ("ß to ss", |text| text.replace('ß', "ss")),
    ("İ to i", |text| text.replace('İ', "i")),
    ("ſ to s", |text| text.replace('ſ', "s")),
    ("Kelvin sign to k", |text| text.replace('\u{212a}', "k")),
    ("drop what is not ASCII", |text| {
        text.chars().filter(char::is_ascii).collect()
    }),
    ("drop what is beyond 16 bits", |text| {
        text.chars().filter(|character| *character < '\u{10000}').collect()
    }),
    ("drop replacement characters", |text| without(text, &['\u{fffd}'])),
    ("drop noncharacters", |text| without(text, &['\u{ffff}'])),
    ("repair wrong decoding", |text| text.replace("Ã©", "é")),
    ("// to /", |text| text.replace("//", "/")),
    ("/./ to /", |text| text.replace("/./", "/")),
    ("resolve ..", |text| each(text, &[("a/../b", "b"), ("/../", "/")])),
    ("drop ./", |text| text.strip_prefix("./").unwrap_or(text).to_owned()),
    ("expand ${a}", |text| text.replace("${a}", "")),
    ("format {}", |text| text.replace("{}", "0")),
    ("split at commas", |text| {
        text.split(',').map(str::trim).collect::<Vec<_>>().join(",")
    }),
    ("text with commas is a list", |text| {
        if text.contains(", ") {
            format!("[{text}]")
        } else {
            text.into()
        }
    }),
    ("JSON in text", as_json),
    ("null", |text| taken(text, &["null"])),
    ("none", |text| taken(text, &["none", "None", "nil"])),
    ("N/A", |text| taken(text, &["N/A"])),
    ("true", |text| taken(text, &["true"])),
    ("yes and on", |text| taken(text, &["yes"]) + &taken(text, &["on"])),
    ("NO", |text| taken(text, &["NO"])),
    ("nan", |text| taken(text, &["nan", "NaN"])),
    ("inf", |text| taken(text, &["inf"])),
    ("a number", |text| {
        text.parse::<i64>().map_or(text.into(), |number| number.to_string())
    }),
    ("a float", |text| {
        text.parse::<f64>().map_or(text.into(), |number| number.to_string())
    }),
    ("0042", |text| text.trim_start_matches('0').to_owned()),
    ("0x10", |text| taken(text, &["0x10"])),
    ("1e3", |text| taken(text, &["1e3"])),
    ("1_000", |text| text.replace("1_000", "1000")),
    ("a date", |text| taken(text, &["2024-05-28"])),
    ("a time", |text| taken(text, &["2024-05-28T16:05:45Z"])),
    ("empty is nothing", |text| taken(text, &[""])),
    ("a zero is nothing", |text| taken(text, &["0"])),
];

/// What only texts and keys that may be long show.
const CUTS: &[(&str, Transform)] = &[
    ("cut at 64", |text| cut(text, 64)),
    ("cut at 100", |text| cut(text, 100)),
    ("cut at 255", |text| cut(text, 255)),
    ("cut at 1000", |text| cut(text, 1_000)),
];
const LONG_CUTS: &[(&str, Transform)] = &[
    ("cut at 4096", |text| cut(text, 4_096)),
    ("cut at 10000", |text| cut(text, 10_000)),
    ("cut at 65535", |text| cut(text, 65_535)),
];
const KEY_TRANSFORMS: &[(&str, Transform)] = &[
    ("cut at 40", |text| cut(text, 40)),
    ("drop __proto__", |text| taken(text, &["__proto__"])),
    ("drop _", |text| taken(text, &["_"])),
    ("drop $ref", |text| taken(text, &["$ref"])),
    ("nested keys", |text| text.replace("a[0]", "a.0")),
];

/// The strings at each place of the cases, the keys of the map included.
fn strings<'v>(value: &'v GeneratedValue<'_>, place: &mut Vec<String>, hears: &mut dyn FnMut(&[String], &'v str)) {
    match &value.body {
        Body::String(text) => hears(place, text),
        Body::Object(members) => {
            for (key, below) in members {
                hears(&[place.concat(), "key".into()], key);
                place.push(key.to_string());
                strings(below, place, hears);
                place.pop();
            }
        }
        _ => {}
    }
}

#[test]
fn every_transformation_changes_a_value_within_the_planned_cases() {
    let schema = json!({"type": "object", "required": ["free"], "additionalProperties": false, "properties": {
        "free": {"type": "string"},
        "short": {"type": "string", "maxLength": 40},
        "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
    }});
    let plan = Plan::new(&schema).unwrap();
    let mut found: [BTreeSet<String>; 3] = Default::default();
    for case in Generator::new(&plan, "T", 1)
        .take(1_000)
        .filter(|case| case.mutant.is_none())
    {
        strings(&case.sample, &mut Vec::new(), &mut |place, text| {
            let place = place.iter().map(String::as_str).collect::<Vec<_>>();
            let kind = ["free", "short", "map/key"]
                .iter()
                .position(|kind| *kind == place.join("/"));
            if let Some(kind) = kind {
                found[kind].insert(text.to_owned());
            }
        });
    }
    let [free, short, keys] = found;
    assert!(short.iter().all(|text| text.chars().count() <= 40));
    let sets = [
        ("free", &free, [CUTS, LONG_CUTS].concat()),
        ("short", &short, Vec::new()),
        ("keys", &keys, [CUTS, KEY_TRANSFORMS].concat()),
    ];
    for (name, texts, more) in sets {
        let silent = |(_, transform): &&(&str, Transform)| texts.iter().all(|text| transform(text) == *text);
        let missing: Vec<&str> = TRANSFORMS
            .iter()
            .chain(&more)
            .filter(silent)
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(missing, [""; 0], "{name}");
    }
}

#[test]
fn a_composed_text_has_at_most_forty_characters() {
    for text in super::provoking("", 0, |_| true) {
        assert!(text.chars().count() <= 40, "{text}");
    }
}

#[test]
fn texts_fit_what_they_are_made_for() {
    for (min, max) in [(0, 1), (1, 1), (3, 8), (20, 20), (0, 40), (300, 400)] {
        let fits = |text: &str| (min..=max).contains(&text.chars().count());
        let texts = super::provoking("", min, fits);
        assert!(!texts.is_empty() && texts.iter().all(|text| fits(text)), "{min} {max}");
        let distinct: BTreeSet<&String> = texts.iter().collect();
        assert_eq!(distinct.len(), texts.len());
    }
}

/// Texts that match a pattern keep what the pattern asks for and change what it leaves open.
#[test]
fn texts_are_added_to_what_a_pattern_asks_for() {
    let fits = |text: &str| {
        text.strip_prefix("id_")
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_graphic() || c == ' '))
    };
    let texts = super::provoking("id_a", 0, fits);
    assert!(texts.iter().all(|text| fits(text)));
    for transform in [
        "trim end",
        "- to _",
        "lower case",
        "decode &amp;",
        "cut at #",
        "drop a final .",
    ] {
        let (_, transform) = TRANSFORMS.iter().find(|(name, _)| *name == transform).unwrap();
        assert!(texts.iter().any(|text| transform(text) != *text));
    }
}
