//! Measures how many secrets of each class survive redaction. `docs/recordings.md` shows the result;
//! `WIREPROOF_WRITE_RATES=1 cargo test --lib redact::rates` measures anew and writes it.

use super::dice::Dice;
use super::{KEY_BYTES, Key, Redactor};
use crate::json::Tree;
use crate::schema::{Dialect, Document, Guide, Spec};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// How many secrets of each class are drawn.
const SECRETS: usize = 200;
/// A secret survives if so many of its letters and digits in a row do, with what stands between them, or one of its words that has at
/// least this many letters.
const PIECE: usize = 7;
const WORD: usize = 5;

const DIGITS: &str = "0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const HEX: &str = "0123456789abcdef";
const BASE62: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const FIRST: [&str; 12] = [
    "maria", "ingrid", "thomas", "andrei", "fatima", "chinedu", "wilhelm", "priya", "lucia", "hiroshi", "olivia",
    "dmitri",
];
const LAST: [&str; 12] = [
    "gonzalez",
    "svensson",
    "okonkwo",
    "papadopoulos",
    "kowalski",
    "fernandes",
    "schneider",
    "nakamura",
    "oconnor",
    "ibrahim",
    "lindqvist",
    "moreau",
];
const STREETS: [&str; 6] = [
    "Ahornweg",
    "Baker Street",
    "Calle Mayor",
    "Rue Lecourbe",
    "Elm Avenue",
    "Kirchgasse",
];

