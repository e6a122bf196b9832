//! Redaction of texts with a token in them that must not survive.

use super::failure;
use crate::generate::Choices;
use crate::json::Tree;
use crate::redact::{KEY_BYTES, Key, Redactor};
use crate::schema::{Dialect, Document, Guide, Spec};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A piece of the token is so long that chance makes an equal one once in so many powers of ten.
const POWERS_OF_TEN: f64 = 13.0;

/// A text of fewer different characters is a filler, such as `xxxxxxxx`, and no token.
const DIFFERENT: usize = 6;

const ALPHABETS: [&str; 5] = [
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "0123456789abcdef",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "123456789",
];

static GUIDE: LazyLock<Option<Guide>> = LazyLock::new(|| {
    let document = br#"{"$defs": {"T": {"type": "object", "properties": {
        "id": {"type": "string"}, "status": {"enum": ["queued"]}, "model": {"type": "string"}, "note": {"type": "string"},
        "arguments": {"type": "string"}, "items": {"type": "array", "items": {"type": "object", "properties": {"text": {}}}},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}}}}}}"#;
    let spec = Spec::new(Document::parse("t.json", document).ok()?, Dialect::AsMeant);
    spec.component("T").ok().map(|schema| Guide::new(&schema))
});

/// Draws a token, puts it into an object at a place where texts are hidden, and redacts the object. Nothing of the token may survive,
/// and the object must keep its form.
///
/// # Panics
/// If a piece of the token survives, or the redacted text has another form.
pub fn redaction(bytes: &[u8]) {
    let mut choices = Choices::from_bytes(bytes);
    let alphabet = ALPHABETS[choices.below(ALPHABETS.len())].as_bytes();
    let length = 12 + choices.below(40);
    let token: String = (0..length)
        .map(|_| char::from(alphabet[choices.below(alphabet.len())]))
        .collect();
    if token.chars().collect::<BTreeSet<char>>().len() < DIFFERENT {
        return;
    }
    let text = object(&mut choices, &token).to_string();
    let Ok(tree) = Tree::parse(&text) else { return };
    let (redacted, _) = Redactor::new(Key::new(&[7; KEY_BYTES]), false).redact(&tree, GUIDE.as_ref());
    // Of digits alone, longer pieces occur by chance than of letters.
    let piece = (POWERS_OF_TEN / (alphabet.len() as f64).log10()).ceil() as usize;
    let piece = piece.min(token.len());
    let survives = (0..=token.len() - piece).find(|start| redacted.contains(&token[*start..start + piece]));
    if survives.is_some() {
        failure::fault("redaction", &format!("`{token}` survives in {redacted}"), &text);
    }
    let form =
        |text: &str| Tree::parse(text).map(|tree| (0..tree.count()).map(|node| tree.kind(node)).collect::<Vec<_>>());
    if redacted.chars().count() != text.chars().count() || form(&redacted).ok() != form(&text).ok() {
        failure::fault("redaction", &format!("another form: {redacted}"), &text);
    }
}

/// An object with the token at one place. Undocumented keys, and the names of kinds, are no such places: there words are kept.
fn object(choices: &mut Choices<'_>, token: &str) -> Value {
    let around = match choices.below(6) {
        0 => token.to_owned(),
        1 => format!("see {token}, please"),
        2 => format!("key={token};"),
        3 => format!("https://host.example/a/{token}?q=1"),
        4 => format!("run_{token}"),
        _ => format!("{token}\n\"é\u{1f600}{token}"),
    };
    match choices.below(10) {
        0 => json!({"id": around}),
        1 => json!({"note": around}),
        2 => json!({"metadata": {(token): "x", "y": around}}),
        3 => json!({"arguments": json!({(token): around, "n": [1, around]}).to_string()}),
        4 => json!({"arguments": json!({"a": json!({"b": around}).to_string()}).to_string()}),
        5 => json!({"items": [{"text": around}, {"text": {"deep": [around]}}]}),
        6 => json!({"model": around, "status": "queued"}),
        7 => json!({"unnamed": around, "other": [around, {"id": around}]}),
        8 => json!([around, {"note": around}]),
        _ => json!({"id": {"id": around}, "note": [around], "metadata": around}),
    }
}
