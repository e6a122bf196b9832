//! Where an item stands in its source file, and its parts.

use super::scan::{Piece, find_outside, pieces};
use super::sources::{Sources, offset};
use crate::audit::model::{Body, CrateModel, Fields, SourceItem, SourceSpan, TypeModel};
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

/// A field or a variant in its source file. Rustdoc's places are trusted only as far as the text bears them out: what a macro
/// makes has the place of the macro.
#[derive(Debug, Clone)]
pub(super) struct ItemText {
    pub(super) file: PathBuf,
    pub(super) source: Rc<str>,
    /// From the end of the item before it, or the opening bracket: blanks, comments and attributes.
    pub(super) before: Range<usize>,
    /// From its visibility or name to its end, without a comma.
    pub(super) item: Range<usize>,
}

impl ItemText {
    /// The field of an item.
    pub(super) fn of_field(model: &CrateModel, sources: &Sources, item: SourceItem) -> Option<ItemText> {
        let found = model.type_of(item.type_id)?;
        let index = at(item.field?);
        let (fields, holder) = fields_of(found, item)?;
        let field = fields.fields.get(index)?;
        let is_named = field.ident.starts_with(|one: char| !one.is_ascii_digit());
        let name = is_named.then_some(field.ident.as_str());
        let open: &[char] = if is_named { &['{'] } else { &['('] };
        ItemText::of(sources, holder?, field.span.as_ref()?, open, name)
    }

    /// The variant of an item.
    pub(super) fn of_variant(model: &CrateModel, sources: &Sources, item: SourceItem) -> Option<ItemText> {
        let found = model.type_of(item.type_id)?;
        let Body::Enum(variants) = &found.body else { return None };
        let variant = variants.get(at(item.variant?))?;
        let (holder, own) = (found.span.as_ref()?, variant.span.as_ref()?);
        ItemText::of(sources, holder, own, &['{'], Some(&variant.ident))
    }

    fn of(
        sources: &Sources,
        holder: &SourceSpan,
        own: &SourceSpan,
        open: &[char],
        name: Option<&str>,
    ) -> Option<ItemText> {
        if holder.file != own.file {
            return None;
        }
        let source = sources.text(&own.file)?;
        let start = offset(&source, own.line, own.column)?;
        let holder_start = offset(&source, holder.line, holder.column).filter(|at| *at < start)?;
        if let Some(name) = name
            && !names(&source[start..], name)
        {
            return None;
        }
        let end = source[..find_outside(&source, start, &[',', '}', ')'])?]
            .trim_end()
            .len();
        // Bodies of structs and enums begin at the first such bracket, and items end at commas.
        let body = holder_start + visibility(&source[holder_start..]);
        let mut before = pieces(&source, body).find_map(|(range, piece)| match piece {
            Piece::Sign(sign) if open.contains(&sign) => Some(range.end),
            _ => None,
        })?;
        while let Some(comma) = find_outside(&source, before, &[',']).filter(|comma| *comma < start) {
            before = comma + 1;
        }
        (before <= start).then(|| ItemText {
            file: own.file.clone(),
            before: before..start,
            item: start..end,
            source,
        })
    }

    /// The type of a field.
    pub(super) fn type_range(&self) -> Option<Range<usize>> {
        let text = &self.source[self.item.clone()];
        let after_visibility = visibility(text);
        let rest = &text[after_visibility..];
        let name = rest.find(|one: char| !(one.is_alphanumeric() || matches!(one, '_' | '#')));
        let after_name = name.map(|end| &rest[end..]).unwrap_or_default();
        let is_named = after_name.trim_start().starts_with(':') && !after_name.trim_start().starts_with("::");
        let start = match is_named {
            true => after_visibility + rest.find(':')? + 1,
            false => after_visibility,
        };
        let start = start + text[start..].len() - text[start..].trim_start().len();
        (start < text.len()).then(|| self.item.start + start..self.item.end)
    }

    /// The blanks in front of the item's line; `None` if something else stands before it in the line.
    pub(super) fn indent(&self) -> Option<&str> {
        let line = self.source[..self.item.start].rfind('\n').map_or(0, |at| at + 1);
        let indent = &self.source[line..self.item.start];
        indent.trim().is_empty().then_some(indent)
    }

    /// The item with its comments and attributes, from the first of them on, without a comma.
    pub(super) fn whole(&self) -> Range<usize> {
        let before = &self.source[self.before.clone()];
        self.before.end - before.trim_start().len()..self.item.end
    }

    /// Where the next item may be inserted: behind the comma, and whether there is one.
    pub(super) fn after(&self) -> (usize, bool) {
        let next = pieces(&self.source, self.item.end).find(|(_, piece)| match piece {
            Piece::Sign(sign) => !sign.is_whitespace(),
            Piece::Literal => true,
        });
        match next {
            Some((range, Piece::Sign(','))) => (range.end, true),
            _ => (self.item.end, false),
        }
    }
}

/// The fields of a struct or a variant, with the span of what holds them.
pub(super) fn fields_of(found: &TypeModel, item: SourceItem) -> Option<(&Fields, Option<&SourceSpan>)> {
    match (&found.body, item.variant) {
        (Body::Struct(fields), None) => Some((fields, found.span.as_ref())),
        (Body::Enum(variants), Some(index)) => {
            let variant = variants.get(at(index))?;
            Some((&variant.fields, variant.span.as_ref()))
        }
        _ => None,
    }
}

fn at(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

/// The length of `pub`, `pub(crate)` and the like, with the blanks after it.
fn visibility(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("pub") else { return 0 };
    let blank = rest.trim_start();
    let after = match blank.strip_prefix('(') {
        // `pub (u8, u8)` is a public tuple.
        Some(inside) if inside.trim_start().starts_with(['c', 's', 'i']) => {
            inside.split_once(')').map(|(_, after)| after).unwrap_or(blank)
        }
        _ if rest.starts_with(char::is_whitespace) => blank,
        _ => return 0,
    };
    text.len() - after.trim_start().len()
}

/// Whether an item begins with this name, after its visibility.
fn names(text: &str, name: &str) -> bool {
    let text = &text[visibility(text)..];
    let rest = text.strip_prefix("r#").unwrap_or(text).strip_prefix(name);
    rest.is_some_and(|rest| !rest.starts_with(|one: char| one.is_alphanumeric() || one == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_behind_the_visibility() {
        for text in [
            "pub(in crate::a) id: u8",
            "pub id",
            "id: u8",
            "r#id: u8",
            "pub (crate) r#id",
        ] {
            assert!(names(text, "id"), "{text}");
        }
        assert!(!names("identity: u8", "id") && !names("#[x] id: u8", "id") && !names("public: u8", "lic"));
    }

    fn item(text: &str) -> ItemText {
        ItemText {
            file: PathBuf::new(),
            before: 0..0,
            item: 0..text.len(),
            source: Rc::from(text),
        }
    }

    #[test]
    fn the_type_of_a_field_is_found() {
        let of = |text: &str| item(text).type_range().map(|range| text[range].to_owned());
        assert_eq!(of("pub id: Option<u8>").as_deref(), Some("Option<u8>"));
        assert_eq!(
            of("pub ::std::string::String").as_deref(),
            Some("::std::string::String")
        );
        assert_eq!(of("pub (u8, u8)").as_deref(), Some("(u8, u8)"));
        assert_eq!(of("r#type : a::B").as_deref(), Some("a::B"));
        assert_eq!(of("std::string::String").as_deref(), Some("std::string::String"));
    }
}
