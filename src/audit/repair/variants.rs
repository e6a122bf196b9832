//! Variants that an enum lacks, or that stand in the wrong order.

use super::changes::{followed_by, moved};
use super::context::{Change, Context};
use super::identifiers;
use super::item_text::ItemText;
use crate::audit::cause::Cause;
use crate::audit::model::{Body, FieldStyle, SourceItem, Tagging, TypeModel, VariantModel};
use crate::pointer::Pointer;
use std::collections::BTreeSet;

/// More words than these are not added: the document means another list.
const MOST_WORDS: usize = 64;

/// The changes after which an enum knows the word at a pointer.
pub(super) fn missing(context: &Context<'_>, cause: &Cause, item: SourceItem, pointer: &Pointer) -> Vec<Change> {
    let search = || {
        let found = context.model().type_of(item.type_id)?;
        let variants = words_of(found)?;
        let documented = context.document.words(&cause.finding.subject, pointer)?;
        let last = variants.iter().rposition(|variant| !is_catch_all(variant))?;
        let last = text_of(context, item, last)?;
        let is_known = |word: &String| {
            let mut names = variants.iter().filter(|variant| !is_catch_all(variant));
            names.any(|variant| variant.read_name == *word || variant.attributes.aliases.contains(word))
        };
        // A capture may have a word that the document does not list.
        let words: BTreeSet<String> = documented
            .words
            .into_iter()
            .chain(cause.words.iter().cloned())
            .collect();
        let words: Vec<String> = words.into_iter().filter(|word| !is_known(word)).collect();
        if documented.is_open {
            let any =
                |lines: &[&str]| followed_by(&last, &lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
            return Some(vec![
                any(&["#[serde(untagged)]", "Unknown(String),"])?,
                any(&["#[serde(other)]", "Unknown,"])?,
            ]);
        }
        let rule = found.attributes.rename_all.read.as_deref();
        let mut lines = Vec::new();
        for word in words.iter().take(MOST_WORDS) {
            let named = identifiers::variant(word, rule)?;
            if variants.iter().any(|variant| variant.ident == named.ident) {
                return None;
            }
            lines.extend(named.attribute);
            lines.push(format!("{},", named.ident));
        }
        let is_sensible = !lines.is_empty() && words.len() <= MOST_WORDS;
        Some(vec![followed_by(&last, &lines).filter(|_| is_sensible)?])
    };
    search().unwrap_or_default()
}

/// The variants of an enum that is a list of words, perhaps with a catch-all.
fn words_of(found: &TypeModel) -> Option<&[VariantModel]> {
    let Body::Enum(variants) = &found.body else { return None };
    let is_word = |variant: &VariantModel| variant.fields.style == FieldStyle::Unit || is_catch_all(variant);
    let is_list = found.attributes.tagging == Tagging::External && variants.iter().all(is_word);
    is_list.then_some(variants)
}

fn is_catch_all(variant: &VariantModel) -> bool {
    variant.attributes.is_other || variant.attributes.is_untagged
}

/// The right variant in front of the one that is picked instead.
pub(super) fn picked(context: &Context<'_>, cause: &Cause, item: SourceItem) -> Vec<Change> {
    let search = || {
        let table = cause.union.as_ref().filter(|table| table.untagged)?;
        let mut allowing = table.branches.iter().enumerate().filter(|(_, branch)| branch.allows);
        let (branch, _) = allowing.next().filter(|_| allowing.next().is_none())?;
        let right = table
            .variants
            .iter()
            .find(|variant| variant.branch == Some(branch) && variant.reads)?;
        let wrong = table.variants.iter().find(|variant| variant.picked)?;
        let Body::Enum(variants) = &context.model().type_of(item.type_id)?.body else {
            return None;
        };
        let index = |name: &str| variants.iter().position(|variant| variant.ident == name);
        let right = text_of(context, item, index(&right.name)?)?;
        moved(&right, &text_of(context, item, index(&wrong.name)?)?)
    };
    search().into_iter().collect()
}

fn text_of(context: &Context<'_>, item: SourceItem, index: usize) -> Option<ItemText> {
    let variant = SourceItem {
        type_id: item.type_id,
        variant: Some(u32::try_from(index).ok()?),
        field: None,
    };
    ItemText::of_variant(context.model(), &context.sources, variant)
}
