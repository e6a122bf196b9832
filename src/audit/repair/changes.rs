//! The mechanical changes of an item.

use super::attributes::{add, has, remove, serde_arguments, set};
use super::edit::TextEdit;
use super::item_text::ItemText;

/// Writes nothing where there is nothing.
const SKIP_NONE: &str = "skip_serializing_if = \"Option::is_none\"";

/// Makes the type of a field an `Option`. With `skips` the key is not written where there is no value.
pub(super) fn optional(field: &ItemText, skips: bool) -> Option<Vec<TextEdit>> {
    let range = field.type_range()?;
    let of_type = TextEdit {
        file: field.file.clone(),
        start: range.start,
        end: range.end,
        text: format!("Option<{}>", &field.source[range]),
    };
    let has_default = has(field, "default");
    let condition = "skip_serializing_if";
    Some(match (has_default, has(field, condition)) {
        // The default of the old type may be a function of it.
        (true, _) if is_function(field, "default") => return None,
        (_, true) if skips => vec![set(field, condition, "Option::is_none"), of_type],
        (_, true) => vec![remove(field, condition)?, of_type],
        (_, false) if skips => vec![add(field, &[SKIP_NONE.to_owned()]), of_type],
        (_, false) => vec![of_type],
    })
}

fn is_function(field: &ItemText, name: &str) -> bool {
    serde_arguments(field)
        .iter()
        .any(|argument| argument.has_value(&field.source, name))
}

/// Reads a text without the key of an optional field, and does not write the key then.
pub(super) fn absent(field: &ItemText) -> Option<Vec<TextEdit>> {
    let mut arguments = Vec::new();
    if !has(field, "default") {
        arguments.push("default".to_owned());
    }
    if !has(field, "skip_serializing_if") {
        arguments.push(SKIP_NONE.to_owned());
    }
    (!arguments.is_empty()).then(|| vec![add(field, &arguments)])
}

/// Reads a text without the key as the default of the type.
pub(super) fn defaulted(field: &ItemText) -> Option<Vec<TextEdit>> {
    (!has(field, "default")).then(|| vec![add(field, &["default".to_owned()])])
}

/// Does not write the key if this function says so.
pub(super) fn skipped_if(field: &ItemText, function: &str) -> Option<Vec<TextEdit>> {
    let condition = "skip_serializing_if";
    (!has(field, condition)).then(|| vec![set(field, condition, function)])
}

/// Writes the key always.
pub(super) fn always_written(field: &ItemText) -> Option<Vec<TextEdit>> {
    let names = ["skip_serializing_if", "skip_serializing"];
    names.into_iter().find_map(|name| Some(vec![remove(field, name)?]))
}

/// Gives a field another key.
pub(super) fn renamed(field: &ItemText, key: &str) -> Option<Vec<TextEdit>> {
    let all = serde_arguments(field);
    // A name that is only for reading, or only for writing, is more than this change understands.
    let is_plain = all.iter().all(|argument| !argument.has_list(&field.source, "rename"));
    is_plain.then(|| vec![set(field, "rename", key)])
}

/// Puts another type in the place of the only one of this name in the type of a field.
pub(super) fn retyped(field: &ItemText, old: &str, new: &str) -> Option<Vec<TextEdit>> {
    let range = field.type_range()?;
    let text = &field.source[range.clone()];
    let is_in_word = |one: char| one.is_alphanumeric() || one == '_';
    let is_whole = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + old.len()..]);
        !before.ends_with(is_in_word) && !after.starts_with(is_in_word)
    };
    let mut found = text.match_indices(old).map(|(at, _)| at).filter(is_whole);
    let at = range.start + found.next()?;
    found.next().is_none().then(|| {
        vec![TextEdit {
            file: field.file.clone(),
            start: at,
            end: at + old.len(),
            text: new.to_owned(),
        }]
    })
}

/// Adds lines behind an item, as items of their own.
pub(super) fn followed_by(item: &ItemText, lines: &[String]) -> Option<Vec<TextEdit>> {
    let (end, has_comma) = item.after();
    let comma = if has_comma { "" } else { "," };
    let text = match item.indent() {
        Some(indent) => lines.iter().map(|line| format!("\n{indent}{line}")).collect::<String>(),
        None => format!(" {}", lines.join(" ")),
    };
    // On one line the last comma is as it was; else each line has one.
    let text = match has_comma || item.indent().is_some() {
        true => text,
        false => text.trim_end_matches(',').to_owned(),
    };
    Some(vec![TextEdit {
        file: item.file.clone(),
        start: end,
        end,
        text: format!("{comma}{text}"),
    }])
}

/// Moves an item in front of another one.
pub(super) fn moved(item: &ItemText, before: &ItemText) -> Option<Vec<TextEdit>> {
    let (own, target) = (item.whole(), before.whole());
    let indent = item.indent()?;
    if target.end > own.start || item.file != before.file {
        return None;
    }
    let (end, _) = item.after();
    let blanks = item.source[..own.start].trim_end().len();
    let insert = TextEdit {
        file: item.file.clone(),
        start: target.start,
        end: target.start,
        text: format!("{},\n{indent}", &item.source[own]),
    };
    let delete = TextEdit {
        file: item.file.clone(),
        start: blanks,
        end,
        text: String::new(),
    };
    Some(vec![insert, delete])
}

