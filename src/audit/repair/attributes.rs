//! The serde attributes in front of an item, as the source has them.

use super::edit::TextEdit;
use super::item_text::ItemText;
use super::scan::{Piece, find_outside, pieces};
use std::ops::Range;

/// One argument of a `#[serde(…)]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SerdeArgument {
    name: String,
    /// The argument: `rename = "x"`.
    argument: Range<usize>,
    /// Between the brackets of the list.
    list: Range<usize>,
    /// From `#` to `]`.
    attribute: Range<usize>,
}

impl SerdeArgument {
    /// Whether it is `name = "…"`.
    pub(super) fn has_value(&self, source: &str, name: &str) -> bool {
        self.name == name && self.rest(source).starts_with('=')
    }

    /// Whether it is `name(…)`.
    pub(super) fn has_list(&self, source: &str, name: &str) -> bool {
        self.name == name && self.rest(source).starts_with('(')
    }

    fn rest<'s>(&self, source: &'s str) -> &'s str {
        source[self.argument.clone()][self.name.len()..].trim_start()
    }
}

/// The arguments of all `#[serde(…)]` in front of an item. Those inside `cfg_attr` are not among them.
pub(super) fn serde_arguments(item: &ItemText) -> Vec<SerdeArgument> {
    let source = &item.source[..item.before.end];
    let mut found = Vec::new();
    let mut end = item.before.start;
    for (range, piece) in pieces(source, item.before.start) {
        if piece != Piece::Sign('#') || range.start < end {
            continue;
        }
        let Some(open) = source[range.end..].find('[').map(|at| range.end + at + 1) else {
            break;
        };
        let Some(close) = find_outside(source, open, &[']']) else {
            break;
        };
        end = close + 1;
        let inside = source[open..close].trim_start();
        let Some(list) = inside
            .strip_prefix("serde")
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix('('))
        else {
            continue;
        };
        let start = close - list.len();
        let Some(stop) = find_outside(source, start, &[')']) else {
            continue;
        };
        found.extend(arguments(source, start..stop, range.start..close + 1));
    }
    found
}

fn arguments(source: &str, list: Range<usize>, attribute: Range<usize>) -> Vec<SerdeArgument> {
    let mut found = Vec::new();
    let mut start = list.start;
    while start < list.end {
        let end = find_outside(source, start, &[',']).map_or(list.end, |end| end.min(list.end));
        let text = &source[start..end];
        let from = start + text.len() - text.trim_start().len();
        let argument = from..from + text.trim().len();
        if !argument.is_empty() {
            let name = source[argument.clone()].split(|one: char| !(one.is_alphanumeric() || one == '_'));
            found.push(SerdeArgument {
                name: name.into_iter().next().unwrap_or_default().to_owned(),
                argument,
                list: list.clone(),
                attribute: attribute.clone(),
            });
        }
        start = end + 1;
    }
    found
}

/// Whether an argument of this name stands in front of the item.
pub(super) fn has(item: &ItemText, name: &str) -> bool {
    serde_arguments(item).iter().any(|argument| argument.name == name)
}

/// Adds an attribute with these arguments.
pub(super) fn add(item: &ItemText, arguments: &[String]) -> TextEdit {
    let attribute = format!("#[serde({})]", arguments.join(", "));
    let text = match item.indent() {
        Some(indent) => format!("{attribute}\n{indent}"),
        None => format!("{attribute} "),
    };
    TextEdit {
        file: item.file.clone(),
        start: item.item.start,
        end: item.item.start,
        text,
    }
}

/// Sets an argument, in place of one of the same name.
pub(super) fn set(item: &ItemText, name: &str, value: &str) -> TextEdit {
    let written = format!("{name} = {value:?}");
    let old = serde_arguments(item).into_iter().find(|argument| argument.name == name);
    match old {
        None => add(item, &[written]),
        Some(old) => TextEdit {
            file: item.file.clone(),
            start: old.argument.start,
            end: old.argument.end,
            text: written,
        },
    }
}

/// Takes an argument away; the whole attribute, if it has no other.
pub(super) fn remove(item: &ItemText, name: &str) -> Option<TextEdit> {
    let all = serde_arguments(item);
    let index = all.iter().position(|argument| argument.name == name)?;
    let own = &all[index];
    let is_neighbour = |other: &&SerdeArgument| other.list == own.list;
    let next = all.get(index + 1).filter(is_neighbour);
    let previous = index
        .checked_sub(1)
        .and_then(|index| all.get(index))
        .filter(is_neighbour);
    let range = match (previous, next) {
        (_, Some(next)) => own.argument.start..next.argument.start,
        (Some(previous), None) => previous.argument.end..own.argument.end,
        (None, None) => {
            let rest = &item.source[own.attribute.end..];
            let blanks = rest.len() - rest.trim_start().len();
            own.attribute.start..own.attribute.end + blanks
        }
    };
    Some(TextEdit {
        file: item.file.clone(),
        start: range.start,
        end: range.end,
        text: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::edit::applied;
    use super::*;
    use std::path::PathBuf;
    use std::rc::Rc;

    fn item(text: &str) -> ItemText {
        let start = text.rfind("id").unwrap();
        ItemText {
            file: PathBuf::from("f"),
            source: Rc::from(text),
            before: 0..start,
            item: start..text.len(),
        }
    }

    fn changed(text: &str, edit: &TextEdit) -> String {
        applied(text, [edit].into_iter()).unwrap()
    }

    #[test]
    fn arguments_are_found_in_all_attributes_but_not_in_comments() {
        let text = "  // #[serde(no)]\n #[doc = \"#[serde(no)]\"] #[serde(default = \"a(,\", rename(serialize = \"x\"))]\n#[serde(skip)] id: u8";
        let names: Vec<String> = serde_arguments(&item(text)).into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["default", "rename", "skip"]);
        assert!(has(&item(text), "skip") && !has(&item(text), "no"));
        assert!(serde_arguments(&item("#[cfg_attr(x, serde(default))] id: u8")).is_empty());
        assert!(serde_arguments(&item("#[serde(open id: u8")).is_empty());
    }

    #[test]
    fn an_argument_is_taken_away_with_its_comma() {
        let without = |text: &str, name: &str| remove(&item(text), name).map(|edit| changed(text, &edit));
        let two = "#[serde(default, skip)]\n  id: u8";
        assert_eq!(without(two, "default").as_deref(), Some("#[serde(skip)]\n  id: u8"));
        assert_eq!(without(two, "skip").as_deref(), Some("#[serde(default)]\n  id: u8"));
        assert_eq!(
            without("#[a]\n  #[serde(skip)]\n  id: u8", "skip").as_deref(),
            Some("#[a]\n  id: u8")
        );
        assert_eq!(without(two, "rename"), None);
    }

    #[test]
    fn an_argument_is_set_or_added_in_a_line_of_its_own() {
        let with = |text: &str| changed(text, &set(&item(text), "rename", "b\"c"));
        assert_eq!(
            with("#[serde(rename = \"a\")] id: u8"),
            r#"#[serde(rename = "b\"c")] id: u8"#
        );
        assert_eq!(with("\n    id: u8"), "\n    #[serde(rename = \"b\\\"c\")]\n    id: u8");
        assert_eq!(with("{ id: u8"), "{ #[serde(rename = \"b\\\"c\")] id: u8");
    }
}
