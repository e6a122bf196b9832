//! The changes that may repair a cause, the likeliest first.

use super::changes::{absent, always_written, defaulted, optional, retyped, skipped_if};
use super::context::{Change, Context};
use super::item_text::ItemText;
use super::{keys, variants};
use crate::audit::cause::{Cause, Fault, Side};
use crate::audit::model::{FieldModel, IntegerType, SourceItem, TypeRef};
use crate::finding::Kind;
use crate::json::Tree;
use crate::pointer::Pointer;

/// The changes that may repair a cause.
pub(super) fn candidates(context: &Context<'_>, cause: &Cause) -> Vec<Change> {
    let Some(item) = cause.key.item else { return Vec::new() };
    let fault = cause.culprit.as_ref().map(|culprit| (&culprit.fault, &culprit.at));
    match (cause.key.side, fault) {
        (Side::Reads, Some((Fault::Missing(_) | Fault::MissingUnnamed(_), _))) => absence(context, item),
        (Side::Reads, Some((Fault::Null, _))) => null(context, item),
        (Side::Reads, Some((Fault::Value, at))) => width(context, item, &cause.text, at),
        (Side::Reads, Some((Fault::Word(_), at))) => variants::missing(context, cause, item, at),
        (Side::Reads, Some((Fault::Denied(key) | Fault::DeniedInCapture(key), at))) => {
            let mut pointer = at.clone();
            pointer.push(key);
            keys::missing(context, cause, item, &pointer)
        }
        (Side::Lacks, _) => keys::missing(context, cause, item, &cause.finding.pointer),
        (Side::Writes, _) => writing(context, item, cause.finding.kind),
        (Side::Picks | Side::Drops, _) => variants::picked(context, cause, item),
        _ => Vec::new(),
    }
}

/// The key may be absent.
fn absence(context: &Context<'_>, item: SourceItem) -> Vec<Change> {
    let Some((field, text)) = context.field(item) else {
        return Vec::new();
    };
    let all = match &field.type_ref {
        TypeRef::Option(_) => vec![absent(&text), defaulted(&text)],
        // What a function reads has the type that the function gives.
        _ if field.attributes.read_with.is_some() => vec![defaulted(&text)],
        _ => vec![optional(&text, true), defaulted(&text)],
    };
    all.into_iter().flatten().collect()
}

/// The value may be null.
fn null(context: &Context<'_>, item: SourceItem) -> Vec<Change> {
    match context.field(item) {
        Some((field, text)) if can_be_optional(field) => [optional(&text, false), optional(&text, true)]
            .into_iter()
            .flatten()
            .collect(),
        _ => Vec::new(),
    }
}

fn can_be_optional(field: &FieldModel) -> bool {
    let is_plain = field.attributes.read_with.is_none() && field.attributes.write_with.is_none();
    is_plain && !field.attributes.is_flattened && !matches!(field.type_ref, TypeRef::Option(_))
}

/// The number may be larger.
fn width(context: &Context<'_>, item: SourceItem, text: &str, at: &Pointer) -> Vec<Change> {
    let refused = Tree::parse(text).ok();
    let number = refused.as_ref().and_then(|tree| Some(tree.source(tree.at(at)?)));
    let (Some(number), Some((field, text))) = (number, context.field(item)) else {
        return Vec::new();
    };
    let Some(integer) = integer_in(&field.type_ref) else {
        return Vec::new();
    };
    let new: &[&str] = match number.parse::<i128>() {
        Ok(number) if number > i128::from(i64::MAX) => &["u64", "i128"],
        Ok(number) if number >= 0 && !integer.is_signed => &["u64", "i64"],
        Ok(_) => &["i64"],
        Err(_) if number.parse::<f64>().is_ok() => &["f64"],
        Err(_) => &[],
    };
    let sign = if integer.is_signed { 'i' } else { 'u' };
    let old = [format!("{sign}{}", integer.bits), format!("{sign}size")];
    let changes = new
        .iter()
        .filter_map(|new| old.iter().find_map(|old| retyped(&text, old, new)));
    changes.collect()
}

fn integer_in(type_ref: &TypeRef) -> Option<IntegerType> {
    match type_ref {
        TypeRef::Integer(integer) => Some(*integer).filter(|integer| !integer.is_non_zero),
        _ => type_ref.parts().into_iter().find_map(integer_in),
    }
}

/// The key is written where it must not be, or not written where it must.
fn writing(context: &Context<'_>, item: SourceItem, kind: Option<Kind>) -> Vec<Change> {
    let Some((field, text)) = context.field(item) else {
        return Vec::new();
    };
    let becomes_optional = || can_be_optional(field).then(|| optional(&text, true)).flatten();
    let is_option = matches!(field.type_ref, TypeRef::Option(_));
    let all = match kind {
        Some(Kind::AbsentBecameNull | Kind::NullForbidden) => vec![skipped_if(&text, "Option::is_none")],
        Some(Kind::AddedKey | Kind::KeyNotAllowed) if is_option => vec![skipped_if(&text, "Option::is_none")],
        Some(Kind::AddedKey | Kind::KeyNotAllowed) => {
            let empty = emptiness(&text).and_then(|function| skipped_if(&text, &function));
            vec![becomes_optional(), empty]
        }
        Some(Kind::DroppedKey | Kind::RequiredDropped) => vec![always_written(&text), becomes_optional()],
        Some(Kind::NullBecameAbsent) => vec![always_written(&text)],
        _ => Vec::new(),
    };
    all.into_iter().flatten().collect()
}

/// The function that tells whether a collection is empty, by the name of its type.
fn emptiness(field: &ItemText) -> Option<String> {
    let in_rust = &field.source[field.type_range()?];
    let name = in_rust.split('<').next()?.trim();
    let collections = [
        "Vec", "String", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "VecDeque", "IndexMap", "Map",
    ];
    let is_collection = collections.contains(&name.rsplit("::").next()?.trim());
    is_collection.then(|| format!("{name}::is_empty"))
}