#[cfg(test)]
mod tests {
    use super::super::edit::applied;
    use super::super::item_text::ItemText;
    use super::*;
    use std::path::PathBuf;
    use std::rc::Rc;

    /// The item that stands between `«` and `»`, with everything before it up to `‹`.
    fn item(text: &str, mark: usize) -> ItemText {
        let plain = |text: &str| text.replace(['«', '»', '‹'], "");
        let nth = |sign: char| text.match_indices(sign).nth(mark).unwrap().0;
        let at = |sign: char| plain(&text[..nth(sign)]).len();
        ItemText {
            file: PathBuf::from("f"),
            before: at('‹')..at('«'),
            item: at('«')..at('»'),
            source: Rc::from(plain(text)),
        }
    }

    fn changed(item: &ItemText, edits: Option<Vec<TextEdit>>) -> Option<String> {
        edits.and_then(|edits| applied(&item.source, edits.iter()))
    }

    #[test]
    fn a_field_becomes_optional() {
        let plain = item("{‹\n    «pub a: u8»,\n}", 0);
        assert_eq!(
            changed(&plain, optional(&plain, true)).as_deref(),
            Some("{\n    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub a: Option<u8>,\n}")
        );
        assert_eq!(
            changed(&plain, optional(&plain, false)).as_deref(),
            Some("{\n    pub a: Option<u8>,\n}")
        );
        let skipped = item("{‹ #[serde(skip_serializing_if = \"Vec::is_empty\")] «a: Vec<u8>» }", 0);
        assert_eq!(
            changed(&skipped, optional(&skipped, true)).as_deref(),
            Some("{ #[serde(skip_serializing_if = \"Option::is_none\")] a: Option<Vec<u8>> }")
        );
        let by_function = item("{‹ #[serde(default = \"one\")] «a: u8» }", 0);
        assert_eq!(optional(&by_function, true), None);
    }

    #[test]
    fn an_optional_field_may_be_absent() {
        let field = item(
            "{‹ #[serde(with = \"x\", skip_serializing_if = \"no\")] «a: Option<u8>» }",
            0,
        );
        assert_eq!(
            changed(&field, absent(&field)).as_deref(),
            Some("{ #[serde(with = \"x\", skip_serializing_if = \"no\")] #[serde(default)] a: Option<u8> }")
        );
        assert_eq!(
            changed(&field, always_written(&field)).as_deref(),
            Some("{ #[serde(with = \"x\")] a: Option<u8> }")
        );
        assert_eq!(skipped_if(&field, "Vec::is_empty"), None);
    }

    #[test]
    fn the_only_type_of_a_name_is_replaced() {
        let of = |text: &str| {
            let field = item(text, 0);
            changed(&field, retyped(&field, "u8", "u64"))
        };
        assert_eq!(of("{‹ «a: Option<u8>» }").as_deref(), Some("{ a: Option<u64> }"));
        assert_eq!(
            of("{‹ «u8_a: my::au8<u8>» }").as_deref(),
            Some("{ u8_a: my::au8<u64> }")
        );
        assert_eq!((of("{‹ «a: (u8, u8)» }"), of("{‹ «a: Alias» }")), (None, None));
    }

    #[test]
    fn items_are_added_behind_another() {
        let added = |text: &str| {
            let last = item(text, 0);
            changed(&last, followed_by(&last, &["b: u8,".to_owned()]))
        };
        assert_eq!(added("{\n‹  «a: u8»,\n}").as_deref(), Some("{\n  a: u8,\n  b: u8,\n}"));
        assert_eq!(added("{\n‹  «a: u8»\n}").as_deref(), Some("{\n  a: u8,\n  b: u8,\n}"));
        assert_eq!(added("{‹ «a: u8» }").as_deref(), Some("{ a: u8, b: u8 }"));
    }

    #[test]
    fn an_item_moves_up_with_its_attributes() {
        let text = "{‹\n    // first\n    «A(u8)»,‹\n    /// second\n    #[serde(x)]\n    «B»\n}";
        let (first, second) = (item(text, 0), item(text, 1));
        assert_eq!(
            changed(&second, moved(&second, &first)).as_deref(),
            Some("{\n    /// second\n    #[serde(x)]\n    B,\n    // first\n    A(u8),\n}")
        );
        assert_eq!(moved(&first, &second), None);
    }

    #[test]
    fn a_name_for_one_direction_is_left_alone() {
        let field = item("{‹ #[serde(rename(serialize = \"b\"))] «a: u8» }", 0);
        assert_eq!(renamed(&field, "c"), None);
        let field = item("{‹ #[serde(rename = \"b\")] «a: u8» }", 0);
        assert_eq!(
            changed(&field, renamed(&field, "c")).as_deref(),
            Some("{ #[serde(rename = \"c\")] a: u8 }")
        );
    }
}