/// A class of secrets: its name, and how one is drawn.
type Class = (&'static str, fn(&mut Dice) -> String);

fn name(dice: &mut Dice, between: &str) -> String {
    format!("{}{between}{}", dice.one(&FIRST), dice.one(&LAST))
}

fn groups(dice: &mut Dice, alphabet: &str, lengths: &[usize], between: &str) -> String {
    let groups: Vec<String> = lengths.iter().map(|length| dice.draw(alphabet, *length)).collect();
    groups.join(between)
}

const CLASSES: [Class; 29] = [
    ("12 random lower-case letters", |dice| dice.draw(LOWER, 12)),
    ("16 random lower-case letters", |dice| dice.draw(LOWER, 16)),
    ("24 random lower-case letters", |dice| dice.draw(LOWER, 24)),
    ("12 random letters and digits", |dice| dice.draw(BASE62, 12)),
    ("20 random letters and digits", |dice| dice.draw(BASE62, 20)),
    ("32 random letters and digits", |dice| dice.draw(BASE62, 32)),
    ("16 hexadecimal digits", |dice| dice.draw(HEX, 16)),
    ("32 hexadecimal digits", |dice| dice.draw(HEX, 32)),
    ("22 characters of base64url", |dice| dice.draw(BASE64URL, 22)),
    ("43 characters of base64url", |dice| dice.draw(BASE64URL, 43)),
    ("UUID", |dice| groups(dice, HEX, &[8, 4, 4, 4, 12], "-")),
    ("API key with a known prefix", |dice| {
        let prefix = dice.one(&["sk-", "ghp_", "xoxb-", "AKIA", "hf_", "glpat-"]);
        prefix.to_owned() + &dice.draw(BASE62, 20)
    }),
    ("JSON web token", |dice| {
        "eyJhbGciOiJIUzI1NiJ9.eyJ".to_owned() + &groups(dice, BASE64URL, &[24, 43], ".")
    }),
    ("e-mail address", |dice| {
        format!("{}@{}.example", name(dice, "."), dice.one(&LAST))
    }),
    ("telephone number", |dice| {
        format!("+{}", groups(dice, "123456789", &[2, 3, 3, 4], " "))
    }),
    ("card number", |dice| groups(dice, "123456789", &[4, 4, 4, 4], "-")),
    ("IBAN", |dice| format!("DE{}", dice.draw(DIGITS, 20))),
    ("number of an identity card", |dice| {
        groups(dice, "123456789", &[3, 2, 4], "-")
    }),
    ("the same, with letters", |dice| match dice.below(4) {
        0 => dice.draw(DIGITS, 8) + &dice.draw(UPPER, 1),
        1 => dice.draw(UPPER, 2) + &dice.draw(DIGITS, 6) + &dice.draw(UPPER, 1),
        2 => dice.draw(UPPER, 5) + &dice.draw(DIGITS, 4) + &dice.draw(UPPER, 1),
        _ => dice.draw(UPPER, 1) + &dice.draw(DIGITS, 7),
    }),
    ("licence plate", |dice| match dice.below(2) {
        0 => format!(
            "{}-{}{}",
            dice.draw(UPPER, 1),
            dice.draw(UPPER, 2),
            dice.draw("123456789", 4)
        ),
        _ => dice.draw(UPPER, 2) + &dice.draw(DIGITS, 2) + &dice.draw(UPPER, 3),
    }),
    ("word and number, as a password", |dice| {
        format!("{}{}.", dice.one(&LAST), 1000 + dice.below(9000))
    }),
    ("IP address", |dice| {
        let number = |dice: &mut Dice| 100 + dice.below(156);
        format!("{}.{}.{}.{}", number(dice), number(dice), number(dice), number(dice))
    }),
    ("coordinates", |dice| {
        format!(
            "{}.{}, {}.{}",
            10 + dice.below(80),
            dice.draw("123456789", 5),
            10 + dice.below(80),
            dice.draw("123456789", 5)
        )
    }),
    ("coordinates, as an id", |dice| {
        format!(
            "{}.{}_{}.{}",
            10 + dice.below(80),
            dice.draw("123456789", 5),
            10 + dice.below(80),
            dice.draw("123456789", 5)
        )
    }),
    ("URL with a random step", |dice| {
        format!("https://files.example/share/{}", dice.draw(BASE62, 16))
    }),
    ("name of a person", |dice| name(dice, " ")),
    ("name of a person and a year, as an id", |dice| {
        format!("{}_{}", name(dice, "_"), 1950 + dice.below(60))
    }),
    ("street and number", |dice| {
        format!("{} {}", dice.one(&STREETS), 100 + dice.below(900))
    }),
    ("date of birth", |dice| {
        format!(
            "{}-{:02}-{:02}",
            1950 + dice.below(60),
            1 + dice.below(12),
            1 + dice.below(28)
        )
    }),
];

/// Where a secret is put.
#[derive(Clone, Copy)]
enum Column {
    /// Values, and keys that senders choose.
    Values,
    /// Values that the schema lists, names of kinds, names of models.
    Kinds,
    /// A key that no schema names.
    Undocumented,
}

fn object(secret: &str, column: Column) -> Value {
    match column {
        Column::Values => json!({
            "id": secret, "note": format!("see {secret} below"), "list": [secret, {"text": secret}],
            "metadata": {"a": secret, (secret): "x"},
            "arguments": json!({"a": secret, (secret): [secret]}).to_string(),
        }),
        Column::Kinds => json!({"status": secret, "type": secret, "model": secret}),
        Column::Undocumented => json!({(secret): 1}),
    }
}

/// Whether something of a secret is in a text. The host of an address, and the prefix of a key, are no secrets.
fn survives(secret: &str, text: &str) -> bool {
    let known = ["https://files.example/share/", "eyJhbGciOiJIUzI1NiJ9", ".example"];
    let secret = known
        .iter()
        .fold(secret.to_owned(), |secret, known| secret.replace(known, ""));
    let letters: Vec<usize> = (0..secret.len())
        .filter(|at| secret.as_bytes()[*at].is_ascii_alphanumeric())
        .collect();
    let mut pieces = letters.windows(PIECE).map(|piece| &secret[piece[0]..=piece[PIECE - 1]]);
    let piece = pieces.any(|piece| text.contains(piece));
    let word = secret.split(|c: char| !c.is_ascii_alphabetic());
    piece || word.into_iter().any(|word| word.len() >= WORD && text.contains(word))
}

/// The share of a class that survives, in percent.
fn rate(class: Class, column: Column, redactor: &Redactor, guide: &Guide) -> f64 {
    let mut dice = Dice::new();
    let survivors = (0..SECRETS).filter(|_| {
        let secret = class.1(&mut dice);
        let text = object(&secret, column).to_string();
        let (redacted, _) = redactor.redact(&Tree::parse(&text).unwrap(), Some(guide));
        survives(&secret, &redacted)
    });
    #[allow(clippy::cast_precision_loss)]
    let rate = survivors.count() as f64 * 100.0 / SECRETS as f64;
    rate
}

/// The rates of each class, in the order of the columns of the table.
fn rates() -> Vec<(&'static str, [f64; 5])> {
    let document = br#"{"$defs": {"T": {"type": "object", "properties": {
        "id": {"type": "string"}, "status": {"enum": ["queued"]}, "model": {"type": "string"}, "note": {"type": "string"},
        "arguments": {"type": "string"}, "metadata": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"#;
    let spec = Spec::new(Document::parse("t.json", document).unwrap(), Dialect::AsMeant);
    let guide = Guide::new(&spec.component("T").unwrap());
    let redactor = |keep_text| Redactor::new(Key::new(&[7; KEY_BYTES]), keep_text);
    let (all, some) = (redactor(false), redactor(true));
    let measured = CLASSES.iter().map(|class| {
        let rate = |column, redactor| rate(*class, column, redactor, &guide);
        let rates = [
            rate(Column::Values, &all),
            rate(Column::Kinds, &all),
            rate(Column::Undocumented, &all),
            rate(Column::Values, &some),
            rate(Column::Undocumented, &some),
        ];
        (class.0, rates)
    });
    measured.collect()
}

fn table(rates: &[(&str, [f64; 5])]) -> String {
    let mut table = "| secret | values | kinds | keys | values, texts kept | keys, texts kept |\n".to_owned();
    table += "| --- | --- | --- | --- | --- | --- |\n";
    for (name, rates) in rates {
        let cells: Vec<String> = rates.iter().map(|rate| format!("{rate}")).collect();
        writeln!(table, "| {name} | {} |", cells.join(" | ")).unwrap();
    }
    table
}

#[test]
fn the_documented_rates_are_those_that_are_measured() {
    let rates = rates();
    let leaks: Vec<_> = rates.iter().filter(|(_, rates)| rates[0] > 0.0).collect();
    assert!(leaks.is_empty(), "values that survive by default: {leaks:?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recordings.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (start, end) = ("<!-- measured rates -->\n", "<!-- end of measured rates -->\n");
    let from = text.find(start).unwrap() + start.len();
    let to = text.find(end).unwrap();
    let table = table(&rates);
    if std::env::var_os("WIREPROOF_WRITE_RATES").is_some() {
        std::fs::write(&path, format!("{}{table}{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    assert_eq!(
        &text[from..to],
        table,
        "WIREPROOF_WRITE_RATES=1 cargo test --lib redact::rates writes the table"
    );
}
