//! Changes of text files.

use std::ops::Range;
use std::path::PathBuf;

/// A part of a file, and the text that replaces it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TextEdit {
    /// The file, from the folder of the crate.
    pub(crate) file: PathBuf,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
}

impl TextEdit {
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether two edits change the same or adjoining text, so that their order would matter.
    pub(super) fn touches(&self, other: &TextEdit) -> bool {
        self.file == other.file && self.start <= other.end && other.start <= self.end
    }
}

/// A file after the edits of it, which touch nowhere; `None` if one is not inside the text.
pub(super) fn applied<'e>(text: &str, edits: impl Iterator<Item = &'e TextEdit>) -> Option<String> {
    let mut edits: Vec<&TextEdit> = edits.collect();
    edits.sort();
    let (mut result, mut at) = (String::new(), 0);
    for edit in edits {
        result.push_str(text.get(at..edit.start)?);
        result.push_str(&edit.text);
        text.get(edit.range())?;
        at = edit.end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> TextEdit {
        TextEdit {
            file: PathBuf::from("src/lib.rs"),
            start,
            end,
            text: text.to_owned(),
        }
    }

    #[test]
    fn edits_apply_in_any_order_and_only_inside_the_text() {
        let edits = [edit(3, 4, "!"), edit(0, 0, "> ")];
        assert_eq!(applied("abcd", edits.iter()).as_deref(), Some("> abc!"));
        assert_eq!(applied("é", [edit(1, 1, "x")].iter()), None);
        assert_eq!(applied("abc", [edit(2, 9, "x")].iter()), None);
    }

    #[test]
    fn adjoining_edits_touch() {
        assert!(edit(0, 2, "").touches(&edit(2, 3, "")));
        assert!(!edit(0, 2, "").touches(&edit(3, 4, "")));
    }
}
