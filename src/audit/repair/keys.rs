//! A key that a struct lacks: another name for one of its fields, or a field more.

use super::changes::{followed_by, renamed};
use super::context::{Change, Context};
use super::identifiers;
use super::item_text::{ItemText, fields_of};
use crate::audit::cause::Cause;
use crate::audit::model::{FieldStyle, Fields, SourceItem, TypeModel};
use crate::check::likely_meant;
use crate::pointer::Pointer;

/// The changes after which a struct or a struct variant has the key at a pointer.
pub(super) fn missing(context: &Context<'_>, cause: &Cause, item: SourceItem, pointer: &Pointer) -> Vec<Change> {
    let search = || {
        let found = context.model().type_of(item.type_id)?;
        let (fields, _) = fields_of(found, item).filter(|(fields, _)| fields.style == FieldStyle::Named)?;
        let key = pointer.steps().last()?;
        let (module, _) = found.path.rsplit_once("::")?;
        let documented = context
            .document
            .key(&cause.finding.subject, &cause.text, pointer, module)?;
        let is_unknown = |name: &str| name != key && !documented.others.contains(name);
        let rename =
            other_name(fields, &key, is_unknown).and_then(|index| renamed(&text_of(context, item, index)?, &key));
        let optional = match (documented.is_required, documented.value.is_nullable) {
            (true, false) => documented.value.in_rust.clone(),
            _ => format!("Option<{}>", documented.value.in_rust),
        };
        let add = added(context, found, fields, item, &key, &optional, !documented.is_required);
        Some([rename, add])
    };
    search().into_iter().flatten().flatten().collect()
}

/// The field that may be meant by the key.
fn other_name(fields: &Fields, key: &str, is_unknown: impl Fn(&str) -> bool) -> Option<usize> {
    let plain = |index: &usize| {
        let field = &fields.fields[*index];
        !field.attributes.is_flattened && !field.attributes.skips_reading && is_unknown(&field.read_name)
    };
    let indices: Vec<usize> = (0..fields.fields.len()).filter(plain).collect();
    let names = indices.iter().map(|index| fields.fields[*index].read_name.as_str());
    let idents = indices.iter().map(|index| fields.fields[*index].ident.as_str());
    let meant = likely_meant(key, names.chain(idents))?;
    let is_it = |index: &usize| {
        [&fields.fields[*index].read_name, &fields.fields[*index].ident]
            .iter()
            .any(|name| **name == meant)
    };
    indices.into_iter().find(is_it)
}

/// A field more, behind the last one.
fn added(
    context: &Context<'_>,
    found: &TypeModel,
    fields: &Fields,
    item: SourceItem,
    key: &str,
    in_rust: &str,
    skips: bool,
) -> Option<Change> {
    let own = match item.variant {
        None => &found.attributes.rename_all,
        Some(_) => &found.attributes.rename_all_fields,
    };
    let named = identifiers::field(key, own.read.as_deref())?;
    if fields
        .fields
        .iter()
        .any(|field| field.ident == named.ident.trim_start_matches("r#"))
    {
        return None;
    }
    let is_public = item.variant.is_none() && fields.fields.iter().any(|field| field.is_public);
    let visibility = if is_public { "pub " } else { "" };
    let mut lines: Vec<String> = named.attribute.into_iter().collect();
    if skips {
        lines.push("#[serde(skip_serializing_if = \"Option::is_none\")]".to_owned());
    }
    lines.push(format!("{visibility}{}: {in_rust},", named.ident));
    let last = text_of(context, item, fields.fields.len().checked_sub(1)?)?;
    followed_by(&last, &lines)
}

fn text_of(context: &Context<'_>, item: SourceItem, index: usize) -> Option<ItemText> {
    let field = SourceItem {
        field: Some(u32::try_from(index).ok()?),
        ..item
    };
    ItemText::of_field(context.model(), &context.sources, field)
}
