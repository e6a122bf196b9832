//! Names in Rust for keys and words.

use crate::audit::model::RenameRule;
use crate::audit::probe::raw;

/// An identifier, and the attribute that gives it the name of the document, if it needs one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) ident: String,
    pub(super) attribute: Option<String>,
}

/// A field for a key.
pub(super) fn field(key: &str, rename_all: Option<&str>) -> Option<Named> {
    let mut snake = String::new();
    let mut was_lower = false;
    for one in key.chars() {
        if !one.is_ascii_alphanumeric() || (was_lower && one.is_ascii_uppercase()) {
            snake.push('_');
        }
        was_lower = one.is_ascii_lowercase() || one.is_ascii_digit();
        snake.extend(Some(one.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric));
    }
    let snake = snake.trim_matches('_');
    let ident = match snake.chars().next()? {
        '0'..='9' => format!("n{snake}"),
        _ => snake.to_owned(),
    };
    let rule = rename_all.and_then(RenameRule::parse);
    let name = rule.map_or_else(|| ident.clone(), |rule| rule.of_field(&ident));
    let shown = match &*ident {
        // These cannot be raw.
        "self" | "super" | "crate" => format!("{ident}_"),
        _ => raw(&ident),
    };
    Some(named(shown, &name, key))
}

/// A variant for a word.
pub(super) fn variant(word: &str, rename_all: Option<&str>) -> Option<Named> {
    let mut pascal = String::new();
    let mut starts_word = true;
    for one in word.chars() {
        match one.is_ascii_alphanumeric() {
            true if starts_word => pascal.push(one.to_ascii_uppercase()),
            true => pascal.push(one),
            false => {}
        }
        starts_word = !one.is_ascii_alphanumeric();
    }
    // `IN_PROGRESS` is one of words, and not an abbreviation.
    if !word.contains(|one: char| one.is_ascii_lowercase()) {
        let words = word.split(|one: char| !one.is_ascii_alphanumeric());
        pascal = words.map(capitalized).collect();
    }
    let ident = match pascal.chars().next()? {
        '0'..='9' => format!("N{pascal}"),
        _ if pascal == "Self" => "Self_".to_owned(),
        _ => pascal,
    };
    let rule = rename_all.and_then(RenameRule::parse);
    let name = rule.map_or_else(|| ident.clone(), |rule| rule.of_variant(&ident));
    Some(named(ident, &name, word))
}

fn capitalized(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let mut letters = lower.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase())
        .into_iter()
        .chain(letters)
        .collect()
}

fn named(ident: String, name: &str, wanted: &str) -> Named {
    Named {
        attribute: (name != wanted).then(|| format!("#[serde(rename = {wanted:?})]")),
        ident,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_needs_an_attribute_only_where_its_name_differs() {
        let of = |key: &str, rule| field(key, rule).map(|named| (named.ident, named.attribute.unwrap_or_default()));
        let pair = |ident: &str, attribute: &str| Some((ident.to_owned(), attribute.to_owned()));
        assert_eq!(of("zip", None), pair("zip", ""));
        assert_eq!(of("voucherCode", Some("camelCase")), pair("voucher_code", ""));
        assert_eq!(
            of("voucherCode", None),
            pair("voucher_code", "#[serde(rename = \"voucherCode\")]")
        );
        assert_eq!(of("type", None), pair("r#type", ""));
        assert_eq!(of("$ref", None), pair("r#ref", "#[serde(rename = \"$ref\")]"));
        assert_eq!(of("2nd", None), pair("n2nd", "#[serde(rename = \"2nd\")]"));
        assert_eq!(of("…", None), None);
    }

    #[test]
    fn a_variant_is_in_pascal_case() {
        let of = |word: &str, rule| variant(word, rule).map(|named| (named.ident, named.attribute.is_some()));
        assert_eq!(
            of("in_progress", Some("snake_case")),
            Some(("InProgress".to_owned(), false))
        );
        assert_eq!(
            of("IN_PROGRESS", Some("SCREAMING_SNAKE_CASE")),
            Some(("InProgress".to_owned(), false))
        );
        assert_eq!(of("gpt-4o", Some("kebab-case")), Some(("Gpt4o".to_owned(), true)));
        assert_eq!(of("1.5", None), Some(("N15".to_owned(), true)));
        assert_eq!(of("", None), None);
    }
}
